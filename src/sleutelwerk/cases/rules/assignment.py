"""What an assignment must say before anything about a person may be written down (N6), and what it may never say.

Purpose comes before person: goal, profile, legal basis and DPIA stand first (AVG art. 5 and 6; requirement N6). An area
is never smaller than a municipality, and an assignment names no community (requirements N1 and N2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sleutelwerk.cases.engine.clauses import is_same
from sleutelwerk.cases.engine.retention import Result, Retention, due_date
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

#: Longer than this an assignment is looked at anew (own judgement: a term that nobody can oversee is no term).
LONGEST_TERM_DAYS = 731
#: A mandate for later than this is not there yet, and one from before this is no mandate any more (own judgement).
EARLIEST_START, LATEST_START = timedelta(days=LONGEST_TERM_DAYS), timedelta(days=183)
#: What an assignment holds besides its columns, each with what it is before anybody wrote it.
EMPTY_TEXTS: Mapping[str, str] = {
    "title": "", "goal": "", "objective": "", "area": "", "commissioner": "", "mandate": "", "contact": "",
    "deputy": "", "legal_basis": "", "legal_task": "", "dpia": "",
}  # fmt: skip


class Page(StrEnum):
    """The short pages of an assignment, in their order; the value stands in the address."""

    GOAL = "doel"
    PLACE = "thema-en-gebied"
    MANDATE = "opdrachtgever"
    BASIS = "grondslag"
    PROFILE = "profiel-en-termijn"


class Basis(StrEnum):
    """On what ground of art. 6 AVG data of a person would be kept. Consent is not among them.

    Between government and citizen consent is seldom free, and cooperation serves the municipality as well
    (requirements, section 1).
    """

    PUBLIC_TASK = "public_task"
    LEGAL_DUTY = "legal_duty"
    OTHER = "other"


class Theme(StrEnum):
    """What the collaboration is about; a closed list, so that no group can be named here (N1, N2)."""

    SAFE_HOME = "safe_home"
    SCHOOL = "school"
    WORK_INCOME = "work_income"
    LIVING = "living"
    HEALTH = "health"
    YOUTH = "youth"
    TRUST = "trust"
    EXPLOITATION = "exploitation"
    SAFETY = "safety"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """How far an assignment is. `profile` is empty until one was chosen; texts stand in `texts`."""

    theme: str
    profile: str
    starts_on: date | None
    ends_on: date | None
    texts: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Give a text without the spaces around it."""
        return str(self.texts.get(name, "")).strip()


@dataclass(frozen=True, slots=True)
class Point:
    """Something that is still open: where it is settled, what it is and what to do."""

    page: Page
    what: str
    instead: str


#: Words of places that are smaller than a municipality, and what looks like an address.
_SMALL = re.compile(
    r"\b\w*(wijk|buurt|straat|plein|laan|dorp|kern|kamp|camp|flat|complex|blok|locatie|standplaats\w*)\b"
    r"|\bvinex\w*|\bcentrum(?!gemeente)\w*|\d",
    re.IGNORECASE,
)
#: Districts that many know by their name alone; own list, checked 29 November 2026, and never whole.
_DISTRICTS = re.compile(
    r"\b(slotervaart|bijlmer(meer)?|ypenburg|schollevaar|kanaleneiland|overvecht|leidsche rijn|feijenoord|crooswijk|"
    r"laakkwartier|poelenburg|malburgen|presikhaaf|lindenholt|woensel|stratum|selwerd|beijum|vinkhuizen)\b",
    re.IGNORECASE,
)
#: What says by itself that it is a whole municipality or larger.
_LARGE = re.compile(
    r"^\s*(de |het )?(gemeenten?\b|provincies?\b|(veiligheids|politie|arbeidsmarkt|jeugd)?regio('s)?\b|"
    r"(heel )?nederland\s*$)",
    re.IGNORECASE,
)
#: After a comma comes a part, unless more municipalities are named.
_PART = re.compile(r"^(?!\s*(de )?(gemeenten|provincies|regio's)\b).*,", re.IGNORECASE)
#: Municipalities whose name holds such a word; own list, checked 28 November 2026.
_NAMES = re.compile(
    r"\b(beverwijk|harderwijk|katwijk|noordwijk|rijswijk|waalwijk|wijk bij duurstede|winterswijk|leiderdorp"
    r"|nuenen, gerwen en nederwetten)\b",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"[.!?](?:\s|$)")


