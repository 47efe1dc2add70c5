"""The writing desk: what there is, a new article, its text, how readers will see it, and what differs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.knowledge.actions import articles as write
from sleutelwerk.knowledge.actions.articles import NoSuchArticle, Stale
from sleutelwerk.knowledge.engine.articles.compose import Remark, stands_in_the_way
from sleutelwerk.knowledge.forms.articles import ArticleForm, NoteForm, initial_of
from sleutelwerk.knowledge.queries import authoring as look
from sleutelwerk.knowledge.queries.articles import Source, facts_of, house_id, live_source, nothing_yet, sources_of
from sleutelwerk.knowledge.rules.articles import WRITABLE, may_edit, may_write

OK = 200
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_writers(view: View[P]) -> View[P]:
    """Let only content owners of the house through; for all others the page does not exist."""

    @in_role(Role.CONTENT_OWNER)
    @wraps(view)
    def gate(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not may_write(actor_of(request), house_id()):
            refuse(request)
        try:
            return view(request, *args, **kwargs)
        except NoSuchArticle:
            raise Http404 from None

    return gate


@require_safe
@for_writers
def desk(request: HttpRequest) -> HttpResponse:
    """Show every article with how far it is, and what waits for this content owner."""
    return render(request, "knowledge/authoring/desk.html", {"desk": look.desk(actor_of(request))})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def new_article(request: HttpRequest) -> HttpResponse:
    """Begin an article that was not there yet."""
    form = ArticleForm(request.POST or None, related=look.choices_of_related(""), initial={"access": "public"})
    if form.is_valid():
        if form.cleaned_data["title"]:
            made = write.begin_new(actor_of(request), form.draft(), now=timezone.now())
            return _saved(request, made)
        form.add_error("title", _("Geef het artikel eerst een titel. Verder mag alles nog leeg zijn."))
    shown = {"form": form, "fields": form.with_remarks(()), "new": True}
    return render(request, "knowledge/authoring/edit_article.html", shown, status=422 if form.errors else 200)


@require_safe
@for_writers
def article_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every version of an article, and what can be done with it."""
    found = look.history(actor_of(request), slug)
    if found is None:
        raise NoSuchArticle
    return render(request, "knowledge/authoring/article_history.html", {"history": found})


