"""Addresses of the function profiles."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

app_name = "function_profiles"
_HERE = "sleutelwerk.function_profiles.views"

urlpatterns = [
    path("", later(f"{_HERE}.overview"), name="overview"),
    path("vergelijken/", later(f"{_HERE}.compare"), name="compare"),
    path("alle-profielen.pdf", later(f"{_HERE}.all_pdf"), name="all-pdf"),
    path("basis/", later(f"{_HERE}.base"), name="base"),
    path("<slug:slug>/", later(f"{_HERE}.profile"), name="profile"),
    path("<slug:slug>/kaart/", later(f"{_HERE}.card"), name="card"),
    path("<slug:slug>/profiel.pdf", later(f"{_HERE}.profile_pdf"), name="profile-pdf"),
    path("<slug:slug>/kaart.pdf", later(f"{_HERE}.card_pdf"), name="card-pdf"),
]
