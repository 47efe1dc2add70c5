"""The few questions that whoever led a talk asks himself afterwards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sleutelwerk.deliberation.queries.evaluating import QUESTIONS
from sleutelwerk.privacy.forms.guarded import GuardedCharField, overrules
from sleutelwerk.privacy.rules import Overrule

_LONGEST = 1200


def _question(label: Any, more: Any) -> GuardedCharField:
    return GuardedCharField(label=label, help_text=more, required=False, max_length=_LONGEST, rows=3)


class OwnEvaluationForm(forms.Form):
    """Four questions, each answered in a few sentences or not at all."""

    keeps = dict.fromkeys(QUESTIONS, "deliberation.Record.own_evaluation")

    spoke = _question(_("Kwam iedereen aan het woord?"), _("Wie bleef stil, en wat deed u toen? Geen namen."))
    free = _question(_("Kon iedereen vrij spreken?"), _("Denk aan wie de baas is, aan haast en aan de sfeer."))
    steered = _question(_("Waar stuurde u?"), _("Met een vraag, uw toon, of wat u opschreef."))
    differently = _question(_("Wat doet u de volgende keer anders?"), _("Eén ding is genoeg."))

    def answers(self) -> dict[str, str]:
        """Give what was answered, by question."""
        return {name: str(self.cleaned_data.get(name) or "") for name in QUESTIONS}

    def overrules(self) -> list[Overrule]:
        """Give which warnings about a name were set aside."""
        return [one for _name, one in overrules(self.cleaned_data)]
