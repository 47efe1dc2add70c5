"""Whoever ever wrote anything about a candidate never decides on him, by whichever road he left."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from tests.cases.assessed import another_decider, at_decision, both_handed_in
from tests.cases.begun import TODAY, at_assessment, begun, complete, seen_by, settled
from tests.cases.handed import hand_over
from tests.people import NOW, Cast

from sleutelwerk.accounts.models import RoleGrant, User
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.cases.actions.assignment import Changes, save_assignment, settle_assignment
from sleutelwerk.cases.actions.candidate import Told, note_told, note_yes, save_papers
from sleutelwerk.cases.actions.rights import Question, note_request
from sleutelwerk.cases.actions.team import add_member, remove_member
from sleutelwerk.cases.models import Assessment, AssignmentHand, Candidate, Case, Decision, Hand, Member
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.decision import asked_of, deciders_for, hands_before
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.core.verdict import NotAllowedError

pytestmark = pytest.mark.django_db
PAPERS = {"reach": "in_person", "place": "with_us", "note": ""}


def opened(cast: Cast, who: str, case: Case) -> OpenCase:
    """Give a case as somebody of its team sees it."""
    found = seen_by(cast, who, case)
    assert found is not None
    return found


def with_yes(cast: Cast, case: Case, who: str = "professional") -> None:
    """Let somebody be told and say yes."""
    told = Told(TODAY - timedelta(days=3), "face_to_face", knows=True, papers=PAPERS)
    note_told(cast.actor(who), case.pk, told, now=NOW)
    note_yes(cast.actor(who), case.pk, TODAY - timedelta(days=1), now=NOW)


def may_be_asked(cast: Cast, asker: str, case: Case, who: str) -> bool:
    """Tell whether somebody who may decide could be asked in a case."""
    RoleGrant.objects.get_or_create(
        user=cast[who], organisation=cast.here, role=Role.DECISION_MAKER,
        defaults={"granted_at": NOW, "reviewed_at": NOW},
    )  # fmt: skip
    return cast[who].pk in {one.id for one in deciders_for(cast.actor(asker), opened(cast, asker, case))}


def test_an_assessor_of_an_earlier_round_who_left(cast: Cast) -> None:
    case = both_handed_in(cast)
    lead = cast.actor("professional")
    remove_member(lead, case.pk, cast["colleague"].pk, now=NOW)
    Assessment.objects.filter(assessor=cast["colleague"]).delete()
    candidate = opened(cast, "professional", case).candidate
    assert candidate is not None
    assert hands_before(lead.id, candidate).holds(cast["colleague"].pk)
    assert not may_be_asked(cast, "professional", case, "colleague")
    assert may_be_asked(cast, "professional", case, "decision_maker")


def test_a_lead_who_wrote_and_handed_over(cast: Cast) -> None:
    case = at_assessment(cast)
    lead = cast.actor("professional")
    save_papers(lead, case.pk, PAPERS, now=NOW)
    add_member(lead, case.pk, cast["colleague"].pk, now=NOW)
    hand_over(lead, case.pk, cast["colleague"].pk, now=NOW)
    remove_member(cast.actor("colleague"), case.pk, cast["professional"].pk, now=NOW)
    assert not may_be_asked(cast, "colleague", case, "professional")


def test_whoever_wrote_in_the_assignment_and_left(cast: Cast) -> None:
    lead, case = cast.actor("professional"), complete(cast)
    add_member(lead, case.pk, cast["colleague"].pk, now=NOW)
    save_assignment(cast.actor("colleague"), case.pk, Changes(texts={"mandate": "een ander besluit"}), now=NOW)
    remove_member(lead, case.pk, cast["colleague"].pk, now=NOW)
    settle_assignment(lead, case.pk, now=NOW)
    with_yes(cast, case)
    candidate = opened(cast, "professional", case).candidate
    assert candidate is not None
    assert not Hand.objects.filter(person=cast["colleague"]).exists()
    assert hands_before(lead.id, candidate).holds(cast["colleague"].pk)
    assert not may_be_asked(cast, "professional", case, "colleague")
    assert may_be_asked(cast, "professional", case, "decision_maker")


def test_whoever_settled_the_assignment_and_handed_the_lead_over(cast: Cast) -> None:
    lead, case = cast.actor("professional"), settled(cast)
    add_member(lead, case.pk, cast["colleague"].pk, now=NOW)
    hand_over(lead, case.pk, cast["colleague"].pk, now=NOW)
    remove_member(cast.actor("colleague"), case.pk, cast["professional"].pk, now=NOW)
    with_yes(cast, case, "colleague")
    assert not Hand.objects.filter(person=cast["professional"]).exists()
    assert not may_be_asked(cast, "colleague", case, "professional")


def test_settling_alone_is_a_hand(cast: Cast) -> None:
    case = complete(cast)
    AssignmentHand.objects.all().delete()
    settle_assignment(cast.actor("professional"), case.pk, now=NOW)
    (hand,) = AssignmentHand.objects.all()
    assert (hand.person_id, str(hand)) == (cast["professional"].pk, "hand in an assignment")


def test_who_was_asked_and_turns_out_to_have_written_in_the_assignment_finds_nothing(cast: Cast) -> None:
    row = at_decision(cast)
    assert asked_of(cast.actor("decision_maker"), row.pk) is not None
    AssignmentHand.objects.create(case_id=row.candidate.case_id, person=cast["decision_maker"])
    assert asked_of(cast.actor("decision_maker"), row.pk) is None


def test_who_settled_before_this_was_kept_has_a_hand_as_well(cast: Cast) -> None:
    settled(cast)
    begun(cast)
    AssignmentHand.objects.all().delete()
    import_module("sleutelwerk.cases.migrations.0014_hands_in_assignments").note_who_settled(apps, None)
    (hand,) = AssignmentHand.objects.all()
    assert hand.person_id == cast["professional"].pk


def test_who_was_refused_left_no_hand(cast: Cast) -> None:
    case = at_assessment(cast)
    Hand.objects.all().delete()
    note_request(cast.actor("professional"), case.pk, Question(Right.RESTRICT, TODAY), now=NOW)
    with pytest.raises(NotAllowedError, match="op slot"), transaction.atomic():
        save_papers(cast.actor("professional"), case.pk, PAPERS, now=NOW)
    assert not Hand.objects.exists()


def test_a_hand_is_kept_once(cast: Cast) -> None:
    case = at_assessment(cast)
    for _ in range(2):
        save_papers(cast.actor("professional"), case.pk, PAPERS, now=NOW)
    (hand,) = Hand.objects.all()
    assert str(hand) == "hand"
    with pytest.raises(IntegrityError), transaction.atomic():
        Hand.objects.create(candidate=hand.candidate, person=hand.person)


# past the actions: the database itself


def too_near(case: Case, candidate: Candidate, person: User, how: str) -> None:
    """Let somebody stand too near to decide, in one of three ways."""
    if how == "wrote about him":
        Hand.objects.create(candidate=candidate, person=person)
    elif how == "wrote in the assignment":
        AssignmentHand.objects.create(case=case, person=person)
    else:
        Member.objects.create(
            case=case, person=person, part=Member.Part.MEMBER, organisation_id=case.organisation_id, added_at=NOW
        )


def raw(statement: str, *values: Any) -> None:
    """Write by hand, past Django."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def in_row(model: type[Model], **values: object) -> list[Any]:
    """Give values as the database takes them."""
    return [
        model._meta.get_field(name).get_db_prep_save(value, connection)  # type: ignore[union-attr]
        for name, value in values.items()
    ]


