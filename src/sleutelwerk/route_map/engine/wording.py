"""Values and conditions of a map written out by id, for a reader who compares two versions."""

from __future__ import annotations

from sleutelwerk.route_map.engine.model import (
    AllOf,
    Answered,
    AnyOf,
    Branch,
    Condition,
    Contact,
    FactIsSet,
    LimitAllows,
)


def in_words(value: object) -> str:
    """Write a value of a map as a reader of a comparison wants to see it."""
    words = ""
    match value:
        case bool():
            words = "ja" if value else "nee"
        case Branch(to, when):
            words = to if when is None else f"{to} als {condition_in_words(when)}"
        case Contact(name, reason, reach):
            words = f"{name}: {reason}" + (f" ({reach})" if reach else "")
        case tuple():
            words = "; ".join(in_words(part) for part in value)
        case str() | int():
            words = str(value)
    return words


def condition_in_words(condition: Condition) -> str:
    """Write a condition in ids and Dutch connecting words."""
    match condition:
        case Answered(question, options):
            return f"{question} = {' of '.join(sorted(options))}"
        case FactIsSet(fact):
            return f"feit {fact}"
        case LimitAllows(profile):
            return f"grens laat {profile} toe"
        case AllOf(parts):
            return "(" + " en ".join(condition_in_words(part) for part in parts) + ")"
        case AnyOf(parts):
            return "(" + " of ".join(condition_in_words(part) for part in parts) + ")"
    return f"niet {condition_in_words(condition.part)}"
