"""The pages about what a key figure gets: talking it through, proposing, approving, recording, and a year on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import OPENS_CASES
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse
from sleutelwerk.cases.actions import allowance as do
from sleutelwerk.cases.content import allowances_of
from sleutelwerk.cases.forms.allowance import ElsewhereForm, HandForm, ProposeForm, shown_as
from sleutelwerk.cases.models import Candidate
from sleutelwerk.cases.queries import allowance as look
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.contact import paused_of
from sleutelwerk.cases.rules import allowance as rules
from sleutelwerk.cases.rules.examples import may_reward
from sleutelwerk.cases.rules.rights import not_while_locked
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.views.once import once
from sleutelwerk.cases.views.opened import back, done, found_for_recording, show
from sleutelwerk.core.verdict import NotAllowedError, Verdict, first_refusal

#: An earlier year in an address is a mistake.
FIRST_YEAR = 2000


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def settle_reward(request: HttpRequest, case: UUID) -> HttpResponse:
    """Tell what he can get, to talk it through with him, and note that this was done."""
    actor, now = actor_of(request), timezone.now()
    found, _candidate = _at_reward(request, actor, case, now)
    verdict = rules.may_settle_reward(Stage(found.row.stage))
    if request.method == "POST":
        try:
            do.settle_reward(actor, case, now=now)
        except NotAllowedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Besproken. Meer bewaren wij daar niet van."))
        return back(case)
    table = allowances_of(timezone.localdate(now).year)
    shown = {
        "found": found,
        "table": table,
        "open": bool(verdict) and not found.on_lock,
        "payable": look.payable(table),
    }
    return show(request, "cases/allowance_talk.html", shown)


@require_safe
@in_role(*OPENS_CASES)
def benefits_card(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show the card on benefits, to read together and to print; nothing is sent anywhere (N58)."""
    actor, now = actor_of(request), timezone.now()
    found, _candidate = _at_reward(request, actor, case, now)
    table = allowances_of(timezone.localdate(now).year)
    named = [name for row in table.benefits.rows for name in row.sources]
    shown = {"found": found, "table": table, "card": table.benefits, "sources": look.sources_of(named)}
    return show(request, "cases/allowance_card.html", shown)


