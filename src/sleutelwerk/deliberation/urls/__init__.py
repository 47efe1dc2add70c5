"""Addresses of moral deliberation."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.deliberation.views import public as views

app_name = "deliberation"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("vraag-toetsen/", views.test_question, name="test-question"),
    path("methoden/<slug:slug>/", views.method, name="method"),
    path("methoden/<slug:slug>/overzicht.pdf", views.overview_pdf, name="overview-pdf"),
    path("methoden/<slug:slug>/vellen.pdf", views.sheets_pdf, name="sheets-pdf"),
    path("methoden/<slug:slug>/waarnemen.pdf", views.observer_pdf, name="observer-pdf"),
    path("dilemmas/", views.dilemmas, name="dilemmas"),
    path("dilemmas/<slug:slug>/", views.dilemma, name="dilemma"),
    path("dilemmas/<slug:slug>/kaart.pdf", views.card_pdf, name="card-pdf"),
]
