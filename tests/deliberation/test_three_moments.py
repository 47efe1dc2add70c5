"""One dilemma before, during and after: what was left to do comes back, and the reasons of then stand beside."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from tests.deliberation.held import CLOSED, Held, a_preparation, a_talk, opened_record, prepared
from tests.paper import text_of
from tests.people import Cast, make_cast, sign_in

from sleutelwerk.deliberation.actions.preparing import follow_deliberation
from sleutelwerk.deliberation.actions.reporting import make_final, mark_action
from sleutelwerk.deliberation.engine.session.state import StepPhase
from sleutelwerk.deliberation.models import Deliberation, Record
from sleutelwerk.deliberation.queries.live import standing_of

#: By moment the reason that somebody gave, and the two things that were agreed.
MOMENTS = {
    "vooraf": ("Zijn gezin gaat voor.", ("Hem bellen", "De school inlichten")),
    "tijdens": ("Hij wil het nu zelf.", ("Hem nog eens vragen", "Met zijn gezin eten")),
    "achteraf": ("Wij hadden eerder moeten vragen.", ("Dit vooraf afspreken", "Hem bedanken")),
}


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()


def left_open(held: Held) -> dict[str, list[str]]:
    """Give by kind of screen what the first step opens with."""
    standing = standing_of(str(held.row.pk))
    assert standing is not None
    slices = {name: json.loads(slice_) for name, slice_ in standing.slices.items() if name != "waiting"}
    return {name: [one["text"] for one in shown["left_open"]] for name, shown in slices.items()}


def talk(held: Held, moment: str) -> None:
    """Weigh, agree on two things, and name what stays a worry."""
    because, actions = MOMENTS[moment]
    held.go_to("afweging", StepPhase.WRITING)
    held.write(held.phones[0], "afweging", "weging", {"keuze": "B", "omdat": because})
    held.go_to_end("afweging")
    held.go_to("afspraken", StepPhase.DISCUSSED)
    held.write(held.desk, "afspraken", "ander", {"geen-ander": "ja"})
    held.write(held.desk, "afspraken", "twijfel", {"twijfel": "Of hij nee durft te zeggen."})
    for action in actions:
        held.write(held.desk, "afspraken", "actie", {"actie": action, "wie": "wijkadviseur", "klaar": "2026-12-11"})


def settle(cast: Cast, held: Held, number: int) -> Deliberation:
    """Close the room, sign both records off a month after the one before, and do the first thing that was agreed."""
    at, actor = CLOSED + timedelta(days=30 * number), cast.actor("facilitator")
    row = held.close(at)
    for kind in (Record.Kind.NOTE, Record.Kind.REFLECTION):
        make_final(actor, row.pk, kind, now=at + timedelta(days=8))
    row.refresh_from_db()
    assert row.state == Deliberation.State.FINAL
    agreed = [line["action"] for line in opened_record(row, Record.Kind.NOTE)["actions"]]
    assert sorted(agreed) == sorted(MOMENTS[row.phase][1])
    mark_action(actor, row.pk, agreed.index(MOMENTS[row.phase][1][0]), done=True, now=at + timedelta(days=9))
    return row


def test_one_dilemma_is_followed_before_during_and_after(cast: Cast) -> None:
    actor, rows = cast.actor("facilitator"), list[Deliberation]()
    for number, moment in enumerate(MOMENTS):
        if rows:
            row = prepared(cast, follow_deliberation(actor, rows[-1].pk, now=CLOSED + timedelta(days=30 * number)))
        else:
            row = a_preparation(cast)
        assert (row.phase, row.follows_id) == (moment, rows[-1].pk if rows else None)
        if rows:
            in_the_preparation(cast, row, f"{MOMENTS[rows[-1].phase][1][1]}, wijkadviseur, 11-12-2026")
        held = a_talk(cast, row=row)
        # only what was not done comes back, with function and day
        before = [f"{MOMENTS[rows[-1].phase][1][1]}, wijkadviseur, 11-12-2026"] if rows else []
        assert left_open(held) == {"people": before, "screen": before, "desk": before}
        talk(held, moment)
        rows.append(settle(cast, held, number))
    together(cast, rows)
    # whoever looks back once more, looks back
    assert follow_deliberation(actor, rows[-1].pk, now=CLOSED + timedelta(days=120)).phase == "achteraf"


def in_the_preparation(cast: Cast, row: Deliberation, left: str) -> None:
    """See what was not done in the preparation and on its paper, with the day as people write one."""
    leader = Client()
    sign_in(leader, cast["facilitator"])
    page = leader.get(f"/beraad/voorbereiden/{row.pk}/").content.decode()
    paper = text_of(leader.get(f"/beraad/voorbereiden/{row.pk}/voorbereiding.pdf").content)
    for shown in (page, " ".join(paper.split())):
        assert left in shown
        assert "2026-12-11" not in shown


def together(cast: Cast, rows: list[Deliberation]) -> None:
    """See the reasons of the three moments beside each other, in their order, and nothing for who did not lead."""
    address = f"/beraad/{rows[-1].pk}/verslag/eerder/"
    leader, outsider = Client(), Client()
    sign_in(leader, cast["facilitator"])
    sign_in(outsider, cast["police_officer"])
    page = leader.get(address).content.decode()
    places = [page.index(part) for moment, (reason, _) in MOMENTS.items() for part in (moment.capitalize(), reason)]
    assert places == sorted(places)
    assert outsider.get(address).status_code == 404
