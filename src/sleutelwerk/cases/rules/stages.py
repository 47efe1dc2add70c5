"""The nine stages of a collaboration, and where a case file stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sleutelwerk.core.verdict import ALLOWED, Verdict, refused


class Stage(StrEnum):
    """A stage of a collaboration, in the order in which they come."""

    ASSIGNMENT = "assignment"
    CANDIDATE = "candidate"
    ASSESSMENT = "assessment"
    DECISION = "decision"
    AGREEMENT = "agreement"
    REWARD = "reward"
    CARRYING_OUT = "carrying_out"
    EVALUATION = "evaluation"
    ENDING = "ending"


class Standing(StrEnum):
    """How far one stage is."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Station:
    """One stage on the line of a case."""

    stage: Stage
    standing: Standing


def line_of(now: Stage) -> tuple[Station, ...]:
    """Give every stage with how far it is, when a case stands at one of them."""
    order = tuple(Stage)
    here = order.index(now)
    return tuple(
        Station(stage, Standing.DONE if place < here else Standing.NOW if place == here else Standing.LATER)
        for place, stage in enumerate(order)
    )


#: Until an agreement holds, stopping leaves nothing behind; after that it is an ending, with a farewell.
BEFORE_WORK = frozenset({Stage.CANDIDATE, Stage.ASSESSMENT, Stage.DECISION, Stage.AGREEMENT})
#: While he does the work, or ends it.
AT_WORK = frozenset({Stage.REWARD, Stage.CARRYING_OUT, Stage.EVALUATION})


def may_at(now: Stage, *stages: Stage) -> Verdict:
    """Tell whether something belongs to the stage at which a case stands."""
    if now in stages:
        return ALLOWED
    order = tuple(Stage)
    if order.index(now) < min(order.index(one) for one in stages):
        return refused("Dit komt pas in een volgende stap.")
    return refused("Deze stap is al voorbij.")


def may_write_on(ended_at: datetime | None, *, resettle_due: bool = False) -> Verdict:
    """Tell whether anything can still be written in a case: not after it was rounded off.

    `resettle_due` is whether another organisation took it over and did not settle the assignment anew yet: without a
    ground of its own it may keep what it got, and do what he asks, and nothing more.
    """
    if ended_at is not None:
        return refused("Dit dossier is afgerond. Er verandert niets meer.")
    if resettle_due:
        return refused(
            "Stel eerst de opdracht opnieuw vast. Uw organisatie heeft een eigen opdracht en grondslag nodig."
        )
    return ALLOWED
