"""Addresses of moral deliberation."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

app_name = "deliberation"
_HERE = "sleutelwerk.deliberation.views.public"

urlpatterns = [
    path("", later(f"{_HERE}.overview"), name="overview"),
    path("vraag-toetsen/", later(f"{_HERE}.test_question"), name="test-question"),
    path("methoden/<slug:slug>/", later(f"{_HERE}.method"), name="method"),
    path("methoden/<slug:slug>/overzicht.pdf", later(f"{_HERE}.overview_pdf"), name="overview-pdf"),
    path("methoden/<slug:slug>/vellen.pdf", later(f"{_HERE}.sheets_pdf"), name="sheets-pdf"),
    path("methoden/<slug:slug>/waarnemen.pdf", later(f"{_HERE}.observer_pdf"), name="observer-pdf"),
    path("dilemmas/", later(f"{_HERE}.dilemmas"), name="dilemmas"),
    path("dilemmas/<slug:slug>/", later(f"{_HERE}.dilemma"), name="dilemma"),
    path("dilemmas/<slug:slug>/kaart.pdf", later(f"{_HERE}.card_pdf"), name="card-pdf"),
]
