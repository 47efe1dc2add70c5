"""What is filled in about a candidate: that he was told, how he is reached safely, and that he said yes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.actions.candidate import Told
from sleutelwerk.cases.forms.assignment import TELL_FIRST, TO_COME, a_choice, a_day, a_text
from sleutelwerk.cases.forms.replacing import ReplacingForm
from sleutelwerk.cases.queries.candidate import HOWS, PLACES, REACHES
from sleutelwerk.privacy.forms.guarded import overrules

LONGEST_NOTE = 200


def _must(field: forms.ChoiceField) -> forms.ChoiceField:
    """Make a choice that cannot wait."""
    field.required = True
    field.error_messages["required"] = _("Kies wat past.")
    return field


class WaysForm(forms.Form):
    """How messages and papers reach somebody safely, as he wants it."""

    reach = _must(a_choice(_("Hoe bereikt u hem veilig?"), REACHES, _("Vraag het hem. Hij kiest.")))
    place = _must(a_choice(_("Waar kunnen zijn papieren liggen?"), PLACES, _("Niet iedereen kan ze thuis bewaren.")))
    note = a_text(
        _("Waar moet u verder op letten?"),
        LONGEST_NOTE,
        _("Bijvoorbeeld: niet bellen na vijf uur. Geen namen of nummers."),
    )

    def papers(self) -> Mapping[str, str]:
        """Give what was filled in."""
        said = self.cleaned_data
        return {"reach": said["reach"], "place": said["place"], "note": str(said["note"])}

    def overrules(self) -> list[Any]:
        """Give what was left as it is, with reasons."""
        return [one for _name, one in overrules(self.cleaned_data)]


class PapersForm(ReplacingForm, WaysForm):
    """How messages and papers reach him safely, in the place of what was kept."""


class ToldForm(WaysForm):
    """When and how he was told, and that it was all of it."""

    keeps: ClassVar[dict[str, str]] = {"told_on": "cases.Candidate.told_on", "told_how": "cases.Candidate.told_how"}

    told_on = a_day(_("Wanneer vertelde u het hem?"), required=True, past=TELL_FIRST)
    told_how = _must(
        a_choice(_("Hoe vertelde u het?"), HOWS, _("Een brief of mail alleen is niet genoeg: hij moet kunnen vragen."))
    )
    knows = forms.BooleanField(
        label=_("Ik heb hem dit allemaal verteld"),
        error_messages={"required": _("Vertel hem eerst alles wat hierboven staat.")},
    )
    field_order = ("told_on", "told_how", "knows", "reach", "place", "note")

    def told(self) -> Told:
        """Give what was filled in."""
        said = self.cleaned_data
        return Told(said["told_on"], said["told_how"], said["knows"], self.papers(), self.overrules())


class YesForm(forms.Form):
    """The day on which he said yes."""

    said_on = a_day(
        _("Wanneer zei hij ja?"), _("Hij had minstens een nacht om na te denken."), required=True, past=TO_COME
    )
