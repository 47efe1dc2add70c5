"""Addresses about newer content than a case began with."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_one = "<uuid:case>"

urlpatterns = [
    path(f"{_one}/nieuwe-inhoud/", later("sleutelwerk.cases.views.drift.look_at_content"), name="look-at-content"),
]
