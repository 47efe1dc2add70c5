"""Who may prepare a deliberation, and what has to be settled before its room can open; all else only warns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.people import may_lead_deliberations
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused
from sleutelwerk.deliberation.engine.justice import of_justice
from sleutelwerk.deliberation.engine.model import Method
from sleutelwerk.deliberation.engine.question import question_test
from sleutelwerk.deliberation.rules.room import leads

NONE_OF_THESE = "none"
YES, NO, UNSURE = "yes", "no", "unsure"
#: What a plan holds, each with what it is before anybody wrote it.
EMPTY_PLAN: Mapping[str, Any] = {
    "title": "", "question": "", "side_a": "", "side_b": "", "situation": "", "turning_point": "",
    "estimate": "", "damage_a": "", "damage_b": "",
    "decider_function": "", "functions": [], "not_discussed": "", "note_agreement": "", "dilemma": "",
    "voice_note": "", "mandate": "", "practicals": "", "open_actions": [], "answers": {},
}  # fmt: skip


class Page(StrEnum):
    """The short pages of a preparation, in their order; the value stands in the address."""

    INTAKE = "aanleiding"
    METHOD = "aanpak"
    QUESTION = "vraag"
    PEOPLE = "deelnemers"
    RECORD = "verslag"
    MOMENT = "moment"


class Justice(StrEnum):
    """Whether police or a prosecutor take part, and whether the key figure knows that beforehand."""

    ABSENT = "no"
    TOLD = "told"
    NOT_TOLD = "not_told"


@dataclass(frozen=True, slots=True)
class Leaders:
    """Whose deliberation it is: of an organisation, and of the one or two who lead it."""

    organisation: UUID
    facilitator: UUID | None
    second: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """How far a preparation is. `justice` is empty until somebody said; `method` is None when it is not here.

    `police_leads` tells that a facilitator is of the police himself, `passed` that its day is over. Texts stand in
    `plan`.
    """

    method: Method | None
    phase: str
    aim: str
    decider: str
    voice: str
    justice: str
    police_leads: bool
    practice: bool
    starts_at: datetime | None
    passed: bool
    minutes: int
    has_second: bool
    plan: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Give a text of the plan without the spaces around it."""
        return str(self.plan.get(name, "")).strip()

    def answer(self, name: str) -> str:
        """Give an answer of the intake; nothing when it was not given."""
        return str(self.plan.get("answers", {}).get(name, "")).strip()


@dataclass(frozen=True, slots=True)
class Point:
    """Something that is still open: where it is settled, what it is and what to do. `hard` keeps the door closed.

    `ends` tells that by this answer there is nothing to deliberate. Whoever leads may know better: it closes no door.
    """

    code: str
    page: Page
    what: str
    instead: str
    hard: bool
    ends: bool = False


_NOT_YOURS = refused("Alleen wie dit beraad leidt, kan dit.")
_OPENED = refused("De kamer van dit beraad is al open geweest. De voorbereiding staat vast.")


def may_begin(actor: Actor) -> Verdict:
    """Tell whether somebody may begin a deliberation: a facilitator, in his own organisation."""
    return may_lead_deliberations(actor)


def may_see(actor: Actor, leaders: Leaders) -> Verdict:
    """Tell whether somebody may know of a deliberation: who leads it, and not even his colleagues."""
    same = actor.organisation == leaders.organisation
    return ALLOWED if same and leads(actor, leaders.facilitator, leaders.second) else _NOT_YOURS


def may_change(actor: Actor, leaders: Leaders, *, opened: bool) -> Verdict:
    """Tell whether somebody may change a preparation: until the room opens."""
    return first_refusal(may_see(actor, leaders), _OPENED if opened else ALLOWED)


def may_delete(actor: Actor, leaders: Leaders, *, opened: bool) -> Verdict:
    """Tell whether somebody may delete a deliberation: whoever began it, while nobody ever came in."""
    if actor.id != leaders.facilitator:
        return first_refusal(may_see(actor, leaders), refused("Alleen wie dit beraad begon, kan het weggooien."))
    return may_change(actor, leaders, opened=opened)


