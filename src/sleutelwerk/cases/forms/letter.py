"""What is filled in for a letter: its own fields, made into a form, and the sentences that may stay out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.engine.clauses import BLANK, PLACEHOLDER, Choices, Clause, Composed, Field, FieldKind
from sleutelwerk.cases.engine.letters import Letter, compose_letter
from sleutelwerk.cases.forms.assignment import a_day
from sleutelwerk.privacy.forms import GuardedCharField
from sleutelwerk.privacy.forms.guarded import overrules, refuse_for_ever


class LetterForm(forms.Form):
    """The fields of one letter in one variant. What was filled in is shown in the letter and kept nowhere.

    `fixed` names fields that stay as they are known.
    """

    def __init__(
        self,
        *args: Any,
        letter: Letter,
        variant: str,
        known: Mapping[str, str],
        fixed: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._letter = letter
        self._variant = variant
        self._refs: dict[str, str] = {}
        for ref, clause in _clauses(letter, variant):
            for one in clause.fields:
                # what belongs to a sentence that may stay out is asked by the letter itself, once the sentence is in
                field = _field(one, required=not clause.optional)
                if one.id in fixed:
                    field.disabled, field.help_text = True, _("Dit houdt Sleutelwerk zelf bij.")
                self._add(f"{ref}.{one.id}", field, known)
            if clause.options:
                self._add(ref, _choice(clause), known)
            if clause.optional:
                label = PLACEHOLDER.sub(BLANK, clause.text)
                field = forms.BooleanField(label=label, required=False)
                self._add(ref, field, {} if clause.fields else {ref: "on"})

    def _add(self, ref: str, field: forms.Field, known: Mapping[str, str]) -> None:
        name = ref.replace(".", "_").replace("-", "_")
        self._refs[name] = ref
        field.initial = known.get(ref, "")
        self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """Show with its field what the letter itself finds wrong."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors:
            names = {ref: name for name, ref in self._refs.items()}
            for problem in self.composed(said).problems:
                self.add_error(names.get(problem.ref), problem.message)
        return said

    def composed(self, said: Mapping[str, Any]) -> Composed:
        """Put the letter together."""
        filled, chosen, left_out = {}, {}, set()
        for name, ref in self._refs.items():
            field, value = self.fields[name], str(said.get(name, "") or "")
            if isinstance(field, forms.BooleanField):
                left_out |= set() if said.get(name) else {ref}
            elif isinstance(field, forms.ChoiceField):
                chosen[ref] = value
            else:
                filled[ref] = value
        choices = Choices(left_out=frozenset(left_out), chosen=chosen, filled=filled)
        return compose_letter(self._letter, self._variant, choices)

    def overrules(self) -> list[Any]:
        """Give what was left as it is, with reasons."""
        return [one for _name, one in overrules(self.cleaned_data)]


def _clauses(letter: Letter, variant: str) -> Iterator[tuple[str, Clause]]:
    for part in letter.parts:
        if part.section.is_for(variant):
            yield from ((f"{part.section.id}.{clause.id}", clause) for clause in part.section.clauses)


def _choice(clause: Clause) -> forms.ChoiceField:
    """Ask in which way a sentence runs."""
    choices = [(one.id, f"{one.label}: “{one.text}”") for one in clause.options]
    return forms.ChoiceField(
        label=_("Hoe zegt u het?"), choices=choices, widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat u zegt.")},
    )  # fmt: skip


def _field(one: Field, *, required: bool) -> forms.Field:
    missing = {"required": _("Vul dit in. Een brief met een gat is geen brief.")}
    if one.kind is FieldKind.TEXT:
        return GuardedCharField(
            label=one.label, help_text=one.help, max_length=one.limit, rows=1, required=required,
            error_messages={"incomplete": missing["required"]},
        )  # fmt: skip
    if one.kind is FieldKind.DATE:
        return a_day(one.label, one.help, required=required)
    if one.kind is FieldKind.NUMBER:
        widget, longest = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}), 6
    else:
        widget, longest = forms.TextInput(), one.limit
    return forms.CharField(
        label=one.label, help_text=one.help, max_length=longest, widget=widget, required=required,
        error_messages=missing, validators=[refuse_for_ever],
    )  # fmt: skip
