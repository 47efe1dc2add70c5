"""Whoever takes the triggers away can write what he likes, and every bit of it is found at the right entry."""

from __future__ import annotations

import random
import uuid
from typing import Any

import pytest
from django.db import connection
from tests.audit.guards import guards_down
from tests.audit.trails import CASE_CHANGED, EVENTS, NOW, fill, write

from sleutelwerk.audit.actions import Selection, purge, sign_heads, verify_trail
from sleutelwerk.audit.engine.chain import SITE_CHAIN, next_hash
from sleutelwerk.audit.models import Chain, Entry, Seal, SigningKey
from sleutelwerk.audit.queries import chains, entries_of, verify_chain
from sleutelwerk.audit.queries.chains import hash_at, head_of
from sleutelwerk.core.events import Retention

pytestmark = pytest.mark.django_db

COUNT = 450
TRIALS = 25


@pytest.fixture
def filled(chain: uuid.UUID) -> uuid.UUID:
    """More than two bundles, and a seal on all of it."""
    fill(chain, COUNT)
    sign_heads(now=NOW)
    assert verify_chain(chain).ok
    return chain


def put(chain: uuid.UUID, number: int, /, **columns: Any) -> None:
    """Write columns of an entry past the triggers."""
    with guards_down(), connection.cursor() as cursor:
        sets = ", ".join(f"{name} = %s" for name in columns)
        key = Chain._meta.pk.get_db_prep_value(chain, connection)
        values = [*columns.values(), key, number]
        cursor.execute(f"UPDATE audit_entry SET {sets} WHERE chain = %s AND number = %s", values)  # noqa: S608


def entry(chain: uuid.UUID, number: int) -> tuple[str, bytes]:
    found = Entry.objects.get(chain=chain, number=number)
    return found.body, bytes(found.hash)


@pytest.mark.parametrize("trial", range(TRIALS))
def test_an_altered_body_is_found_at_its_entry(filled: uuid.UUID, trial: int) -> None:
    chance = random.Random(trial)
    number = chance.randint(1, COUNT)
    body, _ = entry(filled, number)
    place = chance.randrange(len(body))
    letter = chance.choice([other for other in "0123456789abcdef" if other != body[place]])
    altered = body[:place] + letter + body[place + 1 :]
    if body[place] in '{}[]":,\\' or body[max(place - 1, 0)] == "\\":
        altered = body.replace('"via":"page"', '"via":"task"')  # the database itself refuses what is no JSON
    put(filled, number, body=altered)
    problem = verify_chain(filled).problem
    assert problem is not None
    assert (problem.number, problem.since) == (number, number)


@pytest.mark.parametrize("trial", range(TRIALS))
def test_an_altered_hash_is_found_at_its_entry(filled: uuid.UUID, trial: int) -> None:
    chance = random.Random(trial)
    number = chance.randint(1, COUNT)
    _, stored = entry(filled, number)
    altered = bytearray(stored)
    altered[chance.randrange(32)] ^= chance.randint(1, 255)
    put(filled, number, hash=bytes(altered))
    problem = verify_chain(filled).problem
    assert problem is not None
    assert problem.number == number


@pytest.mark.parametrize("trial", range(8))
def test_an_entry_that_went_to_another_number_or_chain_is_found(filled: uuid.UUID, trial: int) -> None:
    chance = random.Random(trial)
    number = chance.randint(1, COUNT - 1)
    other = uuid.uuid4()
    key = Chain._meta.pk.get_db_prep_value(other, connection)
    put(filled, number, **({"chain": key} if trial % 2 else {"number": COUNT + 10**12}))
    problem = verify_chain(filled).problem
    assert problem is not None
    assert problem.number == number
    if trial % 2:
        assert other in chains()
        assert not verify_chain(other).ok


@pytest.mark.parametrize("trial", range(8))
def test_a_removed_entry_is_found(filled: uuid.UUID, trial: int) -> None:
    number = random.Random(trial).randint(1, COUNT)
    with guards_down():
        Entry.objects.filter(chain=filled, number=number)._raw_delete(using="default")
    problem = verify_chain(filled).problem
    assert problem is not None
    assert problem.number == number