NEAR = ("wrote about him", "wrote in the assignment", "of the team")
REFUSED = "nobody decides on what he had a hand in"


@pytest.mark.parametrize("how", NEAR)
def test_the_database_refuses_to_ask_whoever_stands_too_near(cast: Cast, how: str) -> None:
    row = at_decision(cast)
    case, other = row.candidate.case, another_decider(cast)
    columns = [str(field.column) for field in Decision._meta.concrete_fields]
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection) for field in Decision._meta.concrete_fields
    ]
    values[columns.index("decider_id")] = in_row(Decision, decider=other.pk)[0]
    row.delete()
    insert = f"INSERT INTO cases_decision ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608
    with transaction.atomic():
        raw(insert, *values)  # as long as he is far enough, it can be written
        transaction.set_rollback(True)
    too_near(case, row.candidate, other, how)
    with pytest.raises(IntegrityError, match=REFUSED):
        raw(insert, *values)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("how", NEAR)
def test_the_database_refuses_to_put_whoever_stands_too_near_in_his_place(cast: Cast, how: str) -> None:
    row = at_decision(cast)
    other = another_decider(cast)
    too_near(row.candidate.case, row.candidate, other, how)
    with pytest.raises(IntegrityError, match=REFUSED):
        raw("UPDATE cases_decision SET decider_id = %s WHERE id = %s", *in_row(Decision, decider=other.pk, id=row.pk))


@pytest.mark.parametrize("how", NEAR)
def test_the_database_refuses_a_decision_by_whoever_came_too_near_since(cast: Cast, how: str) -> None:
    row = at_decision(cast)
    too_near(row.candidate.case, row.candidate, cast["decision_maker"], how)
    said = in_row(Decision, outcome="go", reasons=b"x", decided_at=NOW, independent=True, id=row.pk)
    with pytest.raises(IntegrityError, match=REFUSED):
        raw(
            "UPDATE cases_decision SET outcome = %s, reasons = %s, decided_at = %s, independent = %s WHERE id = %s",
            *said,
        )
    # what is no decision stays possible: whoever asked is forgotten, and he hears it
    raw("UPDATE cases_decision SET asked_by_id = NULL WHERE id = %s", *in_row(Decision, id=row.pk))


def test_a_hand_in_another_case_keeps_nobody_from_deciding(cast: Cast) -> None:
    row, other = at_decision(cast), another_decider(cast)
    elsewhere = begun(cast)
    too_near(elsewhere, row.candidate, other, "wrote in the assignment")
    too_near(elsewhere, row.candidate, other, "of the team")
    raw("UPDATE cases_decision SET decider_id = %s WHERE id = %s", *in_row(Decision, decider=other.pk, id=row.pk))
    assert Decision.objects.get().decider_id == other.pk


def test_the_triggers_come_and_go_with_their_migration(cast: Cast) -> None:
    migration = import_module("sleutelwerk.cases.migrations.0015_decider_without_a_hand")
    row, other = at_decision(cast), another_decider(cast)
    too_near(row.candidate.case, row.candidate, other, "of the team")
    change = "UPDATE cases_decision SET decider_id = %s WHERE id = %s"
    values = in_row(Decision, decider=other.pk, id=row.pk)
    with transaction.atomic():
        migration.lower_guards(connection)
        raw(change, *values)
        transaction.set_rollback(True)
    with pytest.raises(IntegrityError, match=REFUSED):
        raw(change, *values)
