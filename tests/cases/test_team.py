"""The team of a case: how people get in and out, and what a partner sees."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.cases.begun import TODAY, begun, complete, seen_by
from tests.people import NOW, Cast

from sleutelwerk.accounts.models import RoleGrant
from sleutelwerk.cases.actions import team as do
from sleutelwerk.cases.models import Case, Member
from sleutelwerk.cases.queries.cases import cases_of, invitations_for
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.mailroom.models import Letter

UNTIL = date(2027, 6, 30)
OUTSIDE = "outside_professional@voorbeeld.example"


def invite(cast: Cast, case: Case, address: str = OUTSIDE, until: date = UNTIL) -> None:
    """Invite somebody of a partner."""
    actor = cast.actor("professional")
    do.invite_partner(actor, case.pk, address, until, site="https://x.example/", now=NOW)


def test_a_colleague_gets_in_and_nobody_else_of_the_organisation(cast: Cast) -> None:
    row = begun(cast)
    do.add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    assert seen_by(cast, "colleague", row) is not None
    assert [one.row.pk for one in cases_of(cast.actor("colleague"), today=TODAY)] == [row.pk]
    for name in ("decision_maker", "administrator", "fg", "security_officer", "facilitator", "outside_professional",
                 "police_officer", "reader"):  # fmt: skip
        assert seen_by(cast, name, row) is None, name
        assert cases_of(cast.actor(name), today=TODAY) == [], name


@pytest.mark.parametrize("person", ["facilitator", "outside_professional", "police_officer"])
def test_who_may_not_have_cases_cannot_be_let_in(cast: Cast, person: str) -> None:
    row = begun(cast)
    with pytest.raises(NotAllowedError, match="uit de lijst"):
        do.add_member(cast.actor("professional"), row.pk, cast[person].pk, now=NOW)


def test_a_partner_gets_in_when_he_says_yes_and_sees_that_case_only(cast: Cast) -> None:
    row, _other = complete(cast), begun(cast)
    invite(cast, row)
    partner = cast.actor("outside_professional")
    assert seen_by(cast, "outside_professional", row) is None
    (place,) = invitations_for(partner, today=TODAY)
    assert do.answer_invitation(partner, place.pk, takes_part=True, now=NOW) == row
    assert [one.row.pk for one in cases_of(partner, today=TODAY)] == [row.pk]
    assert cases_of(partner, today=UNTIL + timedelta(days=1)) == []
    assert invitations_for(partner, today=TODAY) == []
    with pytest.raises(NotAllowedError, match="niet meer"):
        do.answer_invitation(partner, place.pk, takes_part=True, now=NOW)


def test_a_partner_may_decline(cast: Cast) -> None:
    row = complete(cast)
    invite(cast, row)
    partner = cast.actor("outside_professional")
    (place,) = invitations_for(partner, today=TODAY)
    assert do.answer_invitation(partner, place.pk, takes_part=False, now=NOW) is None
    assert Member.objects.filter(case=row).count() == 1


def test_nobody_else_can_take_the_place(cast: Cast) -> None:
    row = complete(cast)
    invite(cast, row)
    place = Member.objects.get(case=row, part="partner")
    for name in ("colleague", "professional", "decision_maker"):
        with pytest.raises(NotAllowedError):
            do.answer_invitation(cast.actor(name), place.pk, takes_part=True, now=NOW)


@pytest.mark.parametrize("address", ["niemand@voorbeeld.example", "police_officer@politie.nl",
                                     "colleague@voorbeeld.example"])  # fmt: skip
def test_an_address_that_cannot_take_part_gets_the_same_answer_and_nothing_happens(cast: Cast, address: str) -> None:
    row = complete(cast)
    invite(cast, row, address)
    assert Member.objects.filter(case=row).count() == 1
    assert not Letter.objects.exists()


def test_the_letter_tells_nothing(cast: Cast) -> None:
    row = complete(cast)
    invite(cast, row, OUTSIDE.upper())
    letter = Letter.objects.get()
    said = f"{letter.subject} {letter.body}".lower()
    assert "dossier" not in said
    assert "/mijn/\n" in letter.body
    assert letter.recipient == OUTSIDE
    for word in ("school", "gemeente hier", "sleutelfiguur", row.code, str(row.pk), "professional"):
        assert word not in said


def test_a_partner_does_not_outstay_the_assignment(cast: Cast) -> None:
    row = complete(cast)
    with pytest.raises(NotAllowedError, match="niet later dan de opdracht"):
        invite(cast, row, until=date(2028, 1, 1))


def test_who_moves_to_another_organisation_is_out(cast: Cast) -> None:
    row = begun(cast)
    do.add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    user = cast["colleague"]
    user.organisation = cast.elsewhere
    user.save()
    assert seen_by(cast, "colleague", row) is None
    found = seen_by(cast, "professional", row)
    assert found is not None
    assert [one.name for one in found.who_sees] == ["Professional"]


def test_who_loses_his_role_is_out(cast: Cast) -> None:
    row = begun(cast)
    RoleGrant.objects.filter(user=cast["professional"]).delete()
    assert seen_by(cast, "professional", row) is None


def test_who_leaves_is_no_longer_known(cast: Cast) -> None:
    row = begun(cast)
    do.add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    do.remove_member(cast.actor("colleague"), row.pk, cast["colleague"].pk, now=NOW)
    assert not Member.objects.filter(person=cast["colleague"]).exists()
    assert seen_by(cast, "colleague", row) is None
    with pytest.raises(NotAllowedError, match="er niet"):
        do.remove_member(cast.actor("colleague"), row.pk, cast["professional"].pk, now=NOW)


def parts_of(row: Case) -> dict[object, str]:
    """Give who has which part."""
    return dict(Member.objects.filter(case=row).values_list("person", "part"))


def offered(cast: Cast) -> Case:
    """Begin one of which the lead asked a colleague to take over."""
    row = begun(cast)
    do.add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    do.offer_lead(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    return row


def test_nothing_changes_until_a_colleague_says_that_he_takes_over(cast: Cast) -> None:
    row = offered(cast)
    lead, colleague = cast.actor("professional"), cast.actor("colleague")
    assert parts_of(row) == {lead.id: "lead", colleague.id: "member"}
    with pytest.raises(NotAllowedError, match="trekker"):
        do.invite_partner(colleague, row.pk, OUTSIDE, UNTIL, site="https://x.example/", now=NOW)
    do.answer_lead(colleague, row.pk, takes=True, now=NOW)
    assert parts_of(row) == {lead.id: "member", colleague.id: "lead"}
    with pytest.raises(NotAllowedError, match="trekker"):
        do.offer_lead(lead, row.pk, colleague.id, now=NOW)
    assert not Member.objects.filter(lead_offered_at__isnull=False).exists()


def test_a_colleague_declines_and_can_be_asked_again(cast: Cast) -> None:
    row = offered(cast)
    do.answer_lead(cast.actor("colleague"), row.pk, takes=False, now=NOW)
    assert parts_of(row)[cast["professional"].pk] == "lead"
    with pytest.raises(NotAllowedError, match="niet meer"):
        do.answer_lead(cast.actor("colleague"), row.pk, takes=True, now=NOW)
    do.offer_lead(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)


def test_the_lead_takes_it_back(cast: Cast) -> None:
    row = offered(cast)
    do.take_back_lead(cast.actor("professional"), row.pk, now=NOW)
    with pytest.raises(NotAllowedError, match="niet meer"):
        do.answer_lead(cast.actor("colleague"), row.pk, takes=True, now=NOW)
    with pytest.raises(NotAllowedError, match="niet meer"):
        do.take_back_lead(cast.actor("professional"), row.pk, now=NOW)
    assert parts_of(row)[cast["professional"].pk] == "lead"


def test_nobody_takes_over_who_was_not_asked(cast: Cast) -> None:
    row = offered(cast)
    for name in ("professional", "outside_professional", "decision_maker"):
        with pytest.raises(NotAllowedError):
            do.answer_lead(cast.actor(name), row.pk, takes=True, now=NOW)
    with pytest.raises(NotAllowedError, match="trekker"):
        do.take_back_lead(cast.actor("colleague"), row.pk, now=NOW)


def test_a_colleague_takes_over_when_the_lead_is_gone(cast: Cast) -> None:
    row = offered(cast)
    Member.objects.filter(case=row, part="lead").delete()
    do.answer_lead(cast.actor("colleague"), row.pk, takes=True, now=NOW)
    assert parts_of(row) == {cast["colleague"].pk: "lead"}


def test_who_may_not_have_cases_any_more_cannot_be_asked_and_does_not_answer(cast: Cast) -> None:
    row = offered(cast)
    RoleGrant.objects.filter(user=cast["colleague"]).delete()
    with pytest.raises(NotAllowedError):
        do.answer_lead(cast.actor("colleague"), row.pk, takes=True, now=NOW)
    do.take_back_lead(cast.actor("professional"), row.pk, now=NOW)
    with pytest.raises(NotAllowedError, match="uit de lijst"):
        do.offer_lead(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)


def test_the_database_knows_one_offer_and_only_to_a_colleague(cast: Cast) -> None:
    row = offered(cast)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Member.objects.filter(case=row, part="lead").update(lead_offered_at=NOW)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Member.objects.create(
            case=row, organisation=cast.here, added_at=NOW, person=cast["decision_maker"], part="member",
            lead_offered_at=NOW,
        )  # fmt: skip


def test_the_database_keeps_one_lead_and_an_end_for_partners(cast: Cast) -> None:
    row = begun(cast)
    common = {"case": row, "organisation": cast.here, "added_at": NOW}
    for wrong in ({"person": cast["colleague"], "part": "lead"}, {"person": cast["colleague"], "part": "partner"},
                  {"person": cast["professional"], "part": "member"}):  # fmt: skip
        with transaction.atomic(), pytest.raises(IntegrityError):
            Member.objects.create(**common, **wrong)
