"""What differs between a saved route and the map of today, in a visitor's words: titles and questions, no ids."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sleutelwerk.route_map.engine.model import Question, RouteMap
from sleutelwerk.route_map.engine.replay import Difference, DifferenceKind, Replay


def same_route(run: Replay) -> bool:
    """Tell whether only the map got a new version: the questions, the answers and the result are what they were."""
    return {one.kind for one in run.differences} <= {DifferenceKind.VERSION}


def told_differences(run: Replay, route_map: RouteMap) -> list[str]:
    """One sentence per kind of difference, and per question where that tells more."""
    questions = {question.id: question for question in route_map.questions}
    return list(dict.fromkeys(_told(one, run, route_map, questions.get(one.question)) for one in run.differences))


def _told(one: Difference, run: Replay, route_map: RouteMap, question: Question | None) -> str:
    asked = question.text if question else ""
    outcomes = run.walk.outcomes
    said = {
        DifferenceKind.MAP: _("Het bestand hoort bij een andere routekaart."),
        DifferenceKind.VERSION: _("De routekaart heeft een andere versie: nu is dat versie %(version)s.")
        % {"version": route_map.version},
        DifferenceKind.CONTENT: _("De tekst van de routekaart is veranderd, of het bestand is aangepast."),
        DifferenceKind.UNKNOWN_QUESTION: _("Een vraag uit uw bestand staat niet meer op de kaart."),
        DifferenceKind.UNKNOWN_OPTION: _("Uw antwoord op deze vraag staat niet meer op de kaart: ‘%(question)s’")
        % {"question": asked},
        DifferenceKind.ABOUT_PERSON: _(
            "In het bestand staat een antwoord over een persoon. Dat hoort er niet in, en wij gebruiken het niet."
        ),
        DifferenceKind.ROUTE: _("U krijgt niet meer precies dezelfde vragen als toen."),
        DifferenceKind.OUTCOME: _("De uitkomst is anders. Nu is dat: %(title)s.") % {"title": outcomes[0].title}
        if outcomes
        else _("Er is nog geen uitkomst. Eerst volgen er nog vragen."),
        DifferenceKind.FIRSTS: _("Wat u eerst moet regelen, is anders dan toen."),
    }
    return said[one.kind]
