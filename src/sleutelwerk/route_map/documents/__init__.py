"""The documents of the route map: the result, one page for whoever decides, and the map to hang on the wall.

Nothing about a person is ever in them: they are made from the walk through part `assignment` alone.
"""

from __future__ import annotations

from datetime import date
from threading import Lock
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sleutelwerk.core.bibliography import Source
from sleutelwerk.route_map.engine.draw import draw, to_svg
from sleutelwerk.route_map.engine.model import Outcome, OutcomeKind, Part, RouteMap
from sleutelwerk.route_map.queries.chart import Chart, Texts
from sleutelwerk.route_map.queries.outline import outline_of
from sleutelwerk.route_map.queries.result import result_of
from sleutelwerk.route_map.queries.visit import Visit, visit_with
from sleutelwerk.route_map.rules.answers import Answers
from sleutelwerk.ui.documents import typeset

_FOLDER = "route_map/documents"
_TONES = {"profile": "good", "stop": "stop", "first": "attention", "none": "plain"}
#: The page for whoever decides has room for this many reasons and questions.
MOST_ON_ONE_PAGE = 4
#: What comes instead of a profile is asked of whoever decides, so its steps stand on that page.
_INSTEAD = frozenset({OutcomeKind.FIRST, OutcomeKind.NONE})

_made: dict[tuple[str, date], bytes] = {}
_making = Lock()


def result_pdf(visit: Visit, *, today: date) -> bytes:
    """Make the whole result of the assignment: reasons, limits, other profiles, what to arrange, dilemmas, answers."""
    result = result_of(visit, Part.ASSIGNMENT)
    data = _common(visit.chart, _("Uitkomst van de routekaart"), today) | {
        "kicker": _("Routekaart · deel A, de opdracht"),
        "outcome": _outcome(result),
        "reasons": [_reason(reason) for reason in result["decisive"]],
        "answers": [_reason(reason) for reason in _in_order(result)],
        "limits": [limit["fact"].text for limit in result["limits"]],
        "why_not": [_why_not(one) for one in result["why_not"]],
        "arrange": [{"title": one["title"], "lines": one["lines"]} for one in result["arrange"]],
        "signals": [{"title": signal.title, "question": signal.question} for signal in result["signals"]],
        "sources": [_source(source) for source in result["sources"]],
        "words": _result_words(result["kind"]),
    }
    return typeset(f"{_FOLDER}/result.typ", data, dated=today)


def summary_pdf(visit: Visit, *, today: date) -> bytes:
    """Make the one page for a mayor or manager: what comes out, why, on which conditions, and what is asked of them."""
    result = result_of(visit, Part.ASSIGNMENT)
    outcome: Outcome = result["outcome"]
    looking = result["kind"] in {"profile", "first"}
    data = _common(visit.chart, _("Routekaart op één pagina"), today) | {
        "kicker": _("Voor bestuurder of manager"),
        "outcome": _outcome(result),
        "reasons": [reason["because"] for reason in result["decisive"]][:MOST_ON_ONE_PAGE],
        "limits": [limit["fact"].text for limit in result["limits"]],
        "signals": [signal.question for signal in result["signals"]][:MOST_ON_ONE_PAGE],
        "ask": _asked_of_decision_maker(result),
        "steps": list(outcome.steps) if outcome.kind in _INSTEAD else [],
        "closed": outcome.kind is OutcomeKind.STOP and not outcome.deliberable,
        "never": _promises() if looking else [],
        "choices": _choices(result),
        "words": _summary_words(outcome.kind),
    }
    return typeset(f"{_FOLDER}/summary.typ", data, dated=today)


def _promises() -> list[str]:
    return [
        _("Wij vragen deze persoon niets over andere personen of over strafbare feiten."),
        _("Wij leggen niets over iemand vast voordat hij het weet en voordat vaststaat dat het mag."),
        _("Hij mag altijd stoppen, zonder reden en zonder gevolgen."),
    ]


def map_pdf(chart: Chart, *, today: date) -> bytes:
    """Give the map on A3 sheets, at true size with type of at least 9 points, and the same in words behind them.

    It is the same for everybody and takes long to make, so it is made once a day.
    """
    name = (chart.route_map.content_hash, today)
    with _making:
        if name not in _made:
            _made.clear()
            _made[name] = _make_map_pdf(chart, today)
        return _made[name]


