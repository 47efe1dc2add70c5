"""Which way a step goes and what is filled in together, read from the method."""

from __future__ import annotations

from dataclasses import dataclass

from sleutelwerk.deliberation.engine.model import Field, FieldKind, Meaning, Method, Step, Visibility, Writer
from sleutelwerk.deliberation.engine.session.state import StepPhase

#: A step in which everybody first writes for himself.
WRITTEN = (
    StepPhase.PREPARING,
    StepPhase.WRITING,
    StepPhase.COLLECTED,
    StepPhase.REVEALED,
    StepPhase.DISCUSSED,
    StepPhase.CLOSED,
)
#: A step in which everybody writes what nobody else will read: there is nothing to collect or to lay open.
ALONE = (StepPhase.PREPARING, StepPhase.WRITING, StepPhase.DISCUSSED, StepPhase.CLOSED)
#: A step in which the group talks, with nothing to keep hidden until later.
SPOKEN = (StepPhase.PREPARING, StepPhase.DISCUSSED, StepPhase.CLOSED)
#: What does not lie open from the start.
HELD_BACK = frozenset({Visibility.HIDDEN_UNTIL_REVEAL, Visibility.PRIVATE_THEN_HIDDEN, Visibility.TOTALS_ONLY})


@dataclass(frozen=True, slots=True)
class Form:
    """What is filled in together: the fields of a row, or one field by itself. Its id is that of the row or field."""

    id: str
    step: str
    fields: tuple[Field, ...]

    @property
    def who(self) -> Writer:
        """Who fills it in; the same for all of its fields."""
        return self.fields[0].who

    @property
    def visibility(self) -> Visibility:
        """Who sees it; the same for all of its fields."""
        return self.fields[0].visibility

    @property
    def most(self) -> int:
        """How often one writer may fill it in."""
        return self.fields[0].most

    @property
    def needed(self) -> tuple[Field, ...]:
        """Give the fields without which the others say nothing: somebody, and what he holds dear.

        Where a step gives people a voice, a rule or a direction is that of somebody, and follows from what counts for
        him. Those two may stay away.
        """
        voice = (Meaning.PARTY, Meaning.VALUE)
        found = tuple(field for field in self.fields if field.means in voice)
        return found if {field.means for field in found} == set(voice) else ()

    @property
    def held_back(self) -> bool:
        """Tell whether it stays with the server until the facilitator reveals it."""
        return self.visibility in HELD_BACK

    @property
    def countable(self) -> bool:
        """Tell whether totals may be asked for: it has something to choose or to rate, and is not private."""
        chosen = any(field.kind in {FieldKind.CHOICE, FieldKind.SCALE} for field in self.fields)
        return chosen and self.visibility is not Visibility.PRIVATE


def forms_of(step: Step) -> tuple[Form, ...]:
    """Give what is filled in during a step, in its order."""
    groups: dict[str, list[Field]] = {}
    for field in step.fields:
        groups.setdefault(field.row or field.id, []).append(field)
    return tuple(Form(name, step.id, tuple(fields)) for name, fields in groups.items())


def phases_of(step: Step) -> tuple[StepPhase, ...]:
    """Give the phases through which a step goes."""
    forms = forms_of(step)
    if any(form.held_back for form in forms):
        return WRITTEN
    return ALONE if any(_alone(form) for form in forms) else SPOKEN


def _alone(form: Form) -> bool:
    return form.visibility is Visibility.PRIVATE


def only_counts(step: Step) -> bool:
    """Tell whether all that is held back in a step only counts in totals: then nobody's words are ever laid open."""
    held = [form for form in forms_of(step) if form.held_back]
    return bool(held) and all(form.visibility is Visibility.TOTALS_ONLY for form in held)


def step_of(method: Method, name: str) -> Step | None:
    """Find a step by its id."""
    return next((step for step in method.steps if step.id == name), None)


def form_of(method: Method, step: str, name: str) -> Form | None:
    """Find what is filled in, by step and form."""
    found = step_of(method, step)
    return next((form for form in forms_of(found) if form.id == name), None) if found else None


def after(method: Method, name: str) -> str:
    """Give the step that follows, or nothing after the last."""
    ids = [step.id for step in method.steps]
    return ids[ids.index(name) + 1] if name in ids[:-1] else ""
