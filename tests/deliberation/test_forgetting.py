"""What must go, goes: what was written live within two weeks, each record after its term, and the deliberation last."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.deliberation.held import CLOSED, Held, a_preparation, a_whole_talk, opened_record
from tests.people import NOW, Cast, make_cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.deliberation import tasks
from sleutelwerk.deliberation.actions.forgetting import destroy_old_raw, forget_what_is_over
from sleutelwerk.deliberation.actions.reporting import make_final
from sleutelwerk.deliberation.actions.vault import destroy_key
from sleutelwerk.deliberation.models import Deliberation, DeliberationKey, LiveEntry, LiveHappening, Record
from sleutelwerk.deliberation.models.table import entry_in, table_at
from sleutelwerk.deliberation.models.vault import KEPT, RAW, vault_of

pytestmark = pytest.mark.django_db
TWO_WEEKS = CLOSED + timedelta(days=14)


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


@pytest.fixture
def held(cast: Cast) -> Held:
    """A talk that was held and closed."""
    found = a_whole_talk(cast)
    found.close()
    return found


def trail() -> str:
    """Give the whole trail as text."""
    return " ".join(Entry.objects.values_list("body", flat=True))


def test_raw_entries_are_unreadable_after_two_weeks(held: Held) -> None:
    """The key and the sealed texts go; a copy of the database from before opens nothing with what is left."""
    row = held.row
    copies = list(LiveEntry.objects.filter(deliberation=row).values_list("id", "body"))
    copied_key = DeliberationKey.objects.get(deliberation=row, kind=RAW)
    assert entry_in(vault_of(row.pk), copies[0][0], bytes(copies[0][1])).id == str(copies[0][0])

    assert destroy_old_raw(now=CLOSED + timedelta(days=13)) == 0
    assert destroy_old_raw(now=TWO_WEEKS - timedelta(hours=12)) == 1
    assert not LiveEntry.objects.filter(deliberation=row).exists()
    assert not LiveHappening.objects.filter(deliberation=row).exists()
    for key, body in copies:
        with pytest.raises(CannotOpenError):
            entry_in(vault_of(row.pk), key, bytes(body))
    # only who also copied the key's row, and has the master key, could still read: backups follow their own term
    copied_key.save(force_insert=True)
    assert entry_in(vault_of(row.pk), copies[0][0], bytes(copies[0][1])).id == str(copies[0][0])


@pytest.mark.django_db(transaction=True)
def test_no_table_is_kept_in_memory(cast: Cast) -> None:
    """The words do not outlive their key in this process either."""
    held = a_whole_talk(cast)
    row = held.close()
    assert table_at(row.pk, row.live_version).entries
    destroy_old_raw(now=TWO_WEEKS)
    assert not table_at(row.pk, row.live_version).entries


def test_the_draft_stays_and_forgets_whose_words_it_was_made_of(held: Held) -> None:
    """It can still be edited; nobody can strike any more; the receipt says when and how many, and nothing else."""
    destroy_old_raw(now=TWO_WEEKS)
    body = opened_record(held.row, "reflection")
    assert body["damage_a"] == [{"entry": "", "damage_a": "Hij loopt gevaar."}]
    assert body["receipt"] == {"on": "2026-12-11", "entries": 21, "happenings": body["receipt"]["happenings"]}
    assert held.fresh.raw_gone_at == TWO_WEEKS
    assert "raw_destroyed" in trail()
    assert "Hij loopt gevaar" not in trail()
    assert destroy_old_raw(now=TWO_WEEKS + timedelta(days=1)) == 0


def test_a_deliberation_goes_when_its_terms_are_over(cast: Cast, held: Held) -> None:
    """Each record goes after its own term; with the last one both keys, the plan and the row go."""
    Deliberation.objects.filter(pk=held.row.pk).update(keep_reflection_months=12, keep_decision_months=60)
    at = CLOSED + timedelta(days=8)
    for kind in Record.Kind:
        make_final(cast.actor("facilitator"), held.row.pk, kind, now=at)
    row = held.fresh
    assert (row.state, row.final_at) == ("final", at)
    ends = {one.kind: one.keep_until for one in Record.objects.filter(deliberation=row)}
    assert ends == {"reflection": date(2027, 12, 5), "note": date(2031, 12, 5)}
    plan, vault = bytes(row.plan), vault_of(row.pk)
    assert vault.open(KEPT, "plan", plan)["title"] == "Werktitel"

    assert forget_what_is_over(now=datetime(2027, 12, 5, 12, tzinfo=UTC)) == 0
    assert Record.objects.filter(deliberation=row).count() == 2
    assert forget_what_is_over(now=datetime(2027, 12, 6, 12, tzinfo=UTC)) == 0
    assert [one.kind for one in Record.objects.filter(deliberation=row)] == ["note"]
    assert forget_what_is_over(now=datetime(2031, 12, 6, 12, tzinfo=UTC)) == 1
    assert not Deliberation.objects.filter(pk=row.pk).exists()
    assert not DeliberationKey.objects.filter(deliberation=row.pk).exists()
    with pytest.raises(CannotOpenError):
        vault_of(row.pk).open(KEPT, "plan", plan)
    assert trail().count("record_destroyed") == 2
    assert trail().count("deliberation_destroyed") == 1


def test_a_draft_that_never_became_final_goes_too(held: Held) -> None:
    """Its term runs from closing on, so that nothing is kept for ever by forgetting it."""
    Deliberation.objects.filter(pk=held.row.pk).update(keep_reflection_months=1, keep_decision_months=1)
    assert forget_what_is_over(now=CLOSED + timedelta(days=30)) == 0
    assert forget_what_is_over(now=CLOSED + timedelta(days=31)) == 1
    assert not Deliberation.objects.filter(pk=held.row.pk).exists()


def test_a_preparation_that_was_never_held_goes_a_year_after_its_day(cast: Cast) -> None:
    """One with a day that is still to come, or was less than a year ago, stays."""
    row = a_preparation(cast)
    assert forget_what_is_over(now=NOW + timedelta(days=364)) == 0
    Deliberation.objects.filter(pk=row.pk).update(starts_at=NOW + timedelta(days=100))
    assert forget_what_is_over(now=NOW + timedelta(days=370)) == 0
    assert forget_what_is_over(now=NOW + timedelta(days=466)) == 1


def test_the_job_does_both_and_says_that_the_site_did_it(held: Held) -> None:
    """The trail tells that it was a task and nobody."""
    tasks.forget_what_is_over(CLOSED + timedelta(days=365 * 6))
    assert not Deliberation.objects.filter(pk=held.row.pk).exists()
    last = Entry.objects.order_by("-number").values_list("body", flat=True)[0]
    assert "deliberation_destroyed" in last
    assert '"task"' in last


def test_a_lost_key_stops_nothing(held: Held) -> None:
    """What cannot be opened is destroyed in time like all else."""
    destroy_key(held.row, KEPT)
    assert destroy_old_raw(now=TWO_WEEKS) == 1
    assert not LiveEntry.objects.exists()
