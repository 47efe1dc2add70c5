"""Giving, extending and ending access, and what readers then find: in one question to the database."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client
from tests.accounts.steps import kinds
from tests.people import NOW, Cast, make_cast, make_person, sign_in

from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.publishing.actions import (
    Access,
    close_ended,
    extend_reading,
    grant_reading,
    note_notice,
    revoke_reading,
)
from sleutelwerk.publishing.models import ContentVisibility, ReadingGrant
from sleutelwerk.publishing.queries import (
    live_grant_of_address,
    live_grants,
    may_read_gated,
    own_access,
    reader_for,
)
from sleutelwerk.publishing.rules import Gated, Scope, ScopeKind

DAY = timedelta(days=1)
STRANGER = "sanne@gemeente-proef.nl"


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()


def give(cast: Cast, email: str, *, days: int = 30, scope: Scope = Scope()) -> ReadingGrant:  # noqa: B008 - frozen
    """Give access to a mailbox."""
    return grant_reading(cast.actor("access_reviewer"), Access(email, scope, NOW + days * DAY, uuid4()), now=NOW)


def reads(cast: Cast, name: str, key: str = "stuk") -> bool:
    """Tell whether somebody may read a document."""
    return bool(may_read_gated(cast.actor(name), Gated.DOCUMENT, key, now=NOW))


def test_a_grant_is_for_the_person_and_for_what_was_asked(cast: Cast) -> None:
    give(cast, cast["reader"].email, scope=Scope(ScopeKind.DOCUMENT, "stuk"))
    assert reads(cast, "reader")
    assert not reads(cast, "reader", "ander-stuk")
    assert not reads(cast, "outside_professional")
    assert kinds(cast.here.pk) == ["reading_granted"]


def test_a_grant_waits_for_the_account_of_a_mailbox(cast: Cast, client: Client) -> None:
    grant = give(cast, STRANGER.upper())
    assert (grant.person, grant.email) == (None, STRANGER)
    user = make_person("sanne", None)
    user.email = STRANGER
    user.save()
    EmailAddress.objects.filter(user=user).update(email=STRANGER, verified=False)
    cast.people["sanne"] = user
    sign_in(client, user)
    assert not reads(cast, "sanne"), "an address that was only typed gets nothing"
    EmailAddress.objects.filter(user=user).update(verified=True)
    sign_in(Client(), user)
    assert reads(cast, "sanne")
    grant.refresh_from_db()
    assert (grant.person, grant.email) == (user, "")


def test_an_unconfirmed_account_does_not_get_what_a_mailbox_asked(cast: Cast) -> None:
    EmailAddress.objects.filter(user=cast["reader"]).update(verified=False)
    assert give(cast, cast["reader"].email).person is None
    assert not reads(cast, "reader")


def test_only_a_reviewer_of_the_house_gives_and_ends(cast: Cast) -> None:
    grant = give(cast, STRANGER)
    for name in ("administrator", "professional", "fg", "outside_administrator", "reader"):
        with pytest.raises(NotAllowedError):
            grant_reading(cast.actor(name), Access(STRANGER, Scope(), NOW + DAY, uuid4()), now=NOW)
        with pytest.raises(NotAllowedError):
            revoke_reading(cast.actor(name), grant.pk, now=NOW)
        assert live_grants(cast.actor(name), now=NOW) == []
    assert len(live_grants(cast.actor("access_reviewer"), now=NOW)) == 1
    assert ReadingGrant.objects.get().revoked_at is None


def test_access_for_longer_than_a_year_is_refused(cast: Cast) -> None:
    with pytest.raises(NotAllowedError, match="hooguit een jaar"):
        give(cast, STRANGER, days=400)
    with pytest.raises(NotAllowedError, match="in de toekomst"):
        give(cast, STRANGER, days=0)


def test_revoking_works_at_once_and_once(cast: Cast) -> None:
    grant = give(cast, cast["reader"].email)
    revoke_reading(cast.actor("access_reviewer"), grant.pk, now=NOW)
    assert not reads(cast, "reader")
    for _ in range(2):
        with pytest.raises(NotAllowedError, match="al geëindigd"):
            revoke_reading(cast.actor("access_reviewer"), grant.pk, now=NOW)
    with pytest.raises(NotAllowedError):
        revoke_reading(cast.actor("access_reviewer"), uuid4(), now=NOW)
    assert kinds(cast.here.pk) == ["reading_granted", "reading_revoked"]


def test_what_ended_is_not_extended(cast: Cast) -> None:
    grant = give(cast, cast["reader"].email)
    extended = extend_reading(grant.pk, until=NOW + 90 * DAY, now=NOW)
    assert extended.until == NOW + 90 * DAY
    assert extend_reading(grant.pk, until=NOW + DAY, now=NOW).until == NOW + 90 * DAY, "never earlier"
    with pytest.raises(NotAllowedError, match="al geëindigd"):
        extend_reading(grant.pk, until=NOW + 200 * DAY, now=NOW + 91 * DAY)
    with pytest.raises(NotAllowedError):
        extend_reading(uuid4(), until=NOW + DAY, now=NOW)
    revoke_reading(cast.actor("access_reviewer"), grant.pk, now=NOW)
    with pytest.raises(NotAllowedError, match="al geëindigd"):
        extend_reading(grant.pk, until=NOW + 200 * DAY, now=NOW)


def test_notice_and_end_are_noted_once(cast: Cast) -> None:
    grant = give(cast, cast["reader"].email)
    assert [note_notice(grant.pk, now=NOW) for _ in range(2)] == [True, False]
    assert not close_ended(grant.pk, now=NOW)
    late = NOW + 31 * DAY
    assert [close_ended(grant.pk, now=late) for _ in range(2)] == [True, False]


def test_reading_costs_one_question_for_a_member_and_none_for_a_visitor(
    cast: Cast, django_assert_num_queries: object
) -> None:
    for number in range(3):
        give(cast, cast["reader"].email, days=number + 1)
    actor = cast.actor("reader")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert may_read_gated(actor, Gated.ARTICLE, "iets", now=NOW)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(reader_for(actor, now=NOW).grants) == 3
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert not may_read_gated(None, Gated.ARTICLE, "iets", now=NOW)


def test_a_password_alone_reads_nothing(cast: Cast) -> None:
    give(cast, cast["reader"].email)
    assert not may_read_gated(cast.actor("reader", proved_at=None), Gated.ARTICLE, "iets", now=NOW)


def test_a_reader_sees_what_ends_first_and_that_it_ends_soon(cast: Cast) -> None:
    give(cast, cast["reader"].email, days=100)
    give(cast, cast["reader"].email, days=10, scope=Scope(ScopeKind.DOCUMENT, "stuk"))
    shown = own_access(cast.actor("reader"), now=NOW)
    assert [(one.scope.key, one.ends_soon) for one in shown] == [("stuk", True), ("", False)]


def test_a_closed_account_has_no_access_to_speak_of(cast: Cast) -> None:
    reader = cast["reader"]
    give(cast, reader.email)
    assert live_grant_of_address(reader.email, asked=Scope(), now=NOW)
    reader.is_active = False
    reader.save()
    assert live_grant_of_address(reader.email, asked=Scope(), now=NOW) is None
    assert live_grants(cast.actor("access_reviewer"), now=NOW) == []


def test_the_database_refuses_what_a_rule_would(cast: Cast) -> None:
    grant = give(cast, cast["reader"].email)
    for wrong in (
        {"until": NOW - DAY}, {"email": STRANGER}, {"person": None}, {"granted_by": cast["reader"]},
        {"scope_key": "stuk"}, {"scope_kind": ScopeKind.DOCUMENT},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            ReadingGrant.objects.filter(pk=grant.pk).update(**wrong)


def test_texts_for_the_log_say_nothing(cast: Cast) -> None:
    grant = give(cast, STRANGER)
    assert str(grant) == str(grant.pk)
    assert str(ContentVisibility(kind="articles")) == "articles"


def test_without_a_house_nobody_reads_and_nobody_gives(db: None) -> None:
    person = make_person("alone", None)
    cast = Cast(None, None, None, {"alone": person})  # type: ignore[arg-type]
    assert not may_read_gated(cast.actor("alone"), Gated.ARTICLE, "iets", now=NOW)
    assert live_grants(cast.actor("alone"), now=NOW) == []
