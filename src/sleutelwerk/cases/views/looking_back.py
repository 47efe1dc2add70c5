"""The pages of looking back: when, what each side says, both next to each other, and what was agreed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from sleutelwerk.accounts.queries.case_workers import facilitators_for_cases
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import OPENS_CASES
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse
from sleutelwerk.cases.actions import looking_back as do
from sleutelwerk.cases.content import newest_evaluation
from sleutelwerk.cases.engine.evaluation import Level, Side, Signal
from sleutelwerk.cases.forms.looking_back import LEVELS_FOR_HIM, CloseForm, SideForm
from sleutelwerk.cases.queries.candidate import CandidateShown
from sleutelwerk.cases.queries.carrying_out import carrying_of
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.looking_back import LAYERS, SIDES, LookShown, look_back_of, look_backs_of, review_days
from sleutelwerk.cases.rules.looking_back import Next, may_begin_looking_back, next_day
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.views.at_work import found_at, since_work
from sleutelwerk.cases.views.opened import done, replaced, show
from sleutelwerk.cases.views.pausing import what_comes_first
from sleutelwerk.core.verdict import NotAllowedError

#: How the sides are called in addresses.
SLUGS = {"wij": Side.US, "hij": Side.HIM, "buitenstaander": Side.OUTSIDER}


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def look_backs(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show when to look back and what was said before; begin one."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_at(request, actor, case, now, since_work)
    if request.method == "POST":
        try:
            row = do.begin_look_back(actor, case, now=now)
        except NotAllowedError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("cases:look-backs", args=[case]))
        return HttpResponseRedirect(_at(found, row.pk))
    every, work = look_backs_of(found), carrying_of(found)
    days = review_days(found, work.since if work else None)
    today, over = timezone.localdate(now), Stage(found.row.stage) is Stage.ENDING
    if over:  # what would have come later does not come any more
        days = tuple(day for day in days if day <= today)
    open_one = next((one for one in every if one.row.closed_at is None), None)
    context = {
        "found": found,
        "candidate": shown,
        "every": every,
        "open_one": open_one,
        "days": days,
        "next_day": next_day(days, work.last_look if work else None),
        "today": today,
        "over": over,
        "may_begin": not found.on_lock
        and may_begin_looking_back(Stage(found.row.stage), open_one=open_one is not None),
        "never": newest_evaluation().never,
    }
    return show(request, "cases/looking_back_list.html", context)


@require_safe
@in_role(*OPENS_CASES)
def look_back_sheet(request: HttpRequest, case: UUID) -> HttpResponse:
    """Give the sheet to read to him, in very plain words; it holds nothing of the case."""
    actor, now = actor_of(request), timezone.now()
    found, _shown = found_at(request, actor, case, now, since_work)
    evaluation = newest_evaluation()
    context = {
        "found": found,
        "composed": True,
        "levels": [(LEVELS_FOR_HIM[level], evaluation.of(level)) for level in Level],
        "layers": [(LAYERS[layer], evaluation.asked(Side.HIM, layer)) for layer in LAYERS],
    }
    return show(request, "cases/looking_back_sheet.html", context)


@require_safe
@in_role(*OPENS_CASES)
def look_back(request: HttpRequest, case: UUID, look: UUID) -> HttpResponse:
    """Show what each side said, next to each other."""
    actor, now = actor_of(request), timezone.now()
    found, shown, one = _one(request, actor, case, look, now)
    slugs = {side: slug for slug, side in SLUGS.items()}
    context = {
        "found": found,
        "candidate": shown,
        "one": one,
        "sides": [(slugs[side.side], side) for side in one.sides],
        "columns": [
            (_("Dat zien wij allebei"), one.look.both),
            (_("Alleen wij"), one.look.only_us),
            (_("Alleen hij"), one.look.only_him),
        ],
        "facilitators": facilitators_for_cases(actor),
        "open": one.row.closed_at is None and found.row.stage == Stage.EVALUATION and not found.on_lock,
    }
    return show(request, "cases/looking_back_one.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def save_side(request: HttpRequest, case: UUID, look: UUID, side: str) -> HttpResponse:
    """Ask one side; a signal to stop lays the work still and says what comes first."""
    if side not in SLUGS:
        raise Http404
    actor, now = actor_of(request), timezone.now()
    found, shown, one = _one(request, actor, case, look, now)
    if one.row.closed_at is not None:
        return HttpResponseRedirect(_at(found, look))
    at = SLUGS[side]

    def asked(given: Any = None) -> SideForm:
        kept = _one(request, actor, case, look, now)[2].said[at.value]
        return SideForm(given, evaluation=newest_evaluation(), side=at, said=kept)

    form, stops = asked(request.POST or None), list[Signal]()
    if replaced(case, form, asked, lambda: stops.extend(do.save_side(actor, case, look, at, form.said(), now=now))):
        return what_comes_first(request, found, tuple(stops)) if stops else HttpResponseRedirect(_at(found, look))
    context = {"found": found, "candidate": shown, "one": one, "form": form, "side": at, "name": SIDES[at]}
    return show(request, "cases/looking_back_side.html", context, writes=True, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def close_look_back(request: HttpRequest, case: UUID, look: UUID) -> HttpResponse:
    """Ask what was agreed, and close it."""
    actor, now = actor_of(request), timezone.now()
    found, shown, one = _one(request, actor, case, look, now)
    if one.row.closed_at is not None:
        return HttpResponseRedirect(_at(found, look))
    form = CloseForm(request.POST or None, initial={"agreed": one.agreed})

    def afresh() -> CloseForm:
        return CloseForm(initial={"agreed": _one(request, actor, case, look, now)[2].agreed})

    if replaced(case, form, afresh, lambda: do.save_agreed(actor, case, look, *form.agreement(), now=now)):
        if "later" in request.POST:
            return HttpResponseRedirect(_at(found, look))
        if done(form, lambda: do.close_look_back(actor, case, look, now=now)):
            messages.success(request, _("De terugblik is afgerond."))
            ending = form.cleaned_data["following"] == Next.END
            return HttpResponseRedirect(reverse("cases:begin-ending", args=[case]) if ending else _at(found, look))
    context = {"found": found, "candidate": shown, "one": one, "form": form}
    return show(request, "cases/looking_back_close.html", context, writes=True, status=422 if form.errors else 200)


def _one(
    request: HttpRequest, actor: Actor, case: UUID, look: UUID, now: datetime
) -> tuple[OpenCase, CandidateShown, LookShown]:
    found, shown = found_at(request, actor, case, now, since_work)
    one = look_back_of(found, look)
    if one is None:
        refuse(request)
    return found, shown, one


def _at(found: OpenCase, look: UUID) -> str:
    return reverse("cases:look-back", args=[found.row.pk, look])
