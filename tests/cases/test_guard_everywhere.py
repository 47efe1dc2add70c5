"""The guard stands at every field of a case file in which somebody can type more than a few words (N3, N9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from pathlib import Path

import pytest
from django import forms
from django.http import QueryDict
from tests.cases.every_form import Made, form_classes, makers_of
from tests.people import Cast
from tests.privacy.lists import FOLDER, NOTES, shipped_guard

from sleutelwerk import cases
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.forms import rights
from sleutelwerk.cases.forms.allowance import AmountField
from sleutelwerk.cases.forms.envelope import SealedForm
from sleutelwerk.privacy.engine.evaluate import load_notes
from sleutelwerk.privacy.engine.load import CASE_NOTES
from sleutelwerk.privacy.engine.model import Kind
from sleutelwerk.privacy.forms import GuardedCharField, refuse_for_ever

pytestmark = pytest.mark.django_db
ROOM = Path(cases.__file__).parent

#: In these nobody can type a sentence.
CLOSED = (
    forms.ChoiceField, forms.MultipleChoiceField, forms.BooleanField, forms.DateField, forms.DateTimeField,
    forms.IntegerField,
)  # fmt: skip
#: A number of hours, a check code: shorter than a few words.
FEW = 12
#: Where the guard does not look, and why. What goes into the envelope and who of us it is about stand further down.
NOT_LOOKED_AT: Mapping[tuple[str, str], str] = {
    ("PartnerForm", "address"): "A work address: whoever signs in with it is let in. It stands with the account.",
    ("OfferForm", "address"): "A work address: whoever signs in with it is asked. It stands with the account.",
    ("CodeForm", "code"): "Only a code that a case has is kept, as the case itself; each try is recorded without it.",
    ("CodedHoldForm", "code"): "Only a code that a case has is kept, as the case itself.",
    ("ProposeForm", "amount"): "Only a number of cents comes out of it.",
    ("ElsewhereForm", "amount"): "Only a number of cents comes out of it.",
    ("ReceiptForm", "file"): "Read strictly: only answers that the route map itself knows come through.",
}
REASON = "Dit staat zo op een openbare poster."
#: Somebody of ours, with his number.
OF_US = "Kim de Vries, 06 12345678"
SERVICE_NUMBER = "Nr. 999990664"
FINE = "Dinsdag bellen."


@dataclass(frozen=True)
class Free:
    """A field in which somebody can type more than a few words, on one variant of a form."""

    form: str
    name: str
    field: forms.Field
    sealed: bool

    @property
    def key(self) -> tuple[str, str]:
        """Give the class of the form, and the field."""
        return self.form.partition(" ")[0], self.name

    @property
    def guarded(self) -> bool:
        """Tell whether it is the field that the guard looks through by itself."""
        return isinstance(self.field, GuardedCharField)

    @property
    def names_us(self) -> bool:
        """Tell whether it asks who of us it is: a name and a number may stand there, a service number never."""
        ours = isinstance(self.field, GuardedCharField) and not self.field.remarks_on(OF_US)
        return (ours and not self.sealed) or refuse_for_ever in self.field.validators

    @property
    def room(self) -> int:
        """Give how many characters fit."""
        inner = self.field.fields[0] if isinstance(self.field, GuardedCharField) else self.field
        return int(getattr(inner, "max_length", None) or 10_000)


@dataclass(frozen=True)
class Variant:
    """One variant of a form, with its free fields."""

    form: str
    make: Made
    fields: tuple[Free, ...]

    def said(self, texts: Mapping[str, str], *, anyway: bool = False) -> dict[str, list[str]]:
        """Send a text in each of some fields; give by field what the guard said, not what anything else did."""
        data = QueryDict(mutable=True)
        data["anyway"] = "on" if anyway else ""
        for one in self.fields:
            if one.name in texts:
                data[f"{one.name}_text" if one.guarded else one.name] = texts[one.name]
                data[f"{one.name}_anyway"], data[f"{one.name}_reason"] = ("on", REASON) if anyway else ("", "")
        errors = self.make(data).errors.as_data()
        return {name: _of_guard(errors.get(name, ()), text) for name, text in texts.items()}

    def all_said(self, text: str, *, anyway: bool = False) -> dict[str, list[str]]:
        """Send the same in every field at which the guard must look."""
        return self.said({one.name: text for one in self.fields if one.key not in NOT_LOOKED_AT}, anyway=anyway)


def _of_guard(errors: Iterable[forms.ValidationError], text: str) -> list[str]:
    advice = {one.advice for one in shipped_guard().examine(text)}
    return [
        said
        for error in errors
        for said in error.messages
        if str(error.code).startswith("guarded") or any(one in said for one in advice)
    ]


def is_free(field: forms.Field) -> bool:
    """Tell whether somebody can type more than a few words in a field; a field of a kind that is new counts."""
    if isinstance(field, CLOSED):
        return False
    return not (type(field) is forms.CharField and field.max_length is not None and field.max_length <= FEW)


def variants_of(classes: Iterable[type], viewer: Actor) -> Iterator[Variant]:
    """Give every variant of these forms that has such a field."""
    for one in classes:
        for name, make in makers_of(one, viewer):
            form = make()
            sealed = {part.value for part in form.parts} if isinstance(form, SealedForm) else set()
            free = [Free(name, key, field, key in sealed) for key, field in form.fields.items() if is_free(field)]
            if free:
                yield Variant(name, make, tuple(free))


def unlooked(found: Iterable[Variant]) -> set[tuple[str, str]]:
    """Give the fields at which no guard looks."""
    return {one.key for form in found for one in form.fields if not (one.guarded or one.sealed or one.names_us)}


@pytest.fixture
def found(cast: Cast) -> list[Variant]:
    """Give every form of the room with its free fields."""
    return list(variants_of(form_classes(), cast.actor("professional")))


@cache
def warning_notes() -> tuple[str, ...]:
    """Give texts of the shipped set that must warn, the shortest of each kind, as few fields have room for more."""
    shortest: dict[Kind, str] = {}
    for path in (NOTES, FOLDER / CASE_NOTES):
        notes = load_notes(path).notes
        assert notes is not None
        for note in (*notes.tuning, *notes.held_out):
            kinds = {one.kind for one in note.marks}
            found = {one.kind for one in shipped_guard().examine(note.text)}
            if len(kinds) == 1 and kinds == found and not any(kind.blocks for kind in kinds):
                (kind,) = kinds
                shortest[kind] = min(shortest.get(kind, note.text), note.text, key=len)
    assert set(shortest) == {kind for kind in Kind if not kind.blocks}
    return tuple(shortest.values())


def fitting(one: Free, notes: Iterator[str]) -> str:
    """Give the next text that fits; in a field with hardly any room the name of a religion."""
    for _ in warning_notes():
        note = next(notes)
        if len(note) <= one.room:
            return note
    return "De imam belt."


def test_every_form_was_found_and_none_is_made_where_this_cannot_see() -> None:
    names = {one.__name__ for one in form_classes()}
    assert {"SideForm", "FindingsForm", "AgreementForm", "LetterForm", "PutInForm", "NewReachForm"} <= names
    written = {
        found
        for path in (*(ROOM / "forms").rglob("*.py"), *(ROOM / "views").rglob("*.py"))
        for found in re.findall(r"^class (\w+Form)\(", path.read_text(), re.MULTILINE)
    }
    assert written <= names
    made_inside = [
        path
        for path in ROOM.rglob("*.py")
        if re.search(r"^ +.*(formset_factory|modelform_factory|\btype\([^)]*,)", path.read_text(), re.MULTILINE)
    ]
    assert made_inside == []


def test_what_the_guard_does_not_look_at_stands_on_the_list_with_a_reason(found: list[Variant]) -> None:
    assert unlooked(found) == set(NOT_LOOKED_AT)
    assert sum(len(one.fields) for one in found) > 250


def test_everywhere_else_a_service_number_is_refused_whatever_is_ticked(found: list[Variant]) -> None:
    for form in found:
        assert [name for name, said in form.all_said(SERVICE_NUMBER, anyway=True).items() if not said] == [], form.form
        assert [name for name, said in form.all_said(FINE).items() if said] == [], form.form


def test_a_text_of_the_shipped_set_that_must_warn_asks_for_other_words_or_a_reason(found: list[Variant]) -> None:
    notes = cycle(warning_notes())
    for form in found:
        texts = {one.name: fitting(one, notes) for one in form.fields if one.guarded and not one.names_us}
        assert [name for name, said in form.said(texts).items() if not said] == [], form.form
        assert [name for name, said in form.said(texts, anyway=True).items() if said] == [], form.form


def test_the_envelope_is_looked_through_but_for_who_he_is_and_how_he_is_reached(found: list[Variant]) -> None:
    sealed = {one.name: form for form in found for one in form.fields if one.sealed}
    assert set(sealed) == {"name", "reach", "never"}
    for name in ("reach", "never"):
        told, reached = {name: "Na het gebed in de moskee."}, {name: "Bel 06-12345678, of ga naar Kerkstraat 12."}
        assert sealed[name].said(told)[name]
        assert sealed[name].said(told, anyway=True) == sealed[name].said(reached) == {name: []}
    assert sealed["name"].said({"name": "Zuster Hildegonda"}) == {"name": []}


def test_who_of_us_it_is_may_stand_where_that_is_asked(found: list[Variant]) -> None:
    asked = {form.form.partition(" ")[0]: form for form in found if any(one.names_us for one in form.fields)}
    assert set(asked) == {"AgreementForm", "LetterForm"}
    for form in asked.values():
        texts = {one.name: OF_US[: one.room] for one in form.fields if one.names_us}
        assert not any(form.said(texts).values())
        is_somebody = {one.name: "de Roma" for one in form.fields if one.names_us and one.guarded}
        assert all(form.said(is_somebody).values())
    assert any(one.names_us and one.guarded for one in asked["AgreementForm"].fields)


def test_an_amount_lets_no_service_number_through() -> None:
    with pytest.raises(forms.ValidationError):
        AmountField().clean("999990664")


class PlantedForm(forms.Form):
    """A form as somebody could add one tomorrow, without a thought of the guard."""

    note = forms.CharField(max_length=200)
    more = forms.JSONField()
    digits = forms.CharField(max_length=6)
    looked_at = GuardedCharField()


PlantedSet = forms.formset_factory(PlantedForm)


@pytest.mark.parametrize("planted", [PlantedForm, PlantedSet])
def test_a_planted_field_is_caught(planted: type, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rights, "Planted", planted, raising=False)
    assert planted in form_classes()
    assert unlooked(variants_of([planted], cast.actor("professional"))) == {
        ("PlantedForm", "note"),
        ("PlantedForm", "more"),
    }


def test_nothing_is_typed_past_the_forms() -> None:
    """What a view reads from a request by itself is compared with what the site made, and kept nowhere."""
    read = {
        key
        for path in (ROOM / "views").rglob("*.py")
        for key in re.findall(r"POST\.(?:get|getlist)\(\s*\"(\w+)\"|POST\[\"(\w+)\"\]", path.read_text())
    }
    assert {one or other for one, other in read} == {"fingerprint", "release", "seen", "shown"}
    for path in (ROOM / "templates").rglob("*.html"):
        typed = re.findall(
            r"<textarea|<input(?![^>]*type=\"(?:hidden|checkbox|radio|submit)\")[^>]*>", path.read_text()
        )
        assert typed == [], path.name
