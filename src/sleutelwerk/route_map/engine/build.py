"""From plain data (a parsed route.yaml, or a map made in memory) to a frozen RouteMap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sleutelwerk.core.canonical import content_hash
from sleutelwerk.route_map.engine.model import (
    AllOf,
    Answered,
    AnyOf,
    Branch,
    Condition,
    Contact,
    Fact,
    FactIsSet,
    LimitAllows,
    Not,
    Option,
    Outcome,
    OutcomeKind,
    Part,
    Question,
    RouteMap,
    Section,
    Signal,
)


def from_data(data: dict[str, Any], profiles: Sequence[str]) -> RouteMap:
    """Build a map; `profiles` are the ids of the profile set from low to high.

    Texts that are left out become empty, so that a test or benchmark need not write them. Raises KeyError, TypeError or
    ValueError on data that the schema refuses.
    """
    pin = data.get("profile_set", {"slug": "", "version": 0})
    return RouteMap(
        slug=data.get("slug", ""),
        version=data.get("version", 0),
        title=data.get("title", ""),
        summary=data.get("summary", ""),
        label=data.get("label", ""),
        checked=data.get("checked", ""),
        start=data["start"],
        profile_set=(pin["slug"], pin["version"]),
        profiles=tuple(profiles),
        sections=tuple(
            Section(s["id"], s.get("title", ""), Part(s["part"]), s.get("intro", "")) for s in data.get("sections", ())
        ),
        facts=tuple(
            Fact(f["id"], f.get("text", ""), f.get("limit"), tuple(f.get("excludes", ())))
            for f in data.get("facts", ())
        ),
        signals=tuple(
            Signal(s["id"], s.get("title", ""), s.get("question", ""), s.get("dilemma", ""))
            for s in data.get("signals", ())
        ),
        questions=tuple(_question(question) for question in data["questions"]),
        outcomes=tuple(_outcome(outcome) for outcome in data["outcomes"]),
        content_hash=content_hash(data),
    )


def _question(data: dict[str, Any]) -> Question:
    return Question(
        id=data["id"],
        section=data.get("section", ""),
        text=data.get("text", ""),
        why=data.get("why", ""),
        options=tuple(_option(option) for option in data["options"]),
        sources=tuple(data.get("sources", ())),
        about_person=data.get("about_person", False),
        help=data.get("help", ""),
        arrange=tuple(data.get("arrange", ())),
        short=data.get("short", ""),
    )


def _option(data: dict[str, Any]) -> Option:
    to = data["to"]
    branches = (Branch(to),) if isinstance(to, str) else tuple(_branch(branch) for branch in to)
    if not branches:
        message = f"option {data['id']} leads nowhere"
        raise ValueError(message)
    return Option(
        id=data["id"],
        text=data.get("text", ""),
        because=data.get("because", ""),
        branches=branches,
        help=data.get("help", ""),
        first=data.get("first"),
        sets=tuple(data.get("set", ())),
        signals=tuple(data.get("signals", ())),
        meets=tuple(data.get("meets", ())),
    )


def _branch(data: dict[str, Any]) -> Branch:
    return Branch(data["to"], condition_from_data(data["when"]) if "when" in data else None)


def condition_from_data(data: dict[str, Any]) -> Condition:
    """Build a condition of the closed language. Raises ValueError or KeyError on anything else."""
    ((kind, value),) = data.items()
    match kind:
        case "answer":
            ((question, options),) = value.items()
            return Answered(question, frozenset(options))
        case "fact":
            return FactIsSet(value)
        case "limit_allows":
            return LimitAllows(value)
        case "all":
            return AllOf(tuple(condition_from_data(part) for part in value))
        case "any":
            return AnyOf(tuple(condition_from_data(part) for part in value))
        case "not":
            return Not(condition_from_data(value))
        case _:
            raise KeyError(kind)


def _outcome(data: dict[str, Any]) -> Outcome:
    return Outcome(
        id=data["id"],
        kind=OutcomeKind(data["kind"]),
        title=data.get("title", ""),
        summary=data.get("summary", ""),
        profile=data.get("profile"),
        steps=tuple(data.get("steps", ())),
        turn_to=tuple(Contact(c["name"], c.get("reason", ""), c.get("reach", "")) for c in data.get("turn_to", ())),
        change_in_reality=tuple(data.get("change_in_reality", ())),
        arranges=tuple(data.get("arranges", ())),
        continue_with=data.get("continue_with"),
        deliberable=data.get("deliberable", True),
        sources=tuple(data.get("sources", ())),
    )
