"""Several people in one room at the same moment: each thing happens once, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from tests.deliberation.deliberations import Room, login_of
from tests.people import NOW, Cast, make_cast

from sleutelwerk.accounts.models import RoleGrant
from sleutelwerk.deliberation.actions.opening import take_desk
from sleutelwerk.deliberation.actions.taking_part import Answer, Draft, write
from sleutelwerk.deliberation.engine.session.decide import Verb
from sleutelwerk.deliberation.engine.session.state import StepPhase
from sleutelwerk.deliberation.models import LiveHappening
from sleutelwerk.deliberation.queries.live import Seat, table_of

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
    room.does(Verb.READY, "start", by=room.seats["Anna"])
    before = LiveHappening.objects.filter(deliberation=room.row).count()
    came = at_once(*[lambda: room.does(Verb.ADVANCE, "start", "writing")] * 4)
    assert [one.done for one in came] == [True] * 4
    assert LiveHappening.objects.filter(deliberation=room.row).count() == before + 1
    assert table_of(room.fresh()).session.step("start").phase is StepPhase.COLLECTED


def test_presses_that_come_together_warn_whoever_writes_once_and_never_end_the_writing(cast: Cast) -> None:
    room = Room(cast)
    room.comes("Anna")
    room.goes_to("start", "preparing")
    before = LiveHappening.objects.filter(deliberation=room.row).count()
    came = at_once(*[lambda: room.does(Verb.ADVANCE, "start", "writing")] * 4)
    assert [one.done for one in came] == [True] * 4
    assert LiveHappening.objects.filter(deliberation=room.row).count() == before + 1
    step = table_of(room.fresh()).session.step("start")
    assert (step.phase, step.warned) == (StepPhase.WRITING, True)


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
    room.does(Verb.READY, "start", by=room.seats["Anna"])
    draft = Draft(uuid4(), "start", "hoop", "sleutel", 1, {"hoop": "Net op tijd."})
    written, _ = at_once(
        lambda: write(room.seats["Anna"], uuid4(), draft, one_more=lambda _form: True),
        lambda: room.does(Verb.ADVANCE, "start", "writing"),
    )
    lies = str(draft.entry) in table_of(room.fresh()).entries
    assert written.done is lies
    assert written.done or "wordt nu niet geschreven" in written.why


@pytest.fixture
def desks(cast: Cast) -> tuple[Room, Seat]:
    """Give a room that is written in, and the desk of a second facilitator beside the one that leads."""
    second = cast["professional"]
    RoleGrant.objects.create(user=second, organisation=cast.here, role="facilitator", granted_at=NOW, reviewed_at=NOW)
    room = Room(cast, second_facilitator=second)
    room.comes("Anna")
    room.goes_to("start", "preparing")
    room.does(Verb.READY, "start", by=room.seats["Anna"])
    came = take_desk(cast.actor("professional"), room.row.pk, login=login_of(second), now=NOW)
    assert came is not None
    return room, room.seat(came)


def happened(room: Room) -> list[int]:
    """Give the numbers of what happened, in order; one that was lost or given twice would show."""
    numbers = LiveHappening.objects.filter(deliberation=room.row).order_by("number").values_list("number", flat=True)
    return list(numbers)


@pytest.mark.parametrize("times", range(3))
def test_of_two_desks_that_press_at_once_one_leads_and_the_other_is_told(desks: tuple[Room, Seat], times: int) -> None:
    """Whoever comes first at the lock: the press counts before the desk is taken over, or is refused after it."""
    room, second = desks
    acts = [lambda: room.does(Verb.ADVANCE, "start", "writing"), lambda: room.does(Verb.TAKE_OVER, by=second)]
    pressed, took = at_once(*(acts if times % 2 else acts[::-1]))[:: 1 if times % 2 else -1]
    session = table_of(room.fresh()).session
    assert took.done
    assert session.leading == second.name
    assert session.step("start").phase is (StepPhase.COLLECTED if pressed.done else StepPhase.WRITING)
    assert pressed.done or "Uw collega leidt nu het gesprek" in pressed.why
    assert happened(room) == list(range(1, session.number + 1))
    # from here on only the second goes on, and once
    came = at_once(
        lambda: room.does(Verb.ADVANCE, "start", session.step("start").phase.value),
        *[lambda: room.does(Verb.ADVANCE, "start", session.step("start").phase.value, by=second)] * 2,
    )
    assert [one.done for one in came] == [False, True, True]
    assert table_of(room.fresh()).session.number == session.number + 1


def test_two_desks_that_take_over_from_each_other_at_once_leave_one_that_leads(desks: tuple[Room, Seat]) -> None:
    room, second = desks
    both = [room.desk, second]
    came = at_once(*[lambda seat=seat: room.does(Verb.TAKE_OVER, by=seat) for seat in both * 3])
    assert all(one.done for one in came), [one.why for one in came]
    session = table_of(room.fresh()).session
    assert session.leading in {seat.name for seat in both}
    assert happened(room) == list(range(1, session.number + 1))
    other = next(seat for seat in both if seat.name != session.leading)
    assert not room.does(Verb.PAUSE, by=other).done
    assert not table_of(room.fresh()).session.paused
