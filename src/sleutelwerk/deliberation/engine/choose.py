"""Tells which method fits the time, the people and the purpose, and for each that does not, why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sleutelwerk.deliberation.engine.model import Goal, Method


class Fit(StrEnum):
    """How a method fits; the order is that of the list."""

    FITS = "fits"
    SHORTER = "shorter"
    NOT = "not"


class Reason(StrEnum):
    """Why a method does not fit, or only in less time."""

    GOAL = "goal"
    FEW_PEOPLE = "few_people"
    MANY_PEOPLE = "many_people"
    TOO_LITTLE_TIME = "too_little_time"
    LESS_TIME = "less_time"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a group has; None where it has not said."""

    minutes: int | None = None
    people: int | None = None
    goal: Goal | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A method with how it fits and why."""

    method: Method
    fit: Fit
    reasons: tuple[Reason, ...]


def choose(methods: Iterable[Method], wish: Wish) -> tuple[Choice, ...]:
    """Put the methods in the order in which they fit; within that the given order stays."""
    found = [_judge(method, wish) for method in methods]
    return tuple(sorted(found, key=lambda one: list(Fit).index(one.fit)))


def _judge(method: Method, wish: Wish) -> Choice:
    reasons = []
    if wish.goal is not None and wish.goal not in method.goals:
        reasons.append(Reason.GOAL)
    if wish.people is not None and wish.people < method.people[0]:
        reasons.append(Reason.FEW_PEOPLE)
    if wish.people is not None and wish.people > method.people[1]:
        reasons.append(Reason.MANY_PEOPLE)
    if wish.minutes is not None and wish.minutes < method.shortest:
        reasons.append(Reason.TOO_LITTLE_TIME)
    if reasons:
        return Choice(method, Fit.NOT, tuple(reasons))
    if wish.minutes is not None and wish.minutes < method.minutes:
        return Choice(method, Fit.SHORTER, (Reason.LESS_TIME,))
    return Choice(method, Fit.FITS, ())
