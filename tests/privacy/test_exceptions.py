"""What was left standing: kept without the words, seen by the FG alone, and gone after a year."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.people import NOW, Cast, make_cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.privacy.actions import open_exceptions, record_exception
from sleutelwerk.privacy.engine.model import Kind
from sleutelwerk.privacy.models import GuardException
from sleutelwerk.privacy.queries import exceptions_visible_to
from sleutelwerk.privacy.rules import KEPT_FOR, Overrule, Place
from sleutelwerk.privacy.tasks import forget_old_exceptions

pytestmark = pytest.mark.django_db
OVERRULE = Overrule((Kind.RELIGION, Kind.PERSON), "De  spreker noemt dit zelf\nin het openbaar.")


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def keep(cast: Cast, *, days_ago: int = 0) -> GuardException:
    actor = cast.actor("professional")
    return record_exception(actor, place=Place.CONTACT_MOMENT, overrule=OVERRULE, now=NOW - timedelta(days=days_ago))


def trail() -> str:
    return " ".join(Entry.objects.order_by("number").values_list("body", flat=True))


def test_an_exception_says_who_where_why_and_of_which_kinds(cast: Cast) -> None:
    kept = keep(cast)
    kept.refresh_from_db()
    assert (kept.organisation_id, kept.actor) == (cast.here.pk, cast["professional"].pk)
    assert (kept.place, kept.kinds) == ("contact_moment", ["person", "religion"])
    assert kept.reason == "De spreker noemt dit zelf in het openbaar."
    assert kept.at == NOW
    assert str(kept) == str(kept.pk)


def test_the_trail_tells_that_it_happened_and_not_what_was_written(cast: Cast) -> None:
    keep(cast)
    assert "guard_overruled" in trail()
    assert "contact_moment" in trail()
    assert "spreker" not in trail()


def test_nothing_is_kept_when_it_may_not_stand(cast: Cast) -> None:
    for overrule in (
        Overrule((Kind.BSN,), OVERRULE.reason),
        Overrule((Kind.PERSON,), "kort"),
        Overrule((), OVERRULE.reason),
    ):
        with pytest.raises(NotAllowedError):
            record_exception(cast.actor("professional"), place=Place.DECISION, overrule=overrule, now=NOW)
    with pytest.raises(NotAllowedError):
        record_exception(cast.actor("reader"), place=Place.DECISION, overrule=OVERRULE, now=NOW)
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