def test_a_large_hole_is_found(filled: uuid.UUID) -> None:
    with guards_down():
        Entry.objects.filter(chain=filled, number__gt=3, number__lt=440)._raw_delete(using="default")
    problem = verify_chain(filled).problem
    assert problem is not None
    assert problem.number == 4
    assert "4 tot en met 439" in problem.what


def test_swapped_entries_are_found(filled: uuid.UUID) -> None:
    first, second = entry(filled, 200), entry(filled, 201)
    put(filled, 200, body=second[0], hash=second[1])
    put(filled, 201, body=first[0], hash=first[1])
    problem = verify_chain(filled).problem
    assert problem is not None
    assert problem.number == 200


def test_a_body_with_line_ends_in_it_is_found_and_confuses_nothing(filled: uuid.UUID) -> None:
    body, _ = entry(filled, 77)
    put(filled, 77, body=body.replace(",", "," + "\n" * 8))
    problem = verify_chain(filled).problem
    assert problem is not None
    assert problem.number == 77


def test_a_hash_with_line_ends_in_it_is_no_problem_by_itself(chain: uuid.UUID) -> None:
    fill(chain, 3)
    put(chain, 2, hash=b"\n" * 32)
    problem = verify_chain(chain).problem
    assert problem is not None
    assert problem.number == 2


def truncate(chain: uuid.UUID, length: int) -> None:
    """Cut the tail off, and let the head follow."""
    with guards_down():
        Entry.objects.filter(chain=chain, number__gt=length)._raw_delete(using="default")
        Chain.objects.filter(id=chain).update(length=length, head=hash_at(chain, length))


def test_a_cut_off_tail_is_told_by_the_head(filled: uuid.UUID) -> None:
    with guards_down():
        Entry.objects.filter(chain=filled, number__gt=400)._raw_delete(using="default")
    problem = verify_chain(filled).problem
    assert problem is not None
    assert problem.number == 401
    assert "hoort 450 regels" in problem.what


def test_a_cut_off_tail_whose_head_follows_is_told_by_the_seal(filled: uuid.UUID) -> None:
    truncate(filled, 400)
    problem = verify_chain(filled).problem
    assert problem is not None
    assert problem.number == 450
    assert "de staart van de keten is weggehaald" in problem.what


def test_a_tail_after_the_last_seal_is_said_not_to_be_covered(filled: uuid.UUID) -> None:
    for _ in range(3):
        write(filled)
    report = verify_chain(filled)
    assert (report.ok, report.sealed, report.uncovered) == (True, 450, 3)
    truncate(filled, 451)
    report = verify_chain(filled)
    assert (report.ok, report.uncovered) == (True, 1), "no signature covers that tail, and the report says so"


def rewrite(chain: uuid.UUID, number: int) -> None:
    """Change an entry and compute every later hash anew, as a thorough forger does."""
    head = hash_at(chain, number - 1) or bytes(32)
    for one in Entry.objects.filter(chain=chain, number__gte=number).order_by("number"):
        body = one.body.replace("case_read", "case_kept") if one.number == number else one.body
        head = next_hash(head, body.encode())
        put(chain, one.number, body=body, hash=head)
    Chain.objects.filter(id=chain).update(head=head)


def test_a_chain_that_was_made_anew_is_told_by_the_seal(chain: uuid.UUID) -> None:
    fill(chain, 20, (EVENTS["case_read"],))
    sign_heads(now=NOW)
    rewrite(chain, 10)
    problem = verify_chain(chain).problem
    assert problem is not None
    assert problem.number == 20
    assert "had een andere hash toen zij werd ondertekend" in problem.what


def test_a_seal_by_a_key_that_was_slipped_in_is_told(filled: uuid.UUID) -> None:
    with guards_down():
        SigningKey.objects.update(key_id="0" * 16)
        Seal.objects.filter(chain=filled).update(key_id="0" * 16)
    problem = verify_chain(filled).problem
    assert problem is not None
    assert "niet bekend" in problem.what


