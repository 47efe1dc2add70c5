"""The page on which the owner of the content opens and closes kinds, and what visitors and readers then meet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.people import NOW, Cast, make_cast, sign_in
from tests.publishing.mirror import mirror_put_back

from sleutelwerk.accounts.models import RoleGrant
from sleutelwerk.audit.models import Entry
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.home.actions import open_or_close
from sleutelwerk.home.tasks import index_what_can_be_found
from sleutelwerk.knowledge.content import current
from sleutelwerk.knowledge.models import Handout
from sleutelwerk.knowledge.models.search import Searchable
from sleutelwerk.publishing.actions import mirror_visibility
from sleutelwerk.publishing.models import ReadingGrant
from sleutelwerk.publishing.queries import chosen_closed, closed_kinds
from sleutelwerk.publishing.rules import Kind

pytestmark = pytest.mark.django_db
PAGE = reverse("home:visibility")
ARTICLE = current().articles["vergoeden"]


@pytest.fixture
def cast() -> Iterator[Cast]:
    """Give everybody; what a test closes is open again for the next."""
    with mirror_put_back():
        yield make_cast()


def page(client: Client, address: str, **query: str) -> str:
    """Give a page as it reads."""
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def close(cast: Cast, *kinds: Kind, gated: bool = True) -> None:
    """Close these kinds as the page does, or open them, and let every page hear of it as after a commit."""
    for kind in kinds:
        open_or_close(cast.actor("content_owner"), kind, gated=gated, now=NOW)
    mirror_visibility()


def owner(cast: Cast, **how: Any) -> Client:
    """Give the content owner's browser."""
    client = Client()
    sign_in(client, cast["content_owner"], **how)
    return client


def test_the_owner_sees_every_kind_and_what_it_means(cast: Cast) -> None:
    text = page(owner(cast), PAGE)
    for kind in Kind:
        assert kind.label in text
    assert text.count(">Sluit<") == len(Kind) - 1
    assert text.count(">Zet open<") == 1
    assert text.count("nog nooit") == len(Kind)


