"""Indexing: replaced as a whole, only what changed is weighed again, and a mistake changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from tests.knowledge.search.items import entry
from tests.people import NOW, Cast, make_cast

from sleutelwerk.knowledge.actions import search as action
from sleutelwerk.knowledge.actions.search import Indexed, index
from sleutelwerk.knowledge.engine.search.model import VISITOR, Entry, Scope, Status
from sleutelwerk.knowledge.models.search import Searchable, SearchPosting, SearchShelf
from sleutelwerk.knowledge.queries import search as look_up
from sleutelwerk.knowledge.queries.search import search

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def keys(query: str, scope: Scope = VISITOR) -> list[str]:
    return [hit.key for hit in search(scope, query).hits]


def tables() -> list[object]:
    shelves = SearchShelf.objects.order_by("pk")
    postings = SearchPosting.objects.order_by("shelf", "term")
    return [
        *Searchable.objects.order_by("pk").values_list("pk", "content_hash", "indexed_at"),
        *shelves.values_list("pk", "edition"),
        *((shelf, term, bytes(packed)) for shelf, term, packed in postings.values_list("shelf", "term", "packed")),
    ]


def lists() -> dict[tuple[str, str], int]:
    found = SearchPosting.objects.values_list("shelf__closed_kind", "term", "packed")
    return {(kind, term): len(bytes(packed)) // 6 for kind, term, packed in found}


def test_what_changed_is_indexed_again_and_the_rest_is_left_alone() -> None:
    first = [entry("a", "Koffie"), entry("b", "Thee"), entry("c", "Melk")]
    assert index(first, now=NOW) == Indexed(added=3)
    before = tables()
    assert index(first, now=LATER) == Indexed(same=3)
    assert tables() == before
    changed = index([first[0], entry("b", "Sap"), entry("d", "Water")], now=LATER)
    assert changed == Indexed(added=1, changed=1, removed=1, same=1)
    assert [keys(word) for word in ("koffie", "thee", "melk", "sap", "water")] == [["a"], [], [], ["b"], ["d"]]
    assert {row.key for row in Searchable.objects.filter(indexed_at=NOW)} == {"a"}


def test_indexing_step_by_step_gives_the_same_lists_as_at_once() -> None:
    last = [entry("a", "Koffie thee", body="melk"), entry("b", "Thee", body="suiker", gated=True)]
    for step in ([], [entry("a", "Sap", gated=True, body="koffie")], [entry("b", "Melk")], last):
        index(step, now=NOW)
    stepwise = lists()
    index([], now=NOW)
    assert lists() == {}
    index(last, now=NOW)
    assert lists() == stepwise


def test_two_of_one_name_change_nothing() -> None:
    index([entry("a", "Koffie")], now=NOW)
    before = tables()
    with pytest.raises(ValueError, match="article/a"):
        index([entry("a", "Thee"), entry("a", "Melk")], now=LATER)
    assert tables() == before
    assert keys("koffie") == ["a"]


def test_a_failure_halfway_leaves_the_old_index(monkeypatch: pytest.MonkeyPatch) -> None:
    index([entry("a", "Koffie")], now=NOW)
    before = tables()

    def fail(packed: object) -> bytes:
        raise OSError

    monkeypatch.setattr(action, "pack", fail)
    with pytest.raises(OSError), transaction.atomic():  # noqa: PT011 - it is the one planted above
        index([entry("b", "Thee")], now=LATER)
    assert tables() == before
    assert keys("koffie") == ["a"]


def test_the_same_name_may_stand_for_all_and_in_organisations(cast: Cast) -> None:
    own = [entry("a", "Koffie"), *(entry("a", "Koffie", organisation=one.pk) for one in (cast.here, cast.elsewhere))]
    assert index(own, now=NOW) == Indexed(added=3)
    assert keys("koffie") == ["a"]
    assert keys("koffie", Scope(organisations=frozenset([cast.here.pk]))) == ["a", "a"]


def test_a_change_that_is_no_word_is_seen(cast: Cast) -> None:
    index([entry("a", "Koffie", theme="kiezen")], now=NOW)
    assert keys("koffie") == ["a"]
    index([entry("a", "Koffie", summary="De", theme="kiezen")], now=NOW)
    assert search(VISITOR, "koffie").hits[0].summary == "De"
    index([entry("de", "De"), entry("a", "Koffie")], now=NOW)
    index([entry("a", "Koffie")], now=NOW)
    assert search(VISITOR, "koffie").total == 1


def test_what_went_after_the_shelf_was_read_stays_away() -> None:
    index([entry("a", "Koffie"), entry("b", "Koffie")], now=NOW)
    assert keys("koffie") == ["a", "b"]
    Searchable.objects.filter(key="a").delete()  # as if another process did so a moment ago
    assert keys("koffie") == ["b"]


def test_a_shelf_that_changes_while_it_is_read_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    index([entry("a", "Koffie")], now=NOW)
    real, changes = look_up._about, [lambda: index([entry("b", "Koffie")], now=NOW)]

    def meanwhile(organisation: UUID | None) -> object:
        found = list(real(organisation))
        if changes:
            changes.pop()()
        return found

    monkeypatch.setattr(look_up, "_about", meanwhile)
    assert keys("koffie") == ["b"]


def test_a_shelf_that_another_thread_read_is_not_read_twice() -> None:
    index([entry("a", "Koffie")], now=NOW)
    shelf = SearchShelf.objects.get()
    place = look_up._Place(shelf.pk, None, "")
    assert look_up._read_shelf(place, shelf.edition) is look_up._read_shelf(place, shelf.edition)


def test_many_words_and_items_go_in_batches() -> None:
    many: list[Entry] = [entry(f"k{n}", f"Woord{n} koffie") for n in range(450)]
    index(many, now=NOW)
    answer = search(VISITOR, "koffie", page=3)
    assert (answer.total, answer.page, answer.pages, len(answer.hits)) == (450, 3, 45, 10)
    assert index([replace(one, summary="Nieuw") for one in many], now=LATER).changed == 450
    assert search(VISITOR, "nieuw").total == 450


def test_pages_before_the_first_and_after_the_last() -> None:
    index([entry(f"k{n:02}", "Koffie") for n in range(12)], now=NOW)
    assert [hit.key for hit in search(VISITOR, "koffie", page=-5).hits] == [f"k{n:02}" for n in range(10)]
    assert [hit.key for hit in search(VISITOR, "koffie", page=2).hits] == ["k10", "k11"]
    beyond = search(VISITOR, "koffie", page=10**9)
    assert (beyond.status, beyond.total, beyond.hits) == (Status.FOUND, 12, [])


@pytest.mark.parametrize(
    "query",
    ["' OR 1=1 --", "koffie AND NOT thee", 'koffie"', "koffie*", "NEAR(koffie thee)", "koffie:thee", "%_\\",
     "\x00koffie",
     "koffie) (", "title:koffie^2", "kоffie"],
)  # fmt: skip
def test_operators_are_words_or_nothing(query: str) -> None:
    index([entry("a", "Koffie")], now=NOW)
    answer = search(VISITOR, query)
    assert answer.status in {Status.FOUND, Status.NOTHING, Status.NO_WORDS, Status.ONLY_SMALL_WORDS}
    assert [hit.key for hit in answer.hits] == (["a"] if answer.status is Status.FOUND else [])
    assert (answer.status is Status.FOUND) == any(word in query for word in ("koffie", "kоffie"))


def test_questions_without_words_ask_nothing_of_the_index() -> None:
    assert [search(VISITOR, query).status for query in ("", "x" * 10_000, "wat is het", "🙂")] == [
        Status.EMPTY, Status.TOO_LONG, Status.ONLY_SMALL_WORDS, Status.NO_WORDS,
    ]  # fmt: skip


def test_a_question_is_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    index([entry("a", "Koffie")], now=NOW)
    with caplog.at_level("DEBUG", logger="sleutelwerk"):
        search(VISITOR, "koffie geheimwoord")
    assert [record for record in caplog.records if record.name.startswith("sleutelwerk")] == []
