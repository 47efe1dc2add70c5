"""Fits a method to the time there is: first steps get shorter within their limits, then what may be left out goes."""

from __future__ import annotations

from dataclasses import dataclass

from sleutelwerk.deliberation.engine.model import Method, Step


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with the minutes it gets; 0 means that it is left out. `starts` counts minutes from the beginning."""

    step: Step
    minutes: int
    starts: int

    @property
    def shorter(self) -> bool:
        """Tell whether it gets less than it should."""
        return 0 < self.minutes < self.step.minutes

    @property
    def left_out(self) -> bool:
        """Tell whether the group skips it."""
        return self.minutes == 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps in their order. `missing` is how many minutes are lacking when even the shortest way does not fit."""

    steps: tuple[PlannedStep, ...]
    available: int
    missing: int

    @property
    def minutes(self) -> int:
        """What the plan takes."""
        return sum(one.minutes for one in self.steps)

    @property
    def changed(self) -> bool:
        """Tell whether anything is shorter or left out."""
        return any(one.minutes != one.step.minutes for one in self.steps)


def shorten(method: Method, minutes: int) -> Plan:
    """Plan a method in at most `minutes`. With more time than it takes, nothing is stretched."""
    kept = list(method.steps)
    for step in reversed(method.steps):
        # the last that may go goes first: what comes later rests on less
        if sum(one.shortest for one in kept) <= minutes:
            break
        if step.skip:
            kept.remove(step)
    given = _divide(kept, minutes)
    planned, starts = [], 0
    for step in method.steps:
        planned.append(PlannedStep(step, given.get(step.id, 0), starts))
        starts += given.get(step.id, 0)
    return Plan(tuple(planned), minutes, max(0, starts - minutes))


def _divide(steps: list[Step], minutes: int) -> dict[str, int]:
    """Give each step its shortest time and a fair part of what is left, to the minute."""
    given = {step.id: step.shortest for step in steps}
    room = {step.id: step.minutes - step.shortest for step in steps}
    left = min(max(0, minutes - sum(given.values())), sum(room.values()))
    whole = sum(room.values()) or 1
    shares = {name: left * space // whole for name, space in room.items()}
    rest = left - sum(shares.values())
    for name in sorted(room, key=lambda one: left * room[one] % whole, reverse=True)[:rest]:
        shares[name] += 1
    return {name: given[name] + shares[name] for name in given}