@require_POST
@for_writers
def begin_article(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a new version of an article, or go on with the one that is being worked on."""
    made = write.begin_article(actor_of(request), slug, now=timezone.now())
    return HttpResponseRedirect(_address("edit-article", made))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def edit_article(request: HttpRequest, version: UUID) -> HttpResponse:
    """Show the text of a version to write on, with what the check says of it; keep what was typed."""
    found = _version(request, version)
    if request.method == "POST":
        return _save(request, found)
    if not may_edit(actor_of(request), facts_of(found)):
        return HttpResponseRedirect(_address("sign-article", found))
    write.read_drafts(actor_of(request), found.pk, now=timezone.now())
    form = _form(found, initial=initial_of(found.front, found.body, found.revision))
    return _edit_page(request, found, form)


def _save(request: HttpRequest, found: look.Version) -> HttpResponse:
    form = _form(found, request.POST)
    if not form.is_valid():
        return _edit_page(request, found, form, status=422)
    try:
        kept = write.save_article(actor_of(request), found.pk, form.draft(), now=timezone.now())
    except NotAllowedError as refusal:
        form.add_error("slug" if "slug" in form.fields else None, str(refusal))
        return _edit_page(request, found, form, status=422)
    except Stale as stale:
        return _conflict(request, stale.version, form)
    return _saved(request, kept)


def _saved(request: HttpRequest, kept: look.Version) -> HttpResponse:
    if request.POST.get("next") == "preview":
        return HttpResponseRedirect(_address("preview-article", kept))
    messages.success(request, _("Uw tekst is bewaard."))
    return HttpResponseRedirect(_address("edit-article", kept))


def _conflict(request: HttpRequest, found: look.Version, form: ArticleForm) -> HttpResponse:
    """Show both texts when a colleague saved in between; nothing is lost, and the writer chooses."""
    write.read_drafts(actor_of(request), found.pk, now=timezone.now())
    draft = form.draft()
    mine = Source("", "", {**found.front, **draft.front}, draft.body, "")
    shown = {
        "version": found,
        "comparison": look.compared(look.source_of(found), mine),
        "form": _form(found, data=_with_revision(request, found.revision)),
        "can_save": found.state in WRITABLE,
        "mine": draft.body,
    }
    return render(request, "knowledge/authoring/conflict.html", shown, status=409)


def _with_revision(request: HttpRequest, revision: int) -> Any:
    data = request.POST.copy()
    data["revision"] = str(revision)
    return data


def _form(found: look.Version, data: Any = None, *, initial: dict[str, Any] | None = None) -> ArticleForm:
    return ArticleForm(
        data,
        initial=initial,
        related=look.choices_of_related(found.article.slug),
        fixed_slug=write.slug_is_fixed(found.article),
        behind=look.is_behind(found),
    )


def _edit_page(request: HttpRequest, found: look.Version, form: ArticleForm, status: int = 200) -> HttpResponse:
    # what the check says is of the text that was kept; beside one that was not, it would stand at the wrong lines
    remarks = look.remarks_on(found.front, found.body) if status == OK else ()
    shown = {
        "version": found,
        "form": form,
        "fields": form.with_remarks(remarks),
        "errors": [_placed(one, form) for one in remarks if one.stops],
        "hints": [_placed(one, form) for one in remarks if not one.stops],
        "behind": look.is_behind(found),
        "newest_shipped": _newest_shipped(found),
        "writes_along": str(actor_of(request).id) not in found.writers,
    }
    return render(request, "knowledge/authoring/edit_article.html", shown, status=status)


def _placed(remark: Remark, form: ArticleForm) -> tuple[str, str, Remark]:
    """Give a remark with the name of its field and where to go; what the system fills in leads to the title."""
    return look.LABELS[remark.field], remark.field if remark.field in form.fields else "title", remark


def _newest_shipped(found: look.Version) -> str:
    refs = [one.ref for one in sources_of(found.article.slug, found.article.organisation_id)]
    return next((ref for ref in reversed(refs) if ref.startswith("meegeleverd-")), "")


@require_safe
@for_writers
def preview_article(request: HttpRequest, version: UUID) -> HttpResponse:
    """Show a version as readers will see it."""
    found = _version(request, version)
    write.read_drafts(actor_of(request), found.pk, now=timezone.now())
    shown = {
        **look.preview(found.front, found.body),
        "version": found,
        "writable": found.state in WRITABLE,
        "wrong": stands_in_the_way(look.remarks_on(found.front, found.body)),
    }
    return render(request, "knowledge/authoring/preview_article.html", shown)


@require_safe
@for_writers
def compare_article(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what differs between two versions of an article, whoever wrote them."""
    actor = actor_of(request)
    house = house_id()
    assert house is not None  # the gate lets nobody through without one
    sources = sources_of(slug, house)
    if not sources:
        raise NoSuchArticle
    before, after = _chosen(request, sources)
    unseen = [one.unseen for one in (before, after) if one.unseen]
    write.read_drafts(actor, *unseen, now=timezone.now())
    shown = {
        "slug": slug,
        "sources": sources,
        "before": before,
        "after": after,
        "comparison": look.compared(before, after),
    }
    return render(request, "knowledge/authoring/compare_article.html", shown)


def _chosen(request: HttpRequest, sources: tuple[Source, ...]) -> tuple[Source, Source]:
    by_ref = {one.ref: one for one in sources}
    after = by_ref.get(request.GET.get("naar", ""), sources[-1])
    earlier = sources[max(0, sources.index(after) - 1)] if len(sources) > 1 else nothing_yet()
    return by_ref.get(request.GET.get("van", ""), earlier), after


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def propose_article(request: HttpRequest, version: UUID) -> HttpResponse:
    """Ask for a second signature: what changes, and why."""
    found = _version(request, version)
    form = NoteForm(request.POST or None, initial={"note": found.note, "revision": found.revision})
    if form.is_valid():
        note, revision = form.cleaned_data["note"], form.cleaned_data["revision"] or 0
        site = request.build_absolute_uri(reverse("knowledge:desk"))
        try:
            told = write.propose_article(
                actor_of(request), found.pk, note=note, revision=revision, site=site, now=timezone.now()
            )
        except NotAllowedError as refusal:
            form.add_error(None, str(refusal))
        except Stale:
            form.add_error(None, _("Een collega heeft intussen bewaard. Kijk opnieuw wat er verandert."))
            form.data = _with_revision(request, found.revision)
        else:
            return proposed(request, told)
    status = 422 if form.errors else 200
    write.read_drafts(actor_of(request), found.pk, now=timezone.now())
    before = live_source(found.article.slug)
    shown = {
        "version": found,
        "form": form,
        "before": before,
        "comparison": look.compared(before, look.source_of(found)),
        "wrong": stands_in_the_way(look.remarks_on(found.front, found.body)),
    }
    return render(request, "knowledge/authoring/propose_article.html", shown, status=status)


def proposed(request: HttpRequest, told: int) -> HttpResponse:
    """Say that a proposal waits, and whether anybody can sign it."""
    if told:
        messages.success(request, _("Uw voorstel staat klaar. Een collega kijkt mee en tekent."))
    else:
        messages.warning(
            request,
            _("Uw voorstel staat klaar, maar geen collega kan tekenen. Vraag om een tweede beheerder van de inhoud."),
        )
    return HttpResponseRedirect(reverse("knowledge:desk"))


def _version(request: HttpRequest, version: UUID) -> look.Version:
    found = look.version_for(actor_of(request), version)
    if found is None:
        raise NoSuchArticle
    return found


def _address(name: str, version: look.Version) -> str:
    return reverse(f"knowledge:{name}", kwargs={"version": version.pk})
