"""The table of a live session as it lies in the database: read whole, opened, and kept in memory per version."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.deliberation.engine.session.entries import Entry
from sleutelwerk.deliberation.engine.session.happenings import Happening, Kind, replay
from sleutelwerk.deliberation.engine.session.state import Session
from sleutelwerk.deliberation.models.deliberation import Deliberation
from sleutelwerk.deliberation.models.vault import KEPT, RAW, Vault, vault_of
from sleutelwerk.privacy.content import current_guard
from sleutelwerk.sql.queries import ask, key_in, key_of

_AT_HAND = 256
#: The parts of the plan that every screen shows; the pages of the preparation say so.
TOLD = ("note_agreement", "voice_note", "decider_function")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")


class LeftOpen(NamedTuple):
    """What the deliberation before this one left to do. `for_all` is False when it may say something of a person.

    Who sits here now need not have been there then: such a line stays at the desk, and its facilitator says it.
    """

    text: str
    for_all: bool


@dataclass(frozen=True, slots=True)
class Table:
    """What lies on the table at one version, and the names of who sits around it.

    `told` is what was prepared for everybody to hear: what is noted, how the key figure is heard and who decides.
    """

    version: int
    session: Session
    entries: Mapping[str, Entry]
    names: Mapping[str, str]
    told: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    left_open: tuple[LeftOpen, ...] = ()
    #: By entry what tells its sealed text from every other (`seal_of`): what lies the same is not opened again.
    seals: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))


_tables: OrderedDict[UUID, Table] = OrderedDict()
_lock = Lock()


def table_at(deliberation: UUID, version: int, vault: Vault | None = None) -> Table:
    """Give the table of a deliberation at its present version; read anew only when that changed.

    Raises CannotOpenError when its key is gone.
    """
    with _lock:
        known = _tables.get(deliberation)
    if known is not None and known.version == version:
        return known
    fresh = _read(deliberation, version, vault or vault_of(deliberation), known)
    remember(deliberation, fresh)
    return fresh


def remember(deliberation: UUID, table: Table) -> None:
    """Keep a table at hand; of many the one that was not used for longest goes."""
    with _lock:
        _tables[deliberation] = table
        _tables.move_to_end(deliberation)
        while len(_tables) > _AT_HAND:
            _tables.popitem(last=False)


def renew(deliberation: UUID, table: Table) -> None:
    """Lay the table after a change that is committed in the place of an older one, so that it is not read anew.

    What was forgotten meanwhile stays so: its words must not come back to memory after their key is gone.
    """
    with _lock:
        known = _tables.get(deliberation)
        if known is not None and known.version < table.version:
            _tables[deliberation] = table


def forget(deliberation: UUID) -> None:
    """Let go of a table, as its words must not outlive their key."""
    with _lock:
        _tables.pop(deliberation, None)


def _read(deliberation: UUID, version: int, vault: Vault, known: Table | None) -> Table:
    """Read what is new of the happenings, and all entries: these have no number that would tell which are new."""
    begin = known.session if known and known.version < version else Session()
    rows = ask(
        "SELECT number, body FROM deliberation_livehappening "
        "WHERE deliberation_id = %s AND number > %s AND number <= %s",
        key_of(deliberation), begin.number, version,
    )  # fmt: skip
    happened = [happening_in(vault, number, bytes(body)) for number, body in rows]
    entries, seals = _entries(deliberation, vault, known)
    # a plan does not change once the room is open
    told, left_open = (known.told, known.left_open) if known else _planned(deliberation, vault)
    names = _names(deliberation, vault, known)
    return Table(version, replay(happened, begin), entries, names, told, left_open, seals)


def _entries(deliberation: UUID, vault: Vault, known: Table | None) -> tuple[Mapping[str, Entry], Mapping[str, bytes]]:
    """Read all entries, and open those that were not opened for the table that is known."""
    entries: dict[str, Entry] = {}
    seals: dict[str, bytes] = {}
    for key, body in ask(
        "SELECT id, body FROM deliberation_liveentry WHERE deliberation_id = %s", key_of(deliberation)
    ):
        name = str(key_in(key))
        seals[name] = seal_of(bytes(body))
        same = known is not None and known.seals.get(name) == seals[name]
        entries[name] = known.entries[name] if known and same else entry_in(vault, key_in(key), bytes(body))
    return MappingProxyType(entries), MappingProxyType(seals)


def seal_of(body: bytes) -> bytes:
    """Give the nonce and tag of a sealed text, which no other one has; they tell nothing of what it says."""
    return body[:12] + body[-16:]


def _planned(deliberation: UUID, vault: Vault) -> tuple[Mapping[str, str], tuple[LeftOpen, ...]]:
    sealed = Deliberation.objects.values_list("plan", flat=True).get(pk=deliberation)
    plan: dict[str, Any] = vault.open(KEPT, "plan", bytes(sealed))
    told = MappingProxyType({name: str(plan.get(name) or "") for name in TOLD})
    return told, tuple(_left_open(str(line)) for line in plan.get("open_actions", ()))


def _left_open(line: str) -> LeftOpen:
    """Write what was left to do as people read it: the day in figures, at its end."""
    return LeftOpen(as_read(line), not current_guard().examine(line))


def as_read(line: str) -> str:
    """Give what was left to do with the day at its end as people write one."""
    return _DAY.sub(lambda day: f"{int(day[3])}-{int(day[2])}-{day[1]}", line)


def _names(deliberation: UUID, vault: Vault, known: Table | None) -> Mapping[str, str]:
    """Give the names of the devices that are there now; a device keeps the name with which it came."""
    before = known.names if known else {}
    found: dict[str, str] = {}
    for key, alias in ask(
        "SELECT id, called FROM deliberation_device WHERE deliberation_id = %s", key_of(deliberation)
    ):
        name = str(key_in(key))
        try:
            found[name] = before.get(name) or vault.open(RAW, f"alias/{name}", bytes(alias))
        except CannotOpenError:
            found[name] = ""
    return found


def happening_in(vault: Vault, number: int, body: bytes) -> Happening:
    """Open a happening."""
    said: dict[str, Any] = vault.open(RAW, f"happening/{number}", body)
    return Happening(number, Kind(said["kind"]), said["about"], said["value"], said["at"])


def sealed_happening(vault: Vault, one: Happening) -> bytes:
    """Seal a happening for its number."""
    said = {"kind": one.kind.value, "about": one.about, "value": one.value, "at": one.at}
    return vault.seal(RAW, f"happening/{one.number}", said)


def entry_in(vault: Vault, key: UUID, body: bytes) -> Entry:
    """Open an entry."""
    said: dict[str, Any] = vault.open(RAW, f"entry/{key}", body)
    return Entry(**{**said, "values": MappingProxyType(said["values"])})


def sealed_entry(vault: Vault, entry: Entry) -> bytes:
    """Seal an entry for its place."""
    said = {**{name: getattr(entry, name) for name in Entry.__dataclass_fields__}, "values": dict(entry.values)}
    return vault.seal(RAW, f"entry/{entry.id}", said)