def may_be_area(text: str) -> Verdict:
    """Tell whether an area is large enough: a municipality or more of them."""
    named = _NAMES.sub("", text)
    if _SMALL.search(named) or _DISTRICTS.search(named):
        return refused("Noem een hele gemeente, of meer gemeenten. Een kleiner gebied wijst mensen aan.")
    if _PART.search(named):
        return refused(
            "Na de komma staat een deel van een gemeente. Noem alleen de gemeente, of begin met ‘Gemeenten’ als het er"
            " meer zijn: ‘Gemeenten Hengelo, Almelo en Borne’."
        )
    return ALLOWED


def may_name_area(text: str, *, whole: bool, before: str = "") -> Verdict:
    """Tell whether an area may be written down: one that does not say so itself only when its writer does.

    What stood there already is not judged again: another page must not be stopped by it.
    """
    if text.strip() == before.strip():
        return ALLOWED
    said = whole or _LARGE.search(text) is not None
    own = refused("Zet een vinkje als dit een hele gemeente is, of groter. Een wijk of buurt kan niet.", "whole")
    return first_refusal(may_be_area(text), ALLOWED if said else own)


def may_be_goal(text: str) -> Verdict:
    """Tell whether a goal is one sentence."""
    if len(_SENTENCE_ENDS.findall(text.strip())) > 1:
        return refused("Schrijf het doel in één zin. Wat er verder bij hoort, past bij de integrale doelstelling.")
    return ALLOWED


def may_be_deputy(deputy: str, contact: str) -> Verdict:
    """Tell whether somebody can stand in for the contact: somebody else, or neither is known yet."""
    if deputy.strip() and is_same(deputy, contact):
        return refused(
            "De vervanger is dezelfde als het aanspreekpunt. Kies iemand anders: hij staat er nooit alleen voor."
        )
    return ALLOWED


def may_be_profile(profile: str, before: str, *, resettling: bool) -> Verdict:
    """Tell whether this profile may be chosen: in a case that was taken over it stays, as he was weighed by it."""
    if resettling and profile != before:
        return refused("Het profiel blijft zoals het was. Daarop is met hem afgesproken.")
    return ALLOWED


def may_be_term(starts_on: date | None, ends_on: date | None) -> Verdict:
    """Tell whether a term has an end that comes after its beginning, and within two years."""
    if starts_on is None or ends_on is None:
        return ALLOWED
    if ends_on <= starts_on:
        return refused("De einddatum ligt voor de begindatum. Kijk de dagen na.")
    if (ends_on - starts_on).days > LONGEST_TERM_DAYS:
        return refused("Neem een termijn van hooguit twee jaar. Daarna kijkt u opnieuw of het nog nodig is.")
    return ALLOWED


def may_begin_on(starts_on: date | None, today: date) -> Verdict:
    """Tell whether a term can begin on that day: not long ago, and not far ahead."""
    if starts_on is not None and starts_on < today - EARLIEST_START:
        return refused("De opdracht begint meer dan twee jaar geleden. Kijk de dagen na.", "starts_on")
    if starts_on is not None and starts_on > today + LATEST_START:
        return refused(
            "De opdracht begint pas over meer dan een half jaar. Kies een dag die dichterbij is.", "starts_on"
        )
    return ALLOWED


