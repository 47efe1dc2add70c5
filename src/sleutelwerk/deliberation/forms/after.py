"""Forms after a deliberation: a part of a record line by line, how long it can be checked, and looking back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.deliberation.actions.reporting import Answer
from sleutelwerk.deliberation.engine.model import Meaning
from sleutelwerk.deliberation.engine.report import CERTAINTIES, Line, Part, lines_in, none_said
from sleutelwerk.deliberation.queries.after import labels_of
from sleutelwerk.deliberation.queries.looking_through import FUNCTIONS
from sleutelwerk.deliberation.rules.closing import CHECK_DAYS, FEWEST_CHECK_DAYS, MOST_CHECK_DAYS
from sleutelwerk.privacy.forms.guarded import GuardedCharField, GuardedText, overrules
from sleutelwerk.privacy.rules import Overrule

#: More lines than this no page can show, and no talk has.
MOST_LINES = 300
_BLANK = 2
_LONGEST = 1200
_DAYS = frozenset({Meaning.DUE.value, Meaning.REVIEW_ON.value})
_ALONE = frozenset({Part.SITUATION, Part.TURNING_POINT, Part.QUESTION, Part.SIDE_A, Part.SIDE_B, Part.DECIDER})


SOME, NONE = "some", "none"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a part that must be said, and the two answers to it."""

    question: Promise
    help_text: Promise
    some: Promise
    none: Promise


_SAID: Mapping[Part, Asked] = {
    Part.DISSENTING_VIEW: Asked(
        _("Dacht iemand er anders over?"),
        _("Vraag het de groep. Kies nooit ‘nee’ zonder te vragen."),
        _("Ja. Ik schrijf het hieronder op, zonder te zeggen wie."),
        _("Nee. Er was geen afwijkend standpunt. Ik heb ernaar gevraagd."),
    ),
    Part.REMAINING_DOUBT: Asked(
        _("Bleef er twijfel, ook bij wie het eens was?"),
        _("Vraag het de groep. Kies nooit ‘nee’ zonder te vragen."),
        _("Ja. Ik schrijf die hieronder op."),
        _("Nee. Er bleef geen twijfel. Ik heb ernaar gevraagd."),
    ),
}


class PartForm(forms.Form):
    """The lines of one part, each a few texts, and some empty ones to add; a line that is emptied goes."""

    said = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, data: Any, *, part: Part, body: Mapping[str, Any]) -> None:
        lines = lines_in(body, part)
        super().__init__(data)
        self._part = part
        others = {line.get(Meaning.CERTAINTY.value, "") for line in lines} - {"", *CERTAINTIES}
        self._certainties = [("", _("Nog niet gekozen")), *((one, one) for one in (*CERTAINTIES, *sorted(others)))]
        if part in _SAID:
            self._ask_for(_SAID[part], SOME if lines else NONE if none_said(body, part) else "")
        else:
            del self.fields["said"]
        self._entries = [line["entry"] for line in lines] if data is None else _entries_in(data)
        if data is None:
            self._entries += [""] * (0 if part in _ALONE and lines else _BLANK if part not in _ALONE else 1)
        for number, entry in enumerate(self._entries):
            line = lines[number] if data is None and number < len(lines) else {}
            self._add_line(number, entry, line)

    def _ask_for(self, asked: Asked, initial: str) -> None:
        said = self.fields["said"]
        assert isinstance(said, forms.ChoiceField)
        said.label, said.help_text, said.initial = str(asked.question), str(asked.help_text), initial
        said.choices = ((SOME, asked.some), (NONE, asked.none))

    def clean(self) -> dict[str, Any]:
        """Refuse a part that must be said and is not, or that says both."""
        found = super().clean() or self.cleaned_data
        said = found.get("said")
        written = any(_plain(text) for name, text in found.items() if name != "said" and not name.endswith("-entry"))
        if said == SOME and not written and not self.errors:
            self.add_error("said", _("Schrijf het hieronder op, of kies dat er geen was."))
        if said == NONE and written:
            self.add_error("said", _("U koos dat er geen was, en u schreef er ook een op. Kies een van de twee."))
        return found

    def _add_line(self, number: int, entry: str, line: Mapping[str, str]) -> None:
        self.fields[f"{number}-entry"] = forms.CharField(
            initial=entry, required=False, max_length=36, widget=forms.HiddenInput
        )
        for name, label in labels_of(self._part):
            if name in _DAYS:
                day = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
                field: forms.Field = forms.DateField(required=False, label=label, widget=day)
            elif name == Meaning.CERTAINTY:
                field = forms.ChoiceField(required=False, label=label, choices=self._certainties)
            else:
                field = GuardedCharField(
                    required=False, label=label, max_length=_LONGEST, rows=self._rows, functions_only=name in FUNCTIONS
                )
            field.initial = line.get(name, "")
            self.fields[f"{number}-{name}"] = field

    @property
    def _rows(self) -> int:
        return 6 if self._part is Part.SITUATION else 2

    def rows(self) -> Iterator[tuple[BoundField, tuple[BoundField, ...]]]:
        """Give the fields by line: the hidden one first, and then what is filled in."""
        for number in range(len(self._entries)):
            texts = tuple(self[f"{number}-{name}"] for name, _label in labels_of(self._part))
            yield self[f"{number}-entry"], texts

    def lines(self) -> list[Line] | None:
        """Give the lines as they were sent; None when it says, in so many words, that there was none."""
        if self.cleaned_data.get("said") == NONE:
            return None
        found = []
        for number in range(len(self._entries)):
            line = {"entry": self.cleaned_data[f"{number}-entry"]}
            for name, _label in labels_of(self._part):
                line[name] = _plain(self.cleaned_data[f"{number}-{name}"])
            if self._part is Part.FACTS and not line[Meaning.FACT.value]:
                line[Meaning.CERTAINTY.value] = ""  # the sort of nothing would keep a line that was emptied
            found.append(line)
        return found

    def overrules(self) -> Sequence[Overrule]:
        """Give what was left standing, each with its reason."""
        return [one for _name, one in overrules(self.cleaned_data)]


