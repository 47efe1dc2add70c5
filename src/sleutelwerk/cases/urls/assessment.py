"""Addresses of assessing a candidate."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_views = "sleutelwerk.cases.views.assessment"
_one = "<uuid:case>/afwegen"

urlpatterns = [
    path(f"{_one}/wie/", later(f"{_views}.name_assessors"), name="name-assessors"),
    path(f"{_one}/mijn/", later(f"{_views}.hand_in"), name="hand-in"),
    path(f"{_one}/mijn/<slug:page>/", later(f"{_views}.save_findings"), name="save-findings"),
    path(f"{_one}/naast-elkaar/", later(f"{_views}.compare_assessments"), name="compare-assessments"),
    path(f"{_one}/samen/", later(f"{_views}.save_weighing"), name="save-weighing"),
    path(f"{_one}/opnieuw/", later(f"{_views}.look_again"), name="look-again"),
]
