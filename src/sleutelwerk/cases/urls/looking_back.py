"""Addresses of looking back."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_looking = "sleutelwerk.cases.views.looking_back"
_one = "<uuid:case>/terugkijken"

urlpatterns = [
    path(f"{_one}/", later(f"{_looking}.look_backs"), name="look-backs"),
    path(f"{_one}/vel/", later(f"{_looking}.look_back_sheet"), name="look-back-sheet"),
    path(f"{_one}/<uuid:look>/", later(f"{_looking}.look_back"), name="look-back"),
    path(f"{_one}/<uuid:look>/afspreken/", later(f"{_looking}.close_look_back"), name="close-look-back"),
    path(f"{_one}/<uuid:look>/kant/<slug:side>/", later(f"{_looking}.save_side"), name="look-back-side"),
]
