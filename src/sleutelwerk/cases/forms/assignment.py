"""What a professional fills in about an assignment, in five short pages; everything may be left for later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.actions.assignment import Changes
from sleutelwerk.cases.actions.beginning import Beginning
from sleutelwerk.cases.forms.replacing import ReplacingForm
from sleutelwerk.cases.queries.cases import BASES, THEMES, OpenCase
from sleutelwerk.cases.rules.assignment import (
    Page,
    may_be_area,
    may_be_deputy,
    may_be_goal,
    may_be_term_now,
    may_name_area,
)
from sleutelwerk.core.verdict import Verdict
from sleutelwerk.function_profiles.content import current
from sleutelwerk.privacy.forms import GuardedCharField, GuardedText
from sleutelwerk.privacy.forms.guarded import overrules
from sleutelwerk.route_map.engine.receipt import MAX_BYTES, Receipt, UnreadableReceipt, from_json

LONGEST_TITLE, LONGEST_LINE, LONGEST_TEXT = 60, 200, 1000
_TITLE_HELP = _("Zo vindt uw team het terug. Noem geen mensen, geen groep en geen straat.")
_GOAL_HELP = _("Eén zin over wat er voor bewoners beter wordt. Bijvoorbeeld: meer kinderen gaan elke dag naar school.")
_FUNCTION_HELP = _("Noem de functie, geen naam.")


def _said(verdict: Verdict) -> None:
    """Show a refusal with its field."""
    if not verdict:
        raise ValidationError(verdict.reason)


def a_text(label: Any, longest: int, help_text: Any = "", rows: int = 1) -> GuardedCharField:
    """Ask for a text that the guard looks through, now or later."""
    return GuardedCharField(label=label, max_length=longest, rows=rows, required=False, help_text=help_text)


def a_choice(label: Any, choices: Mapping[Any, Any], help_text: Any = "") -> forms.ChoiceField:
    """Ask to choose one of a few, now or later."""
    return forms.ChoiceField(
        label=label, choices=partial(_pairs, choices), widget=forms.RadioSelect, help_text=help_text, required=False
    )


def _pairs(choices: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    return [(str(key), label) for key, label in choices.items()]


#: What is said of a day on which something happened, while it is still to come.
TO_COME = _("Kies een dag die al geweest is.")
TELL_FIRST = _("Vertel het hem eerst. Kom daarna terug.")


def _has_been(day: date, *, said: Any) -> None:
    if day > timezone.localdate():
        raise ValidationError(said, code="to_come")


def a_day(label: Any, help_text: Any = "", *, required: bool = False, past: Any = "") -> forms.DateField:
    """Ask for a day; with `past`, what is said when it is still to come, it is judged along with the other answers."""
    return forms.DateField(
        label=label, help_text=help_text, required=required, validators=[partial(_has_been, said=past)] if past else [],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("Vul een dag in als 2027-03-31, of kies hem in de kalender."),
            "required": _("Kies een dag."),
        },
    )  # fmt: skip


def a_title() -> GuardedCharField:
    """Ask what the team calls a case."""
    return GuardedCharField(
        label=_("Werktitel"), max_length=LONGEST_TITLE, rows=1, help_text=_TITLE_HELP,
        error_messages={"incomplete": _("Geef het een naam, dan vindt uw team het terug.")},
    )  # fmt: skip


class GoalMixin(forms.Form):
    """The title and the goal, as a case begins and as they may change."""

    title = a_title()
    goal = a_text(_("Wat wordt er beter?"), LONGEST_LINE, _GOAL_HELP, rows=2)

    def clean_goal(self) -> GuardedText:
        """Keep to one sentence."""
        goal: GuardedText = self.cleaned_data["goal"]
        _said(may_be_goal(goal.text))
        return goal


class BeginForm(GoalMixin):
    """With what a case begins."""

    practice = forms.BooleanField(
        label=_("Dit is een oefening"), required=False, help_text=_("Een verzonnen opdracht, om te leren hoe het gaat.")
    )

    def beginning(self) -> Beginning:
        """Give what was filled in."""
        said = self.cleaned_data
        return Beginning(
            said["title"].text, said["goal"].text, said["practice"], [one for _name, one in overrules(said)]
        )


class PageForm(ReplacingForm):
    """One page of the assignment. The two lists say where each field is kept."""

    page: ClassVar[Page]
    of_texts: ClassVar[tuple[str, ...]] = ()
    of_columns: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, found: OpenCase, **kwargs: Any) -> None:
        initial = {name: found.facts.texts[name] for name in self.of_texts}
        initial |= {name: getattr(found.row, name) for name in self.of_columns}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.found = found

    def changes(self) -> Changes:
        """Give what is to be kept."""
        said = self.cleaned_data
        return Changes(
            columns={name: said[name] for name in self.of_columns},
            texts={name: str(said[name]) for name in self.of_texts},
            overrules=[one for _name, one in overrules(said)],
        )


class GoalForm(PageForm, GoalMixin):
    """What should become better, and who else works on it."""

    page = Page.GOAL
    of_texts = ("title", "goal", "objective")
    objective = a_text(
        _("Integrale doelstelling"), LONGEST_TEXT,
        _("Wie werken er nog meer aan dit doel, en waaraan? Denk aan school, zorg, wonen en werk."), rows=4,
    )  # fmt: skip


class PlaceForm(PageForm):
    """What it is about and where."""

    page = Page.PLACE
    of_columns = ("theme",)
    of_texts = ("area",)
    unkept = frozenset({"whole"})
    theme = a_choice(
        _("Waar gaat het over?"),
        THEMES,
        _("Een thema, nooit een groep. Zo raakt u geen mensen die er niets mee te maken hebben."),
    )
    area = a_text(_("In welke gemeente?"), LONGEST_LINE, _("Een hele gemeente, of meer gemeenten. Nooit kleiner."))

    whole = forms.BooleanField(
        label=_("Dit is een hele gemeente of groter"), required=False,
        help_text=_("Nodig als er geen ‘gemeente’, ‘regio’ of ‘provincie’ voor staat."),
    )  # fmt: skip

    def clean_area(self) -> GuardedText:
        """Keep to a whole municipality."""
        area: GuardedText = self.cleaned_data["area"]
        _said(may_be_area(area.text))
        return area

    def clean(self) -> dict[str, Any]:
        """Ask to say that an area is whole, where it does not say so itself."""
        said: dict[str, Any] = super().clean() or {}
        if "area" in said:
            whole, before = bool(said.get("whole")), self.found.facts.text("area") if said["area"].text else ""
            verdict = may_name_area(said["area"].text, whole=whole, before=before)
            if not verdict:
                self.add_error("whole", verdict.reason)
        return said

    def changes(self) -> Changes:
        """Give what is to be kept; that it is whole was said, and is not kept."""
        return replace(super().changes(), whole_area=bool(self.cleaned_data["whole"]))


class MandateForm(PageForm):
    """On whose behalf it is done, and who stands beside the key figure."""

    page = Page.MANDATE
    of_texts = ("commissioner", "mandate", "contact", "deputy")
    commissioner = a_text(_("Wie geeft de opdracht?"), LONGEST_LINE, _FUNCTION_HELP)
    mandate = a_text(
        _("Wie besloot dit, en wanneer?"), LONGEST_TEXT,
        _("Bijvoorbeeld: collegebesluit van 3 maart 2027. Zonder besluit staat straks niemand voor hem."), rows=2,
    )  # fmt: skip
    contact = a_text(_("Wie wordt zijn vaste aanspreekpunt?"), LONGEST_LINE, _FUNCTION_HELP)
    deputy = a_text(
        _("Wie vervangt het aanspreekpunt?"), LONGEST_LINE,
        _("Noem de functie, geen naam. Iemand anders dan het aanspreekpunt."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for two people: whoever counts on one stands alone when that one is away."""
        said: dict[str, Any] = super().clean() or {}
        if {"contact", "deputy"} <= said.keys():
            verdict = may_be_deputy(str(said["deputy"]), str(said["contact"]))
            if not verdict:
                self.add_error("deputy", verdict.reason)
        return said


