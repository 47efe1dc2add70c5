"""Addresses of the farewell."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_ending = "sleutelwerk.cases.views.ending"
_one = "<uuid:case>/afronden"

urlpatterns = [
    path(f"{_one}/", later(f"{_ending}.ending"), name="ending"),
    path(f"{_one}/beginnen/", later(f"{_ending}.begin_ending"), name="begin-ending"),
    path(f"{_one}/eerder/", later(f"{_ending}.stop_sooner"), name="stop-sooner"),
    path(f"{_one}/stappen/", later(f"{_ending}.save_ending"), name="save-ending"),
    path(f"{_one}/klaar/", later(f"{_ending}.finish_ending"), name="finish-ending"),
]
