"""What is wrong stands at the answer that it is about, and a day is judged along with the others (WCAG 3.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cases.begun import at_work
from tests.cases.every_form import form_classes
from tests.cases.working import working
from tests.people import Cast, sign_in

from sleutelwerk.cases.forms.assignment import TO_COME, a_day
from sleutelwerk.cases.models import RightsRequest
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.cases.views.opened import done
from sleutelwerk.core.verdict import refused, require

#: How a field is called that asks on which day something happened.
WAS = re.compile(r"(held|told|said|given|received|shown|seen)_on")


@pytest.fixture
def client(cast: Cast) -> Client:
    """The browser of a professional."""
    client = Client()
    sign_in(client, cast["professional"])
    return client


def error_at(page: str, name: str) -> str:
    """Give what stands beside a field as wrong."""
    found = re.search(rf'<div id="id_{name}_error">(.*?)</div>', page, re.DOTALL)
    return re.sub(r"<[^>]*>|\s+", " ", found[1]) if found else ""


def asked_of_us(client: Client, cast: Cast) -> str:
    """Note that he asks to lock his file, without a word more; give the address of the answer."""
    row = at_work(cast)
    said = {"right": Right.RESTRICT, "received_on": timezone.localdate(), "wants_text": ""}
    client.post(reverse("cases:note-request", args=[row.pk]), said)
    return reverse("cases:answer-request", args=[row.pk, RightsRequest.objects.get().pk])


def days_that_were() -> Iterator[tuple[str, forms.Field]]:
    """Give every field of the room that asks on which day something happened."""
    for form in form_classes():
        for field, asked in getattr(form, "base_fields", {}).items():
            if isinstance(asked, forms.DateField) and WAS.fullmatch(field):
                yield f"{form.__name__}.{field}", asked


FIELDS = dict(days_that_were())


def test_each_room_has_them() -> None:
    assert len(FIELDS) >= 9


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_a_day_that_is_still_to_come_is_refused_at_its_field(name: str) -> None:
    FIELDS[name].clean(str(timezone.localdate()))
    with pytest.raises(forms.ValidationError):
        FIELDS[name].clean(str(timezone.localdate() + timedelta(days=1)))


def test_a_day_that_may_come_is_not() -> None:
    assert a_day("Tot wanneer?").clean("2999-01-01")


def test_a_contact_tells_all_that_is_wrong_at_once_and_where(client: Client, cast: Cast) -> None:
    row = working(cast)
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = client.post(reverse("cases:note-contact", args=[row.pk]), {"held_on": tomorrow}).content.decode()
    assert str(TO_COME) in error_at(page, "held_on")
    assert "Fout:" in error_at(page, "held_on")
    assert 'href="#id_held_on"' in page
    assert error_at(page, "channel") or 'id="id_channel_error"' in page
    long_ago = client.post(
        reverse("cases:note-contact", args=[row.pk]),
        {"held_on": timezone.localdate() - timedelta(days=60), "channel": "phone", "lasted": "short", "theme": "",
         "mood": "good", "safety": "asked"},
    )  # fmt: skip
    assert long_ago.status_code == 422


def test_an_answer_that_is_left_empty_is_wrong_at_its_field(client: Client, cast: Cast) -> None:
    page = client.post(asked_of_us(client, cast), {"answer_text": ""})
    shown = page.content.decode()
    assert page.status_code == 422
    assert "Schrijf op wat u deed, of waarom niet." in error_at(shown, "answer")
    summary = shown.partition('id="fouten"')[2].partition("</ul>")[0]
    assert "Wat deed u, of waarom niet?" in summary


def test_a_question_without_words_says_so(client: Client, cast: Cast) -> None:
    page = client.get(asked_of_us(client, cast)).content.decode()
    assert "Hij gaf geen uitleg. Dat hoeft ook niet." in page
    assert "<dd>-</dd>" not in page


@pytest.mark.parametrize(("field", "at"), [("held_on", "held_on"), ("elsewhere", "__all__"), ("", "__all__")])
def test_a_refusal_stands_at_the_answer_that_it_is_about(field: str, at: str) -> None:
    class Form(forms.Form):
        held_on = a_day("Wanneer?")

    form = Form({"held_on": "2026-01-01"})
    assert form.is_valid()
    assert not done(form, lambda: require(refused("Dat kan niet.", field)))
    assert list(form.errors) == [at]
