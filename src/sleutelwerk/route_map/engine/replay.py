"""Replaying a receipt: the same run on the map as it is now, or every difference by name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sleutelwerk.route_map.engine.compiled import CompiledMap
from sleutelwerk.route_map.engine.receipt import Receipt, receipt_of
from sleutelwerk.route_map.engine.walk import Walk, follow


class DifferenceKind(StrEnum):
    """In what a replay differs from its receipt."""

    MAP = "andere-kaart"
    VERSION = "andere-versie"
    CONTENT = "andere-inhoud"
    UNKNOWN_QUESTION = "onbekende-vraag"
    UNKNOWN_OPTION = "onbekend-antwoord"
    ABOUT_PERSON = "over-een-persoon"
    ROUTE = "andere-vraag"
    OUTCOME = "andere-uitkomst"
    FIRSTS = "andere-eerst-stappen"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference; the message is Dutch, for whoever knows the ids of the map. `question` is the one it is about."""

    kind: DifferenceKind
    message: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Replay:
    """The run as the map gives it now, and in what that differs from the receipt."""

    walk: Walk
    differences: tuple[Difference, ...]

    @property
    def equal(self) -> bool:
        """True when nothing differs at all."""
        return not self.differences

    @property
    def verdict(self) -> str:
        """Say in one word how it went."""
        return "gelijk" if self.equal else "anders"


def replay(receipt: Receipt, compiled: CompiledMap) -> Replay:
    """Follow the answers of a receipt through a map and name each difference. Answers about a person are not used."""
    usable, differences = _usable(receipt, compiled)
    walk = follow(compiled, usable)
    now = receipt_of(compiled.route_map, walk)
    return Replay(walk, (*_other_map(receipt, now), *differences, *_other_run(receipt, now, walk)))


def _other_map(receipt: Receipt, now: Receipt) -> list[Difference]:
    if receipt.slug != now.slug:
        return [_differs(DifferenceKind.MAP, "de kaart", receipt.slug, now.slug)]
    if receipt.version != now.version:
        return [_differs(DifferenceKind.VERSION, "de versie", str(receipt.version), str(now.version))]
    if receipt.content_hash != now.content_hash:
        message = (
            f"Versie {now.version} heeft hetzelfde nummer, maar niet dezelfde inhoud. "
            "De kaart is dus veranderd zonder nieuw versienummer, of het bewijs is aangepast."
        )
        return [Difference(DifferenceKind.CONTENT, message)]
    return []


def _usable(receipt: Receipt, compiled: CompiledMap) -> tuple[dict[str, str], list[Difference]]:
    """Sort out the answers that the map knows and that are not about a person."""
    usable: dict[str, str] = {}
    differences: list[Difference] = []
    for question, option in receipt.answers:
        node = compiled.node_of.get(question, compiled.question_count)
        if node >= compiled.question_count:
            message = f"De kaart heeft geen vraag ‘{question}’ (meer)."
            differences.append(Difference(DifferenceKind.UNKNOWN_QUESTION, message, question))
        elif compiled.question(node).about_person:
            message = f"De vraag ‘{question}’ gaat over een persoon. Dat hoort niet in een bewijs en is niet gebruikt."
            differences.append(Difference(DifferenceKind.ABOUT_PERSON, message, question))
        elif option not in compiled.option_of[node]:
            message = f"De vraag ‘{question}’ heeft geen antwoord ‘{option}’ (meer)."
            differences.append(Difference(DifferenceKind.UNKNOWN_OPTION, message, question))
        else:
            usable[question] = option
    return usable, differences


def _other_run(receipt: Receipt, now: Receipt, walk: Walk) -> list[Difference]:
    """Compare the questions in order up to the first that differs: what follows it says nothing more."""
    found: list[Difference] = []
    then, here = [q for q, _ in receipt.answers], [q for q, _ in now.answers]
    if walk.at is not None and len(here) < len(then):
        here.append(walk.at.id)
    if here != then:
        place = next((i for i, (a, b) in enumerate(zip(then, here, strict=False)) if a != b), min(len(then), len(here)))
        was, is_now = (", ".join(ids[place : place + 1]) or "geen vraag meer" for ids in (then, here))
        found.append(_differs(DifferenceKind.ROUTE, f"vraag {place + 1}", was, is_now))
    if receipt.outcome != now.outcome:
        not_ended = "nog geen uitkomst"
        found.append(
            _differs(DifferenceKind.OUTCOME, "de uitkomst", receipt.outcome or not_ended, now.outcome or not_ended)
        )
    if receipt.firsts != now.firsts:
        was, is_now = (", ".join(first for _, first in firsts) or "niets" for firsts in (receipt.firsts, now.firsts))
        found.append(_differs(DifferenceKind.FIRSTS, "wat eerst moet gebeuren", was, is_now))
    return found


def _differs(kind: DifferenceKind, what: str, was: str, is_now: str) -> Difference:
    return Difference(kind, f"{what[0].upper()}{what[1:]}: in het bewijs ‘{was}’, nu ‘{is_now}’.")