def may_follow(actor: Actor, leaders: Leaders, *, closed: bool) -> Verdict:
    """Tell whether somebody may begin a deliberation on the same dilemma: after the earlier one."""
    return first_refusal(may_see(actor, leaders), ALLOWED if closed else refused("Dit beraad is nog niet geweest."))


def may_take_justice_answer(*, police_leads: bool, justice: str) -> Verdict:
    """Tell whether an answer about police can be right: whoever is of the police takes part himself (N15)."""
    if police_leads and justice == Justice.ABSENT:
        return refused("Een gespreksleider van dit beraad werkt bij de politie. Dan doet de politie mee.")
    return ALLOWED


def limit_in_the_way(prepared: Preparation) -> str:
    """Give the limit that this deliberation is about, which it cannot talk away; nothing when there is none."""
    said = prepared.answer("limits")
    return "" if prepared.practice or said in {"", NONE_OF_THESE} else said


def may_start_talking(prepared: Preparation) -> Verdict:
    """Tell whether all that must be settled is settled; the reason names the first that is not."""
    first = next((point for point in open_points(prepared) if point.hard), None)
    return refused(first.what) if first else ALLOWED


def open_points(prepared: Preparation) -> tuple[Point, ...]:
    """Give what is still open, in the order of the pages, what keeps the door closed first on each."""
    found = [point for rule in _RULES for point in rule(prepared)]
    pages = list(Page)
    return tuple(sorted(found, key=lambda one: (pages.index(one.page), not one.hard)))


def is_no_deliberation(prepared: Preparation) -> tuple[Point, ...]:
    """Give why, by what the inbrenger said, there is nothing to deliberate; nothing when there is."""
    return tuple(point for point in open_points(prepared) if point.ends)


def _hard(code: str, page: Page, what: str, instead: str) -> Point:
    return Point(code, page, what, instead, hard=True)


def _soft(code: str, page: Page, what: str, instead: str) -> Point:
    return Point(code, page, what, instead, hard=False)


def _limits(one: Preparation) -> Iterator[Point]:
    if one.practice:
        return
    if not one.answer("limits"):
        yield _hard(
            "limits", Page.INTAKE, "U hebt nog niet gezegd of het over iets gaat dat vaststaat.",
            "Kijk naar de vijf grenzen. Is het geen van deze, dan kunt u verder.",
        )  # fmt: skip
    elif limit_in_the_way(one):
        yield _hard(
            "limit", Page.INTAKE, "Dit gaat over iets dat vaststaat. Een beraad verandert dat niet.",
            "Doe wat bij de grens staat. Is er daarna nog een keuze, neem dan die vraag.",
        )  # fmt: skip


_INTAKE = {
    "own_experience": (NO, "Het is niet de eigen ervaring van de inbrenger.", "Zoek wie het zelf meemaakt."),
    "real_doubt": (NO, "De inbrenger twijfelt niet echt.", "Zonder twijfel is er geen beraad. Praat er gewoon over."),
    "still_open": (NO, "Er valt niets meer te kiezen.", "Houd dan een terugblik, en vraag niet om steun."),
    "decided": (YES, "Het besluit is al genomen.", "Leg het besluit uit. Een beraad achteraf kan wel om te leren."),
}
#: Without doubt there is no deliberation; without a choice there is none either, unless people come to learn of it.
_NO_DOUBT, _NO_CHOICE = "real_doubt", frozenset({"still_open", "decided"})


def _intake(one: Preparation) -> Iterator[Point]:
    if one.practice:
        return
    if any(not one.answer(name) for name in _INTAKE):
        yield _soft(
            "intake", Page.INTAKE, "Het gesprek met de inbrenger is nog niet af.",
            "Spreek hem vooraf: is het van hemzelf, twijfelt hij, is er nog iets te kiezen?",
        )  # fmt: skip
    for name, (bad, what, instead) in _INTAKE.items():
        if one.answer(name) == bad:
            ends = name == _NO_DOUBT or (name in _NO_CHOICE and one.aim != "learn")
            yield Point(name, Page.INTAKE, what, instead, hard=False, ends=ends)