def _make_map_pdf(chart: Chart, today: date) -> bytes:
    route_map = chart.route_map
    drawing = draw(route_map, paper=True)
    outline = outline_of(visit_with(chart, Answers(), returning=False))
    footer = _("Eigen inhoud, niet van het CCV. Versie %(version)s, nagekeken op %(date)s.") % _stamp(route_map)
    footer += " " + _("Een letter achter een antwoord hoort bij de regel met dezelfde letter.")
    data = _common(chart, route_map.title, today) | {
        "sheets": [{"title": sheet.title, "svg": to_svg(sheet, footer=footer)} for sheet in drawing.sheets],
        "parts": [_part(part) for part in outline["parts"]],
        "ends": [
            {"title": outcome["title"], "summary": outcome["summary"], "place": outcome["place"]}
            for group in outline["outcomes"]
            for outcome in group["outcomes"]
        ],
        "words": _words()
        | {
            "alt": _("De routekaart als tekening. Dezelfde kaart in woorden staat achter de tekeningen."),
            "in_words": _("De kaart in woorden"),
            "own_numbers": _("De nummers horen bij de kaart. In uw route kunnen zij anders zijn."),
            "numbers": _(
                "De nummers horen bij de kaart. In uw eigen route kunnen zij anders zijn: u krijgt alleen de vragen "
                "die voor u nodig zijn. Staat er op de tekening een letter achter een antwoord, dan hoort het bij de "
                "regel met dezelfde letter."
            ),
            "ends": _("Waar de route eindigt"),
            "first": _("eerst regelen"),
            "otherwise": _("anders"),
            "when": _("als"),
            "question": _("vraag"),
        },
    }
    return typeset(f"{_FOLDER}/map.typ", data, dated=today)


def _common(chart: Chart, title: str, today: date) -> Texts:
    """What every document says: whose words these are, which version, and when it was made."""
    route_map = chart.route_map
    stamp = _stamp(route_map)
    return {
        "title": title,
        "description": route_map.summary,
        "date": today.isoformat(),
        "made": date_format(today, "j F Y"),
        "label": route_map.label,
        "footer": _("Eigen inhoud, niet van het CCV. Versie %(version)s, nagekeken op %(date)s.") % stamp,
    }


def _stamp(route_map: RouteMap) -> dict[str, Any]:
    return {"version": route_map.version, "date": date_format(date.fromisoformat(route_map.checked), "j F Y")}


def _outcome(result: Texts) -> Texts:
    """The result itself, with what must be done first."""
    outcome: Outcome = result["outcome"]
    title = outcome.title
    if result["provisional"]:
        title = _("Voorlopig: %(title)s") % {"title": title[0].lower() + title[1:]}
    return {
        "title": title,
        "summary": outcome.summary,
        "profile": outcome.profile or "",
        "tone": _TONES[result["kind"]],
        "provisional": result["provisional"],
        "steps": outcome.steps,
        "firsts": [
            {"title": one["outcome"].title, "summary": one["outcome"].summary, "steps": one["outcome"].steps}
            for one in result["firsts"]
        ],
        "turn_to": [{"name": one.name, "reason": one.reason, "reach": one.reach} for one in outcome.turn_to],
        "change": outcome.change_in_reality,
        "deliberable": outcome.deliberable,
    }


def _in_order(result: Texts) -> list[Texts]:
    return sorted([*result["decisive"], *result["others"]], key=lambda reason: int(reason["position"]))


def _reason(reason: Texts) -> Texts:
    return {name: reason[name] for name in ("position", "question", "answer", "because")}


def _why_not(one: Texts) -> Texts:
    changes = [
        {"question": change["question"], "present": change["present"], "needed": change["needed"]}
        for change in one.get("changes", [])
    ]
    count = len(one.get("asked", []))
    asked = ngettext("Er komt dan nog %(count)s vraag bij.", "Er komen dan nog %(count)s vragen bij.", count)
    more = asked % {"count": count} if count else ""
    return {"name": one["name"], "changes": changes, "asked": more, "reachable": not one.get("out_of_reach")}


def _source(source: Source) -> Texts:
    return {"title": source.title, "publisher": source.publisher, "url": source.url}


