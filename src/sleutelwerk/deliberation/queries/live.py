"""Looks up what a live session needs: who sits where by the cookie of his device, and what each screen may see."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from typing import Any
from uuid import UUID

from sleutelwerk.accounts.queries.actors import actor_by
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.deliberation.content import method_at
from sleutelwerk.deliberation.engine.model import Method
from sleutelwerk.deliberation.engine.session.state import Person, Presence, Role
from sleutelwerk.deliberation.engine.session.views import Audience, Beside, audience_of, beside, view
from sleutelwerk.deliberation.models import Deliberation
from sleutelwerk.deliberation.models.table import Table, forget, table_at
from sleutelwerk.deliberation.queries.logins import login_stands
from sleutelwerk.deliberation.queries.preparing import leaders_of
from sleutelwerk.deliberation.rules.preparing import may_see
from sleutelwerk.deliberation.rules.seats import is_heard
from sleutelwerk.sql.queries import ask, for_update, key_in, key_of, rows_of

#: The cookie of a device. One device sits in one session; it ends with the browser, or at closing. The big screen has
#: one of its own, so that a facilitator can have both on one computer.
COOKIE = "sleutelwerk_beraad"
SCREEN_COOKIE = "sleutelwerk_scherm"
#: What a version is worth to one audience, in memory: the same bytes go to every screen of a kind.
Slices = Mapping[str, bytes]
_DEVICE = "device.id, device.role, device.account_id, device.login"
_SEATED = (
    "FROM deliberation_deliberation one JOIN deliberation_device device ON device.deliberation_id = one.id "
    "WHERE device.token_hash = %s AND one.state = %s"
)
_GOING_ON = "FROM deliberation_deliberation one WHERE one.id = %s AND one.state = %s"
_DESKS = "SELECT id, account_id, login FROM deliberation_device WHERE deliberation_id = %s AND account_id IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Seat:
    """A device in a session that is going on."""

    deliberation: Deliberation
    device: UUID
    role: Role
    account: UUID | None

    @property
    def name(self) -> str:
        """Give its opaque name in the session."""
        return str(self.device)


def token_hash(token: str) -> str:
    """Give what is kept of a token: its SHA-256."""
    return sha256(token.encode()).hexdigest()


def seat_of(token: str, deliberation: UUID | None = None) -> Seat | None:
    """Give the seat that a cookie stands for, in a session that is going on; of one deliberation when named."""
    if not token:
        return None
    found = rows_of(Deliberation, _SEATED, token_hash(token), Deliberation.State.LIVE, also=_DEVICE)
    for row, (device, role, account, login) in found:
        if deliberation not in {None, row.pk} or (account and not _still_leads(row, key_in(account), login)):
            return None
        return Seat(row, key_in(device), Role(role), key_in(account) if account else None)
    return None


def _still_leads(row: Deliberation, account: UUID, login: str) -> bool:
    """Tell whether the account behind a desk may still lead: a role or sign-in that was ended ends the desk at once."""
    actor = actor_by(account) if login_stands(login) else None
    return actor is not None and bool(may_see(actor, leaders_of(row)))


def live_row(deliberation: UUID, *, lock: bool = False) -> Deliberation | None:
    """Give a deliberation whose session is going on; with a lock for whoever changes it."""
    given = (key_of(deliberation), Deliberation.State.LIVE)
    found = rows_of(Deliberation, f"{_GOING_ON} {for_update() if lock else ''}", *given)
    return found[0][0] if found else None


def table_of(deliberation: Deliberation) -> Table:
    """Give the table of a session as it is now. Raises CannotOpenError when its key is gone."""
    return table_at(deliberation.pk, deliberation.live_version)


def method_of(deliberation: Deliberation) -> Method | None:
    """Give the method of a deliberation at the version with which it was prepared."""
    return method_at(deliberation.method_slug, deliberation.method_version)


def person_of(seat: Seat, table: Table) -> Person | None:
    """Give somebody as the session knows him."""
    return table.session.people.get(seat.name)


def is_in(seat: Seat) -> bool:
    """Tell whether somebody was let in and not put out. False when nothing can be read any more."""
    try:
        person = person_of(seat, table_of(seat.deliberation))
    except CannotOpenError:
        return False
    return person is not None and person.presence is Presence.ADMITTED


def token_in(headers: Collection[tuple[bytes, bytes]], cookie: str = COOKIE) -> str:
    """Find the token of a device among the headers of a request; nothing when there is none."""
    jar: SimpleCookie = SimpleCookie()
    for name, value in headers:
        if name.lower() == b"cookie":
            try:
                jar.load(value.decode("latin-1"))
            except CookieError:
                continue
    return jar[cookie].value if cookie in jar else ""


def listener_for(deliberation: str, token: str) -> tuple[Audience, str] | None:
    """Give which audience a device belongs to and by which opaque name; None when it may not listen."""
    seat = seat_of(token, UUID(deliberation))
    if seat is None:
        return None
    try:
        audience = audience_of(person_of(seat, table_of(seat.deliberation)))
    except CannotOpenError:
        return None
    return (audience, seat.name) if audience else None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a session stands: for each audience its whole view as JSON, and which device listens to which."""

    version: int
    slices: Slices
    devices: Mapping[str, tuple[str, ...]]


