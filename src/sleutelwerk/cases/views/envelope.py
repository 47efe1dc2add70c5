"""The pages of the envelope with who a candidate is: putting in, changing unseen, asking, agreeing and reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import OPENS_CASES
from sleutelwerk.accounts.rules.sessions import FRESH_FOR, is_fresh
from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, in_role, refuse
from sleutelwerk.cases.actions import envelope as do
from sleutelwerk.cases.forms.envelope import CHANGES, AgreeForm, AskForm, NeverAgainForm, PutInForm, SealedForm
from sleutelwerk.cases.queries.candidate import CandidateShown, candidate_of
from sleutelwerk.cases.queries.cases import OpenCase, case_for
from sleutelwerk.cases.queries.envelope import EnvelopeShown, envelope_of, opening_lines
from sleutelwerk.cases.rules.ending import may_read_about_him
from sleutelwerk.cases.rules.envelope import may_change, may_put_in
from sleutelwerk.cases.rules.examples import may_keep_somebody
from sleutelwerk.cases.rules.team import Readers, may_record
from sleutelwerk.cases.views.opened import back, done, found_with_candidate, show
from sleutelwerk.core.verdict import NotAllowedError, first_refusal
from sleutelwerk.vault.rules import Field


def fresh_to_begin(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Ask for a fresh factor before a form is shown, and never while it is sent.

    The usual gate keeps what was posted in the session, which lies in the database: a name must not go there. A form
    that was sent too late comes back as it was, with a way to confirm beside it.
    """
    gated = freshly_proved(view)

    def gate(request: HttpRequest, case: UUID, **more: str) -> HttpResponseBase:
        return (view if request.method == "POST" else gated)(request, case, **more)

    return gate


def _stale(actor: Actor, now: datetime) -> bool:
    return not is_fresh(actor.proved_at, now)


def _found(
    request: HttpRequest, actor: Actor, case: UUID, now: datetime
) -> tuple[OpenCase, CandidateShown, EnvelopeShown | None]:
    """Give a case, its candidate, and how it is with the envelope; None of the last while he did not say yes."""
    found_with_candidate(request, actor, case, now)
    found, shown, held = _to_answer(request, actor, case, now)
    assert shown is not None
    return found, shown, held


def _to_answer(
    request: HttpRequest, actor: Actor, case: UUID, now: datetime
) -> tuple[OpenCase, CandidateShown | None, EnvelopeShown | None]:
    """Give the same to somebody who may only say yes or no; the candidate is None once a case is over for him.

    For a colleague of its lead the page is then there only while a question waits for him.
    """
    today = timezone.localdate(now)
    found = case_for(actor, case, today=today)
    if found is None or found.candidate is None or not may_record(actor, found.team, today):
        refuse(request)
    found = replace(found, readers=Readers.HOUSE)
    held = envelope_of(actor, found, now)
    if may_read_about_him(actor, found.team, today, over=found.over):
        return found, candidate_of(found), held
    if held is None or not held.standing.to_answer:
        refuse(request)
    return found, None, held


def _answered(case: UUID, shown: CandidateShown | None) -> HttpResponseRedirect:
    """Go where somebody who answered can go: to the envelope, or to the case when he reads nothing about him."""
    return back(case) if shown is None else _there(case)


def _there(case: UUID) -> HttpResponseRedirect:
    """Go to the page of the envelope."""
    return HttpResponseRedirect(reverse("cases:envelope", args=[case]))