def _asked_of_decision_maker(result: Texts) -> list[str]:
    """What the reader is asked to decide; it depends on the kind of result only."""
    outcome: Outcome = result["outcome"]
    if outcome.kind is OutcomeKind.STOP:
        return [
            _("Geef geen opdracht die op deze manier begint."),
            _("Help mee om eerst te veranderen wat hieronder staat."),
        ]
    if outcome.kind is OutcomeKind.NONE:
        return [_("Kies een andere weg, of help mee om te veranderen wat hieronder staat.")]
    if result["firsts"] or outcome.kind is OutcomeKind.FIRST:
        return [
            _("Geef tijd en mensen om eerst te regelen wat hieronder staat."),
            _("Laat u melden als dat klaar is. Pas daarna zoeken wij iemand."),
        ]
    return [
        _("Bevestig de opdracht, het geld en de einddatum op papier."),
        _("Blijf aanspreekbaar als het spannend wordt, ook na een wisseling van bestuur of team."),
    ]


def _choices(result: Texts) -> list[str]:
    """What the reader can tick: never a bare 'agreed' under a stop, nor under what must be arranged first."""
    outcome: Outcome = result["outcome"]
    if outcome.kind is OutcomeKind.STOP:
        seen = _("gezien, wij beginnen zo niet")
        return [seen, _("eerst een moreel beraad")] if outcome.deliberable else [seen]
    if outcome.kind is OutcomeKind.NONE:
        return [_("een andere weg"), _("eerst veranderen wat hierboven staat")]
    if result["firsts"] or outcome.kind is OutcomeKind.FIRST:
        return [_("akkoord om dit eerst te regelen"), _("niet akkoord")]
    return [_("akkoord"), _("niet akkoord")]


def _part(part: Texts) -> Texts:
    title = _("Deel B: deze persoon") if part["part"] == "person" else _("Deel A: de opdracht")
    return {"title": title, "sections": [_section(section) for section in part["sections"]]}


def _section(section: Texts) -> Texts:
    names = ("number", "text", "options")
    return {"title": section["title"], "questions": [{n: q[n] for n in names} for q in section["questions"]]}


def _words() -> dict[str, str]:
    return {"page": _("Pagina"), "of": _("van"), "whose": _("Van wie zijn deze woorden?")}


def _result_words(kind: str) -> dict[str, str]:
    return _words() | {
        "made": _("Gemaakt op"),
        "provided": _("Mits u eerst dit regelt"),
        "reasons": _("Deze antwoorden wogen het zwaarst") if kind == "profile" else _("Door dit antwoord"),
        "reasons_intro": _("Bij elk daarvan is er een ander antwoord waarmee u ergens anders was uitgekomen.")
        if kind == "profile"
        else "",
        "limits": _("Grenzen die gelden"),
        "why_not": _("Wat zou tot een profiel leiden?") if kind == "none" else _("Waarom niet een ander profiel?"),
        "why_not_intro": _(
            "Zo veel zou in werkelijkheid anders moeten zijn. Het is geen recept om de kaart te sturen."
        ),
        "unreachable": _("Dit profiel past in geen geval bij deze vraag."),
        "now": _("nu"),
        "needed": _("nodig"),
        "first": _("Eerst regelen"),
        "steps": _steps_word(kind),
        "turn_to": _("Bij wie u terechtkunt"),
        "change": _("Wat er in werkelijkheid zou moeten veranderen"),
        "closed": _("Hier valt niets te overleggen. Ook een besluit van uw leiding verandert dit niet."),
        "arrange": _("Wat u regelt"),
        "signals": _("Dilemma’s voor een moreel beraad"),
        "answers": _("Alle antwoorden"),
        "number": _("Nr."),
        "question": _("Vraag"),
        "answer": _("Antwoord"),
        "sources": _("Bronnen"),
        "people": _(
            "De routekaart geeft advies. Mensen beslissen, en schrijven hun redenen op. In dit document staat niets "
            "over een persoon."
        ),
    }


def _steps_word(kind: str) -> str:
    words = {"stop": _("Wat u nu doet"), "none": _("Wat kan wel?")}
    return words.get(kind, _("Volgende stappen"))


def _summary_words(kind: OutcomeKind) -> dict[str, str]:
    return _result_words("profile") | {
        "steps": _("Wat kan wel?") if kind is OutcomeKind.NONE else _("Eerst regelen"),
        "assignment": _("Opdracht (vul zelf in, zonder namen)"),
        "reasons": _("Waarom"),
        "closed": _("Hier valt niets te overleggen. Ook een besluit van het bestuur verandert dit niet."),
        "ask": _("Wat wij u vragen"),
        "signals": _("Vragen om samen te bespreken"),
        "never": _("Waar wij ons aan houden"),
        "decision": _("Besluit"),
        "signed": _("Naam en datum"),
        "because_of": _("Omdat"),
    }
