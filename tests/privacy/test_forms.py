"""The guarded field: nothing that was typed is lost, and there are two ways out, or one."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from sleutelwerk.privacy.engine.model import Kind
from sleutelwerk.privacy.forms import GuardedCharField, GuardedText, overrules

TEXT = "De imam en zijn broer Ahmed kwamen langs."
REASON = "De spreker noemt dit zelf in het openbaar."


class NoteForm(forms.Form):
    """A form as the rooms above will have."""

    theme = forms.CharField(label="Thema", required=False)
    note = GuardedCharField(label="Notitie", help_text="Wat sprak u af?", max_length=400)
    more = GuardedCharField(label="Nog iets", required=False, rows=1)


def sent(**data: str) -> NoteForm:
    """Send the form as a browser does."""
    query = QueryDict(mutable=True)
    query.update(data)
    return NoteForm(query)


def test_a_plain_text_goes_through() -> None:
    form = sent(note_text="Afgesproken op dinsdag.")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["note"] == GuardedText("Afgesproken op dinsdag.")
    assert str(form.cleaned_data["note"]) == "Afgesproken op dinsdag."
    assert form.cleaned_data["more"] == GuardedText()
    assert list(overrules(form.cleaned_data)) == []


def test_remarks_come_back_beside_the_text_with_two_ways_out() -> None:
    form = sent(note_text=TEXT)
    assert not form.is_valid()
    page = str(form)
    assert TEXT in page
    assert "Schrijf het anders" in page
    assert "<q>imam</q>" in page
    assert "<q>zijn broer Ahmed</q>" in page
    assert 'name="note_anyway"' in page
    assert 'name="note_reason"' in page
    assert 'name="more_anyway"' not in page


def test_before_anything_is_sent_there_is_only_the_field() -> None:
    page = str(NoteForm())
    assert 'name="note_text"' in page
    assert "anyway" not in page
    assert "sw-guard" not in page
    assert 'for="id_note_text"' in page
    assert 'maxlength="400"' in page


def test_a_tick_and_a_reason_let_it_stand() -> None:
    form = sent(note_text=TEXT, note_anyway="on", note_reason=REASON)
    assert form.is_valid(), form.errors
    [(name, overrule)] = overrules(form.cleaned_data)
    assert name == "note"
    assert overrule.kinds == (Kind.RELIGION, Kind.PERSON)
    assert overrule.reason == REASON
    assert form.cleaned_data["note"].text == TEXT


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"note_anyway": "on"}, "Leg in één zin uit"),
        ({"note_anyway": "on", "note_reason": "daarom"}, "Leg in één zin uit"),
        ({"note_reason": REASON}, "leg uit waarom"),
        ({"note_anyway": "on", "note_reason": "Omdat de imam het vroeg."}, "In uw reden staan ook woorden"),
    ],
)
def test_half_an_answer_keeps_everything_that_was_typed(data: dict[str, str], message: str) -> None:
    form = sent(note_text=TEXT, **data)
    assert not form.is_valid()
    page = str(form)
    assert message in page
    assert TEXT in page
    assert data.get("note_reason", "") in page
    assert (" checked" in page) == ("note_anyway" in data)


def test_a_service_number_leaves_one_way_out() -> None:
    form = sent(note_text="BSN 999990664.", note_anyway="on", note_reason=REASON)
    assert not form.is_valid()
    page = str(form)
    assert "Haal het burgerservicenummer weg." in page
    assert 'name="note_anyway"' not in page
    assert "BSN 999990664." in page


def test_the_reason_cannot_carry_a_service_number_either() -> None:
    form = sent(note_text=TEXT, note_anyway="on", note_reason="Het gaat om 999990664, zie dossier.")
    assert not form.is_valid()


def test_an_empty_text_is_asked_for_when_it_is_needed() -> None:
    form = sent(note_text="  ")
    assert not form.is_valid()
    assert list(form.errors) == ["note"]
    assert sent(note_text="Goed.", more_text="").is_valid()


def test_a_text_that_is_too_long_is_refused_and_kept() -> None:
    form = sent(note_text="a" * 401)
    assert not form.is_valid()
    assert "a" * 401 in str(form)


def test_a_kept_text_can_be_changed() -> None:
    form = NoteForm(initial={"note": GuardedText("Eerder geschreven.")})
    assert "Eerder geschreven." in str(form)


def test_what_is_written_cannot_become_markup() -> None:
    page = str(sent(note_text="<b>imam</b> <script>imam</script>"))
    assert "<script>" not in page
    assert "<b>imam" not in page


@pytest.mark.parametrize("length", [0, 10_001])
def test_a_field_longer_than_the_guard_looks_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="10,000"):
        GuardedCharField(max_length=length)


def test_the_field_is_one_field_for_the_list_of_errors() -> None:
    form: Any = sent(note_text=TEXT)
    assert form["note"].id_for_label == "id_note_text"
    assert form["note"].blocks is False
    assert NoteForm(auto_id=False)["note"].id_for_label == ""
