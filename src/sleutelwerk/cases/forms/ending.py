"""What is filled in at a farewell: how it ends, and how far each step is."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.actions.ending import Done, Farewell
from sleutelwerk.cases.forms.assignment import a_choice, a_day, a_text
from sleutelwerk.cases.forms.replacing import ReplacingForm
from sleutelwerk.cases.queries.ending import STEPS, WHYS, EndingShown
from sleutelwerk.cases.rules.ending import NEVER_SKIPPED, USUAL_AFTERCARE, State, Step, Why
from sleutelwerk.privacy.forms.guarded import overrules

LONGEST_REASON, LONGEST_WHO = 300, 120
STATES: dict[State, str | Promise] = {
    State.OPEN: _("Nog niet"),
    State.DONE: _("Gedaan"),
    State.NOT_NEEDED: _("Hoeft niet, zo spraken wij af"),
}


class BeginEndingForm(forms.Form):
    """How it ends and on which day; a reason only when we are the ones who stop."""

    keeps: ClassVar[dict[str, str]] = {"ends_on": "cases.Ending.ends_on"}

    why = a_choice(_("Hoe eindigt het?"), WHYS, _("Stopt hij? Dan vraagt u niet waarom, en schrijft u geen reden op."))
    ends_on = a_day(_("Wat is de laatste dag?"), _("Hooguit drie maanden vooruit."), required=True)
    reason = a_text(
        _("Alleen als wij stoppen: waarom?"), LONGEST_REASON,
        _("In één zin die hij mag lezen. Stopt hij, of is het klaar? Laat dit leeg."), rows=2,
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, locked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"ends_on": today}, **kwargs})
        if locked:  # stopping waits for nothing, all the rest does
            self.fields["why"] = a_choice(_("Hoe eindigt het?"), {Why.HE_STOPS: WHYS[Why.HE_STOPS]})
            del self.fields["reason"]
        self.fields["why"].required = True
        self.fields["why"].error_messages["required"] = _("Kies hoe het eindigt.")

    def farewell(self) -> Farewell:
        """Give what was filled in."""
        said = self.cleaned_data
        return Farewell(
            said["why"], said["ends_on"], str(said.get("reason", "")), [one for _name, one in overrules(said)]
        )


class SoonerForm(forms.Form):
    """On which day he stops; nothing else, as he needs no reason."""

    keeps: ClassVar[dict[str, str]] = {"ends_on": "cases.Ending.ends_on"}

    ends_on = a_day(_("Wat is nu de laatste dag?"), required=True)

    def __init__(self, *args: Any, today: date, before: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"ends_on": min(today, before)}, **kwargs})

    def farewell(self) -> Farewell:
        """Give what was filled in."""
        return Farewell(Why.HE_STOPS, self.cleaned_data["ends_on"])


class StepsForm(ReplacingForm):
    """How far each step is, and until when he can call whom."""

    until = a_day(_("Tot en met welke dag kan hij iemand bellen?"))
    who = a_text(
        _("Wie kan hij bellen?"), LONGEST_WHO,
        _("Een functie en een vervanger, geen namen. Hun nummers krijgt hij van u, en staan hier niet."),
    )  # fmt: skip

    def __init__(self, *args: Any, shown: EndingShown, **kwargs: Any) -> None:
        until = shown.until or shown.row.ends_on + USUAL_AFTERCARE
        super().__init__(*args, **{"initial": {"until": until, "who": shown.who}, **kwargs})
        for one in shown.steps:
            states = {key: label for key, label in STATES.items() if self._fits(one.step, key)}
            field = a_choice(one.title, states, one.about)
            field.initial = one.state
            self.fields[one.step.value] = field
        self.order_fields([*(step.value for step in Step), "until", "who"])

    @staticmethod
    def _fits(step: Step, state: State) -> bool:
        return state is not State.NOT_NEEDED or step not in NEVER_SKIPPED

    @property
    def steps(self) -> list[BoundField]:
        """Give the steps, in the order in which one does them."""
        return [self[step.value] for step in STEPS]

    def done(self) -> Done:
        """Give what was filled in; a step without an answer is still to do."""
        said = self.cleaned_data
        steps = {step.value: said[step.value] or State.OPEN.value for step in Step}
        return Done(steps, said["until"], str(said["who"]), [one for _name, one in overrules(said)])