class BasisForm(PageForm):
    """On what ground data may be kept."""

    page = Page.BASIS
    of_texts = ("legal_basis", "legal_task", "dpia")
    legal_basis = a_choice(
        _("Op welke grond mag u gegevens bewaren?"), BASES,
        _("Toestemming staat er niet bij. Die is tussen overheid en burger zelden vrij."),
    )  # fmt: skip
    legal_task = a_text(
        _("Welke wettelijke taak is dat?"), LONGEST_LINE, _("Noem de wet en het artikel. Uw FG of jurist weet het.")
    )
    dpia = a_text(
        _("Kenmerk van de DPIA"), LONGEST_LINE, _("Het nummer of de naam van het onderzoek waar dit onder valt.")
    )


class ProfileForm(PageForm):
    """Which profile fits, and for how long."""

    page = Page.PROFILE
    of_columns = ("profile", "starts_on", "ends_on")
    profile = forms.ChoiceField(label=_("Welk profiel zoekt u?"), widget=forms.RadioSelect, required=False)
    starts_on = a_day(_("Vanaf wanneer?"))
    ends_on = a_day(_("Tot en met wanneer?"), _("Hooguit twee jaar. Daarna kijkt u opnieuw of het nog nodig is."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["profile"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (layer.id, f"{layer.title}: {layer.tagline}") for layer in current().profiles.layers if layer.card
        ]

    def clean(self) -> dict[str, Any]:
        """Keep the end after the beginning, within two years and still to come."""
        said: dict[str, Any] = super().clean() or {}
        verdict = may_be_term_now(said.get("starts_on"), said.get("ends_on"), timezone.localdate())
        if not verdict:
            self.add_error(verdict.field or "ends_on", verdict.reason)
        return said


FORMS: Mapping[Page, type[PageForm]] = {
    form.page: form for form in (GoalForm, PlaceForm, MandateForm, BasisForm, ProfileForm)
}


class ReceiptForm(forms.Form):
    """The file with the receipt of a route-map run; it holds answers about the assignment only."""

    file = forms.FileField(
        label=_("Routebewijs"),
        help_text=_("Het bestand dat u bij de uitkomst van de routekaart bewaarde. De naam eindigt op .json."),
        error_messages=dict.fromkeys(("required", "missing", "invalid"), _("Kies eerst een bestand."))
        | {"empty": _("Dit bestand is leeg.")},
        max_length=200,
    )

    def clean_file(self) -> Receipt:
        """Read the receipt strictly."""
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            return from_json(upload.read(MAX_BYTES + 1))
        except UnreadableReceipt as problem:
            raise ValidationError(str(problem)) from problem


def last_day(found: OpenCase, today: date) -> date:
    """Give the latest day on which a partner may still get in, as a first guess."""
    return max(found.row.ends_on or today, today)
