"""The farewell: begun at any moment of the work, done step by step, and after it nobody gets in who is not needed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import serializers
from tests.cases.begun import TODAY, at_agreement
from tests.cases.working import opened_by, paid, spoke, working
from tests.people import NOW, Cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions.contact import remove_contact
from sleutelwerk.cases.actions.ending import Done, Farewell, begin_ending, finish_ending, save_ending
from sleutelwerk.cases.actions.looking_back import begin_look_back
from sleutelwerk.cases.actions.pausing import pause_work
from sleutelwerk.cases.actions.team import answer_invitation, invite_partner
from sleutelwerk.cases.models import Agreement, Candidate, Case, Ending, LookBack, Member
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.cases import invitations_for
from sleutelwerk.cases.queries.ending import STEPS_COLUMN, ending_of
from sleutelwerk.cases.rules.ending import Step
from sleutelwerk.core.verdict import NotAllowedError

STEPS = {step.value: "done" for step in Step}
AFTERCARE = TODAY + timedelta(days=90)


def all_done(**given: Any) -> Done:
    """Give a list on which everything is done."""
    said: dict[str, Any] = {"steps": STEPS, "until": AFTERCARE, "who": "de adviseur jeugd of zijn vervanger"}
    return Done(**said | given)


def ending(cast: Cast, *, why: str = "done", ends_on: date = TODAY, **more: Any) -> Case:
    """Begin a farewell in a case where he works with us."""
    row = working(cast, **more)
    begin_ending(cast.actor("professional"), row.pk, Farewell(why, ends_on), now=NOW)
    row.refresh_from_db()
    return row


def ended(cast: Cast, **more: Any) -> Case:
    """End one today."""
    row = ending(cast, **more)
    save_ending(cast.actor("professional"), row.pk, all_done(), now=NOW)
    finish_ending(cast.actor("professional"), row.pk, now=NOW)
    row.refresh_from_db()
    return row


def with_partner(cast: Cast, row: Case) -> None:
    """Let somebody of a partner in."""
    address = "outside_professional@voorbeeld.example"
    invite_partner(cast.actor("professional"), row.pk, address, date(2027, 6, 30), site="https://x.example/", now=NOW)
    partner = cast.actor("outside_professional")
    (place,) = invitations_for(partner, today=TODAY)
    answer_invitation(partner, place.pk, takes_part=True, now=NOW)


def test_without_aftercare_the_file_goes_a_year_after_the_last_day(cast: Cast) -> None:
    row = ending(cast)
    none = all_done(steps=STEPS | {"aftercare": "not_needed"}, until=TODAY + timedelta(days=365))
    save_ending(cast.actor("professional"), row.pk, none, now=NOW)
    shown = ending_of(opened_by(cast, "professional", row))
    assert shown is not None
    assert (shown.until, shown.who) == (None, "")
    assert shown.kept[0].gone_on == TODAY.replace(year=TODAY.year + 1)


@pytest.mark.parametrize("stage", ["reward", "carrying_out", "evaluation"])
def test_it_begins_at_any_moment_of_the_work(cast: Cast, stage: str) -> None:
    row = working(cast, stage=stage)
    begin_ending(cast.actor("colleague"), row.pk, Farewell("done", TODAY), now=NOW)
    row.refresh_from_db()
    assert row.stage == "ending"
    with pytest.raises(NotAllowedError):
        begin_ending(cast.actor("colleague"), row.pk, Farewell("done", TODAY), now=NOW)


def test_it_begins_while_the_work_lies_still_and_not_before_the_work(cast: Cast) -> None:
    row = working(cast)
    pause_work(cast.actor("professional"), row.pk, "dreiging", now=NOW)
    begin_ending(cast.actor("professional"), row.pk, Farewell("he_stops", TODAY), now=NOW)
    with pytest.raises(NotAllowedError, match="volgende stap"):
        begin_ending(cast.actor("professional"), at_agreement(cast).pk, Farewell("he_stops", TODAY), now=NOW)


def test_his_reason_has_no_place_and_ours_is_sealed(cast: Cast) -> None:
    row = working(cast)
    actor = cast.actor("professional")
    with pytest.raises(NotAllowedError, match="reden hoort hier niet"):
        begin_ending(actor, row.pk, Farewell("he_stops", TODAY, "hij gaat verhuizen"), now=NOW)
    begin_ending(actor, row.pk, Farewell("we_stop", TODAY, "het geld is op"), now=NOW)
    kept = Ending.objects.get()
    assert b"geld" not in bytes(kept.steps)
    assert candidate_vault(kept.candidate_id).open(STEPS_COLUMN, bytes(kept.steps))["reason"] == "het geld is op"
    assert "geld is op" not in serializers.serialize("json", Entry.objects.all())


def test_steps_are_kept_half_done(cast: Cast) -> None:
    row = ending(cast)
    save_ending(cast.actor("colleague"), row.pk, Done({"thanks": "done"}), now=NOW)
    shown = ending_of(opened_by(cast, "professional", row))
    assert shown is not None
    assert (shown.left, shown.until, shown.who) == (6, None, "")
    with pytest.raises(NotAllowedError, match="Nog niet alles"):
        finish_ending(cast.actor("professional"), row.pk, now=NOW)
    with pytest.raises(NotAllowedError, match="Nazorg kan tot en met"):
        save_ending(cast.actor("professional"), row.pk, all_done(until=date(2028, 11, 28)), now=NOW)


def test_nothing_is_ended_with_money_open_or_before_its_day(cast: Cast) -> None:
    row = ending(cast, ends_on=TODAY + timedelta(days=1))
    actor, candidate = cast.actor("professional"), Candidate.objects.get(case=row)
    waiting = paid(candidate, date(2026, 11, 1), recorded=False)
    save_ending(actor, row.pk, all_done(), now=NOW)
    with pytest.raises(NotAllowedError, match="vergoeding open"):
        finish_ending(actor, row.pk, now=NOW)
    waiting.delete()
    paid(candidate, date(2026, 11, 1))
    with pytest.raises(NotAllowedError, match="laatste dag"):
        finish_ending(actor, row.pk, now=NOW)
    finish_ending(actor, row.pk, now=NOW + timedelta(days=1))


def test_only_the_lead_ends_it(cast: Cast) -> None:
    row = ending(cast)
    save_ending(cast.actor("colleague"), row.pk, all_done(), now=NOW)
    with pytest.raises(NotAllowedError, match="Alleen de trekker"):
        finish_ending(cast.actor("colleague"), row.pk, now=NOW)


def test_what_is_not_begun_cannot_be_done(cast: Cast) -> None:
    row = working(cast)
    with pytest.raises(NotAllowedError, match="nog niet begonnen"):
        save_ending(cast.actor("professional"), row.pk, all_done(), now=NOW)
    with pytest.raises(NotAllowedError, match="nog niet begonnen"):
        finish_ending(cast.actor("professional"), row.pk, now=NOW)
    assert ending_of(opened_by(cast, "professional", row)) is None
    Candidate.objects.all().delete()
    assert ending_of(opened_by(cast, "professional", row)) is None


def test_when_it_is_over_partners_are_out_and_nothing_can_be_added(cast: Cast) -> None:
    row = working(cast, stage="carrying_out")
    with_partner(cast, row)
    actor = cast.actor("professional")
    contact, look = spoke(cast, row), begin_look_back(actor, row.pk, now=NOW)
    begin_ending(actor, row.pk, Farewell("term", TODAY), now=NOW)
    save_ending(actor, row.pk, all_done(), now=NOW)
    finish_ending(actor, row.pk, now=NOW)
    row.refresh_from_db()
    assert row.ended_at == NOW
    assert sorted(Member.objects.values_list("part", flat=True)) == ["lead", "member"]
    assert Agreement.objects.get().over_at is not None
    assert LookBack.objects.get(pk=look.pk).closed_at == NOW
    assert Entry.objects.filter(kind="member_left").count() == 1
    assert Entry.objects.filter(kind="case_ended").count() == 1
    for act in (
        lambda: spoke(cast, row),
        lambda: remove_contact(actor, row.pk, contact.pk, now=NOW),
        lambda: pause_work(actor, row.pk, "dreiging", now=NOW),
        lambda: begin_look_back(actor, row.pk, now=NOW),
        lambda: begin_ending(actor, row.pk, Farewell("done", TODAY), now=NOW),
        lambda: save_ending(actor, row.pk, all_done(), now=NOW),
        lambda: finish_ending(actor, row.pk, now=NOW),
    ):
        with pytest.raises(NotAllowedError):
            act()


def test_what_stays_is_told_with_its_day(cast: Cast) -> None:
    row = ending(cast, profile="waarnemer")
    candidate = Candidate.objects.get(case=row)
    paid(candidate, date(2026, 11, 1))
    save_ending(cast.actor("professional"), row.pk, all_done(), now=NOW)
    shown = ending_of(opened_by(cast, "professional", row))
    assert shown is not None
    assert [one.gone_on for one in shown.kept] == [
        TODAY + timedelta(days=90), date(2028, 2, 25), date(2034, 1, 1), date(2036, 11, 27), None
    ]  # fmt: skip
