"""A deliberation in the database for tests: prepared, opened, filled in by some phones, and closed when asked."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.deliberation.deliberations import login_of
from tests.people import NOW, Cast

from sleutelwerk.deliberation.actions import opening, taking_part
from sleutelwerk.deliberation.actions.closing import close_room, keep_draft
from sleutelwerk.deliberation.actions.preparing import Beginning, Changes, begin_deliberation, save_preparation
from sleutelwerk.deliberation.actions.reporting import make_final
from sleutelwerk.deliberation.actions.taking_part import Draft
from sleutelwerk.deliberation.engine.report import MUST_SAY, SAID_NONE, Talk, reflection_of
from sleutelwerk.deliberation.engine.session.decide import WARNED, Command, Verb
from sleutelwerk.deliberation.engine.session.path import phases_of, step_of
from sleutelwerk.deliberation.engine.session.state import Role, Session, StepPhase
from sleutelwerk.deliberation.models import Deliberation, Record
from sleutelwerk.deliberation.models.vault import KEPT, vault_of
from sleutelwerk.deliberation.queries.live import Seat, method_of, seat_of
from sleutelwerk.deliberation.queries.preparing import Start

OPENED = NOW
CLOSED = NOW + timedelta(hours=2)


@dataclass
class Held:
    """A talk that goes on, with the desk and some phones. `keys` are what phones keep to strike their own words."""

    row: Deliberation
    desk: Seat
    phones: list[Seat] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def fresh(self) -> Deliberation:
        """Give the row as it lies in the database now."""
        return Deliberation.objects.get(pk=self.row.pk)

    def lead(self, verb: Verb, about: str = "", value: str = "") -> None:
        """Press a button of the desk."""
        answer = taking_part.lead(self.desk, uuid4(), Command(verb, about, value), now=OPENED)
        assert answer.done, answer.why

    def go_to(self, step: str, phase: StepPhase) -> None:
        """Bring the group to a phase of a step."""
        method = method_of(self.row)
        assert method is not None
        found = step_of(method, step)
        assert found is not None
        self.lead(Verb.GO, step)
        for one in phases_of(found):
            if one is phase:
                break
            self.ends(step, one)

    def go_to_end(self, step: str) -> None:
        """Let the step go on until all that was written in it lies open."""
        for phase in (StepPhase.WRITING, StepPhase.COLLECTED, StepPhase.REVEALED):
            self.ends(step, phase)

    def ends(self, step: str, phase: StepPhase) -> None:
        """Press the button of the desk in this phase; while people write twice, as the first press warns them."""
        self.lead(Verb.ADVANCE, step, phase.value)
        if phase is StepPhase.WRITING:
            self.lead(Verb.ADVANCE, step, WARNED)

    def write(self, by: Seat, step: str, form: str, values: Mapping[str, str]) -> str:
        """Write something; the id of the entry."""
        name, key = uuid4(), secrets.token_hex(32)
        answer = taking_part.write(by, uuid4(), Draft(name, step, form, key, 1, values), one_more=lambda _form: True)
        assert answer.done, answer.why
        self.keys[str(name)] = key
        return str(name)

    def close(self, at: datetime = CLOSED) -> Deliberation:
        """Finish and close."""
        self.lead(Verb.FINISH)
        assert close_room(self.desk, now=at)
        return self.fresh


def a_preparation(cast: Cast, *, aim: str = "advise", method: str = "dilemmamethode", **plan: Any) -> Deliberation:
    """Prepare a deliberation that may be opened."""
    actor = cast.actor("facilitator")
    beginning = Beginning(start=Start("eigen"), title="Werktitel", method=method, phase="vooraf", aim=aim)
    return prepared(cast, begin_deliberation(actor, beginning, now=NOW), **plan)


def prepared(cast: Cast, row: Deliberation, **plan: Any) -> Deliberation:
    """Fill in what a deliberation that was begun or that follows another needs before its room may open."""
    texts = {
        "question": "Mogen wij hem vragen om mee te denken?",
        "side_a": "Wij vragen hem.",
        "side_b": "Wij vragen hem niet.",
        "situation": "Persoon 1 kent de buurt.",
        "functions": ["wijkadviseur", "jongerenwerker"],
        "decider_function": "teammanager",
        "note_agreement": "De redenen, voor wie meedeed.",
        "voice_note": "Hij is vooraf gevraagd.",
    }
    changes = Changes(
        columns={"voice": "asked", "decider": "later"},
        plan={**texts, **plan},
        answers={"limits": "none", "justice": "no"},
    )
    return save_preparation(cast.actor("facilitator"), row.pk, changes, now=NOW)


def a_talk(cast: Cast, *, people: int = 3, row: Deliberation | None = None, **more: Any) -> Held:
    """Open a room with some phones in it, of a deliberation that is prepared or is prepared here."""
    row = row or a_preparation(cast, **more)
    actor = cast.actor("facilitator")
    desk = seat_of(opening.open_room(actor, row.pk, login=login_of(cast["facilitator"]), now=OPENED).token)
    assert desk is not None
    held = Held(desk.deliberation, desk)
    code = held.fresh.join_code
    for number in range(people):
        came = opening.knock(code or "", Role.PARTICIPANT, f"Naam{number}", now=OPENED)
        assert came is not None
        held.lead(Verb.ADMIT, str(came.device))
        seat = seat_of(came.token)
        assert seat is not None
        held.phones.append(seat)
    return held


def a_whole_talk(cast: Cast, *, people: int = 6, **more: Any) -> Held:
    """Hold a talk in which something was written in every step that the records draw from."""
    held = a_talk(cast, people=people, **more)
    first, second, *_rest = held.phones
    held.go_to("dilemma", StepPhase.WRITING)
    held.write(first, "dilemma", "schade-a", {"schade-a": "Hij loopt gevaar."})
    held.write(second, "dilemma", "schade-b", {"schade-b": "De buurt blijft stil."})
    held.go_to_end("dilemma")
    held.go_to("verhelderen", StepPhase.DISCUSSED)
    held.write(held.desk, "verhelderen", "bevinding", {"regel": "Hij wil zelf.", "soort": "aanname"})
    held.go_to("perspectieven", StepPhase.WRITING)
    seen = {"wie": "De sleutelfiguur", "waarde": "Veiligheid", "norm": "Vraag niets op straat.", "wijst-naar": "B"}
    held.write(first, "perspectieven", "perspectief", seen)
    held.go_to_end("perspectieven")
    held.go_to("afweging", StepPhase.WRITING)
    held.write(first, "afweging", "weging", {"keuze": "B", "omdat": "veiligheid gaat voor", "ondanks": "wij leren"})
    held.write(second, "afweging", "weging", {"keuze": "A", "omdat": "Zijn veiligheid groeit als wij er zijn"})
    held.go_to_end("afweging")
    held.go_to("afspraken", StepPhase.DISCUSSED)
    held.write(held.desk, "afspraken", "conclusie", {"conclusie": "Vraag het hem samen."})
    held.write(held.desk, "afspraken", "ander", {"ander": "Vraag het hem nu nog niet."})
    held.write(held.desk, "afspraken", "twijfel", {"twijfel": "Of hij nee durft te zeggen."})
    held.write(held.desk, "afspraken", "actie", {"actie": "Hem bellen", "wie": "wijkadviseur", "klaar": "2026-12-11"})
    held.write(held.desk, "afspraken", "terugkijken", {"terugkijken": "2027-01-15"})
    held.go_to("evaluatie", StepPhase.WRITING)
    for number, seat in enumerate(held.phones):
        held.write(seat, "evaluatie", "mening", {"inzicht": str(number % 2 + 3), "open": f"Fijn {number}"})
    held.go_to_end("evaluatie")
    return held


def a_record(cast: Cast, *, final: bool = False) -> Deliberation:
    """Make a closed deliberation without holding it: an empty report, which may be final, and a day to look back."""
    row = a_preparation(cast)
    row.state, row.closed_at, row.opened_at = Deliberation.State.CONCEPT, CLOSED, OPENED
    row.check_token, row.check_until, row.review_on = f"token-{row.pk.hex[:20]}", CLOSED, CLOSED.date()
    row.save()
    talk = Talk(method=method_of(row), session=Session(), entries={}, plan={}, held_on="2026-11-27", aim=row.aim)
    body = {**reflection_of(talk), SAID_NONE: [part.value for part in MUST_SAY]}
    keep_draft(row, vault_of(row.pk), Record.Kind.REFLECTION, body)
    if final:
        make_final(cast.actor("facilitator"), row.pk, Record.Kind.REFLECTION, now=CLOSED)
    return row


def opened_record(row: Deliberation, kind: str) -> dict[str, Any]:
    """Open a record as it lies in the database."""
    found = Record.objects.get(deliberation=row, kind=kind)
    body: dict[str, Any] = vault_of(row.pk).open(KEPT, f"record/{kind}", bytes(found.body))
    return body