def _method(one: Preparation) -> Iterator[Point]:
    if one.method is None:
        yield _hard(
            "method", Page.METHOD, "De methode staat niet meer op deze site.", "Kies een andere methode."
        )  # fmt: skip
    elif one.phase not in one.method.phases:
        yield _soft(
            "phase", Page.METHOD, "Deze methode is niet gemaakt voor dit moment in de samenwerking.",
            "Kijk of een andere methode beter past.",
        )  # fmt: skip
    if not one.aim:
        yield _hard("aim", Page.METHOD, "Het doel ontbreekt: leren, adviseren of beslissen.", "Kies een doel.")


def _question(one: Preparation) -> Iterator[Point]:
    question = one.text("question")
    if not question:
        yield _soft("question", Page.QUESTION, "Er is nog geen vraag.", "Een goede vraag is het halve beraad.")
    elif question_test(question):
        yield _soft("question_test", Page.QUESTION, "De vraag kan nog beter.", "Lees wat wij erbij schreven.")
    if not (one.text("side_a") and one.text("side_b")):
        yield _soft("sides", Page.QUESTION, "A of B ontbreekt.", "Schrijf beide kanten op, of doe het samen.")
    if not one.text("situation"):
        yield _soft("situation", Page.QUESTION, "Het verhaal ontbreekt.", "Een paar zinnen zijn genoeg.")


def _people(one: Preparation) -> Iterator[Point]:
    count = len(one.plan.get("functions", ()))
    if not count:
        yield _soft("functions", Page.PEOPLE, "Er staat nog niet wie er komen.", "Noem functies, geen namen.")
    elif one.method and count < one.method.people[0]:
        yield _soft(
            "few", Page.PEOPLE, f"Voor deze methode zijn {one.method.people[0]} mensen nodig.",
            "Vraag er iemand bij die er anders naar kijkt.",
        )  # fmt: skip
    elif one.method and count > one.method.people[1]:
        yield _soft(
            "many", Page.PEOPLE, f"Deze methode werkt met hooguit {one.method.people[1]} mensen.",
            "Maak twee groepen.",
        )  # fmt: skip
    if not one.practice and not one.text("mandate"):
        yield _soft(
            "mandate", Page.PEOPLE, "Er staat nog niet of deze mensen dit van elkaar mogen weten.",
            "Vraag het bij twijfel aan de FG.",
        )  # fmt: skip


def _decider(one: Preparation) -> Iterator[Point]:
    if one.aim == "decide" and one.decider == "none":
        yield _hard(
            "nobody_decides", Page.PEOPLE, "U komt om te beslissen, maar niemand beslist.",
            "Noem wie beslist, of kies als doel leren of adviseren.",
        )  # fmt: skip
    elif one.aim == "advise" and one.decider == "none":
        yield _soft(
            "nobody_advised", Page.PEOPLE, "U wilt adviseren. Wie beslist er dan?",
            "Noem wie beslist, of kies als doel leren.",
        )  # fmt: skip
    elif not one.decider or (one.decider != "none" and not one.text("decider_function")):
        yield _hard("decider", Page.PEOPLE, "Er staat nog niet wie beslist.", "Noem de functie van wie beslist.")
    if one.aim == "decide" and one.decider == "later":
        yield _soft(
            "decides_later", Page.PEOPLE, "U komt om te beslissen, maar wie beslist is er niet bij.",
            "Wat u bedenkt, wordt dan een advies. Laat wie beslist komen en als laatste spreken, of kies adviseren.",
        )  # fmt: skip


