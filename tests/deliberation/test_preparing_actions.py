"""Beginning, keeping, following and throwing away: sealed, recorded, and only by whoever leads."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.deliberation.begun import QUESTION, SETTLED, begun, opened, settled
from tests.people import NOW, Cast, make_cast, make_person

from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.models import Entry
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.deliberation.actions.preparing import (
    Changes,
    Taken,
    delete_deliberation,
    follow_deliberation,
    open_preparation,
    save_preparation,
    take_along,
)
from sleutelwerk.deliberation.content import current
from sleutelwerk.deliberation.models import Deliberation, DeliberationKey, Record
from sleutelwerk.deliberation.models.vault import KEPT, vault_of
from sleutelwerk.deliberation.queries.earlier import earlier_of
from sleutelwerk.deliberation.queries.preparing import (
    deliberations_of,
    prepared_for,
    prepared_of,
    second_facilitators,
    start_named,
)
from sleutelwerk.deliberation.rules.preparing import EMPTY_PLAN
from sleutelwerk.privacy.engine.model import Kind
from sleutelwerk.privacy.models import GuardException
from sleutelwerk.privacy.rules import Overrule


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def second(cast: Cast) -> Cast:
    """Give the cast with another facilitator of the same organisation."""
    cast.people["second"] = make_person("second", cast.here, (Role.FACILITATOR,))
    return cast


def recorded() -> list[str]:
    """Give what was recorded, in order."""
    return [json.loads(body)["kind"] for body in Entry.objects.order_by("pk").values_list("body", flat=True)]


def test_a_dilemma_brings_its_texts_and_its_method(cast: Cast) -> None:
    row = begun(cast, start="dilemma.raad-weet-niet", method="zeven-vragen", aim="decide")
    method, plan = current().methods["zeven-vragen"], opened(cast, row).plan
    assert (row.method_slug, row.method_version, row.method_hash) == (method.slug, method.version, method.content_hash)
    assert (row.facilitator_id, row.organisation_id, row.minutes) == (cast["facilitator"].pk, cast.here.pk, 75)
    assert (row.decider, row.voice, row.state) == ("later", "", "preparing")
    assert plan["question"] == "Mogen wij beginnen voordat de gemeenteraad ervan weet?"
    assert (plan["side_a"], plan["dilemma"]) == ("Wij beginnen.", "raad-weet-niet")
    assert plan["estimate"].startswith("Hoe groot is de kans dat de raad het later stillegt?")
    assert plan["damage_a"].startswith("De raad voelt zich gepasseerd")
    assert plan["damage_b"].startswith("Mensen die nu durven te praten")
    assert plan["not_discussed"].startswith("Geen geld")
    assert set(plan) == set(EMPTY_PLAN)
    assert recorded() == ["deliberation_begun"]


def test_an_exercise_is_ready_at_once(cast: Cast) -> None:
    row = begun(cast, start="dilemma.gunst", practice=True, aim="learn")
    assert not any(point.hard for point in opened(cast, row).points)
    assert row.practice


def test_the_plan_lies_sealed(cast: Cast) -> None:
    row = settled(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT plan FROM deliberation_deliberation")
        raw = bytes(cursor.fetchone()[0])
    assert QUESTION.encode() not in raw
    assert b"question" not in raw
    assert vault_of(row.pk).open(KEPT, "plan", raw)["question"] == QUESTION


def test_a_method_that_is_not_here_is_refused_and_nothing_stays(cast: Cast) -> None:
    with pytest.raises(NotAllowedError, match="methode"):
        begun(cast, method="nergens")
    assert Deliberation.objects.count() == 0


@pytest.mark.parametrize("who", ["professional", "fg", "administrator", "outside_professional", "reader"])
def test_nobody_else_begins_one(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowedError):
        begun(cast, who)


def test_a_page_keeps_what_it_changes_and_leaves_the_rest(cast: Cast) -> None:
    row = settled(cast)
    changes = Changes(plan={"side_a": "Wij wachten."}, answers={"room": "Kamer 4"}, columns={"minutes": 60})
    saved = save_preparation(cast.actor("facilitator"), row.pk, changes, now=NOW)
    plan = opened(cast, row).plan
    assert (plan["side_a"], plan["side_b"], plan["answers"]["room"]) == (
        "Wij wachten.",
        "Wij vragen hem niet.",
        "Kamer 4",
    )
    assert (plan["answers"]["limits"], saved.minutes, saved.voice) == ("none", 60, "asked")


def test_what_was_saved_is_recorded_by_name_and_not_by_content(cast: Cast) -> None:
    settled(cast)
    body = Entry.objects.latest("pk").body
    assert json.loads(body)["fields"] == sorted({*SETTLED.columns, *SETTLED.plan, *SETTLED.answers})
    assert "wijkadviseur" not in body
    assert "Kamer" not in body


def test_what_was_left_standing_is_kept_for_the_fg(cast: Cast) -> None:
    row = begun(cast)
    overrule = Overrule((Kind.PERSON,), "Zo heet het gebouw waar wij zitten.")
    save_preparation(cast.actor("facilitator"), row.pk, Changes(overrules=[overrule]), now=NOW)
    assert GuardException.objects.get().place == "deliberation"


@pytest.mark.parametrize(("answer", "takes_part"), [("no", False), ("not_told", False), ("told", True)])
def test_police_takes_part_only_when_he_was_told(cast: Cast, answer: str, takes_part: bool) -> None:
    saved = save_preparation(cast.actor("facilitator"), begun(cast).pk, Changes(answers={"justice": answer}), now=NOW)
    assert (saved.justice_takes_part, saved.justice_told_to_key_figure) == (takes_part, takes_part)


def test_the_database_lets_no_police_in_of_whom_he_does_not_know(cast: Cast) -> None:
    row = begun(cast)
    row.justice_takes_part = True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_whoever_is_of_the_police_takes_part_himself(cast: Cast) -> None:
    row = begun(cast, "police_officer")
    officer = cast.actor("police_officer")
    with pytest.raises(NotAllowedError, match="politie"):
        save_preparation(officer, row.pk, Changes(answers={"justice": "no"}), now=NOW)
    save_preparation(officer, row.pk, Changes(answers={"justice": "told"}), now=NOW)
    found = prepared_for(officer, row.pk)
    assert found is not None
    assert found.facts.police_leads


def test_after_opening_nothing_changes(cast: Cast) -> None:
    row = settled(cast)
    Deliberation.objects.update(state="live")
    with pytest.raises(NotAllowedError, match="staat vast"):
        save_preparation(cast.actor("facilitator"), row.pk, Changes(plan={"question": "Mogen wij?"}), now=NOW)
    with pytest.raises(NotAllowedError):
        delete_deliberation(cast.actor("facilitator"), row.pk, now=NOW)
    assert opened(cast, row).plan["question"] == QUESTION


def test_the_second_facilitator_is_a_colleague_with_the_role(second: Cast) -> None:
    leader, row = second.actor("facilitator"), begun(second)
    assert second_facilitators(leader) == [(str(second["second"].pk), "Second")]
    for wrong in ("professional", "police_officer", "facilitator"):
        chosen = Changes(columns={"second_facilitator": str(second[wrong].pk)})
        with pytest.raises(NotAllowedError, match="collega"):
            save_preparation(leader, row.pk, chosen, now=NOW)
    chosen = Changes(columns={"second_facilitator": str(second["second"].pk)})
    assert prepared_for(second.actor("second"), row.pk) is None
    save_preparation(leader, row.pk, chosen, now=NOW)
    assert prepared_for(second.actor("second"), row.pk) is not None
    # he changes the preparation, but not who leads
    taken = Changes(columns={"second_facilitator": ""}, plan={"side_a": "Wij wachten."})
    saved = save_preparation(second.actor("second"), row.pk, taken, now=NOW)
    assert saved.second_facilitator_id == second["second"].pk
    save_preparation(leader, row.pk, Changes(columns={"second_facilitator": ""}), now=NOW)
    assert prepared_for(second.actor("second"), row.pk) is None


@pytest.mark.parametrize("who", ["second", "professional", "fg", "security_officer", "administrator", "police_officer"])
def test_for_all_others_it_is_not_there(second: Cast, who: str) -> None:
    row, other = settled(second), second.actor(who)
    assert open_preparation(other, row.pk, now=NOW) is None
    assert take_along(other, row.pk, Taken.SHEETS, now=NOW) is None
    assert not deliberations_of(other, now=NOW).any
    for act in (delete_deliberation, follow_deliberation):
        with pytest.raises(NotAllowedError, match="is er niet"):
            act(other, row.pk, now=NOW)
    with pytest.raises(NotAllowedError, match="is er niet"):
        save_preparation(other, row.pk, Changes(), now=NOW)
    assert recorded() == ["deliberation_begun", "preparation_saved"]


def test_whoever_lost_the_role_sees_it_no_more(cast: Cast) -> None:
    row = settled(cast)
    cast["facilitator"].grants.all().delete()
    assert prepared_for(cast.actor("facilitator"), row.pk) is None


def test_looking_and_taking_along_are_recorded(cast: Cast) -> None:
    row, leader = settled(cast), cast.actor("facilitator")
    open_preparation(leader, row.pk, now=NOW)
    take_along(leader, row.pk, Taken.PAPER, now=NOW)
    assert recorded()[-2:] == ["preparation_read", "preparation_taken_along"]
    body = json.loads(Entry.objects.latest("pk").body)
    assert body["codes"] == {"piece": "paper"}
    assert body["subject"].startswith("deliberation:")
    assert str(row.pk) not in json.dumps(body)


def test_what_was_never_opened_goes_with_its_keys(second: Cast) -> None:
    row = settled(second)
    Deliberation.objects.update(second_facilitator=second["second"])
    with pytest.raises(NotAllowedError, match="begon"):
        delete_deliberation(second.actor("second"), row.pk, now=NOW)
    delete_deliberation(second.actor("facilitator"), row.pk, now=NOW)
    assert (Deliberation.objects.count(), DeliberationKey.objects.count()) == (0, 0)
    assert recorded()[-1] == "deliberation_deleted"
    # what lay in a copy of the database stays unreadable: its key is in no database any more
    assert prepared_of(row) is None


def held(cast: Cast, *, final: bool) -> Deliberation:
    """Give a deliberation that is over, with both records."""
    row = settled(cast)
    row.state, row.closed_at = Deliberation.State.FINAL, NOW
    row.save()
    bodies = {
        "reflection": {"reasons": [{"choice": "A", "because": "Hij wil het zelf.", "entry": "1"}]},
        "note": {
            "actions": [
                {"action": "De school bellen.", "owner": "wijkmanager", "due": "2026-12-10", "entry": "2"},
                {"action": "Hem bedanken", "owner": "", "due": "", "entry": "3"},
                {"action": "Een zaal zoeken", "owner": "", "due": "", "entry": "4", "done": "2026-11-26"},
            ]
        },
    }
    for kind, body in bodies.items():
        sealed = vault_of(row.pk).seal(KEPT, f"record/{kind}", body)
        Record.objects.create(deliberation=row, kind=kind, body=sealed, final_at=NOW if final else None)
    return row


def test_the_same_dilemma_later_takes_along_what_was_open(cast: Cast) -> None:
    before, leader = held(cast, final=True), cast.actor("facilitator")
    row = follow_deliberation(leader, before.pk, now=NOW)
    found = opened(cast, row)
    assert (row.follows_id, row.phase, row.aim, row.state) == (before.pk, "tijdens", "advise", "preparing")
    assert found.plan["question"] == QUESTION
    assert found.plan["open_actions"] == ["De school bellen, wijkmanager, 2026-12-10", "Hem bedanken"]
    # what may have changed since is asked again
    assert (found.plan["answers"], found.plan["note_agreement"], row.voice) == ({}, "", "")
    earlier = earlier_of(leader, found)
    assert earlier is not None
    assert "Hij wil het zelf." in str(earlier.sections)
    assert recorded()[-1] == "deliberation_followed"


def test_reasons_stand_beside_only_when_they_are_final(cast: Cast) -> None:
    row = follow_deliberation(cast.actor("facilitator"), held(cast, final=False).pk, now=NOW)
    found = opened(cast, row)
    earlier = earlier_of(cast.actor("facilitator"), found)
    assert found.plan["open_actions"] == []
    assert earlier is not None
    assert (earlier.final, earlier.sections) == (False, ())


def test_nothing_follows_what_has_not_been(cast: Cast) -> None:
    with pytest.raises(NotAllowedError, match="nog niet geweest"):
        follow_deliberation(cast.actor("facilitator"), settled(cast).pk, now=NOW)


def test_after_looking_back_a_follow_up_looks_back_again(cast: Cast) -> None:
    before = held(cast, final=True)
    Deliberation.objects.update(phase="achteraf")
    assert follow_deliberation(cast.actor("facilitator"), before.pk, now=NOW).phase == "achteraf"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({}, "coming"),
        ({"state": "live"}, "running"),
        ({"state": "concept", "closed_at": NOW}, "to_write"),
        ({"state": "final", "final_at": NOW - timedelta(days=41), "closed_at": NOW - timedelta(days=50)}, "done"),
        ({"state": "final", "final_at": NOW - timedelta(days=42), "closed_at": NOW - timedelta(days=50)}, "to_check"),
        ({"state": "final", "final_at": NOW - timedelta(days=90), "closed_at": NOW - timedelta(days=99)}, "done"),
        ({"state": "final", "final_at": NOW, "closed_at": NOW, "review_on": NOW.date()}, "to_check"),
        # a day that was chosen far ahead takes nothing from the six weeks of which the letter tells
        (
            {"state": "final", "final_at": NOW - timedelta(days=42), "review_on": NOW.date() + timedelta(days=90)},
            "to_check",
        ),
        # who looked back is not asked again for that day
        ({"state": "final", "final_at": NOW, "review_on": NOW.date(), "looked_back_on": NOW.date()}, "done"),
        (
            {"state": "final", "final_at": NOW - timedelta(days=42), "looked_back_on": NOW.date() - timedelta(days=9)},
            "to_check",
        ),
    ],
)
def test_each_stands_in_one_list(cast: Cast, changes: dict[str, object], where: str) -> None:
    settled(cast)
    Deliberation.objects.update(**changes)
    mine = deliberations_of(cast.actor("facilitator"), now=NOW)
    assert {name: len(getattr(mine, name)) for name in mine.__slots__ if getattr(mine, name)} == {where: 1}


def test_what_was_done_long_ago_leaves_the_list(cast: Cast) -> None:
    settled(cast)
    Deliberation.objects.update(state="final", final_at=NOW - timedelta(days=366), closed_at=NOW)
    assert not deliberations_of(cast.actor("facilitator"), now=NOW).any


def test_a_plan_whose_key_is_gone_is_not_there(cast: Cast) -> None:
    row = settled(cast)
    DeliberationKey.objects.all().delete()
    assert prepared_for(cast.actor("facilitator"), row.pk) is None
    assert not deliberations_of(cast.actor("facilitator"), now=NOW).any


def test_only_what_ships_can_be_begun_with() -> None:
    assert start_named("eigen") is not None
    assert [start_named(key) for key in ("", "vraag.nergens", "dilemma.", "iets.gunst", "eigen.x")] == [None] * 5
