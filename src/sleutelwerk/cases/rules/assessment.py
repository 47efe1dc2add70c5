"""How two people look at a candidate, each by himself, and when what they found may be laid side by side (N18, N19).

There is no level, number or total anywhere: what is met is said in words, with what it shows from. What we ourselves
must arrange stands apart and is never held against him.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sleutelwerk.cases.rules.stages import Stage, may_at
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

ASSESSORS = 2


class Section(StrEnum):
    """The pages of an assessment, in their order; the value stands in the address."""

    PRECONDITIONS = "voorwaarden"
    COMPETENCES = "wat-hij-kan"
    ARRANGEMENTS = "wat-u-regelt"


class Met(StrEnum):
    """What an assessor found of a precondition."""

    MET = "met"
    NOT_YET = "not_yet"
    NOT = "not"


class Arranged(StrEnum):
    """Whether we did what we must arrange."""

    DONE = "done"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing to look at, in the words of the profile. `layer` is what step of the staircase brought it in.

    `sign` is by what one recognises it. `asks_vog` is yes where the profile asks that a VOG was seen.
    """

    ref: str
    section: Section
    text: str
    layer: str = ""
    explain: str = ""
    sign: str = ""
    asks_vog: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """What one assessor wrote at a criterion: a choice, words, and for a VOG only when it was seen, for what (N10)."""

    choice: str = ""
    words: str = ""
    seen_on: str = ""
    seen_for: str = ""


#: What was noted at each criterion, by its ref.
Findings = Mapping[str, Noted]
NOTHING = Noted()


@dataclass(frozen=True, slots=True)
class Place:
    """One of the two places of assessors, and whether he handed in."""

    number: int
    assessor: UUID | None
    handed_in: bool


def may_change(now: Stage, *stages: Stage, ended: bool) -> Verdict:
    """Tell whether something may be written at the stage of a case; in a finished one nothing may."""
    return first_refusal(refused("Dit dossier is afgerond.") if ended else ALLOWED, may_at(now, *stages))


def may_name_assessors(chosen: Sequence[UUID], choosable: Collection[UUID], places: Sequence[Place]) -> Verdict:
    """Tell whether these two may assess. Whoever handed in keeps his place.

    Who told the candidate may be one of the two: he knows him best, and the other looks without that bond. He never
    decides (own judgement).
    """
    if len(chosen) != ASSESSORS or len(set(chosen)) != ASSESSORS:
        return refused("Kies twee verschillende mensen.")
    stay = {one.assessor for one in places if one.handed_in}
    if not stay <= set(chosen):
        return refused("Wie al inleverde, blijft staan.")
    if not set(chosen) <= stay | set(choosable):
        return refused("Kies iemand van uw eigen organisatie die in het team zit.")
    return ALLOWED


def places_for(chosen: Sequence[UUID], places: Sequence[Place]) -> dict[int, UUID]:
    """Give who gets which place: whoever has one keeps it, with what he wrote."""
    kept = {one.number: one.assessor for one in places if one.assessor in chosen and one.assessor is not None}
    free = [number for number in range(1, ASSESSORS + 1) if number not in kept]
    new = [person for person in chosen if person not in kept.values()]
    return kept | dict(zip(free, new, strict=True))


def may_assess(person: UUID, places: Sequence[Place]) -> Verdict:
    """Tell whether somebody may still write his own findings."""
    own = next((one for one in places if one.assessor == person), None)
    if own is None:
        return refused("U bent niet gevraagd om hem af te wegen.")
    return refused("U leverde uw afweging in. Zij staat nu vast.") if own.handed_in else ALLOWED


def open_criteria(criteria: Sequence[Criterion], findings: Findings) -> tuple[Criterion, ...]:
    """Give the criteria at which something is still to be said."""
    return tuple(one for one in criteria if _is_open(one, findings.get(one.ref, NOTHING)))


def _is_open(criterion: Criterion, noted: Noted) -> bool:
    words = bool(noted.words.strip())
    if criterion.section is Section.COMPETENCES:
        return not words
    if criterion.section is Section.ARRANGEMENTS:
        return not noted.choice or (noted.choice == Arranged.NOT_YET and not words)
    # who says no need not say why: an objection at home or a suspicion is never written down (profiles, N11)
    return not (noted.choice == Met.NOT or (noted.choice and words))


def may_hand_in(criteria: Sequence[Criterion], findings: Findings) -> Verdict:
    """Tell whether an assessment is whole: something said at each criterion, with what it shows from, but for a no."""
    if not criteria:
        return refused("Het profiel van dit dossier is er niet. Zonder profiel weegt u niet af.")
    if open_criteria(criteria, findings):
        return refused("Uw afweging is nog niet af. Vul eerst aan wat hieronder staat.")
    return ALLOWED


def may_compare(places: Sequence[Place]) -> Verdict:
    """Tell whether both handed in: until then nobody sees what either wrote, the other one least of all (N19)."""
    if len(places) == ASSESSORS and all(one.handed_in for one in places):
        return ALLOWED
    return refused("Dit kan als beide afwegingen zijn ingeleverd.")


def differs(section: Section, first: Noted, second: Noted) -> bool:
    """Tell whether two people found something else; where there is a choice it is the choice that counts."""
    if section is Section.COMPETENCES:
        return _plain(first.words) != _plain(second.words)
    if section is Section.ARRANGEMENTS and first.choice == second.choice == Arranged.NOT_YET:
        return _plain(first.words) != _plain(second.words)
    return (first.choice, first.seen_on) != (second.choice, second.seen_on)


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def is_so(section: Section, noted: Noted) -> bool:
    """Tell whether somebody found it to be so; of competences he says so in words, which nobody else judges."""
    enough = {Section.PRECONDITIONS: Met.MET, Section.ARRANGEMENTS: Arranged.DONE}.get(section)
    return enough is None or noted.choice in {"", enough}


def lacks(criteria: Sequence[Criterion], *findings: Findings) -> Iterator[Criterion]:
    """Give what either of them found not to be so yet, to make a plan for."""
    for one in criteria:
        if not all(is_so(one.section, noted.get(one.ref, NOTHING)) for noted in findings):
            yield one


def may_note_shown(shown_on: date | None, *, handed_in_on: date, today: date) -> Verdict:
    """Tell whether he can have seen what was written on that day; leaving it for later is fine."""
    if shown_on is None:
        return ALLOWED
    if shown_on > today:
        return refused("Kies een dag die al geweest is.", "shown_on")
    if shown_on < handed_in_on:
        return refused("Op die dag waren de afwegingen nog niet ingeleverd.", "shown_on")
    return ALLOWED


def may_see_vog(seen_on: date | None, *, today: date) -> Verdict:
    """Tell whether a VOG can have been seen on that day."""
    return ALLOWED if seen_on is None or seen_on <= today else refused("Kies een dag die al geweest is.")


def may_look_again(now: Stage, places: Sequence[Place], *, ended: bool, decided: bool) -> Verdict:
    """Tell whether two people may look at him anew, as he may ask (N24): all that was written then goes."""
    waits = now is Stage.DECISION and not decided
    return first_refusal(
        may_change(now, Stage.ASSESSMENT, Stage.DECISION, ended=ended),
        may_compare(places),
        refused("Trek eerst de vraag om een besluit in.") if waits else ALLOWED,
    )
