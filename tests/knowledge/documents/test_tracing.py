"""Tracing a found page: who may, what he is told, and that it is recorded."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from tests.knowledge.requests.asking import granted
from tests.people import NOW, Cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.knowledge.actions.copies import trace_copy
from sleutelwerk.knowledge.content import access_rules
from sleutelwerk.knowledge.engine.marking import new_code
from sleutelwerk.knowledge.models import AccessRequest, Handout
from sleutelwerk.knowledge.queries.documents import copy_with
from sleutelwerk.publishing.models import ReadingGrant

pytestmark = pytest.mark.django_db
PAGE = reverse("knowledge:trace-code")


@pytest.fixture
def code(cast: Cast) -> str:
    """Give the code of a copy that the reader got."""
    made = Handout.objects.create(
        code=new_code(), kind="document", key="een", version="v", title="Een stuk", person=cast["reader"],
        day=NOW.date(),
    )  # fmt: skip
    return made.code


@pytest.mark.parametrize("name", ["access_reviewer", "security_officer"])
def test_a_code_leads_to_whoever_got_the_copy(client: Client, cast: Cast, code: str, name: str) -> None:
    sign_in(client, cast[name])
    text = unescape(client.post(PAGE, {"code": code.lower().replace("-", " ")}).content.decode())
    assert cast["reader"].email in text
    assert "Een stuk" in text
    assert Entry.objects.filter(body__contains="copy_traced").count() == 1


def test_the_staff_page_says_what_was_marked_and_the_account_where_that_was_not_kept(
    client: Client, cast: Cast, code: str
) -> None:
    sign_in(client, cast["access_reviewer"])
    assert f"{cast['reader'].name}</h2>" in unescape(client.post(PAGE, {"code": code}).content.decode())
    Handout.objects.update(name="Sanne Proef", organisation="Gemeente Proef")
    text = unescape(client.post(PAGE, {"code": code}).content.decode())
    assert "Sanne Proef</h2>" in text
    assert "Gemeente Proef<br>" in text
    assert cast["reader"].email in text


def of_request(code: str, cast: Cast) -> AccessRequest:
    """Let the copy rest on a request that a reviewer granted."""
    row = granted(cast, cast["reader"].email)
    Handout.objects.filter(code=code).update(request=row)
    return row


def test_a_code_leads_to_the_request_and_its_page(client: Client, cast: Cast, code: str) -> None:
    row = of_request(code, cast)
    sign_in(client, cast["access_reviewer"])
    text = unescape(client.post(PAGE, {"code": code}).content.decode())
    until = ReadingGrant.objects.get().until
    for told in (
        row.purpose, access_rules().label_of(row.approach), row.scope_label, f"door {cast['access_reviewer'].name}",
        f"tot en met {date_format(localdate(until), 'j F Y')}",
    ):  # fmt: skip
        assert told in text, told
    request = reverse("knowledge:access-request", args=[row.pk])
    assert request in text
    assert client.get(request).status_code == 200
    ReadingGrant.objects.update(revoked_at=NOW)
    assert f"ingetrokken op {date_format(NOW, 'j F Y')}" in unescape(client.post(PAGE, {"code": code}).content.decode())


def test_who_may_not_see_requests_gets_the_facts_and_no_link(client: Client, cast: Cast, code: str) -> None:
    row = of_request(code, cast)
    sign_in(client, cast["security_officer"])
    text = unescape(client.post(PAGE, {"code": code}).content.decode())
    assert row.purpose in text
    assert "/kennisbank/aanvragen/" not in text


def test_a_request_that_is_gone_looks_like_one_that_never_was(client: Client, cast: Cast, code: str) -> None:
    sign_in(client, cast["access_reviewer"])
    never = unescape(client.post(PAGE, {"code": code}).content.decode())
    row = of_request(code, cast)
    elsewhere = AccessRequest.objects.filter(pk=row.pk)
    elsewhere.update(organisation=cast.elsewhere)
    theirs = unescape(client.post(PAGE, {"code": code}).content.decode())
    row.delete()
    gone = unescape(client.post(PAGE, {"code": code}).content.decode())
    for text in (never, theirs, gone):
        assert "geen aanvraag bekend" in text
        assert row.purpose not in text


def test_a_typing_error_and_an_unknown_code_are_told_apart(client: Client, cast: Cast, code: str) -> None:
    sign_in(client, cast["access_reviewer"])
    wrong = ("1" if code[0] != "1" else "2") + code[1:]
    assert "klopt niet" in client.post(PAGE, {"code": wrong}).content.decode()
    assert not Entry.objects.filter(body__contains="copy_traced").exists()
    assert "kennen wij niet" in client.post(PAGE, {"code": new_code()}).content.decode()
    assert client.post(PAGE, {"code": ""}).status_code == 422


@pytest.mark.parametrize("name", ["professional", "content_owner", "administrator", "fg", "outside_fg", "reader"])
def test_nobody_else_may_ask(client: Client, cast: Cast, code: str, name: str) -> None:
    sign_in(client, cast[name])
    assert client.get(PAGE).status_code == 404
    assert copy_with(cast.actor(name), code) is None
    with pytest.raises(NotAllowedError):
        trace_copy(cast.actor(name), code, now=NOW)


def test_who_may_trace_finds_the_page_on_his_way(client: Client, cast: Cast) -> None:
    sign_in(client, cast["security_officer"])
    assert PAGE in client.get(reverse("home:dashboard")).content.decode()
    assert reverse("knowledge:readers") not in client.get(PAGE).content.decode()
    sign_in(client, cast["access_reviewer"])
    assert PAGE in client.get(reverse("knowledge:access-requests")).content.decode()
    assert reverse("knowledge:readers") in client.get(PAGE).content.decode()
    sign_in(client, cast["professional"])
    assert PAGE not in client.get(reverse("home:dashboard")).content.decode()
