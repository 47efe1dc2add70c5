"""Addresses of preparing a deliberation, for facilitators."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_views = "sleutelwerk.deliberation.views.preparing"
_one = "voorbereiden/<uuid:deliberation>"
urlpatterns = [
    path("voorbereiden/", later(f"{_views}.my_deliberations"), name="my-deliberations"),
    path("voorbereiden/nieuw/", later(f"{_views}.new_deliberation"), name="new-deliberation"),
    path(f"{_one}/", later(f"{_views}.preparation"), name="preparation"),
    path(f"{_one}/uitnodiging/", later(f"{_views}.invitation"), name="invitation"),
    path(f"{_one}/overleg.ics", later(f"{_views}.calendar"), name="calendar"),
    path(f"{_one}/voorbereiding.pdf", later(f"{_views}.preparation_pdf"), name="preparation-pdf"),
    path(f"{_one}/vellen.pdf", later(f"{_views}.own_sheets_pdf"), name="own-sheets-pdf"),
    path(f"{_one}/methode/<slug:method>/", later(f"{_views}.use_method"), name="use-method"),
    path(f"{_one}/vervolg/", later(f"{_views}.follow_deliberation"), name="follow-deliberation"),
    path(f"{_one}/weggooien/", later(f"{_views}.delete_deliberation"), name="delete-deliberation"),
    path(f"{_one}/<slug:page>/", later(f"{_views}.prepare"), name="prepare"),
]
