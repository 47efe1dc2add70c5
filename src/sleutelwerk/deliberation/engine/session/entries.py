"""What people write: entries without an author, that only the device which holds their key can change.

Entries come in any order and more than once, as phones lose their connection and try again. Which of two states of
an entry stands does not depend on the order in which they came: a struck one stays struck, else the later revision
stands.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from sleutelwerk.deliberation.engine.model import Field, FieldKind, Visibility
from sleutelwerk.deliberation.engine.session.path import Form
from sleutelwerk.deliberation.engine.session.state import OPENED, Session

#: A scale goes from 1 (not at all) to 4 (very much); there is no middle to hide in.
SCALE = ("1", "2", "3", "4")
#: Of fewer answers than this no total is shown: one could tell who said what.
FEWEST_FOR_TOTALS = 5
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: Every sign that begins a new line becomes the one that screens know.
_LINE_END = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
#: What cannot be seen: control signs, zero width, direction, tags, and halves of pairs that no file can hold.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One filled-in form. `lock` is the SHA-256 of the key that its device holds; whose device that is, is nowhere.

    `claimed` names a person only when he himself said 'this is mine'.
    """

    id: str
    step: str
    form: str
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    lock: str = ""
    round: int = 0
    revision: int = 0
    struck: bool = False
    claimed: str = ""


def lock_for(key: str) -> str:
    """Give the lock that a key opens, whatever signs somebody sends for one."""
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()


def newest(old: Entry | None, new: Entry) -> Entry:
    """Give the state of an entry that stands, whichever of the two came first."""
    return new if old is None else max(old, new, key=_weight)


def _weight(entry: Entry) -> tuple[object, ...]:
    """Give everything that tells two states of an entry apart, so that no two different ones weigh the same."""
    written = sorted(entry.values.items())
    place = (entry.round, entry.step, entry.form, entry.lock)
    return entry.struck, entry.revision, written, entry.claimed, *place


def struck(entry: Entry) -> Entry:
    """Strike an entry: its words are gone at once, and only its place is remembered, so that it cannot come back."""
    return replace(entry, values=MappingProxyType({}), struck=True, claimed="")


def problems_in(values: Mapping[str, str], form: Form) -> tuple[str, ...]:
    """Tell what is wrong with what was filled in, in Dutch for the writer; nothing when it may be kept."""
    unknown = set(values) - {one.id for one in form.fields}
    if unknown:
        return ("Dit hoort niet bij deze stap.",)
    found = [problem for one in form.fields if (problem := _problem_in(values.get(one.id, ""), one))]
    if not found and not any(value.strip() for value in values.values()):
        found.append("Er staat nog niets.")
    elif missing := [f"‘{one.label}’" for one in form.needed if not values.get(one.id, "").strip()]:
        found.append(f"Vul ook {' en '.join(missing)} in. Wat u typte, blijft staan.")
    return tuple(found)


def _problem_in(value: str, one: Field) -> str:
    if not value:
        return ""
    if one.kind is FieldKind.TEXT and len(value) > one.limit:
        return f"{one.label}: {len(value)} tekens; er passen er {one.limit}. Maak het korter."
    if one.kind is FieldKind.QUESTION and len(value.split()) > one.limit:
        return f"{one.label}: {len(value.split())} woorden; hooguit {one.limit}. Maak de vraag korter."
    if one.kind is FieldKind.QUESTION and len(value) > 30 * one.limit:
        return f"{one.label}: de vraag is te lang. Maak hem korter."
    if _fits(value, one):
        return ""
    return f"{one.label}: kies een {'dag' if one.kind is FieldKind.DATE else 'van de mogelijkheden'}."


def _fits(value: str, one: Field) -> bool:
    match one.kind:
        case FieldKind.CHOICE:
            return value in one.options
        case FieldKind.SCALE:
            return value in SCALE
        case FieldKind.DATE:
            return _DATE.fullmatch(value) is not None and _is_day(value)
        case FieldKind.TICK:
            return value == "ja"
        case _:
            return True


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def cleaned(values: Mapping[str, str]) -> dict[str, str]:
    """Take out what cannot be seen and would only mislead, and what is left empty then."""
    kept = {name: clean_text(value) for name, value in values.items()}
    return {name: value for name, value in kept.items() if value}


def clean_text(text: str) -> str:
    """Give a text without what cannot be seen; line ends stay, a tab becomes a space."""
    return _UNSEEN.sub("", _LINE_END.sub("\n", text).replace("\t", " ")).strip()


def lies_open(entry: Entry, form: Form, session: Session) -> bool:
    """Tell whether others may see an entry now. What only counts in totals never lies open by itself."""
    if entry.struck or form.visibility in {Visibility.PRIVATE, Visibility.TOTALS_ONLY}:
        return False
    if not form.held_back:
        return True
    step = session.step(entry.step)
    return entry.round < step.round or step.phase in OPENED


def shuffled(entries: Iterable[Entry], seed: str) -> list[Entry]:
    """Give entries in an order that says nothing of who wrote first, the same for every screen.

    Where one stands depends on itself and the seed alone: when another comes or goes, the rest stay as they were.
    """
    return sorted(entries, key=lambda entry: hashlib.sha256(f"{seed} {entry.id}".encode()).digest())
