"""The pages on which agreements are written group by group, and on which both yeses are noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import OPENS_CASES
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse
from sleutelwerk.cases.actions import agreement as do
from sleutelwerk.cases.engine.clauses import Choices
from sleutelwerk.cases.forms.agreement import AgreementForm, HisYesForm
from sleutelwerk.cases.models import Agreement
from sleutelwerk.cases.queries.agreement import Agreements, GroupShown, Revision, agreements_of
from sleutelwerk.cases.queries.candidate import CandidateShown
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.conditions import open_conditions
from sleutelwerk.cases.rules.agreement import may_agree, may_discard, may_say_our_yes, yes_sayers
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.views.opened import done, found_with_candidate, replaced, show
from sleutelwerk.core.verdict import NotAllowedError


@require_safe
@in_role(*OPENS_CASES)
def agreement(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show how far the agreements are, and what comes next."""
    actor, now = actor_of(request), timezone.now()
    found, candidate = agreeing(request, actor, case)
    every = agreements_of(found)
    draft = every.draft
    today = timezone.localdate(now)
    shown = {
        "found": found,
        "candidate": candidate,
        "every": every,
        "first_open": next((one for one in every.groups if one.problems), None),
        "lacking": every.lacking(draft) if draft and draft.ready else (),
        "our_yes": may_say_our_yes(actor, found.team, today, draft.written) if draft else None,
        "may_discard": draft and may_discard(ready=draft.ready, another_holds=every.holding is not None),
        "stopped": not _stage_allows(found),
        "may_change": _stage_allows(found) and not found.on_lock,
        "conditions": [] if every.holding else open_conditions(found.decision),
        "today": today,
    }
    return show(request, "cases/agreement.html", shown)


def agreeing(request: HttpRequest, actor: Actor, case: UUID) -> tuple[OpenCase, CandidateShown]:
    """Give a case at or past the stage of agreements; before it the pages are not there."""
    found, candidate = found_with_candidate(request, actor, case, timezone.now())
    if list(Stage).index(Stage(found.row.stage)) < list(Stage).index(Stage.AGREEMENT):
        refuse(request)
    return found, candidate


def _stage_allows(found: OpenCase) -> bool:
    return bool(may_agree(Stage(found.row.stage), ended=found.row.ended_at is not None))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def save_agreement(request: HttpRequest, case: UUID, group: str) -> HttpResponse:
    """Show one group of topics, and keep what was settled, finished or not."""
    actor, now = actor_of(request), timezone.now()
    found, _candidate = agreeing(request, actor, case)
    every = agreements_of(found)
    ids = [one.id for one in every.groups]
    if group not in ids:
        raise Http404
    draft = every.draft
    if draft is None or draft.ready or every.template is None or not _stage_allows(found):
        return _to_agreement(case)
    place = ids.index(group)
    at = every.groups[place]
    form = _topics_form(every, at, request.POST or None)
    if replaced(
        case, form, lambda: _topics_form(agreements_of(found), at),
        lambda: do.save_agreement(actor, case, group, form.choices(), form.overrules(), now=now),
    ):  # fmt: skip
        following = ids[place + 1 :]
        if "overview" in request.POST or not following:
            return _to_agreement(case)
        return HttpResponseRedirect(reverse("cases:save-agreement", kwargs={"case": case, "group": following[0]}))
    shown = {
        "found": found,
        "form": form,
        "every": every,
        "at": at,
        "still_open": [] if form.is_bound else form.still_open(at.problems),
        "number": place + 1,
        "before": ids[place - 1] if place else None,
        "last": place + 1 == len(ids),
    }
    return show(request, "cases/save_agreement.html", shown, writes=True, status=422 if form.errors else 200)


def _topics_form(every: Agreements, at: GroupShown, given: Any = None) -> AgreementForm:
    """Ask the topics of a group; a draft that went meanwhile leaves nothing there, and the action then says so."""
    assert every.template is not None
    choices = every.draft.paper.choices if every.draft else Choices(frozenset(), {}, {})
    return AgreementForm(given, template=every.template, profile=every.profile, group=at, choices=choices)


