"""What is sent twice is done once, also at the same moment, and the second answer leads where the first did."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from tests.at_once import at_once
from tests.cases.begun import GOAL, at_work
from tests.cases.test_contact_pages import browser_of, page_of, today_said
from tests.people import Cast, make_cast

from sleutelwerk import cases
from sleutelwerk.cases.models import Allowance, Case, Contact, RightsRequest
from sleutelwerk.cases.views import once as module
from sleutelwerk.cases.views.once import once

#: Pages on which one more of something begins, each with its template.
ADDS = {
    "begin_case": "begin_case", "note_contact": "contact_note", "propose_allowance": "allowance_propose",
    "declare_elsewhere": "allowance_elsewhere", "note_signal": "contact_signal_note", "note_request": "note_request",
    "record_order": "record_order",
}  # fmt: skip
BEGIN = {"title_text": "Samen naar school", "goal_text": GOAL}


def token(client: Client, address: str) -> str:
    """Give what tells one showing of a form from the next."""
    found = re.search(r'name="once" value="([\w-]+)"', client.get(address).content.decode())
    assert found
    return found[1]


@pytest.mark.django_db
def test_a_double_click_makes_one_case_and_leads_to_it(cast: Cast) -> None:
    client = browser_of(cast)
    said = {**BEGIN, "once": token(client, "/dossiers/nieuw/")}
    first, second = (client.post("/dossiers/nieuw/", said)["Location"] for _time in range(2))
    assert (first == second, Case.objects.count()) == (True, 1)
    # a form that was shown anew is meant anew, with the same words as well
    client.post("/dossiers/nieuw/", {**said, "once": token(client, "/dossiers/nieuw/")})
    assert Case.objects.count() == 2


@pytest.mark.django_db
def test_what_came_back_with_an_error_can_be_sent_again(cast: Cast) -> None:
    client = browser_of(cast)
    answers = [client.post("/dossiers/nieuw/", {"title_text": "", "once": "x"}).status_code for _time in range(2)]
    assert answers == [422, 422]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "said", "model"),
    [
        ("note-contact", today_said(), Contact),
        ("declare-elsewhere", {"amount": "10", "month": f"{timezone.localdate():%Y-%m}"}, Allowance),
        ("note-request", {"right": "restrict", "received_on": str(timezone.localdate())}, RightsRequest),
    ],
)
def test_two_of_the_same_are_one(cast: Cast, page: str, said: dict[str, str], model: Any) -> None:
    client, at = browser_of(cast), page_of(page, at_work(cast))
    sent = {**said, "once": token(client, at)}
    answers = [client.post(at, sent) for _time in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert model.objects.count() == 1


@pytest.fixture
def many(on_disk: None) -> Cast:
    """Give everybody, in a database that is as real as a site's."""
    return make_cast()


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_make_one(many: Cast) -> None:
    clients = [browser_of(many) for _one in range(2)]
    went: list[str] = []

    def send(client: Client) -> None:
        went.append(client.post("/dossiers/nieuw/", BEGIN)["Location"])

    at_once(*[partial(send, one) for one in clients])
    assert (len(set(went)), Case.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_who_was_at_work_and_died_holds_nobody_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONGEST", 0.0)
    request = RequestFactory().post("/x/", {"a": "b"})
    request.user = cast["professional"]

    def dies(_request: HttpRequest) -> HttpResponse:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - any error of a page
        once(dies)(request)
    cache.add(module._key(request), "", 60)
    assert once(lambda _request: HttpResponse("x"))(request).status_code == 200


@pytest.mark.django_db
def test_a_store_that_keeps_nothing_holds_nobody_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    request = RequestFactory().post("/x/", {"a": "b"})
    request.user = cast["professional"]
    monkeypatch.setattr(cache, "add", lambda *_args, **_more: False)
    assert once(lambda _request: HttpResponse("x"))(request).status_code == 200


def test_every_page_that_adds_something_is_done_once() -> None:
    folder = Path(cases.__file__).parent
    views = "\n".join(one.read_text(encoding="utf-8") for one in (folder / "views").glob("*.py"))
    for view, template in ADDS.items():
        assert f"@once\ndef {view}(" in views, view
        assert "{% once %}" in (folder / f"templates/cases/{template}.html").read_text(encoding="utf-8"), template
