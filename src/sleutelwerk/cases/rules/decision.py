"""Who decides on a candidate and with what: somebody else, with reasons; and when a no leaves nothing (N19, N53)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.cases.engine.retention import Result, Retention, due_date
from sleutelwerk.cases.rules.stages import Stage, may_at
from sleutelwerk.cases.rules.team import Team, may_work_with_cases
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

#: Shorter than this is no sentence that explains anything (own judgement).
SHORTEST_REASONS, FEWEST_WORDS = 20, 4


class Outcome(StrEnum):
    """What can be decided."""

    GO = "go"
    CONDITIONS = "conditions"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be so first, who sees to it and until when."""

    what: str
    who: str
    until: date | None

    @property
    def begun(self) -> bool:
        """Tell whether any of it was filled in."""
        return bool(self.what or self.who or self.until)

    @property
    def whole(self) -> bool:
        """Tell whether all of it was."""
        return bool(self.what and self.who and self.until)


@dataclass(frozen=True, slots=True)
class Hands:
    """Who had a hand in it before: none of these decides."""

    asked_by: UUID | None
    told_by: UUID | None
    assessors: tuple[UUID | None, ...]
    #: Everybody who ever wrote anything about him or in the assignment, or settled it; also who left the team since.
    others: frozenset[UUID] = frozenset()

    def holds(self, person: UUID) -> bool:
        """Tell whether somebody had a hand in it."""
        return person in {self.asked_by, self.told_by, *self.assessors, *self.others}


def may_be_decider(person: UUID, hands: Hands, team: Team) -> Verdict:
    """Tell whether somebody is far enough from it to decide: not of the team, and without a hand in it (N19)."""
    if team.membership(person) is not None:
        return refused("Deze persoon hoort bij het team. Vraag iemand van daarbuiten.")
    if hands.holds(person):
        return refused("Deze persoon had er al een hand in. Vraag iemand anders.")
    return ALLOWED


def may_ask(person: UUID, deciders: Collection[UUID], hands: Hands, team: Team) -> Verdict:
    """Tell whether somebody may be asked: a decision maker of the organisation, far enough from it."""
    known = ALLOWED if person in deciders else refused("Kies een beslisser uit de lijst.")
    return first_refusal(may_be_decider(person, hands, team), known)


def may_be_asked_for(*, compared: Verdict, shown_on: date | None, answer: str) -> Verdict:
    """Tell whether it is time to decide: both handed in, and he saw it and could answer."""
    if not compared:
        return compared
    if shown_on is None:
        return refused("Laat het hem eerst lezen, en vul in wanneer dat was.")
    if not answer.strip():
        return refused("Schrijf eerst zijn antwoord op. Wilde hij niets zeggen? Schrijf dat op.")
    return ALLOWED


def may_be_asked(actor: Actor) -> Verdict:
    """Tell whether somebody can be asked to decide at all: a decision-maker, and never of the police."""
    fits = bool(may_work_with_cases(actor)) and actor.has(Role.DECISION_MAKER)
    return ALLOWED if fits else refused("Deze vraag is er niet.")


def may_decide(actor: Actor, decider: UUID | None, hands: Hands, team: Team, stage: Stage) -> Verdict:
    """Tell whether somebody may decide now: he was asked, and everything that made him fit is still so."""
    asked = actor.id == decider and actor.organisation == team.organisation
    return first_refusal(
        may_be_asked(actor),
        ALLOWED if asked else refused("Deze vraag is er niet."),
        may_be_decider(actor.id, hands, team),
        may_at(stage, Stage.DECISION),
    )


def may_be_reasons(text: str) -> Verdict:
    """Tell whether reasons are a real sentence."""
    words = text.split()
    if len(" ".join(words)) < SHORTEST_REASONS or len(words) < FEWEST_WORDS:
        return refused("Leg in een hele zin uit waarom. Hij mag het lezen.")
    return ALLOWED


