"""What was asked is what is given: one piece or all, and whoever has one piece can ask for more."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.knowledge.requests.asking import (
    ADDRESS,
    ALL_MET,
    FILLED,
    GRANT,
    NOW,
    SITE,
    an_ask,
    in_queue,
    letters,
    link_to,
    path_to,
    post_ask,
)
from tests.people import Cast, make_person, sign_in

from sleutelwerk.accounts.models import User
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.knowledge.actions import requests as asking
from sleutelwerk.knowledge.actions.judging import answer_request
from sleutelwerk.knowledge.models import AccessRequest, RequestLink
from sleutelwerk.knowledge.rules.requests import LinkFor, State
from sleutelwerk.mailroom.models import Letter
from sleutelwerk.publishing.models import ReadingGrant
from sleutelwerk.publishing.rules import Scope, ScopeKind

ONE, OTHER = "lessen-van-elders", "voorbeeld-afspraken"
ASK = reverse("knowledge:ask-access")
SAID_BY_MEMBER = {name: value for name, value in FILLED.items() if name != "email"}


def piece(slug: str = ONE) -> Scope:
    """Give one piece as what is asked."""
    return Scope(ScopeKind.DOCUMENT, slug)


def given(cast: Cast, email: str, scope: Scope) -> None:
    """Ask for something, and get it."""
    row = in_queue(email, scope=scope)
    answer_request(cast.actor("access_reviewer"), row.pk, GRANT, site=SITE, now=NOW)


def reads(user: User, slug: str) -> bool:
    """Tell whether somebody gets the text itself at its own address."""
    client = Client()
    sign_in(client, user)
    return bool(client.get(reverse("knowledge:read-article", args=[slug])).status_code == 200)


def answered_through_the_page(cast: Cast, row: AccessRequest, by: str = "second_reviewer") -> None:
    """Let a reviewer say yes on the page."""
    reviewer = Client()
    sign_in(reviewer, cast[by])
    path = reverse("knowledge:access-request", args=[row.pk])
    assert f"Eén stuk: {ONE}" in reviewer.get(path).content.decode()
    assert reviewer.post(path, {"met": list(ALL_MET), "answer": "grant"}).status_code == 302


def test_who_asked_for_one_piece_reads_that_piece_and_no_other(cast: Cast, client: Client) -> None:
    member = cast["outside_professional"]
    page = client.get(f"{ASK}?stuk={ONE}").content.decode()
    assert "Wat wilt u lezen?" in page
    said = {**FILLED, "email": member.email, "scope": "document"}
    assert client.post(f"{ASK}?stuk={ONE}", said).status_code == 302
    assert client.post(path_to("bevestigen", member.email)).status_code == 200
    answered_through_the_page(cast, AccessRequest.objects.get())
    grant = ReadingGrant.objects.get()
    assert (grant.scope_kind, grant.scope_key) == ("document", ONE)
    assert (reads(member, ONE), reads(member, OTHER)) == (True, False)


@pytest.mark.parametrize(("wants", "other"), [(f"document:{ONE}", False), ("library", True)])
def test_a_request_that_came_by_mail_is_for_what_the_mail_asked(
    wants: str, other: bool, cast: Cast, client: Client
) -> None:
    member = cast["outside_professional"]
    sign_in(client, cast["access_reviewer"])
    said = {**FILLED, "email": member.email}
    enter = reverse("knowledge:enter-request")
    assert client.post(enter, said).status_code == 422, "the reviewer says what was asked"
    assert client.post(enter, {**said, "wants": "document:niets"}).status_code == 422
    assert not AccessRequest.objects.exists()
    assert client.post(enter, {**said, "wants": wants}).status_code == 302
    Client().post(path_to("bevestigen", member.email))
    answer_request(cast.actor("second_reviewer"), AccessRequest.objects.get().pk, GRANT, site=SITE, now=NOW)
    assert (reads(member, ONE), reads(member, OTHER)) == (True, other)


def test_a_reviewer_chooses_from_what_stands_behind_the_gate(cast: Cast, client: Client) -> None:
    sign_in(client, cast["access_reviewer"])
    page = client.get(reverse("knowledge:enter-request")).content.decode()
    assert f'value="document:{ONE}"' in page
    assert f'value="document:{OTHER}"' in page
    assert 'value="document:eerst-doen"' not in page, "what everybody may read is not asked for"


def test_who_has_one_piece_asks_for_another_and_gets_it_beside_it(cast: Cast, client: Client) -> None:
    member = cast["outside_professional"]
    given(cast, member.email, piece())
    sign_in(client, member)
    page = client.get(f"{ASK}?stuk={OTHER}").content.decode()
    assert "Een deel kunt u al lezen" in page
    assert "U hebt al toegang" not in page
    assert 'name="approach"' in page
    answer = client.post(f"{ASK}?stuk={OTHER}", {**SAID_BY_MEMBER, "scope": "document"})
    assert answer.status_code == 302
    row = AccessRequest.objects.get(state=State.CONFIRMED)
    answer_request(cast.actor("access_reviewer"), row.pk, GRANT, site=SITE, now=NOW)
    assert (reads(member, ONE), reads(member, OTHER), reads(member, "veiligheidsplan-voorbeeld")) == (True, True, False)


def test_only_who_may_read_what_he_asks_is_told_so(cast: Cast, client: Client) -> None:
    member = cast["outside_professional"]
    given(cast, member.email, piece())
    sign_in(client, member)
    page = client.get(f"{ASK}?stuk={ONE}").content.decode()
    assert "U hebt al toegang tot dit stuk" in page
    assert "Vraag toegang tot alle stukken" in page
    assert 'name="approach"' not in page
    assert 'name="approach"' in client.get(ASK).content.decode()
    actor = cast.actor("outside_professional")
    with pytest.raises(NotAllowedError, match="kunt u al lezen"):
        asking.ask_as_member(actor, an_ask(member.email, scope=piece()), site=SITE, now=NOW)
    asking.ask_as_member(actor, an_ask(member.email), site=SITE, now=NOW)


def test_who_has_all_has_nothing_left_to_ask(cast: Cast, client: Client) -> None:
    member = cast["outside_professional"]
    given(cast, member.email, Scope())
    sign_in(client, member)
    for path in (ASK, f"{ASK}?stuk={ONE}"):
        page = client.get(path).content.decode()
        assert "U hebt al toegang" in page
        assert 'name="approach"' not in page
        assert "Vraag toegang tot alle stukken" not in page


@pytest.mark.parametrize(
    ("asked", "known"), [(piece(), True), (piece(OTHER), False), (Scope(), False)], ids=["same", "other", "all"]
)
@pytest.mark.parametrize("entered", [False, True])
def test_a_mailbox_with_one_piece_is_written_what_is_the_case(
    asked: Scope, known: bool, entered: bool, cast: Cast
) -> None:
    given(cast, ADDRESS, piece())
    before = len(letters())
    if entered:
        asking.enter_request(cast.actor("access_reviewer"), an_ask(scope=asked), site=SITE, now=NOW)
    else:
        asking.ask_for_access(an_ask(scope=asked), site=SITE, now=NOW)
    assert len(letters()) == before + 1
    if known:
        assert any("u hebt al toegang" in one.body for one in letters())
    else:
        assert not any("u hebt al toegang" in one.body for one in letters())
        assert link_to(LinkFor.CONFIRM, "bevestigen").request.scope_key == asked.key


def test_a_mailbox_with_one_piece_costs_and_looks_the_same_as_any_other(cast: Cast) -> None:
    make_person("reader_2", None)
    given(cast, ADDRESS, piece())
    given(cast, "alles@gemeente-proef.nl", Scope())
    given(cast, "reader_2@voorbeeld.example", piece(OTHER))
    known = (ADDRESS, "alles@gemeente-proef.nl", "reader_2@voorbeeld.example")
    for path, scope in ((ASK, {}), (f"{ASK}?stuk={ONE}", {"scope": "document"})):
        seen = set()
        for address in (*known, "niemand@gemeente-proef.nl"):
            cache.clear()
            before = [model.objects.count() for model in (AccessRequest, RequestLink, Letter)]
            with CaptureQueriesContext(connection) as asked:
                answer = Client().post(path, {**FILLED, **scope, "email": address})
            after = [model.objects.count() for model in (AccessRequest, RequestLink, Letter)]
            # what is closed is looked up anew every ten seconds, whoever asks
            told = [
                query["sql"] for query in asked.captured_queries if "publishing_contentvisibility" not in query["sql"]
            ]
            shape = tuple(sql.split(" ")[0] for sql in told)
            more = tuple(a - b for a, b in zip(after, before, strict=True))
            seen.add((answer.status_code, answer["Location"], answer.content, shape, more))
        assert len(seen) == 1
        assert next(iter(seen))[-1] == (1, 1, 1)


def test_the_form_of_a_visitor_says_nothing_of_who_is_known(cast: Cast, client: Client) -> None:
    given(cast, ADDRESS, piece())
    assert "kunt u al lezen" not in client.get(f"{ASK}?stuk={ONE}").content.decode()
    assert post_ask(client).status_code == 302


def test_an_open_article_asks_again_as_soon_as_somebody_looks_at_it(cast: Cast, client: Client) -> None:
    given(cast, cast["outside_professional"].email, piece())
    sign_in(client, cast["outside_professional"])
    page = client.get(reverse("knowledge:read-article", args=[ONE])).content.decode()
    assert 'hx-trigger="every 20s, visibilitychange from:document, focus from:window"' in page