@require_safe
@in_role(*OPENS_CASES)
def envelope(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show how it is with the envelope, what waits, and every time that it was opened."""
    actor, now = actor_of(request), timezone.now()
    found, shown, held = _to_answer(request, actor, case, now)
    if held is None:
        return back(case)
    return _envelope(request, actor, now, (found, shown, held))


def _envelope(
    request: HttpRequest,
    actor: Actor,
    now: datetime,
    of: tuple[OpenCase, CandidateShown | None, EnvelopeShown],
    bad: tuple[UUID, AgreeForm] | None = None,
) -> HttpResponse:
    found, shown, held = of
    lines = opening_lines(actor, found, now)
    forms = {one.id: AgreeForm(auto_id=f"id_{one.id}_%s") for one in lines if one.may_answer}
    forms |= dict([bad]) if bad else {}
    context = {
        "found": found,
        "candidate": shown,
        "envelope": held,
        "lines": lines,
        "questions": [(one, forms[one.id]) for one in lines if one.may_answer],
        "own": next((one for one in lines if one.mine and (one.waits or one.runs)), None),
        "form": bad[1] if bad else None,
    }
    return show(request, "cases/envelope.html", context, status=422 if bad else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
@fresh_to_begin
def put_in_envelope(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask who he is, and seal it."""
    actor, now = actor_of(request), timezone.now()
    found, shown, held = _found(request, actor, case, now)
    if held is None:
        return back(case)
    if held.present:
        return _there(case)
    verdict = first_refusal(
        may_keep_somebody(example=found.example, practice=found.row.practice),
        may_put_in(agreed=True, present=False, ended=found.over),
    )
    if not verdict and request.method != "POST":  # before anybody types a name
        messages.info(request, verdict.reason)
        return _there(case)
    form = PutInForm(request.POST or None)
    if form.is_valid() and done(form, lambda: do.put_in_envelope(actor, case, form.texts(), form.overrules(), now=now)):
        messages.success(request, _("De envelop is dicht. Ook u ziet niet meer wat erin ligt."))
        return _there(case)
    context = {"found": found, "candidate": shown, "envelope": held, "form": form, "stale": _stale(actor, now)}
    return show(request, "cases/put_in_envelope.html", context, writes=True, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
@fresh_to_begin
def change_envelope(request: HttpRequest, case: UUID, part: str) -> HttpResponse:
    """Replace one text, or add what must never be used, without showing what is there."""
    actor, now = actor_of(request), timezone.now()
    found, shown, held = _found(request, actor, case, now)
    if part not in CHANGES:
        raise Http404
    if held is None or not held.present:
        return back(case)
    verdict = may_change(present=True, ended=found.over)
    if not verdict and request.method != "POST":
        messages.info(request, verdict.reason)
        return _there(case)
    form = CHANGES[part](request.POST or None)
    if form.is_valid() and done(form, lambda: _change(actor, case, form, now)):
        messages.success(request, _("Dat is veranderd. De envelop bleef dicht."))
        return _there(case)
    context = {
        "found": found, "candidate": shown, "envelope": held, "form": form, "part": part, "stale": _stale(actor, now),
    }  # fmt: skip
    # what must never be used again cannot wait for a lock
    writes = not issubclass(CHANGES[part], NeverAgainForm)
    return show(request, "cases/change_envelope.html", context, writes=writes, status=422 if form.errors else 200)


def _change(actor: Actor, case: UUID, form: SealedForm, now: datetime) -> None:
    adding = isinstance(form, NeverAgainForm) and not form.cleaned_data["replaces"]
    do.change_envelope(actor, case, form.texts(), form.overrules(), now=now, adding=adding)


@require_safe
@in_role(*OPENS_CASES)
@freshly_proved
def envelope_confirmed(request: HttpRequest, case: UUID) -> HttpResponse:
    """Say to somebody who confirmed in another tab that his form waits in the first one."""
    actor, now = actor_of(request), timezone.now()
    found, shown, _held = _found(request, actor, case, now)
    return show(request, "cases/envelope_confirmed.html", {"found": found, "candidate": shown})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def ask_to_open(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask why somebody must know who he is."""
    actor, now = actor_of(request), timezone.now()
    found, shown, held = _found(request, actor, case, now)
    if held is None or not held.present or held.standing.waits or held.standing.until is not None:
        return _there(case)
    form = AskForm(request.POST or None)
    if form.is_valid() and done(form, lambda: do.ask_to_open(actor, case, form.why(), form.overrules(), now=now)):
        messages.success(request, _("Uw vraag staat klaar. Spreek een collega uit het team aan: die kan ja zeggen."))
        return _there(case)
    context = {"found": found, "candidate": shown, "envelope": held, "form": form}
    return show(request, "cases/ask_to_open.html", context, status=422 if form.errors else 200)


@require_POST
@in_role(*OPENS_CASES)
@freshly_proved
def agree_to_open(request: HttpRequest, case: UUID, opening: UUID) -> HttpResponse:
    """Let a colleague open it for a time."""
    actor, now = actor_of(request), timezone.now()
    found, shown, held = _to_answer(request, actor, case, now)
    form = AgreeForm(request.POST, auto_id=f"id_{opening}_%s")
    if form.is_valid() and done(
        form, lambda: do.agree_to_open(actor, case, opening, form.cleaned_data["lasting"], now=now)
    ):
        messages.success(request, _("Uw collega kan de envelop nu openen. U kunt hem altijd eerder dichtdoen."))
        return _answered(case, shown)
    return back(case) if held is None else _envelope(request, actor, now, (found, shown, held), (opening, form))


@require_POST
@in_role(*OPENS_CASES)
def refuse_to_open(request: HttpRequest, case: UUID, opening: UUID) -> HttpResponse:
    """Say no to a colleague."""
    actor, now = actor_of(request), timezone.now()
    _case, shown, _now = _to_answer(request, actor, case, now)
    _say(
        request,
        lambda: do.refuse_to_open(actor, case, opening, now=now),
        _("U zei nee. Uw collega ziet dat, en mag het met een betere reden nog eens vragen."),
    )
    return _answered(case, shown)


@require_POST
@in_role(*OPENS_CASES)
def close_opening(request: HttpRequest, case: UUID, opening: UUID) -> HttpResponse:
    """Close it at once, or take a question back."""
    actor, now = actor_of(request), timezone.now()
    _found(request, actor, case, now)
    _say(request, lambda: do.close_opening(actor, case, opening, now=now), _("De envelop is dicht."))
    return _there(case)


def _say(request: HttpRequest, what: Callable[[], object], after: str) -> None:
    """Do what was asked and say so, or say why not."""
    try:
        what()
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, after)


@require_GET
@in_role(*OPENS_CASES)
@freshly_proved
@sensitive_variables()
def read_envelope(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show who he is to somebody whose opening runs; the page leaves the screen by itself and is kept nowhere."""
    actor, now = actor_of(request), timezone.now()
    found, shown, held = _found(request, actor, case, now)
    try:
        texts = do.read_envelope(actor, case, now=now)
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
        return _there(case)
    assert held is not None
    assert held.standing.until is not None
    own = next(one for one in opening_lines(actor, found, now) if one.mine and one.runs)
    context = {
        "found": found, "candidate": shown, "envelope": held, "own": own,
        "name": texts[Field.NAME], "reach": texts[Field.REACH], "never": texts[Field.NEVER],
        "minutes": int(FRESH_FOR.total_seconds() // 60),
    }  # fmt: skip
    response = show(request, "cases/read_envelope.html", context)
    stays = min(held.standing.until - now, FRESH_FOR)
    response.headers["Refresh"] = f"{int(stays.total_seconds())}; url={reverse('cases:envelope', args=[case])}"
    response.headers["Cache-Control"] = "no-store"
    return response