@require_POST
@in_role(*OPENS_CASES)
def begin_agreement(request: HttpRequest, case: UUID) -> HttpResponse:
    """Begin a new revision."""
    return _do(request, case, do.begin_agreement, "")


@require_POST
@in_role(*OPENS_CASES)
def make_agreement_ready(request: HttpRequest, case: UUID) -> HttpResponse:
    """Fix the text of a draft."""
    return _do(request, case, do.make_agreement_ready, _("De tekst staat vast. Geef hem nu zijn papier."))


@require_POST
@in_role(*OPENS_CASES)
def reopen_agreement(request: HttpRequest, case: UUID) -> HttpResponse:
    """Open a text again; both yeses go with it."""
    return _do(request, case, do.reopen_agreement, _("U kunt de tekst weer wijzigen. Er staat geen ja meer bij."))


@require_POST
@in_role(*OPENS_CASES)
def discard_agreement(request: HttpRequest, case: UUID) -> HttpResponse:
    """Throw a draft away."""
    return _do(request, case, do.discard_agreement, _("De nieuwe versie is weg. Wat gold, geldt nog."))


def _do(request: HttpRequest, case: UUID, what: Callable[..., object], told: str) -> HttpResponse:
    actor = actor_of(request)
    agreeing(request, actor, case)
    try:
        what(actor, case, now=timezone.now())
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        if told:
            messages.success(request, told)
    return _to_agreement(case)


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def say_our_yes(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show the text once more to whoever may bind his organisation, and note his yes."""
    actor, now = actor_of(request), timezone.now()
    found, _candidate, every, draft = _ready(request, actor, case)
    if not may_say_our_yes(actor, found.team, timezone.localdate(now), draft.written):
        return _to_agreement(case)
    if request.method == "POST":
        fingerprint = request.POST.get("fingerprint", "")
        try:
            _tell_of_yes(request, do.say_our_yes(actor, case, fingerprint, now=now), _("Uw ja staat erbij."))
        except NotAllowedError as refusal:
            messages.error(request, str(refusal))
        return _to_agreement(case)
    sayers = yes_sayers(found.team, timezone.localdate(now), draft.written)
    shown = {"found": replace(found, named=sayers), "every": every, "draft": draft, "text": draft.paper.text}
    return show(request, "cases/say_our_yes.html", shown, writes=True)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def note_his_yes(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask when he said yes, to which paper and who heard it."""
    actor, now = actor_of(request), timezone.now()
    found, candidate, every, draft = _ready(request, actor, case)
    form = HisYesForm(request.POST or None, viewer=actor, found=found, today=timezone.localdate(now))

    def note() -> None:
        _tell_of_yes(request, do.note_his_yes(actor, case, form.yes(), now=now), _("Zijn ja staat erbij."))

    if form.is_valid() and done(form, note):
        return _to_agreement(case)
    shown = {"found": found, "candidate": candidate, "every": every, "draft": draft, "form": form}
    return show(request, "cases/note_his_yes.html", shown, writes=True, status=422 if form.errors else 200)


def _tell_of_yes(request: HttpRequest, row: Agreement, told: str) -> None:
    both = _("U zei allebei ja. De afspraken gelden. Spreek nu door wat hij krijgt.")
    first = row.active_from is not None and row.revision == 1
    messages.success(request, both if first else _("U zei allebei ja. Dit geldt nu.") if row.active_from else told)


def _ready(request: HttpRequest, actor: Actor, case: UUID) -> tuple[OpenCase, CandidateShown, Agreements, Revision]:
    """Give what waits for a yes; without that the page is not there."""
    found, candidate = agreeing(request, actor, case)
    every = agreements_of(found)
    if every.draft is None or not every.draft.ready or not _stage_allows(found):
        refuse(request)
    return found, candidate, every, every.draft


def _to_agreement(case: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("cases:agreement", args=[case]))
