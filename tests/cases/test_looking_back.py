"""Looking back: both sides and an outsider, side by side and never counted, and a stop that stops."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core import serializers
from tests.cases.begun import TODAY
from tests.cases.working import opened_by, spoke, working
from tests.people import NOW, Cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions.looking_back import SideSaid, begin_look_back, close_look_back, save_agreed, save_side
from sleutelwerk.cases.content import newest_evaluation
from sleutelwerk.cases.engine.evaluation import Level, Side
from sleutelwerk.cases.models import Candidate, Case, LookBack, Pause
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.carrying_out import carrying_of
from sleutelwerk.cases.queries.contact import EMPTY_PAUSE, opened, pause_column
from sleutelwerk.cases.queries.looking_back import LookShown, look_back_of, look_backs_of, look_column, review_days
from sleutelwerk.core.verdict import NotAllowedError

US = SideSaid({"wij-doel": "ja, dat klopt nog"}, ["wil-nog", "meer-uren"])
HIM = SideSaid({"hij-doel": "ja, een goed plan"}, ["wil-nog", "geen-antwoord"])
OUTSIDER = SideSaid({"buiten-vraag": "zij praten open"}, function="adviseur van een andere gemeente")


def looking(cast: Cast) -> tuple[Case, LookBack]:
    row = working(cast)
    return row, begin_look_back(cast.actor("professional"), row.pk, now=NOW)


def shown(cast: Cast, row: Case, look: LookBack) -> LookShown:
    found = look_back_of(opened_by(cast, "professional", row), look.pk)
    assert found is not None
    return found


def ids(found: tuple[object, ...]) -> list[str]:
    return [str(getattr(one, "id", "")) for one in found]


def test_beginning_goes_to_the_stage_and_is_done_once(cast: Cast) -> None:
    row, _look = looking(cast)
    row.refresh_from_db()
    assert row.stage == "evaluation"
    with pytest.raises(NotAllowedError, match="al terug"):
        begin_look_back(cast.actor("colleague"), row.pk, now=NOW)
    spoke(cast, row)


def test_each_side_is_kept_half_done_and_stands_side_by_side(cast: Cast) -> None:
    row, look = looking(cast)
    actor = cast.actor("professional")
    save_side(actor, row.pk, look.pk, Side.US, US, now=NOW)
    assert shown(cast, row, look).missing == ["Hij", "Iemand van buiten"]
    save_side(cast.actor("colleague"), row.pk, look.pk, Side.HIM, HIM, now=NOW)
    save_side(actor, row.pk, look.pk, Side.OUTSIDER, OUTSIDER, now=NOW)
    one = shown(cast, row, look)
    assert one.missing == []
    assert (ids(one.look.both), ids(one.look.only_us), ids(one.look.only_him)) == (
        ["wil-nog"], ["meer-uren"], ["geen-antwoord"]
    )  # fmt: skip
    us, him, outsider = one.sides
    assert us.answers == [
        ("Klopt het doel nog, en is er nu een lichter middel dan vragen aan hem?", "ja, dat klopt nog")
    ]
    assert him.answers == [("Is dit nog een goed plan?", "ja, een goed plan")]
    assert "U doet het nog graag." in him.signals
    assert outsider.function == "adviseur van een andere gemeente"
    sealed = bytes(LookBack.objects.get().said)
    assert b"graag" not in sealed
    assert b"adviseur" not in sealed
    assert "goed plan" not in serializers.serialize("json", Entry.objects.all())


def test_nothing_is_counted(cast: Cast) -> None:
    assert {one.name for one in fields(LookShown)} == {"row", "said", "sides", "look"}
    row, look = looking(cast)
    save_side(cast.actor("professional"), row.pk, look.pk, Side.US, US, now=NOW)
    said = candidate_vault(look.candidate_id).open(look_column(look.pk), bytes(LookBack.objects.get().said))
    assert not any(isinstance(value, int) for value in said["us"].values() if not isinstance(value, bool))


@pytest.mark.parametrize("side", [Side.US, Side.HIM])
@pytest.mark.parametrize("signal", newest_evaluation().of(Level.STOP), ids=lambda one: str(one.id))
def test_one_side_is_enough_to_stop_and_some_of_it_is_never_written(cast: Cast, side: Side, signal: object) -> None:
    row, look = looking(cast)
    name, noted = str(getattr(signal, "id", "")), bool(getattr(signal, "noted", False))
    stops = save_side(cast.actor("professional"), row.pk, look.pk, side, SideSaid(signals=[name, "wil-nog"]), now=NOW)
    assert ids(stops) == [name]
    kept = Pause.objects.get()
    vault = candidate_vault(look.candidate_id)
    assert opened(vault, pause_column(kept.pk), kept.about, EMPTY_PAUSE)["signal"] == (name if noted else "")
    said = str(vault.open(look_column(look.pk), bytes(LookBack.objects.get().said)))
    assert (name in said) is noted
    assert "wil-nog" in said
    save_side(cast.actor("professional"), row.pk, look.pk, side, SideSaid(signals=[name]), now=NOW)
    assert Pause.objects.count() == 1


def test_what_is_not_asked_of_a_side_is_not_kept(cast: Cast) -> None:
    row, look = looking(cast)
    odd = SideSaid({"hij-doel": "van de andere kant", "verzonnen": "x", "wij-doel": ""}, ["bestaat-niet"])
    save_side(cast.actor("professional"), row.pk, look.pk, Side.US, odd, now=NOW)
    assert "Wij" in shown(cast, row, look).missing


def test_he_may_say_nothing(cast: Cast) -> None:
    row, look = looking(cast)
    save_side(cast.actor("professional"), row.pk, look.pk, Side.HIM, SideSaid(declined=True), now=NOW)
    assert "Hij" not in shown(cast, row, look).missing


def test_it_is_closed_when_all_were_asked_and_the_work_goes_on(cast: Cast) -> None:
    row, look = looking(cast)
    actor = cast.actor("professional")
    for side, said in ((Side.US, US), (Side.HIM, HIM)):
        save_side(actor, row.pk, look.pk, side, said, now=NOW)
    with pytest.raises(NotAllowedError, match="Iemand van buiten"):
        close_look_back(actor, row.pk, look.pk, now=NOW)
    save_side(actor, row.pk, look.pk, Side.OUTSIDER, OUTSIDER, now=NOW)
    with pytest.raises(NotAllowedError, match="wat u samen afsprak"):
        close_look_back(actor, row.pk, look.pk, now=NOW)
    save_agreed(actor, row.pk, look.pk, "de adviseur belt elke week", now=NOW)
    close_look_back(actor, row.pk, look.pk, now=NOW)
    row.refresh_from_db()
    assert row.stage == "carrying_out"
    assert shown(cast, row, look).agreed == "de adviseur belt elke week"
    for later in (
        lambda: save_side(actor, row.pk, look.pk, Side.US, US, now=NOW),
        lambda: save_agreed(actor, row.pk, look.pk, "anders", now=NOW),
        lambda: close_look_back(actor, row.pk, look.pk, now=NOW),
    ):
        with pytest.raises(NotAllowedError):
            later()
    assert begin_look_back(actor, row.pk, now=NOW + timedelta(days=60)).closed_at is None


def test_that_of_another_case_is_not_there(cast: Cast) -> None:
    _row, look = looking(cast)
    other, _own = looking(cast)
    for number in (look.pk, uuid4()):
        with pytest.raises(NotAllowedError, match="er niet"):
            save_agreed(cast.actor("professional"), other.pk, number, "iets", now=NOW)


def test_the_days_run_from_the_agreement_to_the_end_of_the_term(cast: Cast) -> None:
    row = working(cast)
    found = opened_by(cast, "professional", row)
    work = carrying_of(found)
    assert work is not None
    assert review_days(found, work.since) == (
        date(2026, 12, 27), date(2027, 2, 27), date(2027, 8, 27), date(2027, 12, 31)
    )  # fmt: skip
    assert work.since == TODAY
    assert review_days(found, None) == ()
    Candidate.objects.all().delete()
    assert look_backs_of(opened_by(cast, "professional", row)) == []
