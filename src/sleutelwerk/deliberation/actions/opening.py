"""Opens the room of a deliberation, lets devices knock, and gives a second phone the seat of a lost one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.chain import SITE_CHAIN
from sleutelwerk.core.verdict import refused, require
from sleutelwerk.deliberation.actions.announce import announce
from sleutelwerk.deliberation.actions.happening import Stage, set_stage
from sleutelwerk.deliberation.actions.laying_out import lay_out_plan
from sleutelwerk.deliberation.actions.vault import RAW
from sleutelwerk.deliberation.content import method_at
from sleutelwerk.deliberation.engine.session.decide import may_join
from sleutelwerk.deliberation.engine.session.happenings import Kind
from sleutelwerk.deliberation.engine.session.state import Presence, Role, StepPhase
from sleutelwerk.deliberation.engine.session.words import WORDS
from sleutelwerk.deliberation.events import DELIBERATION_CODE_GUESSED, DELIBERATION_OPENED
from sleutelwerk.deliberation.models import Deliberation, Device
from sleutelwerk.deliberation.queries.live import token_hash
from sleutelwerk.deliberation.queries.preparing import leaders_of, prepared_of
from sleutelwerk.deliberation.rules.preparing import may_see, may_start_talking
from sleutelwerk.deliberation.rules.room import may_open
from sleutelwerk.deliberation.rules.seats import is_screen

#: Letters and digits that nobody takes for another one: no 0 and O, 1, I and L, 5 and S, 8 and B, 2 and Z, U and V.
CODE_SIGNS = "ACDEFGHJKMNPQRTWXY34679"
CODE_LENGTH = 6
LONGEST_ALIAS = 30
#: How many words another phone needs to take a seat over; about 33 bits, and the facilitator lets it in by hand.
WORDS_NEEDED = 4


@dataclass(frozen=True, slots=True)
class Knock:
    """What a new device gets once: the secret for its cookie, and the words for when it is lost."""

    deliberation: UUID
    device: UUID
    token: str
    words: str


def new_code() -> str:
    """Make a code of six signs that can be read out loud: about 27 bits, on the door for a few hours only."""
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))


def open_room(actor: Actor, deliberation: UUID, *, login: str, now: datetime) -> Knock:
    """Open the room and seat the facilitator at his desk. `login` is his session. Raises NotAllowedError."""
    with transaction.atomic():
        row = Deliberation.objects.select_for_update().get(pk=deliberation)
        method = method_at(row.method_slug, row.method_version)
        require(may_see(actor, leaders_of(row)))
        known = method is not None
        require(may_open(actor, row.facilitator_id, row.second_facilitator_id, state=row.state, known=known))
        prepared = prepared_of(row)
        require(may_start_talking(prepared.facts) if prepared else refused("Dit beraad is er niet."))
        assert method is not None
        row.state, row.opened_at = Deliberation.State.LIVE, now
        row.join_code, row.screen_code = new_code(), new_code()
        row.save(update_fields=["state", "opened_at", "join_code", "screen_code"])
        stage = set_stage(row)
        knock = _seat(stage, Role.FACILITATOR, account=actor.id, login=login)
        first = method.steps[0].id
        stage.happen(
            (Kind.ADMITTED, str(knock.device), ""),
            (Kind.TOOK_OVER, str(knock.device), ""),
            (Kind.PHASE, first, StepPhase.PREPARING.value),
            *(((Kind.JUSTICE, "", ""),) if row.justice_takes_part else ()),
            now=now,
        )
        lay_out_plan(stage, method)
        stage.save()
        trace(DELIBERATION_OPENED, actor=actor, now=now)
        announce(row.pk)
    return knock


def has_desk(actor: Actor, deliberation: UUID) -> bool:
    """Tell whether there is a desk for somebody: the session goes on, and he is one of its facilitators."""
    row = Deliberation.objects.filter(pk=deliberation, state=Deliberation.State.LIVE).first()
    return row is not None and bool(may_see(actor, leaders_of(row)))


def take_desk(actor: Actor, deliberation: UUID, *, login: str, now: datetime) -> Knock | None:
    """Give a facilitator a desk in his running session; None when there is none for him.

    He may have lost the first one, so the device of his earlier desk goes. The desk ends with `login`.
    """
    with transaction.atomic():
        row = Deliberation.objects.select_for_update().filter(pk=deliberation, state=Deliberation.State.LIVE).first()
        if row is None or not may_see(actor, leaders_of(row)):
            return None
        stage = set_stage(row)
        earlier = Device.objects.filter(deliberation=row, account=actor.id).first()
        knock = _seat(stage, Role.FACILITATOR, account=actor.id, login=login)
        stage.happen((Kind.ADMITTED, str(knock.device), ""), now=now)
        if earlier is not None:
            led = stage.table.session.leading == str(earlier.pk)
            stage.happen((Kind.REMOVED, str(earlier.pk), ""), now=now)
            if led:
                stage.happen((Kind.TOOK_OVER, str(knock.device), ""), now=now)
            earlier.delete()
        stage.save()
        announce(row.pk)
    return knock


def knock(code: str, role: Role, alias: str, *, now: datetime, instead_of: str = "") -> Knock | None:
    """Let a device knock at the door whose code it has; None when no door has that code.

    `instead_of` is the token of an earlier knock of the same browser: who still waits by it makes room. The facilitator
    decides whether it comes in. Raises NotAllowedError when the door is shut or the hall is full.
    """
    field = "screen_code" if is_screen(role) else "join_code"
    with transaction.atomic():
        found = Deliberation.objects.select_for_update().filter(
            state=Deliberation.State.LIVE, **{field: plain_code(code)}
        )
        row = found.first() if plain_code(code) else None
        if row is None:
            return None
        stage = set_stage(row)
        _make_room(stage, instead_of, now)
        require(may_join(stage.table.session, role))
        seat = _seat(stage, role, alias)
        stage.happen(now=now)
        stage.save()
        if is_screen(role):
            # a screen is paired once: whoever reads its code over a shoulder finds it used
            row.screen_code = new_code()
            row.save(update_fields=["screen_code"])
        announce(row.pk)
    return seat


def _make_room(stage: Stage, token: str, now: datetime) -> None:
    earlier = Device.objects.filter(deliberation=stage.row, token_hash=token_hash(token), account=None).first()
    person = stage.table.session.people.get(str(earlier.pk)) if earlier else None
    if earlier is not None and person is not None and person.presence is Presence.WAITING:
        stage.happen((Kind.REMOVED, str(earlier.pk), ""), now=now)
        earlier.delete()


def take_over_seat(code: str, words: str, *, now: datetime) -> Knock | None:
    """Give the seat of a lost phone to another one that has its words; it waits at the door like everybody.

    None when code or words are wrong, which look the same.
    """
    with transaction.atomic():
        found = Deliberation.objects.select_for_update().filter(
            state=Deliberation.State.LIVE, join_code=plain_code(code) or None
        )
        row = found.first() if plain_code(code) else None
        lost = _device_with(row, words) if row else None
        if row is None or lost is None:
            return None
        stage = set_stage(row)
        alias = stage.table.names.get(str(lost.pk), "")
        seat = _seat(stage, Role(lost.role), alias)
        stage.happen((Kind.REMOVED, str(lost.pk), ""), now=now)
        lost.delete()
        stage.save()
        announce(row.pk)
    return seat


def note_guessing(*, now: datetime) -> None:
    """Record that codes are being guessed, for whoever watches over an open room; nobody is named.

    Whose door is tried, nobody can tell: each organisation with an open room hears it, and the site when there is none.
    """
    rooms = Deliberation.objects.filter(state=Deliberation.State.LIVE).order_by("organisation_id")
    with transaction.atomic():
        for chain in rooms.values_list("organisation_id", flat=True).distinct() or (SITE_CHAIN,):
            record(chain=chain, kind=DELIBERATION_CODE_GUESSED, actor=None, now=now)


def plain_code(typed: str) -> str:
    """Read a code as it was typed: capitals, without spaces and dashes; nothing when it cannot be one."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return signs if len(signs) == CODE_LENGTH and set(signs) <= set(CODE_SIGNS) else ""


def words_hash(deliberation: UUID, words: str) -> str:
    """Give what is kept of recovery words: a hash that holds for one deliberation."""
    plain = " ".join(words.lower().replace("-", " ").split())
    return sha256(f"{deliberation}/{plain}".encode()).hexdigest()


def _device_with(row: Deliberation, words: str) -> Device | None:
    return Device.objects.filter(deliberation=row, account=None, words_hash=words_hash(row.pk, words)).first()


def _seat(stage: Stage, role: Role, alias: str = "", *, account: UUID | None = None, login: str = "") -> Knock:
    """Make a device with its secrets and tell that it came."""
    token = secrets.token_urlsafe(32)
    words = " ".join(secrets.choice(WORDS) for _ in range(WORDS_NEEDED))
    device = Device(
        deliberation=stage.row,
        token_hash=token_hash(token),
        words_hash=words_hash(stage.row.pk, words),
        role=role.value,
        account_id=account,
        login=login,
    )
    device.called = stage.vault.seal(RAW, f"alias/{device.pk}", alias[:LONGEST_ALIAS])
    device.save()
    stage.queue(Kind.JOINED, str(device.pk), role.value)
    return Knock(stage.row.pk, device.pk, token, words)
