"""What is settled in one group of topics, made into a form from its clauses; all of it may be left for later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.actions.agreement import HisYes
from sleutelwerk.cases.engine.agreements import Agreement, Topic
from sleutelwerk.cases.engine.clauses import Choices, Clause, Field, FieldKind, Problem, ProblemKind, fill
from sleutelwerk.cases.engine.stored_agreement import composed_with, sentences
from sleutelwerk.cases.forms.assignment import TO_COME, a_choice, a_day, a_text
from sleutelwerk.cases.forms.replacing import ReplacingForm
from sleutelwerk.cases.queries.agreement import GroupShown
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.rules.agreement import days_in_order, hears_for_us
from sleutelwerk.privacy.engine.model import Kind
from sleutelwerk.privacy.forms.guarded import GuardedCharField, overrules, refuse_for_ever

#: What cannot be kept; a gap can.
_WRONG = frozenset(
    {
        ProblemKind.TOO_LONG, ProblemKind.NO_NUMBER, ProblemKind.NO_DATE, ProblemKind.BAD_CHARACTER, ProblemKind.SAME,
    }
)  # fmt: skip
#: How the days are called in the agreement that ships.
_DAYS = {"begin": "begin", "terugkijken": "look_back", "einde": "end"}
#: What belongs in a field for one of us, and is not remarked on there.
_OF_US = frozenset({Kind.PERSON, Kind.ADDRESS})


@dataclass(frozen=True, slots=True)
class ClauseAsked:
    """One clause as its page asks it: the text as it is, what is chosen, whether it stays, and what is filled in."""

    sentences: tuple[str, ...]
    fixed: bool
    options: BoundField | None
    stays: BoundField | None
    fields: tuple[BoundField, ...]


@dataclass(frozen=True, slots=True)
class TopicAsked:
    """One topic with its clauses."""

    topic: Topic
    clauses: tuple[ClauseAsked, ...]


class AgreementForm(ReplacingForm):
    """The clauses of one group of topics."""

    def __init__(
        self, *args: Any, template: Agreement, profile: str, group: GroupShown, choices: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._template, self._profile, self._topics, self._kept = template, profile, group.topics, choices
        self._refs: dict[str, str] = {}
        for ref, clause in _clauses(group.topics):
            if clause.options:
                labels = {one.id: f"{one.label}: {self._with_gaps(ref, clause, one.text)}" for one in clause.options}
                self._add(ref, a_choice(_("Kies samen"), labels), choices.chosen.get(ref, ""))
            if clause.optional:
                self._add(f"{ref}.", _stays(), ref not in choices.left_out)
            for one in clause.fields:
                self._add(f"{ref}.{one.id}", _field(one), choices.filled.get(f"{ref}.{one.id}", ""))

    def _add(self, ref: str, field: forms.Field, initial: Any) -> None:
        name = ref.replace(".", "_").replace("-", "_")
        self._refs[name] = ref
        field.initial = initial
        self.fields[name] = field

    def _with_gaps(self, ref: str, clause: Clause, text: str) -> str:
        """Give a text as it stood when it was last kept, to read aloud before anything is typed."""
        return fill(text, clause.fields, self._kept.filled, ref)[0]

    def still_open(self, problems: Sequence[Problem]) -> list[BoundField]:
        """Give the fields that still wait for an answer."""
        names = {ref: name for name, ref in self._refs.items()}
        return [self[names[one.ref]] for one in problems if one.ref in names]

    def topics(self) -> Iterator[TopicAsked]:
        """Give the topics with their fields, in the order in which they are talked about."""
        names = {ref: name for name, ref in self._refs.items()}
        for topic in self._topics:
            yield TopicAsked(topic, tuple(self._asked(topic.id, one, names) for one in topic.section.clauses))

    def _asked(self, topic: str, clause: Clause, names: Mapping[str, str]) -> ClauseAsked:
        ref = f"{topic}.{clause.id}"
        return ClauseAsked(
            sentences(self._with_gaps(ref, clause, clause.text)),
            clause.fixed,
            self[names[ref]] if clause.options else None,
            self[names[f"{ref}."]] if clause.optional else None,
            tuple(self[names[f"{ref}.{one.id}"]] for one in clause.fields),
        )

    def clean(self) -> dict[str, Any]:
        """Show with its field what can never stand there; what is still open may wait."""
        said: dict[str, Any] = super().clean() or {}
        names = {ref: name for name, ref in self._refs.items()}
        for problem in composed_with(self._template, self._profile, self._said(said)).problems:
            name = names.get(problem.ref)
            if problem.kind in _WRONG and name is not None and name not in self.errors:
                self.add_error(name, problem.message)
        self._look_at_days(said)
        return said

    def _look_at_days(self, said: Mapping[str, Any]) -> None:
        """Show with its day what cannot be agreed: content that calls its days otherwise is not looked at."""
        names = {_DAYS[last]: name for name, ref in self._refs.items() if (last := ref.rpartition(".")[2]) in _DAYS}
        days = {day: value for day, name in names.items() if isinstance(value := said.get(name), date)}
        wrong = days_in_order(days.get("begin"), days.get("look_back"), days.get("end"))
        for day, why in wrong.items():
            self.add_error(names[day], why)

    def _said(self, said: Mapping[str, Any]) -> Choices:
        left_out, chosen, filled = set(), {}, {}
        for name, ref in self._refs.items():
            value = said.get(name)
            if ref.endswith("."):
                left_out |= set() if value else {ref.removesuffix(".")}
            elif isinstance(self.fields[name], forms.ChoiceField):
                chosen[ref] = str(value or "")
            else:
                filled[ref] = value.isoformat() if isinstance(value, date) else str(value or "")
        return Choices(
            frozenset(left_out),
            {ref: one for ref, one in chosen.items() if one},
            {ref: one for ref, one in filled.items() if one},
        )

    def choices(self) -> Choices:
        """Give what was settled."""
        return self._said(self.cleaned_data)

    def overrules(self) -> list[Any]:
        """Give what was left as it is, with reasons."""
        return [one for _name, one in overrules(self.cleaned_data)]


def _clauses(topics: Sequence[Topic]) -> Iterator[tuple[str, Clause]]:
    for topic in topics:
        yield from ((f"{topic.id}.{clause.id}", clause) for clause in topic.section.clauses)


def _stays() -> forms.BooleanField:
    return forms.BooleanField(label=_("Deze afspraak doet mee"), required=False)


def _field(one: Field) -> forms.Field:
    if one.kind is FieldKind.TEXT:
        return a_text(one.label, one.limit, one.help)
    if one.kind is FieldKind.DATE:
        return a_day(one.label, one.help)
    if one.kind is FieldKind.NUMBER:
        digits = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
        return forms.CharField(label=one.label, help_text=one.help, max_length=6, widget=digits, required=False)
    if one.kind is FieldKind.CONTACT:
        # a name, a number and an office of ours belong there; what somebody is or did belongs nowhere
        return GuardedCharField(
            label=one.label, help_text=one.help, max_length=one.limit, rows=1, required=False, expected=_OF_US
        )
    return forms.CharField(
        label=one.label, help_text=one.help, max_length=one.limit, required=False, validators=[refuse_for_ever]
    )


class HisYesForm(forms.Form):
    """When he got his paper, when he said yes, the code on it, and who heard it."""

    keeps: ClassVar[dict[str, str]] = {"heard_by": "cases.Agreement.his_yes_heard_by"}

    given_on = a_day(_("Wanneer kreeg hij het papier?"), required=True, past=TO_COME)
    said_on = a_day(
        _("Wanneer zei hij ja?"), _("Hij had minstens een nacht. Een week is beter."), required=True, past=TO_COME
    )
    code = forms.CharField(
        label=_("Welke code staat op zijn papier?"), max_length=12,
        help_text=_("Onderaan elke pagina, zoals 7F3A-92C1. Zo weet u dat u het over dezelfde tekst hebt."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Typ de code over van zijn papier.")},
    )  # fmt: skip
    heard_by = forms.ChoiceField(
        label=_("Wie hoorde het?"), widget=forms.RadioSelect, error_messages={"required": _("Kies wie het hoorde.")}
    )

    def __init__(self, *args: Any, viewer: Actor, found: OpenCase, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"heard_by": str(viewer.id)}, **kwargs})
        within = {one.person for one in hears_for_us(found.team, today)}
        field = self.fields["heard_by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.person), one.name) for one in found.people if one.person in within]

    def yes(self) -> HisYes:
        """Give what was filled in."""
        said = self.cleaned_data
        return HisYes(said["given_on"], said["said_on"], said["code"], UUID(said["heard_by"]))
