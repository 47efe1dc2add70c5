"""As an attacker: what stands in a gated text only shows in nothing that somebody without access gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.knowledge.search.items import entry
from tests.people import NOW, make_cast

from sleutelwerk.knowledge.actions.search import index
from sleutelwerk.knowledge.engine.search.model import VISITOR, Entry, Narrow, Scope, Status
from sleutelwerk.knowledge.models.search import Searchable
from sleutelwerk.knowledge.queries.search import scope_for, search
from sleutelwerk.publishing.models import ReadingGrant
from sleutelwerk.publishing.rules import ScopeKind

pytestmark = pytest.mark.django_db
READER = Scope(reads=frozenset({"article"}))
OF_ONE = Scope(keys=frozenset({("article", "een")}))
OPEN = [entry("open", "Koffie zetten", body="Melk, suiker en vrijwilligersregeling. Bergtop.")]
#: The words of the gated text: some stand nowhere else, some make something of words that do.
SECRET = "Kwikstaart en onderduikadres. De regeling van de vrijwilliger. Berg. Melk melk melk. Suikergoed."
GATED = [
    entry(
        "een",
        "Afgeschermd stuk",
        summary="Over lessen.",
        keywords=("lering",),
        headings=("Zeearend",),
        body=SECRET,
        gated=True,
    ),
    entry("twee", "Ander stuk", body="Iets over nachtegalen.", gated=True),
]
PROBES = [
    "kwikstaart", "kwikstaarten", "kwiksteert", "kwikst", "onderduikadres", "onderduik", "adres", "zeearend",
    "regeling",
    "vrijwilliger", "berg", "melk", "suiker", "suikergoed", "melk kwikstaart", '"kwikstaart"', "koffie kwikstaart",
    "lessen",
    "lering", "afgeschermd stuk", "nachtegaal", "koffie", "stuk", "bergtop", "vrijwilligersregeling", "kofie", "melc",
]  # fmt: skip


def emptied(entries: list[Entry]) -> list[Entry]:
    """Give the same items, with nothing behind the gate."""
    return [replace(one, body="", headings=()) if one.gated else one for one in entries]


def answers(scope: Scope, probes: list[str]) -> list[object]:
    return [search(scope, probe, page=page) for probe in probes for page in (1, 2)]


def test_an_outsider_gets_the_same_as_when_the_gated_texts_were_empty() -> None:
    index([*OPEN, *GATED], now=NOW)
    with_texts = answers(VISITOR, PROBES)
    index(emptied([*OPEN, *GATED]), now=NOW)
    assert answers(VISITOR, PROBES) == with_texts


@pytest.mark.exhaustive
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["melk", "berg", "koffie", "regeling", "stuk", "kwik", "suiker", "lessen"]), max_size=12)
)
def test_whatever_the_gated_text_says_an_outsider_gets_the_same(words: list[str]) -> None:
    gated = [replace(GATED[0], body=" ".join(words)), GATED[1]]
    probes = ["melk", "berg", "kofie", "regeling", "kwik", "suikermelk", "lessen stuk"]
    index([*OPEN, *gated], now=NOW)
    with_texts = answers(VISITOR, probes)
    index(emptied([*OPEN, *gated]), now=NOW)
    assert answers(VISITOR, probes) == with_texts


@pytest.mark.parametrize(
    "probe", ["kwikstaart", "kwiksteert", "zeearend", "onderduikadres", "nachtegaal", "suikergoed"]
)
def test_a_word_of_a_gated_text_gives_an_outsider_nothing(probe: str) -> None:
    index([*OPEN, *GATED], now=NOW)
    answer = search(VISITOR, probe)
    assert probe != "suikergoed" or answer.total  # the part of it that stands in the open text is found
    assert "een" not in [hit.key for hit in answer.hits]
    assert probe == "suikergoed" or answer.status is Status.NOTHING
    assert answer.suggestion == ""


def test_with_access_the_whole_text_is_searched() -> None:
    index([*OPEN, *GATED], now=NOW)
    answer = search(READER, "kwikstaart")
    assert [(hit.key, hit.readable) for hit in answer.hits] == [("een", True)]
    assert ("Kwikstaart", True) in answer.hits[0].passage
    assert search(READER, "kwiksteert").suggestion == "kwikstaart"
    assert [hit.key for hit in search(READER, "zeearend").hits] == ["een"]


def test_without_access_a_gated_item_is_found_by_what_shows_and_shows_no_more() -> None:
    index([*OPEN, *GATED], now=NOW)
    for probe in ("afgeschermd", "lessen", "lering"):
        (hit,) = search(VISITOR, probe).hits
        assert (hit.key, hit.gated, hit.readable) == ("een", True, False)
        assert "".join(piece for piece, _ in hit.passage) == "Over lessen."


def test_access_to_one_text_opens_that_one_only() -> None:
    index([*OPEN, *GATED], now=NOW)
    assert [hit.key for hit in search(OF_ONE, "kwikstaart").hits] == ["een"]
    assert [hit.key for hit in search(OF_ONE, "onderduik").hits] == ["een"]
    assert search(OF_ONE, "kwiksteert").suggestion == "kwikstaart"
    assert search(OF_ONE, "nachtegalen").status is Status.NOTHING
    only = [*OPEN, GATED[0], replace(GATED[1], body="")]
    before = answers(OF_ONE, PROBES)
    index(only, now=NOW)
    assert answers(OF_ONE, PROBES) == before


def test_access_to_one_kind_is_none_to_another() -> None:
    index([replace(GATED[0], kind="document"), GATED[1]], now=NOW)
    assert search(READER, "kwikstaart").status is Status.NOTHING
    assert search(READER, "nachtegalen").total == 1
    assert search(Scope(reads=frozenset({"document"})), "kwikstaart").total == 1
    assert search(OF_ONE, "kwikstaart").status is Status.NOTHING


def test_the_index_asks_for_no_gated_text_on_behalf_of_an_outsider() -> None:
    index([*OPEN, *GATED], now=NOW)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        search(VISITOR, "stuk")
        search(VISITOR, "kwikstaart")
    assert asked.captured_queries
    assert not any('"whole"' in one["sql"] for one in asked.captured_queries)


def test_an_item_that_was_put_behind_the_gate_a_moment_ago_shows_no_text() -> None:
    index([*OPEN], now=NOW)
    assert search(VISITOR, "suiker").total == 1
    Searchable.objects.update(gated=True)  # another process; the shelf in memory still has the words
    (hit,) = search(VISITOR, "suiker").hits
    assert hit.passage == ()
    assert not hit.readable


def test_an_item_that_goes_behind_the_gate_takes_its_words_along() -> None:
    index([*OPEN], now=NOW)
    assert search(VISITOR, "suiker").total == 1
    index([replace(OPEN[0], gated=True)], now=NOW)
    assert search(VISITOR, "suiker").status is Status.NOTHING
    index(OPEN, now=NOW)
    assert search(VISITOR, "suiker").total == 1


def test_items_of_another_organisation_are_not_there() -> None:
    cast = make_cast()
    own = [entry("hunne", "Kwikstaart koffie", organisation=cast.elsewhere.pk),
           entry("dicht", "Dicht", body="Zeearend.", gated=True, organisation=cast.elsewhere.pk)]  # fmt: skip
    index([*OPEN, *own], now=NOW)
    ours, theirs = (
        Scope(frozenset([one.pk]), frozenset({"article"}), frozenset({("article", "dicht")}))
        for one in (cast.here, cast.elsewhere)
    )
    probes = ["kwikstaart", "kwiksteert", "koffie", "dicht", "zeearend"]
    seen = answers(ours, probes)
    assert [search(theirs, probe).total for probe in probes] == [1, 1, 2, 1, 1]
    index(OPEN, now=NOW)
    assert answers(ours, probes) == seen


def test_leaving_things_out_tells_nothing_either() -> None:
    index([*OPEN, *GATED], now=NOW)
    for narrow in (Narrow(kinds=frozenset({"article"})), Narrow(theme=""), Narrow(kinds=frozenset())):
        assert search(VISITOR, "kwikstaart", narrow=narrow).status is Status.NOTHING


def test_a_scope_follows_from_the_access_that_somebody_has_now() -> None:
    cast = make_cast()
    assert scope_for(None, now=NOW) == VISITOR
    assert scope_for(cast.actor("professional"), now=NOW).reads == {"article", "document", "profile"}
    assert scope_for(cast.actor("professional", proved_at=None), now=NOW).reads == frozenset()
    outsider = cast.actor("outside_professional")
    assert scope_for(outsider, now=NOW) == Scope(frozenset([cast.elsewhere.pk]))
    ReadingGrant.objects.create(
        organisation=cast.here, person=cast["outside_professional"], scope_kind=ScopeKind.DOCUMENT, scope_key="een",
        since=NOW, until=NOW + timedelta(days=1), request=cast.here.pk,
    )  # fmt: skip
    assert ("article", "een") in scope_for(outsider, now=NOW).keys
    assert scope_for(outsider, now=NOW).reads == frozenset()
    assert scope_for(outsider, now=NOW + timedelta(days=2)).keys == frozenset()
