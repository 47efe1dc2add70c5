"""What is filled in about an envelope: who he is, what changes in it, why it should open, and for how long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.forms.assignment import a_text
from sleutelwerk.cases.rules.envelope import LASTINGS
from sleutelwerk.privacy.content import current_guard
from sleutelwerk.privacy.engine.model import Kind, Remark
from sleutelwerk.privacy.engine.segments import advices
from sleutelwerk.privacy.forms.guarded import overrules
from sleutelwerk.privacy.rules import Overrule
from sleutelwerk.vault.rules import LONGEST_REASON, LONGEST_TEXTS, USUAL, Field

#: What belongs in an envelope, and nowhere else.
_BELONGS = frozenset({Kind.ADDRESS, Kind.PERSON})
#: What the FG reads of an overrule. A reason of one's own would stand outside the envelope, and could hold his name.
_REASON = "Staat in een verzegelde envelop, om iemand veilig te bereiken."
_LASTING_NAMES = {
    LASTINGS[0]: _("Een kwartier"),
    LASTINGS[1]: _("Een uur"),
    LASTINGS[2]: _("Een halve dag (4 uur)"),
    LASTINGS[3]: _("Een werkdag (8 uur)"),
}
_SEALED: dict[Field, tuple[Any, Any]] = {
    Field.NAME: (_("Hoe heet hij?"), _("Zoals hij genoemd wil worden.")),
    Field.REACH: (_("Hoe bereikt u hem veilig?"), _("Een nummer of adres dat alleen hij gebruikt, en wanneer.")),
    Field.NEVER: (
        _("Wat mag u nooit gebruiken?"),
        _("Een nummer dat een ander opneemt, een adres waar anderen de post openen, een app die anderen meelezen."),
    ),
}


def _sealed(part: Field, *, required: bool) -> forms.CharField:
    """Ask for a text that goes into the envelope. The browser keeps it out of its memory and its spelling checker."""
    label, help_text = _SEALED[part]
    quiet = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off", "autocorrect": "off"}
    widget = forms.TextInput(quiet) if part is Field.NAME else forms.Textarea({**quiet, "rows": 3})
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST_TEXTS[part], required=required, widget=widget,
        error_messages={
            "required": _("Vul een naam in.") if part is Field.NAME else _("Vul iets in."),
        },
    )  # fmt: skip


class SealedForm(forms.Form):
    """Texts that go into an envelope. The guard looks them through, and nothing typed here stands anywhere else."""

    parts: ClassVar[tuple[Field, ...]] = ()
    keeps: ClassVar[dict[str, str]] = {}
    anyway = forms.BooleanField(
        label=_("Dit moet zo blijven staan"), required=False,
        help_text=_("Alleen als hij anders niet veilig te bereiken is. De FG ziet dat u dit koos, niet wat er staat."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        remarks = [one for part in self.parts for one in self._remarks(part)]
        self.kinds = tuple(dict.fromkeys(one.kind for one in remarks))
        if not self.kinds or any(kind.blocks for kind in self.kinds):
            del self.fields["anyway"]

    def _remarks(self, part: Field) -> list[Remark]:
        """Give what the guard says of a text; of a name only what can stand nowhere, as he bears it."""
        text = str(self.data.get(self.add_prefix(part.value)) or "") if self.is_bound else ""
        found = current_guard().examine(text[: LONGEST_TEXTS[part]])
        return [one for one in found if one.kind.blocks or (part is not Field.NAME and one.kind not in _BELONGS)]

    def clean(self) -> dict[str, Any]:
        """Show with its field what the guard remarks on, unless it must stay."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for part in self.parts:
            remarks = self._remarks(part)
            if remarks and not said.get("anyway"):
                self.add_error(part.value, [_advice(one.text, one.words) for one in advices(remarks)])
        return said

    def texts(self) -> dict[Field, str]:
        """Give what was filled in."""
        return {part: self.cleaned_data[part.value].strip() for part in self.parts}

    def overrules(self) -> list[Overrule]:
        """Give what was left as it is, for the FG."""
        return [Overrule(self.kinds, _REASON)] if self.kinds else []


def _advice(text: str, words: tuple[str, ...]) -> str:
    found = ", ".join(f"‘{word}’" for word in words)
    return f"{found}: {text}"


class PutInForm(SealedForm):
    """Who he is."""

    parts = (Field.NAME, Field.REACH, Field.NEVER)
    name = _sealed(Field.NAME, required=True)
    reach = _sealed(Field.REACH, required=True)
    never = _sealed(Field.NEVER, required=False)
    field_order = ("name", "reach", "never", "anyway")


class NewNameForm(SealedForm):
    """Another name, in place of what stood there."""

    parts = (Field.NAME,)
    name = _sealed(Field.NAME, required=True)
    field_order = ("name", "anyway")


class NewReachForm(SealedForm):
    """Another way to reach him, in place of what stood there."""

    parts = (Field.REACH,)
    reach = _sealed(Field.REACH, required=True)
    field_order = ("reach", "anyway")


class NeverAgainForm(SealedForm):
    """What must never be used: added to what stood there, as nobody sees that."""

    parts = (Field.NEVER,)
    never = _sealed(Field.NEVER, required=True)
    replaces = forms.ChoiceField(
        label=_("Wat gebeurt er met wat er al staat?"), widget=forms.RadioSelect, initial="",
        choices=[("", _("Dat blijft staan. Dit komt erbij.")), ("1", _("Dat verdwijnt. Alleen dit geldt nog."))],
        required=False,
    )  # fmt: skip
    field_order = ("never", "replaces", "anyway")


#: The forms that change one text, by what their address calls it.
CHANGES: dict[str, type[SealedForm]] = {"naam": NewNameForm, "bereiken": NewReachForm, "nooit": NeverAgainForm}


class AskForm(forms.Form):
    """Why somebody must know who it is."""

    reason = a_text(
        _("Waarom moet u weten wie hij is?"), LONGEST_REASON,
        _("Eén zin. Het team leest dit, ook later. Schrijf zijn naam niet op."), rows=3,
    )  # fmt: skip
    keeps: ClassVar = {"reason": "vault.Opening.reason"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].error_messages["required"] = _("Schrijf op waarom het nodig is.")

    def why(self) -> str:
        """Give why."""
        return str(self.cleaned_data["reason"])

    def overrules(self) -> list[Overrule]:
        """Give what was left as it is, with reasons."""
        return [one for _name, one in overrules(self.cleaned_data)]


class AgreeForm(forms.Form):
    """For how long a colleague may know."""

    lasting = forms.TypedChoiceField(
        label=_("Voor hoe lang?"), widget=forms.RadioSelect, initial=int(USUAL.total_seconds() // 60),
        coerce=lambda minutes: timedelta(minutes=int(minutes)),
        choices=[(int(one.total_seconds() // 60), name) for one, name in _LASTING_NAMES.items()],
        error_messages={"required": _("Kies voor hoe lang."), "invalid_choice": _("Kies voor hoe lang.")},
    )  # fmt: skip
