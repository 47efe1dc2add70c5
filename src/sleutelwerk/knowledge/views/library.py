"""The pages that everybody may see: the library, an article, and the words explained."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sleutelwerk.knowledge.content import current
from sleutelwerk.knowledge.engine.articles.model import AUDIENCE_LABELS, PHASE_LABELS, Audience, Phase
from sleutelwerk.knowledge.queries import library as shelf
from sleutelwerk.knowledge.queries.documents import document as find_document
from sleutelwerk.publishing.queries import closed_kinds
from sleutelwerk.publishing.rules import Gated, opened_pieces

Kind = TypeVar("Kind", bound=StrEnum)


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Show all articles by theme, or those for a phase or a reader."""
    choice = shelf.Choice(_chosen(Phase, request.GET.get("fase")), _chosen(Audience, request.GET.get("voor")))
    return render(
        request,
        "knowledge/library.html",
        {
            "shelves": shelf.shelves(choice),
            "choice": choice,
            "phases": PHASE_LABELS.items(),
            "audiences": AUDIENCE_LABELS.items(),
        },
    )


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an article; of one behind the gate the title and summary, with the way to ask."""
    found = shelf.articles().get(slug)
    if found is None:
        raise Http404(_("Dit artikel is er niet."))
    shown = shelf.article_context(found)
    if found.gated:
        return render(request, "knowledge/gated.html", {**shown, "opened": Gated.ARTICLE in _opened()})
    page = shelf.ready(found)
    return render(request, "knowledge/article.html", {**shown, "page": page})


@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a document is about, and the way to it."""
    found = find_document(slug)
    if found is None:
        raise Http404(_("Dit stuk is er niet."))
    return render(request, "knowledge/document.html", {"document": found, "opened": Gated.DOCUMENT in _opened()})


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """Show all words that are explained."""
    return render(request, "knowledge/terms.html", {"terms": current().terms.all})


def _opened() -> frozenset[Gated]:
    """Give which pieces everybody with an account may read."""
    return opened_pieces(closed_kinds())


def _chosen(kind: type[Kind], text: str | None) -> Kind | None:
    """Read a choice out of an address; what is no choice chooses nothing."""
    return next((one for one in kind if one.value == text), None)
