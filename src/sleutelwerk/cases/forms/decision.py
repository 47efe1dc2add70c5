"""Whom a lead asks to decide, what is decided and why, and the day on which he heard it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.queries.case_workers import CaseWorker
from sleutelwerk.cases.actions.decision import Said
from sleutelwerk.cases.forms.assignment import LONGEST_LINE, TELL_FIRST, a_choice, a_day, a_text
from sleutelwerk.cases.queries.decision import OUTCOMES
from sleutelwerk.cases.rules.decision import Condition, Outcome, may_be_conditions, may_be_reasons
from sleutelwerk.privacy.forms.guarded import overrules

LONGEST_REASONS = 2000
#: More than this is no longer a decision but a plan; then it is better to wait (own judgement).
MOST_CONDITIONS = 4


class AskForm(forms.Form):
    """Who decides."""

    decider = forms.ChoiceField(
        label=_("Wie beslist?"),
        error_messages={"required": _("Kies iemand."), "invalid_choice": _("Kies een beslisser uit de lijst.")},
    )

    def __init__(self, *args: Any, people: Sequence[CaseWorker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decider"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Kies een beslisser")), *((str(one.id), one.name) for one in people)]

    def chosen(self) -> UUID:
        """Give who was chosen."""
        return UUID(self.cleaned_data["decider"])


class DecideForm(forms.Form):
    """What is decided, with reasons, and with conditions each with who sees to it and until when."""

    keeps: ClassVar[dict[str, str]] = {"outcome": "cases.Decision.outcome"}

    outcome = a_choice(_("Wat beslist u?"), OUTCOMES)
    reasons = a_text(
        _("Waarom?"), LONGEST_REASONS, _("In hele zinnen, over de taak en niet over wie hij is. Hij mag het lezen."),
        rows=5,
    )  # fmt: skip
    independent = forms.BooleanField(
        label=_("Ik sta onder geen van de mensen die hierboven staan, en ik ben er zelf geen van"),
        help_text=_(
            "Geen van hen is uw leidinggevende, en u bent niet de opdrachtgever, het aanspreekpunt of de vervanger. "
            "Twijfelt u? Vraag dan of een ander beslist."
        ),
        error_messages={"required": _("Zonder deze verklaring kunt u niet beslissen.")},
    )

    def __init__(self, *args: Any, today: date, ends_on: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today, self._ends_on = today, ends_on
        self.fields["outcome"].required = True
        self.fields["outcome"].error_messages["required"] = _("Kies wat u beslist.")
        for number in range(1, MOST_CONDITIONS + 1):
            self.fields[f"what_{number}"] = a_text(_("Wat moet er eerst zijn? (%(n)s)") % {"n": number}, LONGEST_LINE)
            self.fields[f"who_{number}"] = a_text(
                _("Wie zorgt daarvoor? (%(n)s)") % {"n": number}, LONGEST_LINE, _("Noem de functie, geen naam.")
            )
            self.fields[f"until_{number}"] = a_day(_("Tot wanneer? (%(n)s)") % {"n": number})

    def rows(self) -> list[list[BoundField]]:
        """Give the fields of each condition."""
        names = ("what", "who", "until")
        return [[self[f"{name}_{number}"] for name in names] for number in range(1, MOST_CONDITIONS + 1)]

    def opens_conditions(self) -> bool:
        """Tell whether the part with conditions stands open: when it is about them."""
        wrong = any(name.startswith(("what", "who", "until")) for name in self.errors)
        return wrong or self["outcome"].value() == Outcome.CONDITIONS

    def clean(self) -> dict[str, Any]:
        """Ask for a real reason, and for whole conditions where they belong."""
        said: dict[str, Any] = super().clean() or {}
        if "reasons" in said and not (reasons := may_be_reasons(str(said["reasons"]))):
            self.add_error("reasons", reasons.reason)
        if said.get("outcome") and not any(name.startswith(("what", "who", "until")) for name in self.errors):
            fits = may_be_conditions(
                Outcome(said["outcome"]), self._conditions(said), ends_on=self._ends_on, today=self._today
            )
            if not fits:
                self.add_error("what_1", fits.reason)
        return said

    def _conditions(self, said: dict[str, Any]) -> list[Condition]:
        return [
            Condition(str(said[f"what_{n}"]).strip(), str(said[f"who_{n}"]).strip(), said[f"until_{n}"])
            for n in range(1, MOST_CONDITIONS + 1)
        ]

    def said(self) -> Said:
        """Give what was filled in."""
        said = self.cleaned_data
        found = [one for _field, one in overrules(said)]
        return Said(Outcome(said["outcome"]), str(said["reasons"]), self._conditions(said), said["independent"], found)


class OutcomeToldForm(forms.Form):
    """The day on which he heard it."""

    told_on = a_day(
        _("Wanneer vertelde u het hem?"),
        _("In een gesprek. Een brief alleen is niet genoeg."),
        required=True,
        past=TELL_FIRST,
    )
