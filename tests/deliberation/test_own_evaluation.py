"""How a facilitator looks at his own part: sealed, for who led alone, in no file, and gone with the report."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.deliberation.held import CLOSED, Held, a_record, a_whole_talk
from tests.people import NOW, Cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.deliberation.actions.evaluating import keep_own_evaluation
from sleutelwerk.deliberation.actions.forgetting import destroy_old_raw, forget_what_is_over
from sleutelwerk.deliberation.actions.reporting import make_final
from sleutelwerk.deliberation.documents.records import record_json
from sleutelwerk.deliberation.models import Deliberation, Record
from sleutelwerk.deliberation.models.vault import KEPT, vault_of
from sleutelwerk.deliberation.queries.after import after_of
from sleutelwerk.deliberation.queries.evaluating import own_evaluation

ANSWERS = {"spoke": "De stille hoek bleef stil.", "steered": "Ik vatte te vroeg samen."}


def kept(cast: Cast, row: Deliberation) -> dict[str, str]:
    """Give what whoever led reads back."""
    after = after_of(cast.actor("facilitator"), row.pk)
    assert after is not None
    return own_evaluation(after)


def test_it_lies_sealed_and_only_who_led_opens_it(cast: Cast) -> None:
    row = a_record(cast)
    assert kept(cast, row) == {}
    keep_own_evaluation(cast.actor("facilitator"), row.pk, {**ANSWERS, "free": "  ", "other": "x"}, now=NOW)
    assert kept(cast, row) == ANSWERS
    sealed = bytes(Record.objects.get(deliberation=row, kind="reflection").own_evaluation or b"")
    assert b"stille hoek" not in sealed
    with pytest.raises(CannotOpenError):
        vault_of(row.pk).open(KEPT, "record/reflection", sealed)
    for name in ("professional", "decision_maker", "fg", "administrator", "police_officer"):
        assert after_of(cast.actor(name), row.pk) is None
        with pytest.raises(NotAllowedError):
            keep_own_evaluation(cast.actor(name), row.pk, {"spoke": "van een ander"}, now=NOW)
    assert kept(cast, row) == ANSWERS
    assert "stille hoek" not in " ".join(Entry.objects.values_list("body", flat=True))


def test_emptied_it_is_gone(cast: Cast) -> None:
    row = a_record(cast)
    keep_own_evaluation(cast.actor("facilitator"), row.pk, ANSWERS, now=NOW)
    keep_own_evaluation(cast.actor("facilitator"), row.pk, {"spoke": ""}, now=NOW)
    assert Record.objects.get(deliberation=row, kind="reflection").own_evaluation is None
    assert kept(cast, row) == {}


def test_it_is_in_no_file_and_may_change_after_the_report_is_final(cast: Cast) -> None:
    row = a_record(cast, final=True)
    keep_own_evaluation(cast.actor("facilitator"), row.pk, ANSWERS, now=NOW)
    after = after_of(cast.actor("facilitator"), row.pk)
    assert after is not None
    assert after.reflection is not None
    assert "stille hoek" not in json.dumps(json.loads(record_json(after, after.reflection)), ensure_ascii=False)
    assert "stille hoek" not in json.dumps(after.reflection.body, ensure_ascii=False)


def test_it_stays_when_what_people_wrote_is_destroyed(cast: Cast) -> None:
    held: Held = a_whole_talk(cast)
    held.close()
    keep_own_evaluation(cast.actor("facilitator"), held.row.pk, ANSWERS, now=CLOSED)
    assert destroy_old_raw(now=CLOSED + timedelta(days=14)) == 1
    assert kept(cast, held.row) == ANSWERS


def test_it_goes_with_the_reflection_report(cast: Cast) -> None:
    """Also when the note has a longer term: its row is gone, and what a copy of it holds belongs to no report."""
    held: Held = a_whole_talk(cast)
    held.close()
    keep_own_evaluation(cast.actor("facilitator"), held.row.pk, ANSWERS, now=CLOSED)
    for kind in Record.Kind:
        make_final(cast.actor("facilitator"), held.row.pk, kind, now=CLOSED + timedelta(days=8))
    assert kept(cast, held.row) == ANSWERS
    forget_what_is_over(now=datetime(2027, 12, 6, 12, tzinfo=UTC))
    assert [one.kind for one in Record.objects.filter(deliberation=held.row)] == ["note"]
    assert kept(cast, held.row) == {}
    assert not Record.objects.exclude(own_evaluation=None).exists()


def test_the_page_asks_keeps_and_shows_it_again(cast: Cast) -> None:
    row = a_record(cast)
    client = Client()
    sign_in(client, cast["facilitator"])
    address = f"/beraad/{row.pk}/verslag/eigen-terugblik/"
    assert address in client.get(f"/beraad/{row.pk}/verslag/").content.decode()
    sent = {f"{name}_text": text for name, text in ANSWERS.items()}
    assert client.post(address, sent).headers["Location"] == f"/beraad/{row.pk}/verslag/"
    page = client.get(address)
    assert "De stille hoek bleef stil." in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert "stille hoek" not in client.get(f"/beraad/{row.pk}/verslag/").content.decode()
    too_long = client.post(address, {**sent, "spoke_text": "x" * 2000})
    assert too_long.status_code == 422
    assert kept(cast, row) == ANSWERS