def _voice(one: Preparation) -> Iterator[Point]:
    if one.practice:
        return
    if not one.voice:
        yield _hard(
            "voice", Page.PEOPLE, "Er staat nog niet hoe hij zelf wordt gehoord.",
            "Kies: hij is erbij, hij is vooraf gevraagd, of hij hoort het achteraf.",
        )  # fmt: skip
    elif not one.text("voice_note"):
        yield _soft("voice_note", Page.PEOPLE, "Leg uit hoe hij wordt gehoord.", "Eén zin is genoeg.")


def _who_come(one: Preparation) -> tuple[str, ...]:
    """Give the functions of those in the room; whoever decides is there only when he speaks last."""
    decider = (one.text("decider_function"),) if one.decider == "last" else ()
    return (*one.plan.get("functions", ()), *decider)


def _justice(one: Preparation) -> Iterator[Point]:
    if one.practice:
        return
    if not one.justice or not may_take_justice_answer(police_leads=one.police_leads, justice=one.justice):
        yield _hard(
            "justice", Page.PEOPLE, "Er staat nog niet of politie of justitie meedoet.",
            "Iedereen hoort dat vooraf, ook hij.",
        )  # fmt: skip
    elif one.justice == Justice.ABSENT and (named := of_justice(_who_come(one))):
        yield _hard(
            "justice_named", Page.PEOPLE, f"U noemt ‘{named}’. Dat is politie of justitie, en u koos ‘nee’.",
            "Kies ‘ja’ en vertel het de sleutelfiguur eerst. Of haal de functie weg als die niet komt.",
        )  # fmt: skip
    elif one.justice == Justice.NOT_TOLD:
        yield _hard(
            "justice_not_told", Page.PEOPLE, "Politie of justitie doet mee, en hij weet het niet.",
            "Vertel het hem eerst, en vraag of hij dat goed vindt. Kan dat niet, dan doen zij niet mee.",
        )  # fmt: skip


def _record(one: Preparation) -> Iterator[Point]:
    if not one.text("note_agreement"):
        yield _hard(
            "note_agreement", Page.RECORD, "Er staat nog niet wat u opschrijft en wie het krijgt.",
            "Iedereen moet dat weten voordat hij iets zegt.",
        )  # fmt: skip


#: A place that is somebody's home; the office of Veilig Thuis is none.
_AT_HOME = re.compile(
    r"(?<!veilig )\bthuis\b|\b(?:zijn|haar|hun|iemands) (?:eigen )?(?:huis|woning|flat)\b|\bwoonkamer\b|"
    r"\bbij (?:hem|haar)\b",
    re.IGNORECASE,
)


def _moment(one: Preparation) -> Iterator[Point]:
    if one.starts_at is None:
        yield _soft("starts_at", Page.MOMENT, "Er is nog geen dag en tijd.", "Zonder moment is er geen uitnodiging.")
    elif one.passed:
        yield _soft(
            "passed", Page.MOMENT, "Deze dag is al geweest. Klopt dat?",
            "Kies een nieuwe dag, dan klopt de uitnodiging.",
        )  # fmt: skip
    if one.method and 0 < one.minutes < one.method.shortest:
        yield _soft(
            "short", Page.MOMENT, f"Deze methode kan niet korter dan {one.method.shortest} minuten.",
            "Neem meer tijd of een kortere methode.",
        )  # fmt: skip
    if not one.answer("room"):
        yield _soft("room", Page.MOMENT, "Er is nog geen ruimte.", "Kies een plek waar niemand kan meeluisteren.")
    elif _AT_HOME.search(one.answer("room")):
        yield _soft(
            "home", Page.MOMENT, "U noemt iemands huis als plek.",
            "Praat nooit bij iemand thuis. Kies een ruimte in een kantoor of buurthuis.",
        )  # fmt: skip
    if not one.has_second:
        yield _soft(
            "second", Page.MOMENT, "Er is geen tweede gespreksleider.",
            "Valt u of uw apparaat uit, dan neemt die het over.",
        )  # fmt: skip


_RULES = (_limits, _intake, _method, _question, _people, _decider, _voice, _justice, _record, _moment)
