"""What is filled in when looking back: the questions of one side, made into a form, and what was agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.actions.looking_back import SideSaid
from sleutelwerk.cases.engine.evaluation import Evaluation, Layer, Level, Question, Side
from sleutelwerk.cases.forms.assignment import a_text
from sleutelwerk.cases.forms.replacing import ReplacingForm
from sleutelwerk.cases.queries.looking_back import LAYERS
from sleutelwerk.cases.rules.looking_back import Next
from sleutelwerk.privacy.forms.guarded import overrules
from sleutelwerk.privacy.rules import Overrule

LONGEST_ANSWER, LONGEST_FUNCTION, LONGEST_AGREED = 500, 120, 1000
LEVELS: Mapping[Level, str | Promise] = {
    Level.GOOD: _("Dit gaat goed"),
    Level.ADJUST: _("Hier stuurt u bij"),
    Level.STOP: _("Dit legt het werk meteen stil"),
}
LEVELS_FOR_HIM: Mapping[Level, str | Promise] = {
    Level.GOOD: _("Dit gaat goed"),
    Level.ADJUST: _("Dit moet anders"),
    Level.STOP: _("Dan stoppen wij nu even"),
}


class SideForm(ReplacingForm):
    """The questions and signals for one side. Everything may stay empty: what is half done is kept."""

    def __init__(self, *args: Any, evaluation: Evaluation, side: Side, said: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._questions = {_name(one): one for one in evaluation.asked(side)}
        self._noted = {one.id for one in evaluation.signals if one.noted}
        if side is Side.OUTSIDER:
            self._add("function", _function(), said["function"])
        if side is Side.HIM:
            self._add("declined", _declined(), said["declined"])
        for level in Level if side is not Side.OUTSIDER else ():
            kept = [one.id for one in evaluation.of(level) if one.id in said["signals"]]
            self._add(level.value, _signals(evaluation, side, level), kept)
        for name, one in self._questions.items():
            self._add(name, a_text(one.plain or one.text, LONGEST_ANSWER, rows=2), said["answers"].get(one.id, ""))

    def _add(self, name: str, field: forms.Field, initial: Any) -> None:
        field.initial = initial
        self.fields[name] = field

    def would_keep(self, name: str) -> Any:
        """Give what would be kept of one answer: of some signals nothing may be."""
        value = super().would_keep(name)
        return [one for one in value or () if one in self._noted] if name in set(Level) else value

    @property
    def first(self) -> list[BoundField]:
        """Give what is asked before the questions."""
        return [self[name] for name in self.fields if name not in self._questions]

    @property
    def layers(self) -> Iterator[tuple[str | Promise, list[BoundField]]]:
        """Give the questions, by what they are about."""
        for layer in Layer:
            yield LAYERS[layer], [self[name] for name, one in self._questions.items() if one.layer is layer]

    def said(self) -> SideSaid:
        """Give what was filled in."""
        given = self.cleaned_data
        return SideSaid(
            answers={one.id: str(given[name]) for name, one in self._questions.items()},
            signals=[one for level in Level for one in given.get(level.value, ())],
            function=str(given.get("function", "")),
            declined=bool(given.get("declined")),
            overrules=[one for _name, one in overrules(given)],
        )


def _name(one: Question) -> str:
    return f"q_{one.id.replace('-', '_')}"


def _function() -> forms.Field:
    return a_text(_("Wat is zijn of haar functie?"), LONGEST_FUNCTION, _("Een functie, geen naam. Niet van het team."))


def _declined() -> forms.Field:
    return forms.BooleanField(
        label=_("Hij zegt hier liever niets over"), required=False, help_text=_("Dat mag. Een reden hoeft niet.")
    )


def _signals(evaluation: Evaluation, side: Side, level: Level) -> forms.Field:
    known = [(one.id, one.plain if side is Side.HIM else one.text) for one in evaluation.of(level)]
    labels = LEVELS_FOR_HIM if side is Side.HIM else LEVELS
    return forms.MultipleChoiceField(
        label=str(labels[level]), choices=known, widget=forms.CheckboxSelectMultiple, required=False
    )


class CloseForm(ReplacingForm):
    """What was agreed, and what comes next; with `later` in the request only the text is kept."""

    unkept = frozenset({"following"})

    agreed = a_text(
        _("Wat spraken wij af?"), LONGEST_AGREED,
        _("Wat wordt anders, wie doet dat en voor wanneer. Noem functies, geen namen."), rows=4,
    )  # fmt: skip
    following = forms.ChoiceField(
        label=_("En nu?"),
        choices=[(Next.GO_ON, _("Wij gaan door")), (Next.END, _("Wij ronden af"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask what comes next when it is to be closed."""
        given: dict[str, Any] = super().clean() or {}
        if "later" not in self.data and not given.get("following"):
            self.add_error("following", _("Kies hoe het verder gaat."))
        return given

    def agreement(self) -> tuple[str, list[Overrule]]:
        """Give what was agreed, and what was left as it is, with reasons."""
        return str(self.cleaned_data["agreed"]), [one for _name, one in overrules(self.cleaned_data)]
