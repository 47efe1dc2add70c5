"""Everybody sees who looked at him and at his case files, and nothing of what happens in a case that he left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cases.begun import TODAY, begun
from tests.cases.envelopes import opened, with_envelope, with_partner
from tests.cases.handed import handed_elsewhere
from tests.deliberation.begun import begun as deliberation_begun
from tests.people import NOW, Cast, make_cast, sign_in

from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.events import PERSON_READ
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.cases.actions.beginning import open_case
from sleutelwerk.cases.actions.envelope import read_envelope
from sleutelwerk.cases.actions.team import add_member, remove_member
from sleutelwerk.cases.models import Case
from sleutelwerk.deliberation.events import RECORD_READ
from sleutelwerk.deliberation.queries.preparing import deliberations_led_by
from sleutelwerk.home.queries.who_looked import who_looked

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """Give everybody."""
    return make_cast()


def together(cast: Cast) -> Case:
    """Begin a case with a colleague in its team."""
    row = begun(cast)
    add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    return row


def seen(cast: Cast, who: str) -> list[tuple[str, str]]:
    """Give who looked and where, as somebody sees it."""
    return [(line.who, str(line.where)) for line in who_looked(cast.actor(who), today=TODAY).lines]


def look(cast: Cast, who: str, row: Case, minutes: int) -> None:
    """Let somebody open a case."""
    assert open_case(cast.actor(who), row.pk, now=NOW + timedelta(minutes=minutes)) is not None


def test_somebody_sees_who_looked_at_him_and_not_that_he_looked_himself(cast: Cast) -> None:
    for minute, (who, whom) in enumerate(
        [("administrator", "professional"), ("professional", "professional"), ("administrator", "colleague")]
    ):
        with transaction.atomic():
            trace(
                PERSON_READ, actor=cast.actor(who), person=cast[whom].pk, now=NOW + timedelta(minutes=minute)
            )  # fmt: skip
    assert seen(cast, "professional") == [("Administrator", "Uw gegevens")]
    assert seen(cast, "reader") == []


def test_a_look_of_another_member_shows_with_the_code_of_the_case(cast: Cast) -> None:
    row = together(cast)
    look(cast, "professional", row, 1)
    look(cast, "colleague", row, 2)
    assert seen(cast, "professional") == [("Colleague", f"Dossier {row.code}")]
    assert seen(cast, "colleague") == [("Professional", f"Dossier {row.code}")]


def test_a_look_at_a_case_of_somebody_else_does_not_show(cast: Cast) -> None:
    look(cast, "professional", begun(cast), 1)
    assert seen(cast, "colleague") == []
    assert seen(cast, "administrator") == []
    assert seen(cast, "fg") == []


def test_what_was_looked_at_before_he_came_into_the_team_is_not_his(cast: Cast) -> None:
    row = begun(cast)
    look(cast, "professional", row, 1)
    add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW + timedelta(minutes=2))
    look(cast, "professional", row, 3)
    assert len(seen(cast, "colleague")) == 1


def test_a_look_into_the_envelope_of_his_case_shows(cast: Cast) -> None:
    row = with_envelope(cast)
    opened(cast, row)
    read_envelope(cast.actor("professional", proved_at=NOW), row.pk, now=NOW + timedelta(minutes=1))
    assert ("Professional", f"De envelop van dossier {row.code}") in seen(cast, "colleague")


def test_who_left_a_team_sees_only_who_looked_while_he_looked_himself(cast: Cast) -> None:
    row = together(cast)
    look(cast, "colleague", row, 1)
    look(cast, "professional", row, 2)
    look(cast, "colleague", row, 3)
    remove_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW + timedelta(minutes=4))
    look(cast, "professional", row, 5)
    assert seen(cast, "colleague") == [("Professional", "Een eerder dossier")]
    assert who_looked(cast.actor("colleague"), today=TODAY).lines[0].at == NOW + timedelta(minutes=2)


def test_who_comes_back_sees_again_which_case_it_is(cast: Cast) -> None:
    row = together(cast)
    look(cast, "colleague", row, 1)
    remove_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW + timedelta(minutes=2))
    add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW + timedelta(minutes=3))
    look(cast, "professional", row, 4)
    assert seen(cast, "colleague") == [("Professional", f"Dossier {row.code}")]


def test_an_envelope_of_a_case_that_he_left_has_no_name_either(cast: Cast) -> None:
    row = with_envelope(cast)
    opened(cast, row)
    look(cast, "colleague", row, 1)
    read_envelope(cast.actor("professional", proved_at=NOW), row.pk, now=NOW + timedelta(minutes=2))
    look(cast, "colleague", row, 3)
    remove_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW + timedelta(minutes=4))
    again = NOW + timedelta(minutes=5)
    read_envelope(cast.actor("professional", proved_at=again), row.pk, now=again)
    assert [where for _who, where in seen(cast, "colleague") if "envelop" in where] == [
        "Een envelop van een eerder dossier"
    ]


def test_a_partner_sees_it_while_his_place_counts_and_no_longer(cast: Cast) -> None:
    row = with_envelope(cast)
    with_partner(cast, row)
    look(cast, "outside_professional", row, 1)
    look(cast, "professional", row, 2)
    look(cast, "outside_professional", row, 3)
    assert seen(cast, "outside_professional") == [("iemand buiten uw organisatie", f"Dossier {row.code}")]
    partner = cast["outside_professional"].pk
    remove_member(cast.actor("professional"), row.pk, partner, now=NOW + timedelta(minutes=4))
    assert seen(cast, "outside_professional") == []


def test_who_handed_a_case_on_learns_nothing_of_what_the_others_do_with_it(cast: Cast) -> None:
    row = together(cast)
    for minutes, who in enumerate(["professional", "colleague", "professional"], start=1):
        look(cast, who, row, minutes)
    handed_elsewhere(cast, row, now=NOW + timedelta(minutes=4))
    look(cast, "outside_professional", row, 5)
    assert seen(cast, "professional") == [("Colleague", "Een eerder dossier")]
    assert seen(cast, "outside_professional") == []


def test_a_look_at_a_deliberation_that_he_leads_shows(cast: Cast) -> None:
    row = deliberation_begun(cast)
    assert deliberations_led_by(cast.actor("facilitator")).exists()
    with transaction.atomic():
        record(
            chain=cast.here.pk, kind=RECORD_READ, actor=cast["colleague"].pk, now=NOW,
            subject=pseudonym("deliberation", row.pk),
        )  # fmt: skip
    assert seen(cast, "facilitator") == [("Colleague", "Een beraad dat u leidt")]


def test_the_questions_do_not_grow_with_his_cases(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            who_looked(cast.actor("professional"), today=TODAY)
        return len(asked)

    look(cast, "colleague", together(cast), 1)
    one = asked()
    for minutes in range(2, 6):
        look(cast, "colleague", together(cast), minutes)
    assert asked() == one


def test_the_page_names_the_case_and_pages_follow_each_other(client: Client, cast: Cast) -> None:
    row = together(cast)
    for minutes in range(1, 53):
        look(cast, "colleague", row, minutes)
    sign_in(client, cast["professional"])
    page = reverse("home:who-looked")
    first = client.get(page).content.decode()
    assert "uw dossiers" in first
    assert first.count(f"Dossier {row.code}") == 50
    assert "Ouder" in first
    second = client.get(page, {"page": "2"}).content.decode()
    assert second.count(f"Dossier {row.code}") == 2
    assert "Nieuwer" in second
    assert client.get(page, {"page": "x"}).status_code == 200


def test_the_account_page_promises_what_the_page_shows(client: Client, cast: Cast) -> None:
    sign_in(client, cast["professional"])
    assert "uw gegevens en uw dossiers" in client.get(reverse("accounts:my-account")).content.decode()
