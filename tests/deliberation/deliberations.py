"""Deliberations to test with: prepared, open, and with people around the table."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from allauth.usersessions.models import UserSession
from tests.people import NOW, Cast

from sleutelwerk.accounts.models import User
from sleutelwerk.deliberation.actions.opening import Knock, knock, open_room
from sleutelwerk.deliberation.actions.taking_part import Answer, Draft, lead, write
from sleutelwerk.deliberation.actions.vault import KEPT, make_keys
from sleutelwerk.deliberation.content import current
from sleutelwerk.deliberation.engine.session.decide import WARNED, Command, Verb
from sleutelwerk.deliberation.engine.session.state import Role
from sleutelwerk.deliberation.models import Deliberation
from sleutelwerk.deliberation.queries.live import Seat, seat_of, standing_of

PLAN: dict[str, Any] = {
    "title": "Oefening",
    "question": "Mogen wij hem vragen om mee te lopen?",
    "side_a": "Wij vragen hem mee te lopen.",
    "side_b": "Wij vragen het niet.",
    "situation": "Hij kent de jongens op het plein en wil helpen.",
    "turning_point": "Toen hij vroeg: wat vertel ik thuis?",
    "decider_function": "de teamleider",
    "functions": ["wijkregisseur", "jongerenwerker"],
    "not_discussed": "",
    "note_agreement": "Zonder namen, naar de teamleider.",
    "dilemma": "",
    "voice_note": "Hij is gisteren gebeld.",
    "mandate": "ja",
    "practicals": "",
    "open_actions": [],
    "answers": {"limits": "none", "justice": "no"},
}


def make_deliberation(
    cast: Cast, *, method: str = "dilemmamethode", plan: dict[str, Any] | None = None, **more: Any
) -> Deliberation:
    """Make a deliberation that the facilitator of the cast can open, prepared as `PLAN` says or otherwise."""
    found = current().methods[method]
    plain: dict[str, Any] = {"phase": "vooraf", "aim": "advise", "voice": "asked", "minutes": found.minutes}
    row = Deliberation(
        organisation=cast.here, facilitator=cast["facilitator"], method_slug=found.slug, method_version=found.version,
        method_hash=found.content_hash, created_at=NOW, plan=b"", **(plain | more),
    )  # fmt: skip
    row.save()
    row.plan = make_keys(row).seal(KEPT, "plan", PLAN | (plan or {}))
    row.save()
    return row


def login_of(user: User) -> str:
    """Give the session of somebody who signed in, as it is listed."""
    found = UserSession.objects.create(user=user, session_key=uuid4().hex, ip="127.0.0.1", user_agent="test")
    return str(found.session_key)


class Room:
    """An open room: its desk, and whoever came in."""

    def __init__(self, cast: Cast, **more: Any) -> None:
        self.row = make_deliberation(cast, **more)
        opened = open_room(cast.actor("facilitator"), self.row.pk, login=login_of(cast["facilitator"]), now=NOW)
        self.desk, self.desk_token = self.seat(opened), opened.token
        self.seats: dict[str, Seat] = {}
        self.knocks: dict[str, Knock] = {}

    def seat(self, came: Knock) -> Seat:
        """Give the seat that a device got."""
        found = seat_of(came.token, came.deliberation)
        assert found is not None
        return found

    def fresh(self) -> Deliberation:
        """Give the row as it is now."""
        return Deliberation.objects.get(pk=self.row.pk)

    def comes(self, name: str, role: Role = Role.PARTICIPANT, *, admit: bool = True) -> Seat:
        """Have somebody knock, and let him in."""
        row = self.fresh()
        code = row.screen_code if role is Role.SCREEN else row.join_code
        came = knock(code or "", role, name, now=NOW)
        assert came is not None
        self.knocks[name] = came
        self.seats[name] = self.seat(came)
        if admit:
            assert self.does(Verb.ADMIT, str(came.device)).done
        return self.seats[name]

    def does(self, verb: Verb, about: str = "", value: str = "", *, by: Seat | None = None) -> Answer:
        """Have the desk, or somebody else, ask something of the session."""
        return lead(by or self.desk, uuid4(), Command(verb, about, value), now=NOW)

    def people(self) -> list[dict[str, Any]]:
        """Give who is in the room or waits for it, as the desk sees them."""
        standing = standing_of(str(self.row.pk))
        assert standing is not None
        return list(json.loads(standing.slices["desk"])["people"])

    def goes_to(self, step: str, *phases: str) -> None:
        """Go to a step and press its button through these phases, by the names that it leaves."""
        self.does(Verb.GO, step)
        for phase in phases:
            assert self.ends(step, phase).done

    def ends(self, step: str, phase: str) -> Answer:
        """Press the button of the desk in this phase; while people write twice, as the first press warns them."""
        answer = self.does(Verb.ADVANCE, step, phase)
        return self.does(Verb.ADVANCE, step, WARNED) if phase == "writing" else answer

    def writes(self, name: str, step: str, form: str, **values: str) -> Draft:
        """Have somebody write and give what his device holds of it; names of fields have _ for -."""
        said = {key.replace("_", "-"): value for key, value in values.items()}
        draft = Draft(uuid4(), step, form, uuid4().hex, 1, said)
        answer = write(self.seats[name], uuid4(), draft, one_more=lambda _form: True)
        assert answer.done, answer.why
        return draft
