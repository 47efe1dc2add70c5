"""What is filled in around an emergency: why it cannot wait, what was tried, and what others found afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.actions.emergency import LookedBack, Plea
from sleutelwerk.cases.forms.assignment import TO_COME, a_day
from sleutelwerk.cases.forms.order import chosen, some_of
from sleutelwerk.cases.models import Candidate
from sleutelwerk.cases.queries.emergency_words import CHANGES, NEEDED, REASONS, TRIED

_HOWS = {str(key): label for key, label in Candidate.ToldHow.choices}


class PleaForm(forms.Form):
    """Why it cannot wait, and what was tried."""

    keeps: ClassVar[dict[str, str]] = {"tried": "cases.Emergency.tried"}

    reason = chosen(_("Wat is er aan de hand?"), REASONS, _("Kies waarom het niet kan wachten."))
    tried = forms.MultipleChoiceField(
        label=_("Wat deed u om de anderen te bereiken?"), widget=forms.CheckboxSelectMultiple, required=False,
        choices=lambda: [(str(key), text) for key, text in TRIED.items()],
    )  # fmt: skip

    def plea(self, asked_at: datetime | None) -> Plea:
        """Give what was filled in."""
        said = self.cleaned_data
        return Plea(said["reason"], said["tried"], asked_at)


class ToldForm(forms.Form):
    """When and how he heard it."""

    keeps: ClassVar[dict[str, str]] = {"told_how": "cases.Emergency.told_how"}

    told_on = a_day(_("Wanneer vertelde u het hem?"), required=True, past=TO_COME)
    told_how = chosen(_("Hoe?"), _HOWS, _("Kies hoe hij het hoorde."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"told_on": today}, **kwargs})


class LookBackForm(forms.Form):
    """What two others found."""

    keeps: ClassVar[dict[str, str]] = {
        "needed": "cases.Emergency.needed",
        "number_changes": "cases.Emergency.number_changes",
        "changes": "cases.Emergency.changes",
    }

    needed = chosen(_("Was het nodig?"), NEEDED, _("Kies of het nodig was."))
    number_changes = chosen(
        _("Moet zijn nummer of adres veranderen?"), {"ja": _("Ja"), "nee": _("Nee")},
        _("Kies of zijn nummer moet veranderen."),
        _("Is er kans dat een ander het nu weet? Kies dan ja."),
    )  # fmt: skip
    changes = some_of(_("Wat verandert u?"), CHANGES, _("Kies wat u verandert, ook als dat niets is."))

    def looked_back(self) -> LookedBack:
        """Give what was filled in."""
        said = self.cleaned_data
        changes: Sequence[str] = said["changes"]
        return LookedBack(said["needed"], said["number_changes"] == "ja", changes)
