"""Reading what stands behind the gate: the text with the reader's mark on it, and only for as long as he may."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sleutelwerk.accounts.queries.actors import as_now
from sleutelwerk.accounts.queries.organisations import greeting
from sleutelwerk.accounts.views.gates import account_of, actor_of, signed_in
from sleutelwerk.knowledge.actions import copies
from sleutelwerk.knowledge.engine.articles.model import Article
from sleutelwerk.knowledge.queries import library as shelf
from sleutelwerk.knowledge.queries.documents import ShownDocument
from sleutelwerk.knowledge.queries.documents import document as find_document
from sleutelwerk.publishing.queries import may_read_gated
from sleutelwerk.publishing.rules import Gated


@require_safe
@signed_in
def read_article(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a gated article to whoever may read it; others are sent to where they can ask."""
    found = shelf.articles().get(slug)
    if found is None or not found.gated:
        raise Http404(_("Dit artikel is er niet."))
    if not may_read_gated(actor_of(request), Gated.ARTICLE, slug, now=timezone.now()):
        return _ask_first(request, reverse("knowledge:article", args=[slug]))
    mark = copies.read_text(actor_of(request), greeting(account_of(request)), found, now=timezone.now())
    return _show(request, found, mark)


@require_safe
@signed_in
def keep_reading(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an open page again to a browser without scripts, for as long as its reader may see it.

    He was reading already, so this is no new reading; without one of today he goes to where that is written down.
    """
    found = shelf.articles().get(slug)
    if found is None or not found.gated:
        raise Http404(_("Dit artikel is er niet."))
    if not may_read_gated(actor_of(request), Gated.ARTICLE, slug, now=timezone.now()):
        messages.info(request, _("U hebt nu geen toegang tot dit stuk. Daarom is het gesloten."))
        return HttpResponseRedirect(reverse("knowledge:article", args=[slug]))
    mark = copies.text_again(actor_of(request), found, now=timezone.now())
    if not mark:
        return HttpResponseRedirect(reverse("knowledge:read-article", args=[slug]))
    return _show(request, found, mark)


def _show(request: HttpRequest, found: Article, mark: str) -> HttpResponse:
    shown = shelf.article_context(found) | {"page": shelf.ready(found), "mark": mark}
    return render(request, "knowledge/read_article.html", shown)


@require_safe
def still_allowed(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell an open page whether its reader may still see it; if not, the page leaves by itself."""
    if request.user.is_authenticated and may_read_gated(actor_of(request), Gated.ARTICLE, slug, now=timezone.now()):
        return HttpResponse(status=204)
    return HttpResponse(status=204, headers={"HX-Redirect": reverse("knowledge:article", args=[slug])})


@require_safe
@signed_in
def download_document(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give a document with the reader's mark on every page, for as long as he may have it."""
    found = find_document(slug)
    if found is None:
        raise Http404(_("Dit stuk is er niet."))
    actor = actor_of(request)
    if not may_read_gated(actor, Gated.DOCUMENT, slug, now=timezone.now()):
        return _ask_first(request, reverse("knowledge:document", args=[slug]))
    if request.method == "HEAD":
        return HttpResponse(content_type="application/pdf")
    try:
        copy = copies.make_copy(actor, greeting(account_of(request)), found, now=timezone.now())
    except copies.NoCopy as trouble:
        return _no_copy(request, found, trouble)

    def allowed() -> bool:
        present = as_now(actor)
        return present is not None and bool(may_read_gated(present, Gated.DOCUMENT, slug, now=timezone.now()))

    answer = StreamingHttpResponse(copies.while_allowed(copy, allowed), content_type="application/pdf")
    answer["Content-Length"] = str(len(copy))
    # neither the reader's name nor the code: names of files end up in lists of recent files and in backups
    answer["Content-Disposition"] = f'attachment; filename="{found.slug}.pdf"'
    return answer


def _no_copy(request: HttpRequest, found: ShownDocument, trouble: copies.NoCopy) -> HttpResponse:
    """Say that there is no copy now, and what to do; an operator finds the reason in the log."""
    shown = {"document": found, "busy": trouble.busy, "again": request.path}
    answer = render(request, "knowledge/no_copy.html", shown, status=503)
    if trouble.busy:
        answer["Retry-After"] = "60"
    return answer


def _ask_first(request: HttpRequest, onward: str) -> HttpResponse:
    messages.info(request, _("Hiervoor hebt u toegang nodig. U kunt die hier vragen."))
    return HttpResponseRedirect(onward)
