"""Several people in one room at the same moment: each thing happens once, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from tests.deliberation.deliberations import Room
from tests.people import Cast, make_cast

from sleutelwerk.deliberation.actions.taking_part import Answer, Draft, write
from sleutelwerk.deliberation.engine.session.decide import Verb
from sleutelwerk.deliberation.engine.session.state import StepPhase
from sleutelwerk.deliberation.models import LiveHappening
from sleutelwerk.deliberation.queries.live import table_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(on_disk: None) -> Cast:
    """Give everybody, in a database that is as real as a site's."""
    return make_cast()


def at_once(*acts: Callable[[], Answer]) -> list[Answer]:
    """Act in threads that begin at the same moment; give what came of each, in order."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Answer]) -> Answer:
        barrier.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_presses_of_one_button_go_on_one_phase(cast: Cast) -> None:
    room = Room(cast)
    room.comes("Anna")
    room.goes_to("start", "preparing")
    before = LiveHappening.objects.filter(deliberation=room.row).count()
    came = at_once(*[lambda: room.does(Verb.ADVANCE, "start", "writing")] * 4)
    assert [one.done for one in came] == [True] * 4
    assert LiveHappening.objects.filter(deliberation=room.row).count() == before + 1
    assert table_of(room.fresh()).session.step("start").phase is StepPhase.COLLECTED


def test_what_many_write_at_once_all_lies_on_the_table(cast: Cast) -> None:
    room = Room(cast)
    names = [f"Stoel {number}" for number in range(6)]
    for name in names:
        room.comes(name)
    room.goes_to("start", "preparing")

    def by(name: str) -> Answer:
        draft = Draft(uuid4(), "start", "hoop", uuid4().hex, 1, {"hoop": f"Hoop van {name}."})
        return write(room.seats[name], uuid4(), draft, one_more=lambda _form: True)

    came = at_once(*[lambda name=name: by(name) for name in names])
    assert all(one.done for one in came), [one.why for one in came]
    table = table_of(room.fresh())
    assert {entry.values["hoop"] for entry in table.entries.values() if entry.form == "hoop"} == {
        f"Hoop van {name}." for name in names
    }


def test_a_reveal_and_a_last_word_at_once_never_show_half(cast: Cast) -> None:
    room = Room(cast)
    room.comes("Anna")
    room.goes_to("start", "preparing")
    draft = Draft(uuid4(), "start", "hoop", "sleutel", 1, {"hoop": "Net op tijd."})
    written, _ = at_once(
        lambda: write(room.seats["Anna"], uuid4(), draft, one_more=lambda _form: True),
        lambda: room.does(Verb.ADVANCE, "start", "writing"),
    )
    lies = str(draft.entry) in table_of(room.fresh()).entries
    assert written.done is lies
    assert written.done or "wordt nu niet geschreven" in written.why
