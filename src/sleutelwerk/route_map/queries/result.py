"""What a route comes to, put together for one glance: the result, its reasons, what to arrange and where to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from sleutelwerk.route_map.engine.explain import Explained, Explanation, explain
from sleutelwerk.route_map.engine.model import OutcomeKind, Part
from sleutelwerk.route_map.engine.walk import Walk, follow
from sleutelwerk.route_map.queries.chart import Texts
from sleutelwerk.route_map.queries.contacts import calls_of, contacts_of, is_emergency
from sleutelwerk.route_map.queries.other_profiles import name_of, other_profiles, position_of
from sleutelwerk.route_map.queries.visit import Visit, question_url

if TYPE_CHECKING:
    from sleutelwerk.route_map.engine.model import Outcome

#: Nearly every answer keeps some stop away; those that chose between profiles are told first, at most this many.
MOST_SHOWN = 5
#: Words that have a capital only because a sentence begins with them.
_OPENERS = frozenset({"u", "hij", "zij", "een", "de", "het", "deze", "dit", "zoek", "er", "wij", "in", "voor"})


def walk_of(visit: Visit, part: Part) -> Walk:
    """The visitor's walk as the engine sees it; through ASSIGNMENT it holds nothing about a person."""
    questions = visit.chart.route_map.questions
    chosen = {questions[node].id: questions[node].options[option].id for node, option in visit.answers.chosen.items()}
    return follow(visit.chart.compiled, chosen, through=part)


def result_of(visit: Visit, part: Part) -> Texts:
    """All that the page of a result shows. Raises the engine's NotEnded while questions are left."""
    walk = walk_of(visit, part)
    explained = explain(visit.chart.graph, walk)
    outcome = walk.outcomes[-1]
    reasons = _reasons(walk, explained, part)
    shown = _foremost(reasons, outcome)
    firsts = _firsts(walk, outcome)
    provisional = bool(firsts) and outcome.kind is OutcomeKind.PROFILE
    return {
        "outcome": outcome,
        "kind": outcome.kind.value,
        "provisional": provisional,
        "decisive": shown,
        "title": _title(outcome, provisional=provisional),
        "all": reasons,
        "others": [reason for reason in reasons if reason not in shown],
        "limits": [{"fact": limit.fact, "url": _url(walk, limit.question.id)} for limit in explained.limits],
        "why_not": other_profiles(walk, explained),
        "firsts": firsts,
        "arrange": _arrange(walk, part),
        "signals": walk.signals,
        "sources": [visit.chart.sources[name] for name in outcome.sources if name in visit.chart.sources],
        "profile_url": address("function_profiles:profile", outcome.profile) if outcome.profile else "",
        "profile_name": name_of(outcome.profile),
        "asked_profile": name_of(walk.outcomes[0].profile) if part is Part.PERSON else "",
        "last": {
            "position": len(walk.steps),
            "url": question_url(len(walk.steps)),
            "question": walk.steps[-1].question.text,
        },
        "contacts": contacts_of(outcome.turn_to),
        "calls": calls_of(outcome),
        "emergency": is_emergency(outcome),
        "contact_url": address("home:contact"),
        "may_test": bool(outcome.continue_with),
    }


def address(name: str, *args: object) -> str:
    """The address of a page of another room or of a later part, or nothing while that page does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _title(outcome: Outcome, *, provisional: bool) -> str:
    """The heading of a result; after a colon a Dutch sentence goes on without a capital, but a name keeps its own."""
    if not provisional:
        return outcome.title
    first, space, rest = outcome.title.partition(" ")
    words = first.lower() if first.lower() in _OPENERS else first
    return _("Voorlopig: %(title)s") % {"title": f"{words}{space}{rest}"}


def _url(walk: Walk, question: str) -> str:
    return question_url(position_of(walk, question))


def _reasons(walk: Walk, explained: Explanation, part: Part) -> list[Texts]:
    """The reasons of this part, one per answer; which of them chose between profiles comes from the engine."""
    choosing = (
        {one.question.id for one in explained.decisive if one.chooses} if isinstance(explained, Explained) else set()
    )
    return [
        {
            "position": position,
            "url": question_url(position),
            "question": taken.question.text,
            "answer": taken.option.text,
            "because": taken.option.because,
            "decisive": taken.question.id in choosing,
            "about_person": taken.question.about_person,
        }
        for position, taken in enumerate(walk.steps, start=1)
        if taken.question.about_person is (part is Part.PERSON)
    ]


def _foremost(reasons: list[Texts], outcome: Outcome) -> list[Texts]:
    """What to say first: the answers that chose the profile, or the one answer that led to any other end."""
    if outcome.kind is OutcomeKind.PROFILE:
        return [reason for reason in reasons if reason["decisive"]][:MOST_SHOWN]
    return reasons[-1:]


def _firsts(walk: Walk, outcome: Outcome) -> list[Texts]:
    """What is to be done first, each with the way back to its question; nothing of the kind after a stop."""
    if outcome.kind not in {OutcomeKind.PROFILE, OutcomeKind.FIRST}:
        return []
    return [{"outcome": one.outcome, "url": _url(walk, one.question.id)} for one in walk.firsts]


def _arrange(walk: Walk, part: Part) -> list[Texts]:
    """The lists of what to arrange that belong to the questions of this part."""
    return [
        {"title": taken.question.short or taken.question.text, "lines": taken.question.arrange}
        for taken in walk.steps
        if taken.question.arrange and taken.question.about_person is (part is Part.PERSON)
    ]
