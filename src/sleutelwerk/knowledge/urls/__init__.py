"""The addresses of the kennisbank."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later
from sleutelwerk.knowledge.urls import authoring, requests

app_name = "knowledge"
_documents = "sleutelwerk.knowledge.views.documents"
_library = "sleutelwerk.knowledge.views.library"
_reading = "sleutelwerk.knowledge.views.reading"
urlpatterns = [
    path("", later(f"{_library}.library"), name="library"),
    path("zoeken/", later("sleutelwerk.knowledge.views.search.search_library"), name="search"),
    path("begrippen/", later(f"{_library}.terms"), name="terms"),
    path("artikelen/<slug:slug>/", later(f"{_library}.article"), name="article"),
    path("lezen/<slug:slug>/", later(f"{_reading}.read_article"), name="read-article"),
    path("lezen/<slug:slug>/mag-nog/", later(f"{_reading}.still_allowed"), name="still-allowed"),
    path("lezen/<slug:slug>/verder/", later(f"{_reading}.keep_reading"), name="keep-reading"),
    path("stukken/<slug:slug>/", later(f"{_library}.document"), name="document"),
    path("stukken/<slug:slug>/document.pdf", later(f"{_reading}.download_document"), name="download-document"),
    path("beheer/stukken/", later(f"{_documents}.documents"), name="documents"),
    path("beheer/stukken/nieuw/", later(f"{_documents}.add_document"), name="add-document"),
    path("beheer/stukken/<slug:slug>/vervangen/", later(f"{_documents}.replace_document"), name="replace-document"),
    path("beheer/stukken/<slug:slug>/weghalen/", later(f"{_documents}.withdraw_document"), name="withdraw-document"),
    path("beheer/code/", later(f"{_documents}.trace_code"), name="trace-code"),
    *authoring.urlpatterns,
    *requests.urlpatterns,
]