def _entries_in(data: Mapping[str, Any]) -> list[str]:
    """Read from what was sent how many lines there are, and what each was made from."""
    found: list[str] = []
    while len(found) < MOST_LINES and f"{len(found)}-entry" in data:
        found.append(str(data[f"{len(found)}-entry"]))
    return found


def _plain(value: Any) -> str:
    if isinstance(value, GuardedText):
        return value.text
    if isinstance(value, str):
        return value
    return value.isoformat() if value else ""


class CheckDaysForm(forms.Form):
    """How many days those who took part can check the draft."""

    days = forms.IntegerField(
        label=_("Hoeveel dagen na het gesprek kunnen deelnemers nalezen?"),
        min_value=FEWEST_CHECK_DAYS,
        max_value=MOST_CHECK_DAYS,
        initial=CHECK_DAYS,
    )


_ANSWERS = ((Answer.YES, _("Ja")), (Answer.PARTLY, _("Deels")), (Answer.NO, _("Nee")))


class LookBackForm(forms.Form):
    """The three questions of looking back."""

    keeps = {"doubt": "deliberation.Record.body"}

    done = forms.ChoiceField(label=_("Is gedaan wat u afsprak?"), choices=_ANSWERS, widget=forms.RadioSelect)
    right = forms.ChoiceField(label=_("Vindt u het nog juist?"), choices=_ANSWERS, widget=forms.RadioSelect)
    doubt = GuardedCharField(
        label=_("Is er een nieuwe twijfel?"),
        help_text=_("In een paar zinnen, zonder namen. Is er geen, laat dit dan leeg."),
        required=False,
        max_length=_LONGEST,
        rows=3,
    )

    def answers(self) -> dict[str, Answer]:
        """Give what was chosen."""
        return {name: Answer(self.cleaned_data[name]) for name in ("done", "right")}


class KeyForm(forms.Form):
    """What a phone sends to strike its own words."""

    entry = forms.UUIDField()
    key = forms.CharField(max_length=128)

    def clean_key(self) -> str:
        """Refuse what is no key. Raises ValidationError."""
        key: str = self.cleaned_data["key"]
        if not key.isascii():
            raise ValidationError(_("Dit is geen sleutel."))
        return key
