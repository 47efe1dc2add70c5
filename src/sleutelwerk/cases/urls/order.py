"""Addresses of orders of justice, and of drills of one."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_order = "sleutelwerk.cases.views.order"

urlpatterns = [
    path("vorderingen/", later(f"{_order}.orders"), name="orders"),
    path("vorderingen/nieuw/", later(f"{_order}.record_order"), name="record-order"),
    path("vorderingen/<uuid:order>/", later(f"{_order}.order"), name="order"),
    path("vorderingen/<uuid:order>/dossier/", later(f"{_order}.name_case"), name="name-case"),
    path("vorderingen/<uuid:order>/<slug:step>/", later(f"{_order}.order_step"), name="order-step"),
    path("<uuid:case>/vordering/", later(f"{_order}.record_order"), name="record-case-order"),
]
