"""The parts of a map and of an explanation as plain data for `--json` (see docs/reference/command-line.md)."""

from __future__ import annotations

from typing import Any

from sleutelwerk.route_map.engine.explain import Explained, Explanation, Recipe, WhyNot
from sleutelwerk.route_map.engine.model import Outcome, RouteMap
from sleutelwerk.route_map.engine.walk import Walk

Data = dict[str, Any]


def map_data(route_map: RouteMap) -> Data:
    """Which map it is."""
    return {
        "slug": route_map.slug,
        "version": route_map.version,
        "title": route_map.title,
        "content_hash": route_map.content_hash,
    }


def outcome_data(outcome: Outcome) -> Data:
    """An outcome in short."""
    return {"id": outcome.id, "kind": outcome.kind.value, "title": outcome.title, "profile": outcome.profile}


def answers_data(walk: Walk) -> list[list[str]]:
    """The answers about the assignment, as question and option; what concerns a person never becomes data."""
    return [[one.question.id, one.option.id] for one in walk.steps if not one.question.about_person]


def walk_data(walk: Walk) -> Data:
    """A walk through the questions about the assignment. Give it no other."""
    return {
        "answers": answers_data(walk),
        "at": walk.at.id if walk.at else None,
        "outcome": outcome_data(walk.outcomes[0]) if walk.outcomes else None,
        "provisional": walk.provisional,
        "firsts": [{"question": one.question.id, "outcome": outcome_data(one.outcome)} for one in walk.firsts],
        "facts": [fact.id for fact in walk.facts],
        "signals": [signal.id for signal in walk.signals],
    }


def explanation_data(explanation: Explanation) -> Data:
    """Why a walk through the assignment ended where it did. After a stop there is no way round to tell."""
    limits = [{"fact": one.fact.id, "limit": one.fact.limit, "question": one.question.id} for one in explanation.limits]
    if not isinstance(explanation, Explained):
        because = [[one.question.id, one.option.id] for one in explanation.because]
        return {"because": because, "limits": limits}
    decisive = [
        {"question": one.question.id, "option": one.option.id, "excluding": [option.id for option in one.excluding]}
        for one in explanation.decisive
    ]
    return {"decisive": decisive, "limits": limits, "why_not": [_why_not_data(one) for one in explanation.why_not]}


def _why_not_data(one: WhyNot) -> Data:
    if not isinstance(one, Recipe):
        return {"profile": one.profile, "reachable": False}
    changes = [
        {"question": c.question.id, "present": c.present.id, "needed": [option.id for option in c.needed]}
        for c in one.changes
    ]
    return {
        "profile": one.profile,
        "reachable": True,
        "outcome": one.outcome.id,
        "changes": changes,
        "asked": [question.id for question in one.asked],
        "answers": [[question.id, option.id] for question, option in one.answers],
    }
