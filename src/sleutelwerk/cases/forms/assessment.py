"""What assessors fill in, each by himself, and what both come to together; every text passes the guard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.actions.assessment import Together
from sleutelwerk.cases.forms.assignment import LONGEST_LINE, TO_COME, a_choice, a_day, a_text
from sleutelwerk.cases.forms.replacing import ReplacingForm
from sleutelwerk.cases.queries.assessment import Choosable
from sleutelwerk.cases.queries.criteria import CHOICES
from sleutelwerk.cases.rules.assessment import (
    NOTHING,
    Arranged,
    Criterion,
    Findings,
    Met,
    Noted,
    Section,
    may_see_vog,
)
from sleutelwerk.privacy.forms import GuardedCharField
from sleutelwerk.privacy.forms.guarded import overrules

LONGEST_WORDS, LONGEST_TOGETHER = 600, 2000
_OF = {Section.PRECONDITIONS: Met, Section.ARRANGEMENTS: Arranged}
_WORDS = {
    Section.PRECONDITIONS: _("Waaruit blijkt dat?"),
    Section.COMPETENCES: _("Wat zag of hoorde u zelf?"),
    Section.ARRANGEMENTS: _("Wie doet het?"),
}


class AssessorsForm(forms.Form):
    """Which two of the team look at him."""

    first = forms.ChoiceField(label=_("De een"), error_messages={"required": _("Kies iemand.")})
    second = forms.ChoiceField(label=_("De ander"), error_messages={"required": _("Kies iemand.")})

    def __init__(self, *args: Any, choosable: Sequence[Choosable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(one.id), one.name) for one in choosable]
        for name in ("first", "second"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Kies iemand uit het team")), *people]
            field.error_messages["invalid_choice"] = _("Kies iemand uit de lijst.")

    def chosen(self) -> list[UUID]:
        """Give who was chosen."""
        return [UUID(self.cleaned_data[name]) for name in ("first", "second")]


@dataclass(frozen=True, slots=True)
class Asked:
    """One criterion on the form, with its fields."""

    criterion: Criterion
    fields: Sequence[BoundField]


class FindingsForm(ReplacingForm):
    """One page of an assessment. Everything may be left for later."""

    def __init__(
        self, *args: Any, criteria: Sequence[Criterion], findings: Findings, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._criteria = criteria
        self._today = today
        for one in criteria:
            self._add(one, findings.get(one.ref, NOTHING))

    def _add(self, one: Criterion, noted: Noted) -> None:
        name = _name(one)
        if one.section in _OF:
            choices = {choice: CHOICES[choice] for choice in _OF[one.section]}
            self.fields[f"choice_{name}"] = a_choice(one.text, choices, one.explain)
            self.initial[f"choice_{name}"] = noted.choice
        longest, rows = (LONGEST_LINE, 1) if one.section is Section.ARRANGEMENTS else (LONGEST_WORDS, 2)
        self.fields[f"words_{name}"] = a_text(_about(_WORDS[one.section], one), longest, _help(one), rows=rows)
        self.initial[f"words_{name}"] = noted.words
        if one.asks_vog:
            help_text = _("Alleen als de taak erom vraagt. Schrijf het nummer niet op en bewaar geen kopie.")
            self.fields[f"vog_{name}"] = a_day(_about(_("VOG gezien op"), one), help_text, past=TO_COME)
            self.initial[f"vog_{name}"] = noted.seen_on

    def groups(self) -> list[tuple[str, list[Asked]]]:
        """Give the criteria with their fields, together with what step of the staircase they come from."""
        asked = [Asked(one, [self[name] for name in self._names(one)]) for one in self._criteria]
        return [(layer, list(them)) for layer, them in groupby(asked, key=lambda one: one.criterion.layer)]

    def _names(self, one: Criterion) -> Iterator[str]:
        yield from (name for kind in ("choice", "words", "vog") if (name := f"{kind}_{_name(one)}") in self.fields)

    def clean(self) -> dict[str, Any]:
        """Keep the day of a VOG to a day that was."""
        said: dict[str, Any] = super().clean() or {}
        for name in [name for name in self.fields if name.startswith("vog_")]:
            verdict = may_see_vog(said.get(name), today=self._today)
            if not verdict:
                self.add_error(name, verdict.reason)
        return said

    def findings(self, profile: str) -> Findings:
        """Give what was filled in; `profile` is for what a VOG was seen."""
        said = self.cleaned_data

        def noted(one: Criterion) -> Noted:
            seen_on = said.get(f"vog_{_name(one)}")
            return Noted(
                choice=said.get(f"choice_{_name(one)}", ""),
                words=str(said[f"words_{_name(one)}"]),
                seen_on=seen_on.isoformat() if seen_on else "",
                seen_for=profile if seen_on else "",
            )

        return {one.ref: noted(one) for one in self._criteria}

    def overrules(self) -> list[Any]:
        """Give what was left as it is, with reasons."""
        return [one for _field, one in overrules(self.cleaned_data)]


def _name(one: Criterion) -> str:
    return one.ref.replace(".", "__").replace("-", "_")


def _about(label: Any, one: Criterion) -> Any:
    """Say in a label what it is about, for who hears it and for the list of errors: many labels are the same."""
    return format_html('{} <span class="as-about">({})</span>', label, one.text)


def _help(one: Criterion) -> Any:
    if one.section is Section.COMPETENCES:
        return _("Zo merkt u het: %(sign)s") % {"sign": one.sign} if one.sign else ""
    if one.section is Section.ARRANGEMENTS:
        return _("Noem de functie, geen naam. Moet het nog? Dan is dit nodig.")
    return ""


class WeighingForm(ReplacingForm):
    """What he can learn, what we must still do, when he saw what was written and what he said himself."""

    keeps: ClassVar[dict[str, str]] = {"shown_on": "cases.Weighing.shown_on"}

    plan = a_text(
        _("Wat kan hij nog leren, en hoe helpt u daarbij?"), LONGEST_TOGETHER,
        _("Per ding dat ontbreekt: wat, met wie en wanneer u weer kijkt. Ontbreekt er niets? Laat het leeg."), rows=4,
    )  # fmt: skip
    ours = a_text(
        _("Wat moet u zelf nog regelen?"), LONGEST_TOGETHER,
        _("Wie doet wat, en wanneer is het klaar? Noem functies, geen namen."), rows=4,
    )  # fmt: skip
    shown_on = a_day(
        _("Wanneer las hij mee?"),
        _("Lees samen wat er staat, voordat iemand beslist. Nog niet gedaan? Laat het leeg."),
        past=TO_COME,
    )
    answer = a_text(
        _("Wat zei hij ervan, in zijn eigen woorden?"), LONGEST_TOGETHER,
        _("Schrijf het op zoals hij het zei. Wilde hij niets zeggen? Schrijf dat op."), rows=4,
    )  # fmt: skip

    def together(self) -> Together:
        """Give what was filled in."""
        said = self.cleaned_data
        texts: Mapping[str, str] = {
            name: str(said[name]) for name, field in self.fields.items() if isinstance(field, GuardedCharField)
        }
        return Together(texts, said["shown_on"], [one for _field, one in overrules(said)])
