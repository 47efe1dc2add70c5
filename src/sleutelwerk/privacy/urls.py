"""The address of the page 'Tekst nakijken'."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

app_name = "privacy"
urlpatterns = [path("", later("sleutelwerk.privacy.views.check_text"), name="check-text")]
