"""Writing the records: what the pages do not show, such as a note that is added late and looking back on a note."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.deliberation.held import CLOSED, Held, a_record, a_whole_talk, opened_record
from tests.people import Cast, make_cast

from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.deliberation.actions import reporting
from sleutelwerk.deliberation.actions.forgetting import destroy_old_raw
from sleutelwerk.deliberation.actions.reporting import Answer, Kind
from sleutelwerk.deliberation.actions.vault import KEPT, destroy_key
from sleutelwerk.deliberation.engine.report import Part
from sleutelwerk.deliberation.models import Deliberation, Record
from sleutelwerk.deliberation.queries.after import after_of, chain_of, opened

pytestmark = pytest.mark.django_db
LATER = CLOSED + timedelta(days=8)


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


def test_a_note_that_is_added_late_has_the_plan_only(cast: Cast) -> None:
    """What people wrote is gone: the note begins with who decides, and the deliberation is a draft again."""
    row = a_record(cast, final=True)
    assert Deliberation.objects.get(pk=row.pk).state == "final"
    actor = cast.actor("facilitator")
    reporting.add_note(actor, row.pk, now=LATER)
    reporting.add_note(actor, row.pk, now=LATER)
    assert Deliberation.objects.get(pk=row.pk).state == "concept"
    assert opened_record(row, "note")["decider"] == [{"entry": "", "decider": "teammanager"}]
    with pytest.raises(NotAllowedError, match="geen besluit, advies of afspraak"):
        reporting.make_final(actor, row.pk, Kind.NOTE, now=LATER)
    lines = [{"entry": "", "conclusion": "Wij doen het niet."}]
    reporting.save_part(actor, row.pk, Part.DECISION, lines, now=LATER)
    reporting.make_final(actor, row.pk, Kind.NOTE, now=LATER)
    assert Deliberation.objects.get(pk=row.pk).state == "final"


def test_a_note_that_is_left_out_leaves_a_deliberation_that_is_done(cast: Cast) -> None:
    """Nothing was decided after all."""
    row = a_record(cast, final=True)
    actor = cast.actor("facilitator")
    reporting.add_note(actor, row.pk, now=LATER)
    reporting.leave_out_note(actor, row.pk, now=LATER)
    assert Deliberation.objects.get(pk=row.pk).state == "final"
    with pytest.raises(NotAllowedError):
        reporting.leave_out_note(actor, row.pk, now=LATER)


def test_whoever_was_told_of_a_term_keeps_two_days_of_it(cast: Cast) -> None:
    """A shorter term never ends it at once: somebody may still want to take his words back."""
    row = a_record(cast)
    told = Deliberation.objects.get(pk=row.pk)
    assert told.closed_at is not None
    Deliberation.objects.filter(pk=row.pk).update(check_until=told.closed_at + timedelta(days=7))
    reporting.set_check_days(cast.actor("facilitator"), row.pk, 2, now=told.closed_at + timedelta(days=3))
    assert Deliberation.objects.get(pk=row.pk).check_until == told.closed_at + timedelta(days=5)
    reporting.set_check_days(cast.actor("facilitator"), row.pk, 2, now=told.closed_at)
    assert Deliberation.objects.get(pk=row.pk).check_until == told.closed_at + timedelta(days=2)


def test_a_final_record_does_not_change(cast: Cast) -> None:
    """Not a part, not that there was none, not how long it is checked, and it is not made final twice."""
    row = a_record(cast, final=True)
    actor = cast.actor("facilitator")
    before = opened_record(row, "reflection")
    with pytest.raises(NotAllowedError):
        reporting.save_part(actor, row.pk, Part.REMAINING_DOUBT, [{"entry": "", "remaining_doubt": "x"}], now=LATER)
    with pytest.raises(NotAllowedError):
        reporting.save_part(actor, row.pk, Part.REMAINING_DOUBT, None, now=LATER)
    with pytest.raises(NotAllowedError):
        reporting.set_check_days(actor, row.pk, 3, now=LATER)
    with pytest.raises(NotAllowedError):
        reporting.make_final(actor, row.pk, Kind.REFLECTION, now=LATER)
    assert opened_record(row, "reflection") == before


def test_a_part_that_no_record_has(cast: Cast) -> None:
    """There is no note, so no decision to save."""
    row = a_record(cast)
    with pytest.raises(NotAllowedError, match="er niet"):
        reporting.save_part(cast.actor("facilitator"), row.pk, Part.DECISION, [], now=LATER)


def test_nobody_else_does_anything(cast: Cast) -> None:
    """For a colleague and a facilitator elsewhere there is no such deliberation."""
    row = a_record(cast, final=True)
    for name in ("colleague", "police_officer", "fg"):
        actor = cast.actor(name)
        assert reporting.open_records(actor, row.pk, now=LATER) is None
        assert reporting.take_record(actor, row.pk, Kind.REFLECTION, reporting.Form.PDF, now=LATER) is None
        with pytest.raises(NotAllowedError):
            reporting.add_note(actor, row.pk, now=LATER)


def test_an_action_that_was_done_stays_done_when_the_part_is_saved(cast: Cast) -> None:
    """Marks belong to their line."""
    held: Held = a_whole_talk(cast)
    row = held.close()
    actor = cast.actor("facilitator")
    reporting.mark_action(actor, row.pk, 0, done=True, now=LATER)
    reporting.save_part(actor, row.pk, Part.ACTIONS, opened_record(row, "note")["actions"], now=LATER)
    assert opened_record(row, "note")["actions"][0]["done"] == timezone.localdate(LATER).isoformat()


def test_looking_back_on_a_note_alone(cast: Cast) -> None:
    """The report had its term; the note is still there. Of a draft nobody looks back."""
    row = a_record(cast, final=True)
    actor = cast.actor("facilitator")
    reporting.add_note(actor, row.pk, now=LATER)
    Record.objects.filter(deliberation=row, kind=Kind.REFLECTION).delete()
    answers = {"done": Answer.YES, "right": Answer.NO}
    with pytest.raises(NotAllowedError):
        reporting.look_back(actor, row.pk, answers, "", now=LATER)
    reporting.save_part(actor, row.pk, Part.ACTIONS, [{"entry": "", "action": "Bellen"}], now=LATER)
    reporting.make_final(actor, row.pk, Kind.NOTE, now=LATER)
    reporting.look_back(actor, row.pk, answers, "", now=LATER)
    assert opened_record(row, "note")["looked_back"][0]["right"] == "no"


def test_without_its_key_there_is_nothing(cast: Cast) -> None:
    """Destroyed is absent."""
    row = a_record(cast)
    destroy_key(row, KEPT)
    assert after_of(cast.actor("facilitator"), row.pk) is None
    assert opened(row) is None


def test_earlier_talks_stop_where_the_viewer_does_not_lead(cast: Cast) -> None:
    """Whoever leads this one sees earlier ones that he led as well, and no further; a circle ends."""
    first, second, third = (a_record(cast) for _number in range(3))
    Deliberation.objects.filter(pk=third.pk).update(follows=second)
    Deliberation.objects.filter(pk=second.pk).update(follows=first)
    Deliberation.objects.filter(pk=first.pk).update(facilitator=None)
    actor = cast.actor("facilitator")
    after = after_of(actor, third.pk)
    assert after is not None
    assert [one.row.pk for one in chain_of(actor, after)] == [second.pk]
    Deliberation.objects.filter(pk=second.pk).update(follows=third)
    assert [one.row.pk for one in chain_of(actor, after)] == [second.pk]


def test_adding_a_note_after_two_weeks_makes_it_of_no_entry(cast: Cast) -> None:
    """Nobody can strike any more, so no line remembers what it was made from."""
    row = a_record(cast)
    destroy_old_raw(now=CLOSED + timedelta(days=14))
    reporting.add_note(cast.actor("facilitator"), row.pk, now=CLOSED + timedelta(days=15))
    assert all(not line["entry"] for line in opened_record(row, "note")["decider"])
