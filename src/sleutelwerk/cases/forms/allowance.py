"""What is filled in about what a key figure gets: a proposal, an amount from elsewhere, and why one does not go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.actions.allowance import Proposal
from sleutelwerk.cases.content import pay_words
from sleutelwerk.cases.engine.allowances import Allowances, Counts
from sleutelwerk.cases.engine.clauses import MONTHS
from sleutelwerk.cases.forms.assignment import a_text
from sleutelwerk.cases.queries.allowance import payable
from sleutelwerk.cases.rules.allowance import Judged, cents_of, may_be_for, minutes_of
from sleutelwerk.privacy.forms import GuardedCharField, GuardedText
from sleutelwerk.privacy.forms.guarded import overrules

LONGEST_WHAT = 120
_DIGITS = {"inputmode": "decimal", "autocomplete": "off"}


class MonthField(forms.TypedChoiceField):
    """Asks for a month out of a few; its value is the first day of it."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"required": _("Kies een maand."), "invalid_choice": _("Kies een maand uit de lijst.")}
        super().__init__(coerce=lambda text: date.fromisoformat(f"{text}-01"), error_messages=wrong, **kwargs)

    def offer(self, months: Sequence[date]) -> None:
        """Let somebody choose out of these."""
        self.choices = [(f"{one:%Y-%m}", f"{MONTHS[one.month - 1]} {one.year}") for one in months]


class AmountField(forms.CharField):
    """Asks for an amount in euros, as people write it; its value is in whole cents."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"required": _("Vul een bedrag in, bijvoorbeeld 45 of 45,50.")}
        super().__init__(max_length=20, error_messages=wrong, widget=forms.TextInput(_DIGITS), **kwargs)

    def clean(self, value: Any) -> Any:
        """Give the cents. Raises ValidationError when it is no amount."""
        cents = cents_of(super().clean(value))
        if cents is None:
            raise ValidationError(
                _("Schrijf het bedrag in euro’s als 45 of 45,50. Duizend euro schrijft u als 1000, zonder punt.")
            )
        return cents


class ProposeForm(forms.Form):
    """A proposal: only kinds of the list, and never per tip, talk or result (N17)."""

    keeps: ClassVar[dict[str, str]] = {
        "kind": "cases.Allowance.kind",
        "amount": "cases.Allowance.cents",
        "hours": "cases.Allowance.minutes",
    }

    kind = forms.ChoiceField(
        label=_("Wat geeft u?"), widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat past."), "invalid_choice": _("Dit betaalt u niet hier.")},
    )  # fmt: skip
    month = MonthField(label=_("Voor welke maand?"))
    amount = AmountField(label=_("Hoeveel euro?"), help_text=_("Als 45 of 45,50. Bij een bon: wat hij waard is."))
    hours = forms.CharField(
        label=_("Hoeveel uur werkte hij daarvoor?"), required=False, max_length=12, widget=forms.TextInput(_DIGITS),
        help_text=_("Alleen bij een vrijwilligersvergoeding. Bijvoorbeeld 8, 8,5 of 8:15."),
    )  # fmt: skip
    under_21 = forms.BooleanField(
        label=_("Hij is nog geen 21 jaar"), required=False,
        help_text=_("Dan geldt een lagere grens per uur. Zijn leeftijd bewaren wij niet."),
    )  # fmt: skip
    what = GuardedCharField(
        label=_("Waarvoor is het?"), max_length=LONGEST_WHAT, rows=1,
        help_text=_("Kort en neutraal, bijvoorbeeld: reiskosten bus. Geen namen, en nooit per tip of resultaat."),
        error_messages={"incomplete": _("Schrijf kort waarvoor het is.")},
    )  # fmt: skip

    def __init__(self, *args: Any, table: Allowances, months: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._counts = {one.id: one.counts for one in table.kinds}
        kind, month = self.fields["kind"], self.fields["month"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(month, MonthField)
        kind.choices = [(one.id, one.title) for one in payable(table)]
        month.offer(months)

    def clean_hours(self) -> int:
        """Give the minutes; none where nobody asks for them."""
        text = self.cleaned_data["hours"]
        if not text or self._counts.get(self.cleaned_data.get("kind", "")) is not Counts.FEE:
            return 0
        minutes = minutes_of(text)
        if minutes is None:
            raise ValidationError(_("Schrijf de uren als 8, 8,5 of 8:15."))
        return minutes

    def clean_what(self) -> GuardedText:
        """Refuse money for a tip or a result."""
        what: GuardedText = self.cleaned_data["what"]
        verdict = may_be_for(what.text, pay_words())
        if not verdict:
            raise ValidationError(verdict.reason)
        return what

    def proposal(self, *, seen: bool, receipts: bool = False) -> Proposal:
        """Give what was filled in."""
        said = self.cleaned_data
        fee = self._counts[said["kind"]] is Counts.FEE
        return Proposal(
            kind=said["kind"], month=said["month"], cents=said["amount"], what=str(said["what"]),
            minutes=said["hours"], under_21=said["under_21"] and fee, seen=seen,
            receipts=receipts, overrules=[one for _name, one in overrules(said)],
        )  # fmt: skip


def shown_as(proposal: Proposal, judged: Judged) -> str:
    """Name a proposal with what was said of it, so that it goes on only as it was shown."""
    said = (proposal.kind, proposal.month, proposal.cents, proposal.minutes, proposal.under_21, judged.same)
    return sha256(repr(said).encode()).hexdigest()[:16]


class ElsewhereForm(forms.Form):
    """What he got of somebody else: an amount and a month. Of whom, nobody asks."""

    month = MonthField(label=_("In welke maand?"))
    amount = AmountField(label=_("Hoeveel euro kreeg hij?"), help_text=_("Alleen het bedrag. Van wie, vraagt u niet."))

    def __init__(self, *args: Any, months: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        month = self.fields["month"]
        assert isinstance(month, MonthField)
        month.offer(months)


class HandForm(forms.Form):
    """What the next hand sends along: nothing, or why it does not go on."""

    why_not = a_text(
        _("Waarom gaat het niet door?"), LONGEST_WHAT, _("Kort, voor wie het voorstelde. Het mag leeg blijven.")
    )

    def overrules(self) -> list[Any]:
        """Give what was left as it is, with reasons."""
        return [one for _name, one in overrules(self.cleaned_data)]
