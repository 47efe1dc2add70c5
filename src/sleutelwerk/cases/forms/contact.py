"""What is filled in about a contact, a signal around a theme, and laying the work still; closed lists come first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.actions.contact import FollowUp, Spoken
from sleutelwerk.cases.actions.pausing import Talked
from sleutelwerk.cases.actions.theme_signals import Heard
from sleutelwerk.cases.forms.assignment import TO_COME, a_choice, a_day, a_text
from sleutelwerk.cases.queries.cases import THEMES, OpenCase
from sleutelwerk.cases.queries.contact import CHANNELS, LASTS, MOODS, pause_signals
from sleutelwerk.cases.rules.contact import Safety, may_promise
from sleutelwerk.privacy.forms import GuardedCharField
from sleutelwerk.privacy.forms.guarded import overrules
from sleutelwerk.privacy.rules import Overrule

LONGEST_FOLLOW_UP, LONGEST_SAID, LONGEST_AGREED = 200, 400, 600
SAFETIES = {
    Safety.ASKED: _("Ja, en er is geen zorg"),
    Safety.WORRY: _("Ja, en er is een zorg"),
    Safety.NOT_ASKED: _("Nee, nog niet"),
}


def must(field: forms.ChoiceField) -> forms.ChoiceField:
    """Make a choice that cannot wait."""
    field.required = True
    field.error_messages["required"] = _("Kies wat past.")
    return field


def a_needed_text(label: Any, longest: int, help_text: Any, missing: Any, *, rows: int = 3) -> GuardedCharField:
    """Ask for a text that cannot wait; the guard looks through it."""
    return GuardedCharField(
        label=label, max_length=longest, rows=rows, help_text=help_text, error_messages={"incomplete": missing}
    )


class ContactForm(forms.Form):
    """One contact: seven quick choices, and one line for what one does next."""

    keeps: ClassVar[dict[str, str]] = {"held_on": "cases.Contact.held_on"}

    held_on = a_day(_("Wanneer?"), required=True, past=TO_COME)
    channel = must(a_choice(_("Hoe sprak u hem?"), CHANNELS))
    lasted = must(a_choice(_("Hoe lang, ongeveer?"), LASTS))
    theme = must(a_choice(_("Waar ging het over?"), THEMES, _("Over welk thema, nooit over wie.")))
    mood = must(a_choice(_("Hoe gaat het met hem?"), MOODS, _("Vraag het hem, en kies wat hij zegt.")))
    safety = must(
        a_choice(
            _("Vroeg u of hij zich veilig voelt, ook thuis?"),
            SAFETIES,
            _("Wij bewaren alleen dat u het vroeg. Is er een zorg, dan leest u hierna meteen wat u doet."),
        )
    )
    follow_up = a_text(
        _("Wat doet u nu?"), LONGEST_FOLLOW_UP,
        _("Kort, en zonder namen. Bijvoorbeeld: uitzoeken of de cursus in mei kan. Niets? Laat het dan leeg."),
    )  # fmt: skip
    who = forms.ChoiceField(label=_("Wie doet dat?"), required=False)
    by = a_day(_("Uiterlijk wanneer?"))

    def __init__(self, *args: Any, found: OpenCase, paused: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"held_on": today, "theme": found.row.theme}, **kwargs})
        if paused:
            del self.fields["theme"]
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Niemand in het bijzonder")), *((str(one.person), one.name) for one in found.who_sees)]

    def clean(self) -> dict[str, Any]:
        """Look whether what is promised can be, and say it at its field."""
        said = super().clean() or self.cleaned_data
        verdict = may_promise(str(said.get("follow_up") or ""), said.get("by"), said.get("held_on"))
        if not verdict and "follow_up" in said:
            self.add_error("by", verdict.reason)
        return said

    def spoken(self) -> Spoken:
        """Give what was filled in."""
        said = self.cleaned_data
        follow_up = FollowUp(str(said["follow_up"]), UUID(said["who"]) if said["who"] else None, said["by"])
        return Spoken(
            held_on=said["held_on"],
            channel=said["channel"],
            lasted=said["lasted"],
            theme=said.get("theme", ""),
            mood=said["mood"],
            safety=said["safety"],
            follow_up=follow_up,
            overrules=[one for _name, one in overrules(said)],
        )


class SignalForm(forms.Form):
    """Something that is going on around a theme, of no person."""

    theme = must(a_choice(_("Rond welk thema?"), THEMES))
    said = a_needed_text(
        _("Wat speelt er?"), LONGEST_SAID,
        _("Wat meer mensen merken of nodig hebben. Nooit wie, waar precies, of wat iemand deed."),
        _("Schrijf op wat er speelt."),
    )  # fmt: skip

    def heard(self) -> Heard:
        """Give what was filled in."""
        said = self.cleaned_data
        return Heard(said["theme"], str(said["said"]), [one for _name, one in overrules(said)])


class FeedbackForm(forms.Form):
    """What he heard about it."""

    answer = a_needed_text(
        _("Wat vertelde u hem?"), LONGEST_SAID, _("Wat u ermee deed, of waarom er niets kwam."),
        _("Schrijf op wat u ermee deed, of waarom niets."),
    )  # fmt: skip

    def answered(self) -> tuple[str, list[Overrule]]:
        """Give what was filled in, and what was left as it is, with reasons."""
        return str(self.cleaned_data["answer"]), [one for _name, one in overrules(self.cleaned_data)]


class PauseForm(forms.Form):
    """Which signal it is."""

    signal = forms.ChoiceField(
        label=_("Wat is er?"), widget=forms.RadioSelect, error_messages={"required": _("Kies wat er is.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["signal"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.id, one.text) for one in pause_signals()]


class ResumeForm(forms.Form):
    """That it was talked through, and what was agreed."""

    deliberated = forms.BooleanField(
        label=_("Wij hebben dit doorgepraat: met hem, en met iemand van buiten het team"),
        error_messages={"required": _("Praat het eerst door.")},
    )
    agreed = a_needed_text(
        _("Wat spraken wij af?"), LONGEST_AGREED,
        _("Wat er anders gaat. Schrijf niet op wat er gebeurde of wie het deed."),
        _("Schrijf op wat u afsprak voordat het weer begint."),
    )  # fmt: skip

    def talked(self) -> Talked:
        """Give what was filled in."""
        said: Mapping[str, Any] = self.cleaned_data
        return Talked(said["deliberated"], str(said["agreed"]), [one for _name, one in overrules(said)])