@pytest.mark.parametrize(
    "change", [{"signature": b"\0" * 64}, {"at": "2020-01-01T00:00:00.000Z"}, {"hash": b"\0" * 32}, {"number": 3}]
)
def test_an_altered_seal_is_told(filled: uuid.UUID, change: dict[str, Any]) -> None:
    with guards_down(), connection.cursor() as cursor:
        ((column, value),) = change.items()
        key = Chain._meta.pk.get_db_prep_value(filled, connection)
        cursor.execute(f"UPDATE audit_seal SET {column} = %s WHERE chain = %s", [value, key])  # noqa: S608
    problem = verify_chain(filled).problem
    assert problem is not None
    assert "handtekening" in problem.what


def test_an_altered_or_removed_head_is_told(filled: uuid.UUID) -> None:
    Chain.objects.filter(id=filled).update(head=b"\1" * 32)
    problem = verify_chain(filled).problem
    assert problem is not None
    assert problem.what == "De stand van de keten past niet bij de laatste regel."
    with guards_down():
        Chain.objects.filter(id=filled)._raw_delete(using="default")
    assert head_of(filled) is None
    gone = verify_chain(filled).problem
    assert gone is not None
    assert gone.what == "De stand van deze keten is weggehaald."
    assert filled in chains()


@pytest.mark.parametrize("trial", range(12))
def test_tampering_with_purged_entries_is_found(filled: uuid.UUID, trial: int) -> None:
    chance = random.Random(trial)
    selection = Selection(events=EVENTS, terms={Retention.SIGN_IN: 0, Retention.ACCESS: 0})
    purge(chain=filled, now=NOW, selection=selection)
    assert verify_chain(filled).ok
    numbers = list(Entry.objects.filter(chain=filled, kind=None).values_list("number", flat=True))
    number = chance.choice(numbers)
    body, stored = entry(filled, number)
    match trial % 3:
        case 0:
            put(
                filled, number, body=body.replace('"previous":"', '"previous":"0', 1).replace('","purged', 'a","purged')
            )
        case 1:
            put(filled, number, hash=stored[:-1] + bytes([stored[-1] ^ 1]))
        case _:
            put(filled, number, body=body.replace(f":{COUNT + 1}}}", f":{COUNT + 7}}}"))
    problem = verify_chain(filled).problem
    assert problem is not None
    assert problem.since <= number <= problem.number


def test_a_run_of_verifying_is_recorded_with_what_it_came_to(filled: uuid.UUID) -> None:
    verify_trail(actor=None, chain=filled, now=NOW)
    body, _ = entry(filled, 10)
    put(filled, 10, body=body.replace('"via":"page"', '"via":"task"'))
    assert not verify_trail(actor=None, chain=filled, now=NOW).ok
    second, first = entries_of(filled).entries[:2]
    assert (first.kind, first.more["flags"]) == ("trail_verified", {"ok": True})
    assert (second.kind, second.more["flags"]) == ("trail_verified", {"ok": False})
    assert second.more["counts"]["length"] == 9


@pytest.mark.parametrize("length", [0, 3])
def test_a_chain_that_takes_no_entry_any_more_is_told_of_elsewhere(filled: uuid.UUID, length: int) -> None:
    Chain.objects.filter(id=filled).update(length=length)
    assert not verify_trail(actor=None, chain=filled, now=NOW).ok
    told = entries_of(SITE_CHAIN).entries[0]
    assert (told.kind, told.more["ids"], told.more["flags"]) == (
        "trail_verified",
        {"chain": str(filled)},
        {"ok": False},
    )
    assert entries_of(filled).entries[0].number == COUNT


def test_when_no_chain_takes_an_entry_the_report_still_comes(filled: uuid.UUID) -> None:
    Chain.objects.update(length=0)
    assert not verify_trail(actor=None, chain=filled, now=NOW).ok


def test_an_entry_of_another_kind_of_change_is_searched_as_it_is_hashed(chain: uuid.UUID) -> None:
    write(chain, CASE_CHANGED)
    body, _ = entry(chain, 1)
    put(chain, 1, body=body.replace("case_changed", "case_read"))
    assert Entry.objects.get(chain=chain).kind == "case_read", "the column follows the body"
    assert not verify_chain(chain).ok, "and the hash tells"