def standing_of(deliberation: str) -> Standing | None:
    """Give how a session stands now; None when it is over."""
    row = live_row(UUID(deliberation))
    method = method_of(row) if row else None
    if row is None or method is None:
        forget(UUID(deliberation))  # another process may have closed it: its words leave this memory as well
        return None
    try:
        table = table_of(row)
    except CannotOpenError:
        return None
    desks = _desks_of(row)
    heard = {
        name: audience_of(person)
        for name, person in table.session.people.items()
        if is_heard(person.role, leads=name in desks)
    }
    devices = {name: (audience.value,) for name, audience in heard.items() if audience}
    return Standing(table.version, slices_of(table, method, row.check_token, row.join_code or ""), devices)


def _desks_of(row: Deliberation) -> frozenset[str]:
    """Give the desks behind which somebody may still lead; the streams of the others are ended."""
    desks = ask(_DESKS, key_of(row.pk))
    return frozenset(str(key_in(desk)) for desk, account, login in desks if _still_leads(row, key_in(account), login))


def slices_of(table: Table, method: Method, check: str = "", door: str = "") -> Slices:
    """Write the view of each audience."""
    return {audience.value: written(table, method, audience, check, door) for audience in Audience}


def written(table: Table, method: Method, audience: Audience, check: str = "", door: str = "") -> bytes:
    """Write the view of one audience; at the end phones hear where they can check the draft.

    `v` tells older from newer by the last thing that happened, never by the version: that also grows when somebody
    lays something hidden on the table, and nobody may see that somebody writes.
    """
    gets = beside(audience, table.session, method)
    shown: dict[str, Any] = {"v": table.session.number if Beside.NUMBER in gets else 0}
    if Beside.CHECK in gets:
        shown["check"] = check
    if Beside.DOOR in gets:
        shown["door"] = door
    if Beside.TOLD in gets:
        shown["told"] = dict(table.told)
    if Beside.LEFT_OPEN in gets:
        shown["left_open"] = _left_open(table, few=Beside.LEFT_OPEN_TO_FEW in gets)
    shown |= view(audience, table.session, method, table.entries, table.names)
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()


def _left_open(table: Table, *, few: bool) -> list[dict[str, Any]]:
    """Give what is still to do since the deliberation before this one; what is not for all to a `few` only."""
    return [{"text": one.text, "for_all": one.for_all} for one in table.left_open if one.for_all or few]


def versions_of(deliberations: Collection[str]) -> Mapping[str, int]:
    """Give the present version of those of these sessions that are going on."""
    rows = Deliberation.objects.filter(pk__in=list(deliberations), state=Deliberation.State.LIVE)
    return {str(key): version for key, version in rows.values_list("pk", "live_version")}


def words_of(deliberation: Deliberation) -> dict[str, str]:
    """Give what stands on every screen of a session, in words: what it is for, who decides and how he is heard.

    What is said of police and prosecutors shows as soon as they take part, also when that is said on the way.
    """
    return {
        "aim": deliberation.get_aim_display(),
        "decider": deliberation.get_decider_display(),
        # nothing when somebody practises: in an invented case nobody is heard
        "voice": deliberation.get_voice_display(),
        "justice": _JUSTICE,
        "practice": _PRACTICE if deliberation.practice else "",
    }


_JUSTICE = "Politie of het Openbaar Ministerie doet mee. De sleutelfiguur weet dat."
_PRACTICE = "Oefenen met een verzonnen situatie."