@require_safe
@in_role(*OPENS_CASES)
def allowances(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show what he got in a year, in words, with the sums."""
    actor, now = actor_of(request), timezone.now()
    found, candidate = _at_reward(request, actor, case, now)
    today = timezone.localdate(now)
    year = _year(request, today)
    shown = {
        "found": found,
        "year": year,
        "rows": look.allowances_in(candidate, year),
        "sums": look.sums_for(candidate.pk, today.replace(day=1) if year == today.year else date(year, 12, 1)),
        "this_month": year == today.year,
        "years": look.years_of(candidate, today),
        "short": look.short_of(found),
        "open": bool(_may_handle(found)),
        "still": _may_begin(found),
        "rewards": may_reward(example=found.example, practice=found.row.practice),
    }
    return show(request, "cases/allowance_list.html", shown)


@require_safe
@in_role(*OPENS_CASES)
def print_allowances(request: HttpRequest, case: UUID) -> HttpResponse:
    """Give what was paid in a year for the administration: by his made-up name, without what it was for."""
    actor, now = actor_of(request), timezone.now()
    found, candidate = _at_reward(request, actor, case, now)
    year = _year(request, timezone.localdate(now))
    do.print_allowances(actor, found, now=now)
    paid = look.paid_in(candidate, year)
    shown = {"found": found, "composed": True, "year": year, "rows": paid, "total": look.total_of(paid), "now": now}
    return show(request, "cases/allowance_paper.html", {**shown, "candidate": candidate})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
@once
def propose_allowance(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show the sums, ask what somebody proposes, and tell what comes of it before it is proposed."""
    actor, now = actor_of(request), timezone.now()
    found, candidate = _at_reward(request, actor, case, now)
    today = timezone.localdate(now)
    verdict = first_refusal(_may_handle(found), _may_begin(found))
    if not verdict:
        return _not_now(request, case, verdict.reason)
    table, month = allowances_of(today.year), today.replace(day=1)
    form = ProposeForm(
        request.POST or None, table=table, initial={"month": f"{month:%Y-%m}"},
        months=rules.months_for(candidate.agreed_on or candidate.told_on, today),
    )  # fmt: skip
    shown: dict[str, Any] = {"found": found, "form": form, "table": table}
    if form.is_valid():
        proposal = form.proposal(seen="seen" in request.POST, receipts="receipts" in request.POST)
        month = proposal.month
        judged = look.judged(candidate.pk, proposal.given, under_21=proposal.under_21)
        as_shown = request.POST.get("shown") == shown_as(proposal, judged)
        if as_shown and done(form, lambda: do.propose_allowance(actor, case, proposal, now=now)):
            messages.success(request, _("Voorgesteld. Iemand anders van het team kijkt ernaar."))
            return _to_list(case, month.year)
        shown |= {
            "advice": look.advice(judged, allowances_of(month.year)),
            "token": shown_as(proposal, judged),
            "statement": allowances_of(month.year).bank_statement.of(month),
        }
    shown["sums"] = look.sums_for(candidate.pk, month)
    return show(request, "cases/allowance_propose.html", shown, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
@once
def declare_elsewhere(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask how much he got of somebody else, as he says it himself."""
    actor, now = actor_of(request), timezone.now()
    found, candidate = _at_reward(request, actor, case, now)
    verdict, today = _may_handle(found), timezone.localdate(now)
    if not verdict:
        return _not_now(request, case, verdict.reason)
    first = (candidate.agreed_on or candidate.told_on).replace(month=1)
    months = rules.months_for(first, today)
    form = ElsewhereForm(request.POST or None, months=months, initial={"month": f"{today:%Y-%m}"})
    if form.is_valid():
        said = form.cleaned_data
        if done(form, lambda: do.declare_elsewhere(actor, case, said["month"], said["amount"], now=now)):
            messages.success(request, _("Het telt mee. Van wie het was, staat nergens."))
            return _to_list(case, said["month"].year)
    shown = {"found": found, "form": form}
    return show(request, "cases/allowance_elsewhere.html", shown, status=422 if form.errors else 200)


@require_safe
@in_role(*OPENS_CASES)
def allowance(request: HttpRequest, case: UUID, allowance: UUID) -> HttpResponse:
    """Show one allowance, whether it still fits, and what the viewer can do with it."""
    actor, now = actor_of(request), timezone.now()
    found, candidate = _at_reward(request, actor, case, now)
    return _one(request, actor, found, _found_allowance(request, candidate, allowance), HandForm())


@require_POST
@in_role(*OPENS_CASES)
def approve_allowance(request: HttpRequest, case: UUID, allowance: UUID) -> HttpResponse:
    """Approve it, as the second hand."""
    seen, receipts, now = "seen" in request.POST, "receipts" in request.POST, timezone.now()
    return _act(
        request, case, allowance, _("Goedgekeurd. Een derde legt vast dat het betaald is."),
        lambda actor, _form: do.approve_allowance(actor, case, allowance, seen=seen, receipts=receipts, now=now),
    )  # fmt: skip


@require_POST
@in_role(*OPENS_CASES)
def record_allowance(request: HttpRequest, case: UUID, allowance: UUID) -> HttpResponse:
    """Record that it was paid, as the third hand."""
    seen, receipts, now = "seen" in request.POST, "receipts" in request.POST, timezone.now()
    return _act(
        request, case, allowance, _("Vastgelegd."),
        lambda actor, _form: do.record_allowance(actor, case, allowance, seen=seen, receipts=receipts, now=now),
    )  # fmt: skip


@sensitive_post_parameters()
@require_POST
@in_role(*OPENS_CASES)
def refuse_allowance(request: HttpRequest, case: UUID, allowance: UUID) -> HttpResponse:
    """Let it not go on."""
    now = timezone.now()

    def what(actor: Actor, form: HandForm) -> object:
        why_not = str(form.cleaned_data["why_not"])
        return do.refuse_allowance(actor, case, allowance, why_not, form.overrules(), now=now)

    return _act(request, case, allowance, _("Het gaat niet door."), what)


@require_POST
@in_role(*OPENS_CASES)
def ask_removal(request: HttpRequest, case: UUID, allowance: UUID) -> HttpResponse:
    """Ask to take away an amount from elsewhere that was not right."""
    now = timezone.now()
    return _act(
        request, case, allowance, _("Gevraagd. Het bedrag telt mee tot een collega het weghaalt."),
        lambda actor, _form: do.ask_removal(actor, case, allowance, now=now),
    )  # fmt: skip


@require_POST
@in_role(*OPENS_CASES)
def keep_elsewhere(request: HttpRequest, case: UUID, allowance: UUID) -> HttpResponse:
    """Leave an amount from elsewhere as it was."""
    now = timezone.now()
    return _act(
        request, case, allowance, _("Het bedrag blijft meetellen."),
        lambda actor, _form: do.keep_elsewhere(actor, case, allowance, now=now),
    )  # fmt: skip


@require_POST
@in_role(*OPENS_CASES)
def remove_elsewhere(request: HttpRequest, case: UUID, allowance: UUID) -> HttpResponse:
    """Take away an amount from elsewhere that was not right, as a second person."""
    now = timezone.now()
    return _act(
        request, case, allowance, _("Het bedrag is weg, en telt niet meer mee."),
        lambda actor, _form: do.remove_elsewhere(actor, case, allowance, now=now),
    )  # fmt: skip


def _act(
    request: HttpRequest, case: UUID, allowance: UUID, said: str, what: Callable[[Actor, HandForm], object]
) -> HttpResponse:
    """Do what was asked with one allowance, or show it with the reason why not."""
    actor, now = actor_of(request), timezone.now()
    found, candidate = _at_reward(request, actor, case, now)
    shown = _found_allowance(request, candidate, allowance)
    form = HandForm(request.POST)
    if form.is_valid() and done(form, lambda: what(actor, form)):
        messages.success(request, said)
        return _to_list(case, shown.row.month.year)
    return _one(request, actor, found, shown, form)


def _one(request: HttpRequest, actor: Actor, found: OpenCase, one: look.AllowanceShown, form: HandForm) -> HttpResponse:
    shown: dict[str, Any] = {
        "found": found,
        "one": one,
        "form": form,
        "open": bool(_may_handle(found)),
        "approves": rules.may_approve(actor.id, one.hands),
        "records": rules.may_record_paid(actor.id, one.hands),
        "removes": rules.may_remove_elsewhere(actor.id, one.hands),
        "others": look.next_hands(found, one.hands),
    }
    if one.waits:
        lower = bool(one.note["lower_hour"])
        judged = look.judged(one.row.candidate_id, look.given_of(one.row), under_21=lower, without=one.row.pk)
        shown["advice"] = look.advice(judged, one.table)
        shown["lies_still"] = not _may_begin(found)
        shown["removed"] = look.removed_in(found.candidate, one.row.month.year) if found.candidate else ()
    shown["sums"] = look.sums_for(one.row.candidate_id, one.row.month)
    return show(request, "cases/allowance_one.html", shown, status=422 if form.errors else 200)


def _at_reward(request: HttpRequest, actor: Actor, case: UUID, now: datetime) -> tuple[OpenCase, Candidate]:
    """Give a case in which something was agreed, to who may write about him; for others the page is not there."""
    found = found_for_recording(request, actor, case, now)
    if found.candidate is None or Stage(found.row.stage) not in look.SHOWN_AT:
        refuse(request)
    return found, found.candidate


def _found_allowance(request: HttpRequest, candidate: Candidate, allowance: UUID) -> look.AllowanceShown:
    found = look.allowance_of(candidate, allowance)
    if found is None:
        refuse(request)
    return found


def _may_handle(found: OpenCase) -> Verdict:
    handle = rules.may_handle(Stage(found.row.stage), ended=found.row.ended_at is not None)
    rewards = may_reward(example=found.example, practice=found.row.practice)
    return first_refusal(not_while_locked(locked=found.on_lock), rewards, handle)


def _may_begin(found: OpenCase) -> Verdict:
    return rules.may_begin(Stage(found.row.stage), paused=paused_of(found) is not None)


def _not_now(request: HttpRequest, case: UUID, reason: str) -> HttpResponse:
    messages.error(request, reason)
    return back(case)


def _to_list(case: UUID, year: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('cases:allowances', args=[case])}?jaar={year}")


def _year(request: HttpRequest, today: date) -> int:
    """Give the year that is asked for; this one when it is none."""
    asked = request.GET.get("jaar", "")
    known = {str(year) for year in range(FIRST_YEAR, today.year + 2)}
    return int(asked) if asked in known else today.year
