"""Addresses of holds: what keeps a case from being destroyed for a while."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_holding = "sleutelwerk.cases.views.holding"

urlpatterns = [
    path("vasthouden/", later(f"{_holding}.holds"), name="holds"),
    path("vasthouden/nieuw/", later(f"{_holding}.hold_by_code"), name="hold-by-code"),
    path("vasthouden/<uuid:hold>/los/", later(f"{_holding}.lift_hold"), name="lift-hold"),
    path("<uuid:case>/vasthouden/", later(f"{_holding}.hold_case"), name="hold-case"),
]
