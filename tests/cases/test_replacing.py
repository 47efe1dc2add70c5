"""Of two who write on one page nobody's words go unseen, and every form that replaces texts carries what it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.forms import Form
from django.forms.formsets import BaseFormSet
from tests.cases.as_shown import as_shown, mark_on
from tests.cases.assessed import both_handed_in
from tests.cases.begun import at_agreement, at_assessment, begun
from tests.cases.every_form import form_classes
from tests.cases.test_contact_pages import browser_of
from tests.cases.test_ending import ending
from tests.people import NOW, Cast

from sleutelwerk.cases.actions import agreement as agree
from sleutelwerk.cases.forms.candidate import PapersForm, WaysForm
from sleutelwerk.cases.forms.letter import LetterForm
from sleutelwerk.cases.forms.replacing import ReplacingForm
from sleutelwerk.cases.models import Weighing
from sleutelwerk.cases.rules.replacing import is_overtaken, version_of
from sleutelwerk.cases.views.opened import replaced
from sleutelwerk.privacy.forms import GuardedCharField

FIRST = "Deze pagina is intussen al bewaard, misschien door u in een ander venster"
#: Forms with a text that add something, or say it once: nothing that somebody else wrote can go.
ADDS: dict[str, str] = {
    "BeginForm": "begins a case", "GoalMixin": "part of two forms", "WaysForm": "part of two forms",
    "ToldForm": "begins what is kept of somebody; of an emergency it is told once",
    "ContactForm": "a contact more", "SignalForm": "a signal more", "FeedbackForm": "said once",
    "PauseForm": "said once", "ResumeForm": "said once", "BeginEndingForm": "begun once",
    "AskForm": "asked once", "DecideForm": "decided once", "HandForm": "said once", "ProposeForm": "a proposal more",
    "SealedForm": "part of others", "PutInForm": "put in once", "NewNameForm": "replaces unseen, as nobody may see it",
    "NewReachForm": "replaces unseen, as nobody may see it", "NeverAgainForm": "asks whether it replaces or adds",
    "PleaForm": "asked once", "LookBackForm": "said once", "OfferForm": "offered once", "OrderForm": "one order more",
    "RequestForm": "a question more", "LongerForm": "said once", "AnswerForm": "answered once", "EndForm": "said once",
    "DrillEndForm": "said once", "KindsForm": "said once", "StepForm": "said once", "ValidForm": "said once",
    "HoldForm": "asked once", "CodedHoldForm": "asked once",
}  # fmt: skip


def _weighing(cast: Cast) -> tuple[Any, str, dict[str, str], dict[str, str]]:
    row = both_handed_in(cast)
    first = {"plan_text": "Samen oefenen.", "ours_text": "", "answer_text": "", "shown_on": ""}
    return row.pk, "afwegen/samen/", first, {**first, "plan_text": "", "answer_text": "Hij wil graag."}


def _agreement(cast: Cast) -> tuple[Any, str, dict[str, str], dict[str, str]]:
    row = at_agreement(cast)
    agree.begin_agreement(cast.actor("professional"), row.pk, now=NOW)
    first = {"doel_doel_doel_text": "Meer kinderen gaan naar school."}
    return row.pk, "afspraken/onderwerpen/samen/", first, {"contactpersoon_wie_vervanger_text": "de adviseur"}


def _ending(cast: Cast) -> tuple[Any, str, dict[str, str], dict[str, str]]:
    row = ending(cast)
    return row.pk, "afronden/stappen/", {"thanks": "done", "who_text": "de adviseur"}, {"who_text": "de coach"}


def _papers(cast: Cast) -> tuple[Any, str, dict[str, str], dict[str, str]]:
    ways = {"reach": "post", "place": "at_home"}
    return at_assessment(cast).pk, "kandidaat/bereiken/", {**ways, "note_text": "Niet bellen."}, ways


def _assignment(cast: Cast) -> tuple[Any, str, dict[str, str], dict[str, str]]:
    row = begun(cast)
    first = {"commissioner_text": "de wethouder jeugd"}
    return row.pk, "opdracht/opdrachtgever/", first, {"mandate_text": "collegebesluit van 3 maart 2027"}


@pytest.mark.django_db
@pytest.mark.parametrize("page", [_weighing, _agreement, _ending, _papers, _assignment])
def test_who_comes_second_sees_both_texts_and_then_saves(
    cast: Cast, page: Callable[[Cast], tuple[Any, str, dict[str, str], dict[str, str]]]
) -> None:
    case, at, first, second = page(cast)
    address = f"/dossiers/{case}/{at}"
    one = browser_of(cast)
    theirs = as_shown(one, address, second)
    assert one.post(address, as_shown(one, address, first)).status_code == 302
    there = one.get(address).content.decode()
    late = one.post(address, theirs)
    shown = late.content.decode()
    assert (late.status_code, FIRST in shown) == (422, True)
    assert "<dt>Nu bewaard</dt>" in shown
    assert "collega" not in shown.partition("Deze pagina is intussen")[2].partition("Pas hem aan")[0]
    assert all(text in shown for text in (first | second).values() if " " in text)
    assert mark_on(one.get(address).content.decode()) == mark_on(there)
    again = {**second, **mark_on(shown)}
    assert one.post(address, again).status_code == 302


@pytest.mark.django_db
def test_the_same_words_once_more_are_no_conflict(cast: Cast) -> None:
    case, at, first, _second = _weighing(cast)
    one, address = browser_of(cast), f"/dossiers/{case}/{at}"
    sent = as_shown(one, address, first)
    assert [one.post(address, sent).status_code for _time in range(2)] == [302, 302]
    assert Weighing.objects.count() == 1


@pytest.mark.django_db
def test_what_is_asked_along_and_not_kept_makes_no_conflict(cast: Cast) -> None:
    row, one = begun(cast), browser_of(cast)
    address = f"/dossiers/{row.pk}/opdracht/thema-en-gebied/"
    sent = as_shown(one, address, {"area_text": "Zuiderveld", "whole": "on"})
    assert [one.post(address, sent).status_code for _time in range(2)] == [302, 302]
    address = f"/dossiers/{row.pk}/opdracht/opdrachtgever/"
    reasoned = {"text": "de imam weet ervan", "anyway": "on", "reason": "Zo heet de functie."}
    sent = as_shown(one, address, {f"mandate_{part}": said for part, said in reasoned.items()})
    assert [one.post(address, sent).status_code for _time in range(2)] == [302, 302]


@pytest.mark.django_db
def test_between_looking_the_same_words_are_no_conflict(cast: Cast) -> None:
    row, kept = at_assessment(cast), {"reach": "post", "place": "at_home", "note": ""}
    form = PapersForm({**kept, "note_text": "Van mij.", "seen_version": PapersForm(initial=kept).version}, initial=kept)
    written: list[str] = []
    newer = {**kept, "note": "Van mij."}
    assert replaced(row.pk, form, lambda: PapersForm(initial=newer), lambda: written.append("x"))
    assert (written, form.overtaken) == (["x"], False)


@pytest.mark.django_db
def test_between_looking_and_writing_nobody_comes_in_unseen(cast: Cast) -> None:
    row = at_assessment(cast)
    kept = {"reach": "post", "place": "at_home", "note": ""}
    form = PapersForm({**kept, "note_text": "Van mij.", "seen_version": PapersForm(initial=kept).version}, initial=kept)
    newer = {**kept, "note": "Van de ander."}
    written: list[str] = []
    assert not replaced(row.pk, form, lambda: PapersForm(initial=newer), lambda: written.append("x"))
    assert (written, form.overtaken, form.version) == ([], True, PapersForm(initial=newer).version)
    assert ["Van de ander.", "Van mij."] in [[one.kept, one.typed] for one in form.both()]


def test_a_mark_tells_what_is_kept_and_of_nothing_there_is_none() -> None:
    assert version_of({"a": "", "b": None}) == ""
    assert version_of({"a": "x"}) != version_of({"a": "y"})
    assert version_of({"a": ["x", "y"]}) == version_of({"a": ("y", "x")})
    assert is_overtaken("", "x", differs=True)
    assert not is_overtaken("", "x", differs=False)
    assert not is_overtaken("x", "x", differs=True)


def writes(one: type) -> bool:
    """Tell whether a form asks for words: those that are made from content do as well."""
    fields = getattr(one, "base_fields", {}).values()
    return any(isinstance(field, GuardedCharField) for field in fields) or not fields


def unmarked(classes: list[type]) -> list[str]:
    """Give the forms that may replace words of somebody else without showing them."""
    return [
        one.__name__ for one in classes
        if not issubclass(one, ReplacingForm | BaseFormSet | LetterForm) and writes(one) and one.__name__ not in ADDS
    ]  # fmt: skip


def test_every_form_that_replaces_words_carries_a_mark() -> None:
    assert not unmarked(form_classes())
    planted = type("PlantedForm", (Form,), {"note": GuardedCharField(label="x")})
    assert unmarked([planted]) == ["PlantedForm"]
    assert issubclass(PapersForm, WaysForm)