def still_runs(ends_on: date | None, today: date) -> Verdict:
    """Tell whether a mandate has not ended: its last day may be today."""
    if ends_on is not None and ends_on < today:
        return refused("De termijn van de opdracht is voorbij. Spreek een nieuwe af met de opdrachtgever.", "ends_on")
    return ALLOWED


def may_be_term_now(starts_on: date | None, ends_on: date | None, today: date) -> Verdict:
    """Tell whether somebody can act on a term today: not too long, begun or beginning soon, and not over."""
    return first_refusal(may_be_term(starts_on, ends_on), may_begin_on(starts_on, today), still_runs(ends_on, today))


def alone_until(changed_on: date, ends_on: date | None, terms: Retention) -> date | None:
    """Give the day on which an assignment without anybody goes; None by terms that have no rule for it yet.

    The term counts from the last change, or from the end when that is later, and never beyond the longest since then.
    """
    if not terms.knows(Result.ASSIGNMENT):
        return None
    due = due_date(Result.ASSIGNMENT, max(changed_on, ends_on or changed_on), terms)
    longest = terms.rule(Result.ASSIGNMENT).longest
    assert due is not None
    assert longest is not None
    return min(due, longest.after(changed_on))


def open_points(assignment: Assignment) -> tuple[Point, ...]:
    """Give what must be settled before anything about a person may be written down (N6)."""
    return tuple(_open(assignment))


def _open(assignment: Assignment) -> Iterator[Point]:
    for name, point in _NEEDED.items():
        if not assignment.text(name):
            yield point
    if not (deputy := may_be_deputy(assignment.text("deputy"), assignment.text("contact"))):
        yield Point(Page.MANDATE, "De vervanger is dezelfde als het aanspreekpunt.", deputy.reason.partition(". ")[2])
    if not assignment.theme:
        yield Point(Page.PLACE, "Het thema ontbreekt.", "Kies waar het over gaat.")
    if not assignment.profile:
        yield Point(Page.PROFILE, "U koos nog geen profiel.", "Loop de routekaart, of kies het zelf.")
    if assignment.starts_on is None or assignment.ends_on is None:
        yield Point(Page.PROFILE, "De termijn ontbreekt.", "Geef een begin en een einde.")


_NEEDED: Mapping[str, Point] = {
    "goal": Point(Page.GOAL, "Het doel ontbreekt.", "Schrijf in één zin wat er voor bewoners beter wordt."),
    "objective": Point(
        Page.GOAL, "De integrale doelstelling ontbreekt.", "Schrijf op wie er nog meer aan dit doel werken, en waaraan."
    ),
    "area": Point(Page.PLACE, "Het gebied ontbreekt.", "Noem de gemeente."),
    "commissioner": Point(Page.MANDATE, "De opdrachtgever ontbreekt.", "Noem de functie van wie dit wil."),
    "mandate": Point(Page.MANDATE, "Het mandaat ontbreekt.", "Schrijf op wie het besloot, en wanneer."),
    "contact": Point(Page.MANDATE, "Het vaste aanspreekpunt ontbreekt.", "Noem een functie."),
    "deputy": Point(
        Page.MANDATE,
        "De vervanger ontbreekt.",
        "Wie is er als het aanspreekpunt er niet is? Hij staat er nooit alleen voor.",
    ),
    "legal_basis": Point(Page.BASIS, "De grondslag ontbreekt.", "Vraag uw FG op welke grond u gegevens mag bewaren."),
    "legal_task": Point(Page.BASIS, "De wettelijke taak ontbreekt.", "Noem de wet en het artikel."),
    "dpia": Point(Page.BASIS, "De DPIA ontbreekt.", "Noem het kenmerk van de DPIA waar dit onder valt."),
}


def may_settle(assignment: Assignment, today: date) -> Verdict:
    """Tell whether an assignment says enough to be settled."""
    left = len(open_points(assignment))
    if left:
        return refused("De opdracht is nog niet compleet. Vul eerst aan wat ontbreekt.")
    return may_be_term_now(assignment.starts_on, assignment.ends_on, today)
