"""The pages of deciding: asking somebody, his one page, what was decided, the card and the day on which he heard it."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import OPENS_CASES, Role
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse
from sleutelwerk.cases.actions import decision as do
from sleutelwerk.cases.actions.assessment import read_looking_anew, see_looking_anew
from sleutelwerk.cases.content import OUTCOME, newest_letter
from sleutelwerk.cases.engine.clauses import Composed
from sleutelwerk.cases.forms.decision import AskForm, DecideForm, OutcomeToldForm
from sleutelwerk.cases.forms.letter import LetterForm
from sleutelwerk.cases.models import Decision, EarlierNo
from sleutelwerk.cases.queries import conditions
from sleutelwerk.cases.queries import decision as look
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.rules.assessment import may_change
from sleutelwerk.cases.rules.decision import Outcome
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.rules.team import Readers, may_lead
from sleutelwerk.cases.views.opened import back, done, found_with_candidate, show
from sleutelwerk.core.verdict import NotAllowedError

_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")

#: More digits than this no condition has: what is longer is not the number of one.
_LONGEST_NUMBER = 4


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def ask_decision(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask a lead who decides; only who has no part in it stands on the list."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_with_candidate(request, actor, case, now)
    if not may_lead(actor, found.team, timezone.localdate(now)):
        refuse(request)
    if not _at(found, Stage.ASSESSMENT):
        return back(case)
    people = look.deciders_for(actor, found)
    form = AskForm(request.POST or None, people=people)
    if form.is_valid() and done(form, lambda: do.ask_decision(actor, case, form.chosen(), now=now)):
        messages.success(request, _("De vraag ligt klaar. U ziet hier wanneer er is besloten."))
        return back(case)
    context = {"found": found, "form": form, "people": people, "verdict": look.may_be_asked_now(shown.row)}
    return show(
        request, "cases/ask_decision.html", context, writes=True, status=422 if form.errors else 200, only=Readers.LEAD
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def withdraw_decision(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask a lead whether he takes the question back."""
    actor, now = actor_of(request), timezone.now()
    found, _shown = found_with_candidate(request, actor, case, now)
    if not may_lead(actor, found.team, timezone.localdate(now)):
        refuse(request)
    if request.method == "POST":
        try:
            do.withdraw_decision(actor, case, now=now)
        except NotAllowedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("De vraag is ingetrokken."))
        return back(case)
    if not found.decider:
        return back(case)
    context = {"found": found, "still": look.still_decides(actor, found)}
    return show(request, "cases/withdraw_decision.html", context, writes=True, only=Readers.LEAD)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(Role.DECISION_MAKER)
def decide(request: HttpRequest, decision: UUID) -> HttpResponse:
    """Show who decides all that he needs and nothing else, and keep what he decides."""
    actor, now = actor_of(request), timezone.now()
    if (followed := conditions.followed(actor, decision)) is not None:
        return _followed(request, actor, followed)
    if (anew := look.looked_anew(actor, decision)) is not None:
        return _looked_anew(request, actor, anew)
    row = look.asked_of(actor, decision)
    if row is None:
        refuse(request)
    if row.outcome:
        messages.info(request, _("U hebt al beslist. Het team vertelt het hem."))
        return HttpResponseRedirect(reverse("home:dashboard"))
    if look.to_decide(row) is None:
        refuse(request)
    form = DecideForm(request.POST or None, today=timezone.localdate(now), ends_on=row.candidate.case.ends_on)
    if form.is_valid() and done(form, lambda: do.decide(actor, decision, form.said(), now=now)):
        messages.success(request, _("Uw besluit is bewaard. Het team vertelt het hem."))
        return HttpResponseRedirect(_after(decision, form.said().outcome))
    # also when the form comes back with an error: the page shows all of it again
    shown = do.open_decision(actor, row, now=now)
    if shown is None:
        refuse(request)
    return render(request, "cases/decide.html", {"shown": shown, "form": form}, status=422 if form.errors else 200)


def _followed(request: HttpRequest, actor: Actor, row: Decision) -> HttpResponse:
    """Show whoever decided what became of his conditions."""
    now = timezone.now()
    if request.method == "POST" and "release" not in request.POST:  # his decision once more: it is kept
        return HttpResponseRedirect(reverse("cases:decide", args=[row.pk]))
    if request.method == "POST":
        number = request.POST.get("release", "")
        known = number.isdecimal() and len(number) <= _LONGEST_NUMBER
        try:
            do.release_condition(actor, row.pk, int(number) if known else 0, now=now)
        except NotAllowedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("U laat deze voorwaarde los. Het team ziet dat."))
        return HttpResponseRedirect(reverse("cases:decide", args=[row.pk]))
    said = do.follow_conditions(actor, row, now=now)
    return render(request, "cases/follow_conditions.html", {"said": said, "today": timezone.localdate(now)})


