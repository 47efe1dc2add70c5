"""Addresses of the function profiles."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.function_profiles import views

app_name = "function_profiles"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("vergelijken/", views.compare, name="compare"),
    path("alle-profielen.pdf", views.all_pdf, name="all-pdf"),
    path("basis/", views.base, name="base"),
    path("<slug:slug>/", views.profile, name="profile"),
    path("<slug:slug>/kaart/", views.card, name="card"),
    path("<slug:slug>/profiel.pdf", views.profile_pdf, name="profile-pdf"),
    path("<slug:slug>/kaart.pdf", views.card_pdf, name="card-pdf"),
]
