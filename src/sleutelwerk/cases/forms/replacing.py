"""A form that replaces whole texts: it carries a mark of what was shown, so that no colleague's words go unseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sleutelwerk.cases.rules.replacing import is_overtaken, version_of
from sleutelwerk.privacy.forms import GuardedText

#: How the mark is called on the page; the template `cases/_seen.html` writes it.
SEEN = "seen_version"


@dataclass(frozen=True, slots=True)
class BothTexts:
    """What is kept now and what somebody typed, for one field."""

    label: Any
    kept: str
    typed: str


class ReplacingForm(forms.Form):
    """A form whose initial values are what is kept now. Its page includes `cases/_seen.html` after the token."""

    #: What is asked along with it and is not kept.
    unkept: ClassVar[frozenset[str]] = frozenset()
    overtaken = False

    @property
    def version(self) -> str:
        """Give the mark of what is kept now."""
        return version_of({name: self.get_initial_for_field(self.fields[name], name) for name in self._kept_names()})

    def would_keep(self, name: str) -> Any:
        """Give what would be kept of one answer: of a text the words, without a reason why they stand there."""
        value = getattr(self, "cleaned_data", {}).get(name, _typed(self[name]))
        return value.text if isinstance(value, GuardedText) else value

    def _kept_names(self) -> list[str]:
        return [name for name in self.fields if name not in self.unkept]

    def _differs(self) -> bool:
        """Tell whether other things would be kept than are kept now; the same sent twice is no conflict."""
        return version_of({name: self.would_keep(name) for name in self._kept_names()}) != self.version

    def full_clean(self) -> None:
        """Refuse to replace what was not shown, whatever else is wrong: the next page carries the newest mark."""
        super().full_clean()
        if self.is_bound and is_overtaken(self.data.get(SEEN, ""), self.version, differs=self._differs()):
            self._say()

    def is_newest(self, now: ReplacingForm) -> bool:
        """Tell whether it was made from what is kept; otherwise say so, and go on from there."""
        if self.version == now.version:
            return True
        self.initial = {name: now.get_initial_for_field(field, name) for name, field in now.fields.items()}
        if not self._differs():
            return True
        self._say()
        return False

    def _say(self) -> None:
        self.overtaken = True
        self.add_error(
            None,
            _("Deze pagina is intussen al bewaard, misschien door u in een ander venster. Er is niets weg: hieronder "
              "staan allebei de teksten. Uw tekst staat nog in het formulier. Pas hem aan en bewaar."),
        )  # fmt: skip

    def both(self) -> Iterator[BothTexts]:
        """Give both texts, where they differ."""
        for name in self._kept_names():
            field = self.fields[name]
            kept = _words(field, self.get_initial_for_field(field, name))
            typed = _words(field, self.would_keep(name))
            if kept != typed:
                yield BothTexts(field.label, kept, typed)


def _typed(bound: BoundField) -> Any:
    value = bound.value()
    value = (value or [""])[0] if isinstance(bound.field, forms.MultiValueField) else value
    return value.strip() if isinstance(value, str) else value


def _words(field: forms.Field, value: Any) -> str:
    """Say a value as its page does; empty when there is none."""
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in field.widget.choices}
        chosen = value if isinstance(value, list | tuple) else [value]
        return ", ".join(labels.get(str(one), "") for one in chosen if one)
    if isinstance(field, forms.BooleanField):
        return _("Ja") if value else _("Nee")
    if isinstance(field, forms.DateField):
        try:
            day = field.to_python(value)
        except forms.ValidationError:
            return str(value)
        return date_format(day, "j F Y") if isinstance(day, date) else ""
    return str(value or "").strip()