def test_a_button_turns_a_kind_round_and_the_page_tells_by_whom(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    client = owner(cast)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(PAGE, {"soort": "profiles", "wordt": "dicht"}, follow=True)
    text = unescape(answer.content.decode())
    assert "Functieprofielen: alleen lezers met toegang." in text
    assert "Content Owner" in text
    assert closed_kinds() == {Kind.GATED, Kind.PROFILES}
    assert Entry.objects.filter(body__contains="visibility_set").count() == 1
    client.post(PAGE, {"soort": "profiles", "wordt": "dicht"})  # a second press, or an old page
    assert Entry.objects.filter(body__contains="visibility_set").count() == 1
    client.post(PAGE, {"soort": "gated", "wordt": "open"}, follow=True)
    assert chosen_closed() == {Kind.PROFILES}


def test_turning_a_kind_round_asks_for_a_fresh_factor_and_looking_does_not(cast: Cast) -> None:
    client = owner(cast, proved_ago=timedelta(minutes=6))
    page(client, PAGE)
    answer = client.post(PAGE, {"soort": "profiles", "wordt": "dicht"})
    assert answer["Location"].startswith("/bevestigen/")
    assert chosen_closed() == {Kind.GATED}


@pytest.mark.parametrize("said", [{}, {"soort": "alles", "wordt": "open"}, {"soort": "gated", "wordt": "misschien"}])
def test_what_is_no_choice_changes_nothing(cast: Cast, said: dict[str, str]) -> None:
    assert owner(cast).post(PAGE, said).status_code == 404
    assert chosen_closed() == {Kind.GATED}


def test_a_content_owner_of_elsewhere_finds_no_such_page(cast: Cast) -> None:
    cast["content_owner"].organisation = cast.elsewhere
    cast["content_owner"].save()
    RoleGrant.objects.filter(user=cast["content_owner"]).update(organisation=cast.elsewhere)
    client = owner(cast)
    for answer in (client.get(PAGE), client.post(PAGE, {"soort": "gated", "wordt": "open"})):
        assert answer.status_code == 404
    assert chosen_closed() == {Kind.GATED}


def test_somebody_else_closes_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        open_or_close(cast.actor("access_reviewer"), Kind.PROFILES, gated=True, now=NOW)
    assert chosen_closed() == {Kind.GATED}


def test_closed_articles_keep_title_and_summary_and_a_key(cast: Cast) -> None:
    visitor, address = Client(), reverse("knowledge:article", args=[ARTICLE.slug])
    library = reverse("knowledge:library")
    assert "220 euro" in page(visitor, address)
    gated = sum(one.gated for one in current().articles.values())
    assert page(visitor, library).count("kb-card--gated") == gated
    close(cast, Kind.ARTICLES)
    text = page(visitor, address)
    assert ARTICLE.summary in text
    assert "220 euro" not in text
    assert "Vraag toegang" in text
    assert page(visitor, library).count("kb-card--gated") == len(current().articles)
    assert page(visitor, reverse("knowledge:ask-access"), stuk=ARTICLE.slug).count(ARTICLE.title) >= 1
    start = page(visitor, "/")
    assert start.count("Met toegang") == 1
    assert address in start


def test_a_closed_article_is_read_with_a_mark_by_who_may_and_by_nobody_else(cast: Cast) -> None:
    address = reverse("knowledge:read-article", args=[ARTICLE.slug])
    colleague, stranger = Client(), Client()
    sign_in(colleague, cast["professional"])
    sign_in(stranger, cast["reader"])
    assert colleague.get(address).status_code == 404
    close(cast, Kind.ARTICLES)
    text = page(colleague, address)
    assert "220 euro" in text
    assert f"Voor {cast['professional'].name}" in text
    assert Handout.objects.get().key == ARTICLE.slug
    assert stranger.get(address)["Location"] == reverse("knowledge:article", args=[ARTICLE.slug])
    now = datetime.now(UTC)
    ReadingGrant.objects.create(
        organisation=cast.here, person=cast["reader"], scope_kind="document", scope_key=ARTICLE.slug, since=now,
        until=now + timedelta(days=3), granted_by=cast["access_reviewer"], request=uuid4(),
    )  # fmt: skip
    assert "220 euro" in page(stranger, address)
    close(cast, Kind.ARTICLES, gated=False)
    assert "220 euro" in page(Client(), reverse("knowledge:article", args=[ARTICLE.slug]))


def test_opened_pieces_say_that_an_account_is_enough(cast: Cast) -> None:
    slug = next(slug for slug, one in current().articles.items() if one.gated)
    address = reverse("knowledge:article", args=[slug])
    assert "voor iedereen met een account" not in page(Client(), address)
    close(cast, Kind.GATED, gated=False)
    text = page(Client(), address)
    assert "voor iedereen met een account" in text
    assert "Vraag toegang" not in text
    newcomer = Client()
    sign_in(newcomer, cast["newcomer"])
    assert page(newcomer, reverse("knowledge:read-article", args=[slug]))


def found(client: Client, query: str) -> str:
    """Search."""
    return page(client, reverse("knowledge:search"), vraag=query)


def only_word(text: str, shown: str) -> str:
    """Give a long word of a text that does not stand in what everybody sees."""
    words = sorted({word for word in text.split() if word.isalpha() and word.islower()}, key=len)
    everywhere = " ".join(f"{one.title} {one.summary} {' '.join(one.keywords)}" for one in current().articles.values())
    return next(word for word in reversed(words) if word not in shown.lower() and word not in everywhere.lower())


def test_closing_reaches_what_is_found_at_once_and_opening_too(cast: Cast) -> None:
    index_what_can_be_found(NOW)
    word = only_word(ARTICLE.body, f"{ARTICLE.title} {ARTICLE.summary}")
    colleague, place = Client(), reverse("knowledge:article", args=[ARTICLE.slug])
    sign_in(colleague, cast["professional"])
    assert place in found(Client(), word)
    close(cast, Kind.ARTICLES)
    assert place not in found(Client(), word)
    assert place in found(colleague, word)
    by_title = found(Client(), ARTICLE.title)
    assert place in by_title
    assert ARTICLE.summary in by_title
    assert "Met toegang: vraag die bij het stuk" in by_title
    index_what_can_be_found(NOW)  # what the site does by itself changes nothing
    assert place not in found(Client(), word)
    close(cast, Kind.ARTICLES, gated=False)
    assert place in found(Client(), word)


def test_an_index_that_is_up_to_date_is_not_locked_and_another_is(cast: Cast) -> None:
    for locks in (True, False):
        with CaptureQueriesContext(connection) as asked:
            index_what_can_be_found(NOW)
        assert any(not one["sql"].startswith("SELECT") for one in asked.captured_queries) == locks
    close(cast, Kind.ARTICLES)
    Searchable.objects.filter(key=ARTICLE.slug).update(content_hash="anders")
    with CaptureQueriesContext(connection) as asked:
        index_what_can_be_found(NOW)
    assert any(one["sql"].startswith("UPDATE") for one in asked.captured_queries)


def test_closed_profiles_are_found_by_their_title_and_by_readers_by_all_of_it(cast: Cast) -> None:
    index_what_can_be_found(NOW)
    place = reverse("function_profiles:profile", args=["verbinder"])
    colleague, reader = Client(), Client()
    sign_in(colleague, cast["professional"])
    sign_in(reader, cast["reader"])
    close(cast, Kind.PROFILES)
    for client, word in (
        (Client(), "Met toegang: vraag"),
        (reader, "Met toegang: vraag"),
        (colleague, "U hebt toegang"),
    ):
        text = found(client, "functieprofiel verbinder")
        assert place in text
        assert word in text
    close(cast, Kind.PROFILES, gated=False)
    assert "Met toegang: vraag" not in found(Client(), "functieprofiel verbinder")


def test_the_start_page_marks_what_is_closed_and_keeps_its_links(cast: Cast) -> None:
    text = page(Client(), "/")
    assert "Met toegang" not in text
    assert "Geen account nodig" in text
    close(cast, Kind.ROUTE_MAP, Kind.PROFILES)
    text = page(Client(), "/")
    assert text.count("Met toegang") == 3
    assert "Geen account nodig" not in text
    assert text.count('href="/routekaart/"') >= 2
    assert 'href="/functieprofielen/verbinder/"' in text