def _looked_anew(request: HttpRequest, actor: Actor, row: EarlierNo) -> HttpResponse:
    """Show whoever said no that two people look anew, until he read it."""
    now = timezone.now()
    if request.method == "POST":
        see_looking_anew(actor, row, now=now)
        return HttpResponseRedirect(reverse("home:dashboard"))
    read_looking_anew(actor, row, now=now)
    return render(request, "cases/looked_anew.html", {"anew": row})


def _after(decision: UUID, outcome: Outcome) -> str:
    """Give where whoever decided goes: to his conditions, if he set any."""
    sets = outcome is Outcome.CONDITIONS
    return reverse("cases:decide", args=[decision]) if sets else reverse("home:dashboard")


@require_POST
@in_role(*OPENS_CASES)
def arrange_condition(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """Note that a condition is arranged, or that it is not yet."""
    actor, now = actor_of(request), timezone.now()
    found_with_candidate(request, actor, case, now)
    arranged = "done" in request.POST
    try:
        do.arrange_condition(actor, case, number, arranged=arranged, now=now)
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Geregeld. Dat staat erbij.") if arranged else _("Het staat weer open."))
    return HttpResponseRedirect(reverse("cases:decision", args=[case]))


@require_safe
@in_role(*OPENS_CASES)
def decision(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show what was decided and why, and what comes now."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_with_candidate(request, actor, case, now)
    said = look.reached(found.decision)
    if said is None:
        return back(case)
    context = {
        "found": found,
        "candidate": shown,
        "said": said,
        "follows": conditions.follower_in(found),
        "at_it": _at(found, Stage.DECISION),
        "arranges": not found.over and not found.on_lock,
        "today": timezone.localdate(now),
        "confirms": look.anew_to_confirm(actor, found, timezone.localdate(now)),
        "earlier_nos": look.earlier_nos_of(shown.row),
        "leads": bool(may_lead(actor, found.team, timezone.localdate(now))),
    }
    return show(request, "cases/decision.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def write_outcome(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask what the outcome card still needs and give it, to print or to read aloud; it is kept nowhere."""
    actor, now = actor_of(request), timezone.now()
    found, _shown = found_with_candidate(request, actor, case, now)
    said, letter = look.reached(found.decision), newest_letter(OUTCOME)
    if said is None or letter is None or not _at(found, Stage.DECISION, Stage.AGREEMENT):
        return back(case)
    variant = next(one for one in letter.variants if one.id == look.VARIANTS[said.outcome])
    known = look.known_for_card(actor, letter, said, today=timezone.localdate(now))
    form = LetterForm(request.POST or None, letter=letter, variant=variant.id, known=known, fixed=look.KEPT_ON_CARD)
    shown = {"found": found, "letter": letter, "variant": variant, "form": form, "said": said}
    if not form.is_valid():
        return show(request, "cases/write_outcome.html", shown, status=422 if form.errors else 200)
    do.take_card_along(actor, case, form.overrules(), now=now)
    composed = form.composed(form.cleaned_data)
    shown |= {
        "composed": composed,
        "aloud": _sentences(composed) if "aloud" in request.POST else None,
        "filled": [(name, value) for name, value in request.POST.items() if name in _names(form)],
    }
    return show(request, "cases/outcome_card.html", shown)


def _names(form: LetterForm) -> set[str]:
    parts = ("", "_text", "_anyway", "_reason")
    return {f"{name}{part}" for name in form.fields for part in parts}


def _sentences(composed: Composed) -> list[tuple[str, list[str]]]:
    """Give each sentence on its own, to read aloud from a screen."""
    return [
        (section.title, [one for clause in section.clauses for one in _SENTENCE_ENDS.split(clause.text)])
        for section in composed.sections
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def note_outcome_told(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask when he heard what was decided."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_with_candidate(request, actor, case, now)
    said = look.reached(found.decision)
    if said is None or said.row.told_on is not None or not _at(found, Stage.DECISION):
        return back(case)
    form = OutcomeToldForm(request.POST or None, initial={"told_on": timezone.localdate(now)})
    if form.is_valid() and done(form, lambda: do.note_outcome_told(actor, case, form.cleaned_data["told_on"], now=now)):
        went_on = said.outcome is not Outcome.NO
        messages.success(request, _("Hij weet het. Nu maakt u samen afspraken.") if went_on else _("Hij weet het."))
        return back(case)
    context = {"found": found, "form": form, "candidate": shown, "said": said}
    return show(request, "cases/note_outcome_told.html", context, writes=True, status=422 if form.errors else 200)


def _at(found: OpenCase, *stages: Stage) -> bool:
    return bool(may_change(Stage(found.row.stage), *stages, ended=found.row.ended_at is not None))
