"""How a collaboration ends, what must be done before it is over, and on which day what is kept of it goes (N52)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.engine.retention import Result, Retention, due_date
from sleutelwerk.cases.rules.stages import AT_WORK, Stage, may_at
from sleutelwerk.cases.rules.team import Part, Team, may_lead, may_record
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

#: An ending is announced three months ahead at most, and noted four weeks late at most (own judgement).
LONGEST_NOTICE = timedelta(days=92)
LATEST_NOTE = timedelta(days=28)
#: What is filled in first for aftercare; the list may say less, or more up to the longest term (own judgement).
USUAL_AFTERCARE = timedelta(days=365)


class Why(StrEnum):
    """Who ends it."""

    DONE = "done"
    TERM = "term"
    HE_STOPS = "he_stops"
    WE_STOP = "we_stop"


class Step(StrEnum):
    """What belongs to a good farewell, in the order in which one does it."""

    THANKS = "thanks"
    TOLD = "told"
    SUCCESSOR = "successor"
    NEIGHBOURHOOD = "neighbourhood"
    PAPERS = "papers"
    FOLLOW_UPS = "follow_ups"
    AFTERCARE = "aftercare"


class State(StrEnum):
    """How far a step is. What does not fit is left out together with him, not forgotten."""

    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"


class Gone(StrEnum):
    """What was destroyed on its day, for the certificate."""

    FILE = "file"
    PAYMENT = "payment"
    AGREEMENT = "agreement"
    NAME = "name"
    CASE = "case"
    ASSIGNMENT = "assignment"


#: He always hears what stays, and nobody leaves papers or phones lying about.
NEVER_SKIPPED = frozenset({Step.TOLD, Step.PAPERS, Step.FOLLOW_UPS})


def may_begin_ending(stage: Stage, why: str, reason: str, ends_on: date | None, *, today: date) -> Verdict:
    """Tell whether an ending may begin. Only when we stop there is a reason; he needs none, so none is kept."""
    return first_refusal(may_at(stage, *AT_WORK), may_give_reason(why, reason), _day(ends_on, today))


def may_stop_sooner(stage: Stage, ends_on: date | None, before: date, *, over: bool, today: date) -> Verdict:
    """Tell whether he can stop sooner than the farewell was to end; `before` is the last day that was agreed.

    Stopping is free at any moment: a farewell that runs does not bind him. It never makes it last longer.
    """
    later = ends_on is not None and ends_on > before
    return first_refusal(
        may_at(stage, Stage.ENDING),
        refused("Dit dossier is al afgerond.") if over else ALLOWED,
        _day(ends_on, today),
        refused(f"Kies een dag tot en met {before.day}-{before.month}-{before.year}.") if later else ALLOWED,
    )


def may_give_reason(why: str, reason: str) -> Verdict:
    """Tell whether a reason goes with how it ends: one when we are the ones who stop, and none otherwise."""
    reason = reason.strip()
    if why not in list(Why):
        return refused("Kies hoe het eindigt.")
    if why == Why.WE_STOP:
        return ALLOWED if reason else refused("Schrijf in één zin op waarom u stopt. Hij mag dat lezen.")
    return refused("Een reden hoort hier niet. Haal hem weg.") if reason else ALLOWED


def _day(ends_on: date | None, today: date) -> Verdict:
    if ends_on is None:
        return refused("Kies de laatste dag.")
    if ends_on < today - LATEST_NOTE:
        return refused("Dit is meer dan vier weken geleden. Neem de dag van vandaag.")
    if ends_on > today + LONGEST_NOTICE:
        return refused("Kies een dag binnen drie maanden.")
    return ALLOWED


def begins_by_itself(stage: Stage, ends_on: date | None, *, today: date) -> bool:
    """Tell whether the site begins the farewell: the term was over four weeks ago, and nobody rounded the work off.

    Until then people can still note an ending of that day themselves; without one no term of retention would ever run.
    """
    return stage in AT_WORK and ends_on is not None and ends_on < today - LATEST_NOTE


def may_save_steps(
    stage: Stage, steps: Mapping[str, str], until: date | None, who: str, days: tuple[date, date], *, over: bool
) -> Verdict:
    """Tell whether the list of steps may be kept as it is; `days` are the first and the last that aftercare can have.

    It begins when the work is over: whoever can call until a day before that cannot call at all.
    """
    skipped = any(steps.get(one) == State.NOT_NEEDED for one in NEVER_SKIPPED)
    return first_refusal(
        may_at(stage, Stage.ENDING),
        refused("Dit dossier is afgerond.") if over else ALLOWED,
        refused("Deze stap kan niet overgeslagen worden.") if skipped else ALLOWED,
        _aftercare(steps.get(Step.AFTERCARE, State.OPEN), until, who.strip(), days),
    )


def _aftercare(state: str, until: date | None, who: str, days: tuple[date, date]) -> Verdict:
    ends_on, latest = days
    if state == State.NOT_NEEDED:
        return ALLOWED
    if state == State.DONE and (until is None or not who):
        return refused("Zeg tot wanneer hij iemand kan bellen, en wie dat is.")
    if until is not None and until < ends_on:
        last = f"{ends_on.day}-{ends_on.month}-{ends_on.year}"
        return refused(f"Nazorg komt na de laatste dag, {last}. Kies een latere dag, of kies bij nazorg: hoeft niet.")
    if until is not None and until > latest:
        return refused(f"Nazorg kan tot en met {latest.day}-{latest.month}-{latest.year}. Daarna moet alles weg.")
    return ALLOWED


def open_steps(steps: Mapping[str, str]) -> tuple[Step, ...]:
    """Give what must still be done."""
    return tuple(one for one in Step if steps.get(one, State.OPEN) == State.OPEN)


def may_finish(
    stage: Stage, steps: Mapping[str, str], ends_on: date, *, open_allowances: bool, over: bool, today: date
) -> Verdict:
    """Tell whether it is over: all steps done, nothing to be paid, and the last day has come."""
    return first_refusal(
        may_at(stage, Stage.ENDING),
        refused("Dit dossier is al afgerond.") if over else ALLOWED,
        refused("Nog niet alles op de lijst is gedaan.") if open_steps(steps) else ALLOWED,
        refused("Er staat nog een vergoeding open. Handel die eerst af.") if open_allowances else ALLOWED,
        refused("De laatste dag is nog niet geweest.") if today < ends_on else ALLOWED,
    )


def stays_after_end(team: Team, today: date) -> Sequence[UUID]:
    """Give who keeps a place once a case is over: its lead, and one colleague, as nothing opens with one person.

    That is the colleague who is in the team for longest. All others see no more that there is such a case.
    """
    ours = [one for one in team.members if one.organisation == team.organisation]
    deputies = [one.person for one in ours if one.part is Part.MEMBER and one.counts_on(today)]
    return [*(one.person for one in ours if one.part is Part.LEAD), *deputies[:1]]


def may_list(actor: Actor, team: Team, today: date, *, over: bool) -> Verdict:
    """Tell whether a case stands in somebody's own list: what is over only in that of its lead, or who was asked."""
    asked = team.offered_to is not None and team.offered_to.person == actor.id
    return may_lead(actor, team, today) if over and not asked else ALLOWED


def may_read_about_him(actor: Actor, team: Team, today: date, *, over: bool) -> Verdict:
    """Tell whether somebody may read what was written about him: the team, and once it is over its lead only.

    Nobody else needs it any more; the lead answers when he calls, and shows him what is left when he asks.
    """
    return first_refusal(may_record(actor, team, today), may_lead(actor, team, today) if over else ALLOWED)


def file_gone_on(terms: Retention, ends_on: date, aftercare_until: date | None = None) -> date:
    """Give the first day on which the file and the envelope must be gone.

    While aftercare runs, the term counts from its end; it is never longer than the longest term from the last day.
    """
    since = ends_on if aftercare_until is None else max(ends_on, aftercare_until)
    due = due_date(Result.ENDED, since, terms)
    assert due is not None
    return min(due, latest_aftercare(terms, ends_on))


def latest_aftercare(terms: Retention, ends_on: date) -> date:
    """Give the last day that aftercare can have: on that day all must be gone, whoever is still called."""
    longest = terms.rule(Result.ENDED).longest
    assert longest is not None
    return longest.after(ends_on)
