"""What is filled in when somebody asks about what is kept of him, and when he gets his answer."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.actions.rights import Question
from sleutelwerk.cases.forms.assignment import LONGEST_TEXT, TO_COME, a_choice, a_day, a_text
from sleutelwerk.cases.queries.rights import RIGHTS
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.privacy.forms.guarded import overrules


def _choices() -> dict[Any, Any]:
    return {right: name for right, (name, _about) in RIGHTS.items()}


class RequestForm(forms.Form):
    """What he asks, and since when."""

    keeps: ClassVar[dict[str, str]] = {
        "right": "cases.RightsRequest.right",
        "received_on": "cases.RightsRequest.received_on",
    }

    right = a_choice(_("Wat vraagt hij?"), _choices())
    received_on = a_day(_("Wanneer vroeg hij het?"), _("De termijn loopt vanaf deze dag."), required=True, past=TO_COME)
    wants = a_text(
        _("Wat wil hij precies?"),
        LONGEST_TEXT,
        _("In zijn eigen woorden, zonder namen. Een reden hoeft niet."),
        4,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["right"].required = True
        self.fields["right"].error_messages["required"] = _("Kies wat hij vraagt.")

    def question(self) -> Question:
        """Give what was filled in."""
        said = self.cleaned_data
        left = [one for _name, one in overrules(said)]
        return Question(Right(said["right"]), said["received_on"], str(said["wants"]), left)


class LongerForm(forms.Form):
    """Why he hears it later."""

    why = a_text(
        _("Waarom duurt het langer?"), LONGEST_TEXT, _("Zoals u het hem vertelde. Hij leest dit, zonder namen."), 3
    )

    def overrules(self) -> list[Any]:
        """Give what was left as it is, with reasons."""
        return [one for _name, one in overrules(self.cleaned_data)]


class AnswerForm(forms.Form):
    """What he hears."""

    answer = a_text(
        _("Wat deed u, of waarom niet?"), LONGEST_TEXT,
        _("Hij leest dit. Schrijf kort en gewoon, en zeg dat hij kan klagen bij de Autoriteit Persoonsgegevens."), 5,
    )  # fmt: skip

    def overrules(self) -> list[Any]:
        """Give what was left as it is, with reasons."""
        return [one for _name, one in overrules(self.cleaned_data)]
