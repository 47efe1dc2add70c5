"""The second pair of eyes: sign, return, take back, put aside, bring an older text back, and take an article out."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sleutelwerk.accounts.views.gates import actor_of, freshly_proved
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.knowledge.actions import articles as write
from sleutelwerk.knowledge.actions.articles import Look, NoSuchArticle
from sleutelwerk.knowledge.forms.articles import NoteForm, ReasonForm, SignForm
from sleutelwerk.knowledge.queries import authoring as look
from sleutelwerk.knowledge.queries.articles import facts_of, house_id, live_source, refers_to, signers_for, sources_of
from sleutelwerk.knowledge.rules.articles import State, may_sign, may_withdraw
from sleutelwerk.knowledge.views.authoring import for_writers, proposed


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def sign_article(request: HttpRequest, version: UUID) -> HttpResponseBase:
    """Show what a proposal changes for readers, to whoever may sign it; others see how it stands."""
    found = _version(request, version)
    if request.method == "POST":
        return _sign(request, found)
    return _sign_page(request, found, sign=None, reason=None)


@freshly_proved
def _sign(request: HttpRequest, found: look.Version) -> HttpResponse:
    form = SignForm(request.POST)
    if form.is_valid():
        seen = Look(form.cleaned_data["revision"], form.cleaned_data["against"])
        try:
            done = write.sign_article(actor_of(request), found.pk, look=seen, now=timezone.now())
        except NotAllowedError as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("Het artikel is verborgen.") if done.hides else _("Het artikel staat in de kennisbank.")
            messages.success(request, said)
            return HttpResponseRedirect(reverse("knowledge:desk"))
    return _sign_page(request, _version(request, found.pk), sign=form, reason=None)


@require_POST
@for_writers
def return_article(request: HttpRequest, version: UUID) -> HttpResponse:
    """Send a proposal back with a reason."""
    found = _version(request, version)
    form = ReasonForm(request.POST)
    if form.is_valid():
        site, reason = request.build_absolute_uri(reverse("knowledge:desk")), form.cleaned_data["reason"]
        try:
            write.return_article(actor_of(request), found.pk, reason=reason, site=site, now=timezone.now())
        except NotAllowedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Het voorstel is terug bij de schrijver."))
            return HttpResponseRedirect(reverse("knowledge:desk"))
    return _sign_page(request, _version(request, found.pk), sign=None, reason=form)


def _sign_page(
    request: HttpRequest, found: look.Version, *, sign: SignForm | None, reason: ReasonForm | None
) -> HttpResponse:
    actor, slug = actor_of(request), found.article.slug
    write.read_drafts(actor, found.pk, now=timezone.now())
    before = live_source(slug)
    fresh = {"revision": found.revision, "against": before.hash if before.front else ""}
    facts = facts_of(found)
    verdict = may_sign(actor, facts)
    failed = bool((sign and sign.errors) or (reason and reason.errors))
    shown = {
        "version": found,
        "before": before,
        "comparison": look.compared(before, look.source_of(found)),
        "state": State(found.state),
        "may_sign": bool(verdict),
        "why_not": verdict.reason,
        "may_withdraw": bool(may_withdraw(actor, facts)),
        # what is on the screen now is what a next click signs
        "sign_form": SignForm(initial=fresh),
        "sign_errors": sign.errors if sign else {},
        "reason_form": reason or ReasonForm(),
        "failed": failed,
        "refers": refers_to(slug) if found.hides else (),
    }
    return render(request, "knowledge/authoring/sign_article.html", shown, status=422 if failed else 200)


@require_POST
@for_writers
def withdraw_article(request: HttpRequest, version: UUID) -> HttpResponse:
    """Take one's own proposal back."""
    found = _version(request, version)
    return _do(request, found, write.withdraw_article, _("Uw voorstel is ingetrokken."))


@require_POST
@for_writers
def discard_article(request: HttpRequest, version: UUID) -> HttpResponse:
    """Put a draft aside."""
    found = _version(request, version)
    return _do(
        request, found, write.discard_article, _("Het concept is weggelegd. In de geschiedenis vindt u het terug.")
    )


def _do(request: HttpRequest, found: look.Version, action: Callable[..., None], done: str) -> HttpResponse:
    try:
        action(actor_of(request), found.pk, now=timezone.now())
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(reverse("knowledge:article-history", kwargs={"slug": found.article.slug}))


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def roll_back_article(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Propose an older text again."""
    house = house_id()
    assert house is not None  # the gate lets nobody through without one
    source = next((one for one in sources_of(slug, house) if one.ref == ref and not one.unseen), None)
    if source is None:
        raise NoSuchArticle
    form = NoteForm(request.POST or None)
    if form.is_valid():
        site = request.build_absolute_uri(reverse("knowledge:desk"))
        note = form.cleaned_data["note"]
        try:
            made = write.roll_back_article(actor_of(request), slug, ref, note=note, site=site, now=timezone.now())
        except NotAllowedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _after_proposing(request, made)
    before = live_source(slug)
    shown = {
        "slug": slug, "source": source, "form": form, "before": before,
        "comparison": look.compared(before, source),
    }  # fmt: skip
    return render(request, "knowledge/authoring/roll_back_article.html", shown, status=422 if form.errors else 200)


def _after_proposing(request: HttpRequest, made: look.Version) -> HttpResponse:
    if made.state == State.PROPOSED:
        return proposed(request, len(signers_for(made)))
    messages.warning(request, _("In deze oude tekst klopt nu iets niet. Herstel dat eerst en leg hem dan voor."))
    return HttpResponseRedirect(reverse("knowledge:edit-article", kwargs={"version": made.pk}))


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def hide_article(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose to take an article out of the library."""
    source = live_source(slug)
    if not source.front:
        raise NoSuchArticle
    form = NoteForm(request.POST or None)
    if form.is_valid():
        site = request.build_absolute_uri(reverse("knowledge:desk"))
        note = form.cleaned_data["note"]
        try:
            made = write.hide_article(actor_of(request), slug, note=note, site=site, now=timezone.now())
        except NotAllowedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _after_proposing(request, made)
    shown = {"slug": slug, "source": source, "form": form, "refers": refers_to(slug)}
    return render(request, "knowledge/authoring/hide_article.html", shown, status=422 if form.errors else 200)


def _version(request: HttpRequest, version: UUID) -> look.Version:
    found = look.version_for(actor_of(request), version)
    if found is None:
        raise NoSuchArticle
    return found
