"""What is filled in about an order: how it came, and what each step came to; nothing of what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.actions.order import NewOrder, Taken
from sleutelwerk.cases.forms.assignment import a_choice, a_day
from sleutelwerk.cases.queries.order_words import (
    ARTICLES,
    DECISIONS,
    HOWS,
    KINDS,
    LESSONS,
    OFFICIALS,
    TELLS,
    VALIDS,
)
from sleutelwerk.cases.rules.order import Step, Tell
from sleutelwerk.ui.forms import a_moment

LONGEST_CODE = 20
REAL, DRILL = "real", "drill"


def chosen(label: Any, choices: Mapping[Any, Any], error: Any, help_text: Any = "") -> forms.ChoiceField:
    """Ask to choose one of a few, now."""
    field = a_choice(label, choices, help_text)
    field.required = True
    field.error_messages["required"] = error
    return field


def some_of(label: Any, choices: Mapping[Any, Any], error: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    """Ask to choose at least one of a list."""
    return forms.MultipleChoiceField(
        label=label, help_text=help_text, widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(str(key), text) for key, text in choices.items()],
        error_messages={"required": error, "invalid_choice": error},
    )  # fmt: skip


class OrderForm(forms.Form):
    """How an order came. Whether it is a drill is asked only where no case says so."""

    keeps: ClassVar[dict[str, str]] = {"article": "cases.Order.article", "came_at": "cases.Order.came_at"}

    drill = chosen(
        _("Is dit echt?"), {REAL: _("Ja, er is een vordering"), DRILL: _("Nee, wij oefenen")}, _("Kies of dit echt is.")
    )
    official = chosen(
        _("Van wie komt de vordering?"), OFFICIALS, _("Kies van wie zij komt."), _("De functie, geen naam.")
    )
    article = chosen(
        _("Welk artikel noemt de vordering?"),
        {key: one.name for key, one in ARTICLES.items()},
        _("Kies wat erop staat."),
    )
    came_at = a_moment(_("Wanneer kwam zij?"), _("Vanaf dit moment gaat er niets meer weg uit het dossier."))
    respond_by = a_day(_("Wanneer moet er antwoord zijn?"), _("Leeg als er geen termijn is genoemd."))
    paper_seen = forms.BooleanField(label=_("Ik zag het papier zelf"), required=False)
    secrecy = forms.BooleanField(
        label=_("Er staat op dat u het hem niet mag vertellen"), required=False,
        help_text=_("De jurist zegt straks of u het hem mag vertellen."),
    )  # fmt: skip

    def __init__(self, *args: Any, now: datetime, of_case: bool, drills_only: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"came_at": now}, **kwargs})
        self._always_drill = drills_only
        if of_case or drills_only:
            del self.fields["drill"]
        if drills_only:  # a drill keeps nothing from going
            self.fields["came_at"].help_text = _("De oefening begint op dit moment.")

    def order(self) -> NewOrder:
        """Give what was filled in."""
        said = self.cleaned_data
        return NewOrder(
            official=said["official"], article=said["article"], came_at=said["came_at"],
            respond_by=said["respond_by"], paper_seen=said["paper_seen"], secrecy=said["secrecy"],
            drill=self._always_drill or said.get("drill") == DRILL,
        )  # fmt: skip


class CodeForm(forms.Form):
    """Which case an order is about."""

    code = forms.CharField(
        label=_("Code van het dossier"), max_length=LONGEST_CODE,
        help_text=_("De trekker zegt u de code, zoals merel-312. Vraag geen naam."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
        error_messages={"required": _("Vul de code in."), "max_length": _("Zo lang is een code niet.")},
    )  # fmt: skip


class StepForm(forms.Form):
    """When a step was taken; most ask no more."""

    done_at = a_moment(_("Wanneer was dat?"))

    def __init__(self, *args: Any, now: datetime, secrecy: bool = False, kinds: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"done_at": now}, **kwargs})
        self.prepare(secrecy=secrecy, kinds=set(kinds))
        self.order_fields([*(name for name in self.fields if name != "done_at"), "done_at"])

    def prepare(self, *, secrecy: bool, kinds: set[str]) -> None:
        """Fit the fields to what is known of the order."""

    def taken(self) -> Taken:
        """Give what was filled in."""
        return Taken(**self.cleaned_data)


class ValidForm(StepForm):
    """What the lawyer came to."""

    keeps: ClassVar[dict[str, str]] = {"valid": "cases.Order.valid", "may_tell": "cases.Order.may_tell"}

    valid = chosen(_("Is de vordering geldig?"), VALIDS, _("Kies wat de jurist zei."))
    may_tell = chosen(
        _("Mag hij het weten?"), TELLS, _("Kies wat de jurist zei."),
        _("Zonder bevel tot geheimhouding is het antwoord ja. De jurist kijkt het na."),
    )  # fmt: skip

    def prepare(self, *, secrecy: bool, kinds: set[str]) -> None:
        """Begin with yes, unless the order says that nobody may be told."""
        del kinds
        self.initial["may_tell"] = Tell.NO.value if secrecy else Tell.YES.value


class KindsForm(StepForm):
    """The minimum that answers it."""

    kinds = some_of(_("Wat is nodig om te antwoorden?"), KINDS, _("Kies wat er nodig is om te antwoorden."))


class DecideForm(StepForm):
    """Whether it may go."""

    decided = chosen(_("Mag dit weg?"), DECISIONS, _("Kies of dit weg mag."))


class HandForm(StepForm):
    """What was handed over, to which function."""

    keeps: ClassVar[dict[str, str]] = {
        "kinds": "cases.Order.handed_kinds",
        "pages": "cases.Order.pages",
        "handed_to": "cases.Order.handed_to",
    }

    kinds = some_of(_("Wat hebt u overhandigd?"), KINDS, _("Kies wat u overhandigde."))
    pages = forms.IntegerField(
        label=_("Hoeveel bladzijden?"), min_value=1, max_value=9999,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("Tel de bladzijden.")),
    )  # fmt: skip
    handed_to = chosen(_("Aan wie?"), OFFICIALS, _("Kies aan welke functie."), _("De functie, geen naam."))

    def prepare(self, *, secrecy: bool, kinds: set[str]) -> None:
        """Offer only what was decided on."""
        del secrecy
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key.value, text) for key, text in KINDS.items() if key.value in kinds]


class EndForm(StepForm):
    """How it ended."""

    keeps: ClassVar[dict[str, str]] = {"how": "cases.Order.ended_how"}

    how = chosen(_("Hoe eindigde het?"), HOWS, _("Kies hoe het eindigde."))


class DrillEndForm(EndForm):
    """How a drill ended, and what was learned."""

    lessons = some_of(_("Wat leerde u?"), LESSONS, _("Kies wat u leerde, ook als het goed ging."))


FORMS: Mapping[Step, type[StepForm]] = {
    Step.VALID: ValidForm,
    Step.PREPARE: KindsForm,
    Step.DECIDE: DecideForm,
    Step.HAND: HandForm,
    Step.END: EndForm,
}
