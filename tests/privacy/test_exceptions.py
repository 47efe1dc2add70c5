"""What was left standing: kept without the words, seen by the FG alone, and gone after a year."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from tests.people import NOW, Cast, make_cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.privacy.actions import open_exceptions, record_exception
from sleutelwerk.privacy.engine.model import Kind
from sleutelwerk.privacy.models import GuardException
from sleutelwerk.privacy.queries import exceptions_visible_to, reason_for_site
from sleutelwerk.privacy.rules import KEPT_FOR, KeptUnder, Overrule, Place, Sealer
from sleutelwerk.privacy.tasks import forget_old_exceptions

pytestmark = pytest.mark.django_db
OVERRULE = Overrule((Kind.RELIGION, Kind.PERSON), "De  spreker noemt dit zelf\nin het openbaar.")


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def keep(cast: Cast, *, days_ago: int = 0) -> GuardException:
    actor, at = cast.actor("professional"), NOW - timedelta(days=days_ago)
    return record_exception(actor, place=Place.ACCESS_REQUEST, overrule=OVERRULE, now=at)


def trail() -> str:
    return " ".join(Entry.objects.order_by("number").values_list("body", flat=True))


def test_an_exception_says_who_where_why_and_of_which_kinds(cast: Cast) -> None:
    kept = keep(cast)
    kept.refresh_from_db()
    assert (kept.organisation_id, kept.actor) == (cast.here.pk, cast["professional"].pk)
    assert (kept.place, kept.kinds) == ("access_request", ["person", "religion"])
    assert b"spreker" not in bytes(kept.reason)
    assert reason_for_site(kept.pk, bytes(kept.reason)) == "De spreker noemt dit zelf in het openbaar."
    assert kept.at == NOW
    assert str(kept) == str(kept.pk)


def test_the_trail_tells_that_it_happened_and_not_what_was_written(cast: Cast) -> None:
    keep(cast)
    assert "guard_overruled" in trail()
    assert "access_request" in trail()
    assert "spreker" not in trail()


def test_nothing_is_kept_when_it_may_not_stand(cast: Cast) -> None:
    for overrule in (
        Overrule((Kind.BSN,), OVERRULE.reason),
        Overrule((Kind.PERSON,), "kort"),
        Overrule((), OVERRULE.reason),
    ):
        with pytest.raises(NotAllowedError):
            record_exception(cast.actor("professional"), place=Place.ACCESS_REQUEST, overrule=overrule, now=NOW)
    with pytest.raises(NotAllowedError):
        record_exception(cast.actor("reader"), place=Place.ACCESS_REQUEST, overrule=OVERRULE, now=NOW)
    assert not GuardException.objects.exists()
    assert "guard_overruled" not in trail()


def test_only_the_fg_of_the_organisation_sees_it(cast: Cast) -> None:
    kept = keep(cast)
    for name in cast.people:
        seen = list(exceptions_visible_to(cast.actor(name)))
        assert seen == ([kept] if name == "fg" else []), name


def test_the_latest_stand_first(cast: Cast) -> None:
    old, new = keep(cast, days_ago=3), keep(cast)
    assert list(exceptions_visible_to(cast.actor("fg"))) == [new, old]


def test_looking_is_recorded(cast: Cast) -> None:
    kept = keep(cast)
    assert open_exceptions(cast.actor("fg"), now=NOW) == [kept]
    assert "exceptions_read" in trail()


@pytest.mark.parametrize("name", ["professional", "administrator", "outside_professional", "reader"])
def test_nobody_else_opens_them(cast: Cast, name: str) -> None:
    keep(cast)
    with pytest.raises(NotAllowedError):
        open_exceptions(cast.actor(name), now=NOW)
    assert "exceptions_read" not in trail()


def test_an_exception_goes_after_a_year(cast: Cast) -> None:
    kept = keep(cast)
    forget_old_exceptions(NOW + KEPT_FOR)
    assert GuardException.objects.filter(pk=kept.pk).exists()
    forget_old_exceptions(NOW + KEPT_FOR + timedelta(seconds=1))
    assert not GuardException.objects.exists()
    told = Entry.objects.filter(chain=cast.here.pk, body__contains="exceptions_forgotten")
    assert [one.body.replace(" ", "").count('"exceptions":1') for one in told] == [1]
    assert timedelta(days=365) == KEPT_FOR


def test_a_reason_lies_under_the_key_of_what_it_is_about_and_never_under_another(cast: Cast) -> None:
    actor, row = cast.actor("professional"), uuid4()

    def seal(number: UUID, reason: str) -> bytes:
        return f"{number} {reason[::-1]}".encode()

    case = Sealer(KeptUnder.CASE, row, seal)
    kept = record_exception(actor, place=Place.DECISION, overrule=OVERRULE, now=NOW, sealer=case)
    kept.refresh_from_db()
    assert (kept.kept_under, kept.key_of) == ("case", row)
    assert bytes(kept.reason) == seal(kept.pk, "De spreker noemt dit zelf in het openbaar.")
    for place in Place:
        wrong = case if place is Place.ACCESS_REQUEST else None
        with pytest.raises(NotAllowedError, match="andere sleutel"):
            record_exception(actor, place=place, overrule=OVERRULE, now=NOW, sealer=wrong)
    assert GuardException.objects.count() == 1


def test_a_reason_opens_in_its_own_row_only_and_damage_is_no_text(cast: Cast) -> None:
    kept, other = keep(cast), keep(cast)
    assert reason_for_site(other.pk, bytes(kept.reason)) is None
    assert reason_for_site(kept.pk, b"plain") is None


def test_reasons_from_before_are_sealed_where_they_stand(cast: Cast) -> None:
    migration = import_module("sleutelwerk.privacy.migrations.0002_sealed_reasons")
    saved: list[bytes] = []
    old = SimpleNamespace(pk=uuid4(), reason="Een reden van vroeger.", sealed=b"")
    old.save = lambda update_fields: saved.append(old.sealed) if update_fields == ["sealed"] else None
    model = SimpleNamespace(objects=SimpleNamespace(iterator=lambda: [old]))
    migration.seal_reasons(SimpleNamespace(get_model=lambda *_: model), None)
    assert [reason_for_site(old.pk, one) for one in saved] == ["Een reden van vroeger."]
