"""The team of a case: how people get in and out, and what a partner sees."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from tests.cases.begun import TODAY, begun, complete, seen_by
from tests.people import NOW, Cast, sign_in

from sleutelwerk.accounts.models import RoleGrant
from sleutelwerk.cases.actions import team as do
from sleutelwerk.cases.models import Case, Invitation, Member
from sleutelwerk.cases.queries.cases import cases_of, invitations_for
from sleutelwerk.cases.queries.invitations import invitations_of
from sleutelwerk.cases.rules.team import LARGEST_TEAM
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
    place = Invitation.objects.get(case=row)
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
    assert Invitation.objects.get().person is None


def shown_to_lead(cast: Cast, row: Case) -> str:
    """Give the team page of the lead as it is read, without what differs at every look."""
    client = Client()
    sign_in(client, cast["professional"])
    page = (
        client.get(reverse("cases:team", args=[row.pk])).content.decode().partition("<main")[2].partition("</main>")[0]
    )
    return re.sub(r"[0-9a-f-]{36}|value=\"\w{64}\"", "", page)


def test_until_a_yes_a_known_address_an_unknown_one_and_one_of_the_police_look_the_same(cast: Cast) -> None:
    pages = []
    for address in (OUTSIDE, "niemand@voorbeeld.example", "police_officer@politie.nl"):
        row = complete(cast)
        invite(cast, row, address)
        page = shown_to_lead(cast, row)
        assert address in page
        assert "Uitgenodigd op" in page
        assert "nog geen ja" in page
        pages.append(page.replace(address, ""))
        with pytest.raises(NotAllowedError, match="al uit"):
            invite(cast, row, address.title())
    assert len(set(pages)) == 1
    assert "Outside Professional" not in pages[0]
    assert "Gemeente Elders" not in pages[0]
    for row_of in Invitation.objects.all():
        assert b"voorbeeld" not in bytes(row_of.address)


def test_what_waits_takes_a_place_whoever_it_is_for(cast: Cast) -> None:
    row = complete(cast)
    for number in range(LARGEST_TEAM - 1):
        invite(cast, row, f"niemand{number}@voorbeeld.example")
    with pytest.raises(NotAllowedError, match="hooguit 8 mensen"):
        invite(cast, row, OUTSIDE)
    with pytest.raises(NotAllowedError, match="hooguit 8 mensen"):
        do.add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)


def test_what_was_taken_back_while_he_answered_lets_nobody_in(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = complete(cast)
    invite(cast, row)
    partner = cast.actor("outside_professional")
    seen = invitations_for(partner, today=TODAY)
    Invitation.objects.all().delete()
    monkeypatch.setattr(do, "invitations_for", lambda *_args, **_more: seen)
    with pytest.raises(NotAllowedError, match="er niet meer"):
        do.answer_invitation(partner, seen[0].pk, takes_part=True, now=NOW)
    assert not Member.objects.filter(person=partner.id).exists()


def test_an_invitation_goes_when_it_is_answered_or_over(cast: Cast) -> None:
    row = complete(cast)
    lead, partner = cast.actor("professional"), cast.actor("outside_professional")
    for takes_part in (False, True):
        invite(cast, row)
        (place,) = invitations_for(partner, today=TODAY)
        do.answer_invitation(partner, place.pk, takes_part=takes_part, now=NOW)
        assert not Invitation.objects.exists()
    assert "Outside Professional" in shown_to_lead(cast, row)
    invite(cast, row, "niemand@voorbeeld.example")
    do.withdraw_invitation(lead, row.pk, Invitation.objects.get().pk, now=NOW)
    with pytest.raises(NotAllowedError, match="er niet meer"):
        do.withdraw_invitation(lead, row.pk, row.pk, now=NOW)
    invite(cast, row, "niemand@voorbeeld.example", NOW.date())
    assert do.forget_invitations(now=NOW) == 0
    assert do.forget_invitations(now=NOW + timedelta(days=1)) == 1


def test_only_the_lead_takes_an_invitation_back(cast: Cast) -> None:
    row = complete(cast)
    invite(cast, row)
    do.add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    with pytest.raises(NotAllowedError, match="trekker"):
        do.withdraw_invitation(cast.actor("colleague"), row.pk, Invitation.objects.get().pk, now=NOW)
    found = seen_by(cast, "colleague", row)
    assert found is not None
    assert invitations_of(cast.actor("colleague"), found, TODAY) == []


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
    with pytest.raises(NotAllowedError, match="eindigt op 31 december 2027"):
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