def may_be_conditions(
    outcome: Outcome, conditions: Sequence[Condition], *, ends_on: date | None, today: date
) -> Verdict:
    """Tell whether conditions fit what is decided: each with who sees to it and until when, within the assignment."""
    begun = [one for one in conditions if one.begun]
    if outcome is not Outcome.CONDITIONS:
        return refused("Voorwaarden horen alleen bij ‘ja, als’. Haal ze weg of kies dat.") if begun else ALLOWED
    if not begun:
        return refused("Schrijf ten minste één voorwaarde op.")
    if not all(one.whole for one in begun):
        return refused("Zeg bij elke voorwaarde wat, wie het doet en tot wanneer.")
    if any(one.until is not None and one.until < today for one in begun):
        return refused("Kies bij elke voorwaarde een dag die nog komt.")
    # of an assignment that is over already no day is left: whoever decides may still ask for something first
    runs = ends_on is not None and ends_on >= today
    if runs and any(one.until is not None and ends_on is not None and one.until > ends_on for one in begun):
        return refused("Kies bij elke voorwaarde uiterlijk de laatste dag van de opdracht.")
    return ALLOWED


def may_arrange(outcome: str, numbers: Collection[int], number: int) -> Verdict:
    """Tell whether it can be noted that a condition was arranged, or not yet: one that was decided on."""
    known = outcome == Outcome.CONDITIONS and number in numbers
    return ALLOWED if known else refused("Deze voorwaarde is er niet.")


def may_release(*, open_now: bool) -> Verdict:
    """Tell whether whoever set a condition can let it go: one that he set and that waits."""
    return ALLOWED if open_now else refused("Deze voorwaarde staat niet meer open.")


def is_behind(until: date | None, today: date) -> bool:
    """Tell whether what had to be arranged by a day is behind; None when nothing waits."""
    return until is not None and until < today


def may_follow(actor: Actor, decider: UUID | None, outcome: str, team: Team, *, over: bool) -> Verdict:
    """Tell whether somebody sees what became of his conditions: he set them, and is still fit to decide."""
    asked = actor.id == decider and actor.organisation == team.organisation
    stands = outcome == Outcome.CONDITIONS and not over
    return first_refusal(
        may_be_asked(actor),
        ALLOWED if asked and stands and team.membership(actor.id) is None else refused("Deze vraag is er niet."),
    )


def may_be_independent(*, independent: bool) -> Verdict:
    """Tell whether he said that he stands under none of them, and is not named in the case himself."""
    return (
        ALLOWED
        if independent
        else refused("U kunt alleen beslissen als u onder geen van hen staat en zelf niet in het dossier staat.")
    )


def may_withdraw(*, decided: bool) -> Verdict:
    """Tell whether a question may be taken back: until it was answered."""
    return refused("Er is al besloten.") if decided else ALLOWED


def may_note_outcome_told(
    told_on: date | None, *, decided_on: date | None, before: date | None, today: date
) -> Verdict:
    """Tell whether it can be noted that he heard it. `before` is when that was noted already: it stays as it is."""
    if decided_on is None:
        return refused("Er is nog niet besloten.")
    if before is not None:
        return refused("Er staat al wanneer hij het hoorde.")
    if told_on is None:
        return refused("Vul in wanneer u het hem vertelde.")
    if told_on > today:
        return refused("Vertel het hem eerst. Kom daarna terug.", "told_on")
    if told_on < decided_on:
        return refused("Op die dag was er nog niet besloten.", "told_on")
    return ALLOWED


def stage_after(outcome: Outcome) -> Stage:
    """Give where a case stands once he heard it; after a no nothing comes but forgetting."""
    return Stage.DECISION if outcome is Outcome.NO else Stage.AGREEMENT


def forgotten_on(terms: Retention, *, decided_on: date, told_on: date | None) -> date:
    """Give the day on which all about somebody who was not chosen is gone: within 28 days after he heard it (N53)."""
    due = due_date(Result.REJECTED, told_on or decided_on, terms)
    assert due is not None
    return due
