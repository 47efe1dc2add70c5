"""Verifying in memory: whatever is altered is found, at the entry where it was altered."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audit.trails import bundled, previous, purged, rows, stretch, verified

from sleutelwerk.audit.engine.chain import GENESIS, Row, next_hash
from sleutelwerk.audit.engine.purges import Books, Tally, marker, previous_in, statement_of
from sleutelwerk.audit.engine.verify import START, Place, Problem, Report, check_statements, joined, settled, verify

CHAIN = rows(60)
#: Entries of every kind of neighbourhood are gone: the first, a run, single ones, the last before the statement.
PURGED = purged(purged(CHAIN, [1, 2, 3, 10, 12, 40]), [11, 30, 31, 60])
GONE = {1, 2, 3, 10, 11, 12, 30, 31, 40, 60}


def with_column(row: Row, column: str, value: bytes) -> Row:
    """Change the body or the hash."""
    return row._replace(body=value) if column == "body" else row._replace(hash=value)


def test_an_untouched_chain_is_right() -> None:
    assert verified([]) == Report(START)
    assert verified(CHAIN) == Report(Place(60, CHAIN[-1].hash))
    report = verified(PURGED)
    assert report == Report(Place(62, PURGED[-1].hash), purged=10)
    assert report.ok


def test_progress_counts_every_entry() -> None:
    walking = verify(bundled(PURGED))
    assert sum(walking) == len(PURGED)


@given(st.integers(0, 59), st.integers(0, 10_000), st.integers(1, 255), st.integers(1, 9))
def test_any_altered_byte_of_a_body_is_found_where_it_is(place: int, at: int, flip: int, size: int) -> None:
    altered = list(CHAIN)
    body = bytearray(altered[place].body)
    body[at % len(body)] ^= flip
    altered[place] = altered[place]._replace(body=bytes(body))
    problem = verified(altered, size).problem
    assert problem is not None
    assert (problem.number, problem.since) == (place + 1, place + 1)


@given(st.integers(0, 59), st.integers(0, 31), st.integers(1, 255))
def test_any_altered_byte_of_a_hash_is_found_where_it_is(place: int, at: int, flip: int) -> None:
    altered = list(CHAIN)
    digest = bytearray(altered[place].hash)
    digest[at] ^= flip
    altered[place] = altered[place]._replace(hash=bytes(digest))
    problem = verified(altered).problem
    assert problem is not None
    assert problem.number == place + 1


@given(st.integers(0, 59))
def test_a_missing_entry_is_found(place: int) -> None:
    altered = [*CHAIN[:place], *CHAIN[place + 1 :]]
    report = verified(altered)
    if place == len(CHAIN) - 1:  # only the head and the seals can tell that the last one is gone
        assert report.end.number == 59
    else:
        assert report.problem is not None
        assert report.problem.number == place + 1
        assert "ontbreekt" in report.problem.what


def test_a_gap_a_double_and_a_swap_are_told_apart() -> None:
    assert verified([*CHAIN[:4], *CHAIN[9:]]).problem == Problem(5, "De regels 5 tot en met 9 ontbreken.", 5)
    double = verified([*CHAIN[:5], CHAIN[4], *CHAIN[5:]]).problem
    assert double == Problem(6, "Waar regel 6 hoort, staat regel 5.", 6)
    swapped = verified([*CHAIN[:4], CHAIN[5], CHAIN[4], *CHAIN[6:]]).problem
    assert swapped is not None
    assert swapped.number == 5
    renumbered = [*CHAIN[:4], CHAIN[5]._replace(number=5), CHAIN[4]._replace(number=6), *CHAIN[6:]]
    found = verified(renumbered).problem
    assert found is not None
    assert found.number == 5


@settings(max_examples=200)
@given(st.integers(0, len(PURGED) - 1), st.sampled_from(["body", "hash"]), st.integers(0, 10_000), st.integers(1, 255))
def test_altering_a_chain_with_purged_entries_is_found(place: int, column: str, at: int, flip: int) -> None:
    altered = list(PURGED)
    value = bytearray(getattr(altered[place], column))
    value[at % len(value)] ^= flip
    altered[place] = with_column(altered[place], column, bytes(value))
    problem = verified(altered).problem
    assert problem is not None
    number = place + 1
    assert problem.since <= number <= problem.number
    # only of a purged entry the fault can show later: at the next entry, or at its statement
    assert problem.number == number or number in GONE


@pytest.mark.parametrize("number", sorted(GONE))
def test_a_purged_entry_cannot_be_put_under_another_statement(number: int) -> None:
    altered = list(PURGED)
    other = 62 if altered[number - 1].body.endswith(b"61}") else 61
    altered[number - 1] = altered[number - 1]._replace(body=marker(previous(PURGED, number), other))
    assert not verified(altered).ok


def test_emptying_without_a_statement_is_found() -> None:
    altered = list(CHAIN)
    altered[19] = altered[19]._replace(body=marker(CHAIN[18].hash, 99))
    problem = verified(altered).problem
    assert problem is not None
    assert problem.number == 20
    assert "verklaring" in problem.what


def test_emptying_under_a_statement_about_others_is_found() -> None:
    altered = list(PURGED)
    altered[19] = altered[19]._replace(body=marker(CHAIN[18].hash, 62))
    problem = verified(altered).problem
    assert problem is not None
    assert problem.number == 62


def test_a_statement_must_lie_behind_and_be_one() -> None:
    behind = list(CHAIN)
    behind[19] = behind[19]._replace(body=marker(CHAIN[18].hash, 20))
    assert not verified(behind).ok
    ordinary = list(CHAIN)
    ordinary[19] = ordinary[19]._replace(body=marker(CHAIN[18].hash, 30))
    problem = verified(ordinary).problem
    assert problem is not None
    assert problem.number == 30


def test_naming_a_purged_entry_as_the_statement_is_found() -> None:
    altered = list(PURGED)
    altered[0] = altered[0]._replace(body=marker(GENESIS, 60))
    problem = verified(altered).problem
    assert problem is not None
    assert (problem.number, problem.since) == (60, 1)


def test_a_statement_itself_cannot_be_emptied() -> None:
    first = purged(CHAIN, [5])
    both = purged(first, [61])
    problem = verified(both).problem
    assert problem is not None
    assert problem.number == 61


@pytest.mark.parametrize("digest", [b"", b"\0" * 31, b"\0" * 33])
def test_a_hash_of_another_length_is_found(digest: bytes) -> None:
    altered = list(PURGED)
    altered[59] = altered[59]._replace(hash=digest)
    problem = verified(altered).problem
    assert problem is not None
    assert problem.number == 60


# --- Over several processes -------------------------------------------------------------------------------------------


def in_stretches(made: list[Row], cuts: list[int]) -> Report:
    """Verify as several processes do: each from a stored hash, then put together."""
    begins = [START, *(Place(cut, made[cut - 1].hash) for cut in cuts)]
    ends = [*cuts, len(made)]
    reports = [stretch(made[begin.number : end], begin) for begin, end in zip(begins, ends, strict=True)]
    report = joined(reports, begins)
    if report.problem is not None or not (report.open or report.unsure):
        return settled(report)
    gone = [row for row in made if previous_in(row.body)]
    wanted = {*report.open, *report.unsure}
    return check_statements(report, gone, {row.number: row.body for row in made if row.number in wanted})


@given(st.lists(st.integers(1, 61), min_size=1, max_size=3, unique=True).map(sorted))
def test_stretches_give_the_same_report_as_one_walk(cuts: list[int]) -> None:
    assert in_stretches(PURGED, cuts) == verified(PURGED)
    assert in_stretches(CHAIN, [cut for cut in cuts if cut < 60]) == verified(CHAIN)


@given(st.integers(1, 61), st.integers(0, len(PURGED) - 1), st.sampled_from(["body", "hash"]), st.integers(1, 255))
def test_stretches_find_what_one_walk_finds(cut: int, place: int, column: str, flip: int) -> None:
    altered = list(PURGED)
    value = bytearray(getattr(altered[place], column))
    value[len(value) // 2] ^= flip
    altered[place] = with_column(altered[place], column, bytes(value))
    assert not in_stretches(altered, [cut]).ok


def test_a_joint_that_does_not_fit_is_found() -> None:
    first = stretch(CHAIN[:30], START)
    second = stretch(CHAIN[30:], Place(30, CHAIN[29].hash))
    report = joined([first, second], [START, Place(30, GENESIS)])
    assert report.problem == Problem(31, "Bij regel 31 sluit de keten niet aan.", 31)


@pytest.mark.parametrize("cut", [5, 35, 61])
def test_an_entry_under_another_statement_is_found_in_stretches_too(cut: int) -> None:
    altered = list(PURGED)
    altered[29] = altered[29]._replace(body=marker(previous(PURGED, 30), 61))
    problem = in_stretches(altered, [cut]).problem
    assert problem is not None
    assert problem.since <= 30 < problem.number == 61


def test_a_statement_that_no_stretch_met_is_found() -> None:
    altered = list(CHAIN)
    altered[4] = altered[4]._replace(body=marker(CHAIN[3].hash, 99))
    report = in_stretches(altered, [30])
    assert report.problem is not None
    assert report.problem.number == 5


# --- Parts ------------------------------------------------------------------------------------------------------------


def test_a_marker_is_read_back_only_when_it_follows_on_the_hash_before_it() -> None:
    head = next_hash(GENESIS, b"x")
    assert statement_of(marker(head, 7), head) == 7
    assert statement_of(marker(head, 7), GENESIS) is None
    assert statement_of(b'{"previous":"x","purged":7}', head) is None
    assert previous_in(marker(head, 7)) == head
    assert previous_in(b"{}") == b""


def test_a_statement_that_is_no_statement_agrees_with_nothing() -> None:
    tally = Tally()
    tally.add(1, GENESIS, GENESIS)
    for body in (b"", b"[]", b"{}", b"[" * 100_000, b'{"kind":"entries_purged","counts":{},"hashes":{}}'):
        assert not tally.agrees_with(body)
    assert not Books().close(3, b"{}")
