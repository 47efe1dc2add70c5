"""Addresses of the invented cases to look around in."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_examples = "sleutelwerk.cases.views.examples"

urlpatterns = [
    path("voorbeelden/", later(f"{_examples}.make_examples"), name="make-examples"),
    path("voorbeelden/opnieuw/", later(f"{_examples}.begin_examples_again"), name="begin-examples-again"),
    path("voorbeelden/weg/", later(f"{_examples}.remove_examples"), name="remove-examples"),
]
