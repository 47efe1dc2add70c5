"""Which reasons of earlier steps are repeated where the facilitator writes down what the group makes of them."""

from __future__ import annotations

from sleutelwerk.deliberation.engine.model import Meaning, Method, Step, Visibility
from sleutelwerk.deliberation.engine.session.path import Form, forms_of

#: What is given as a reason, and what the group saw in these reasons.
REASONS = frozenset({Meaning.BECAUSE, Meaning.SHARED_REASON, Meaning.DIFFERENCE})
#: What is made of reasons: nobody should have to write this down from memory.
DRAWN_FROM_REASONS = frozenset(
    {
        Meaning.SHARED_REASON, Meaning.DIFFERENCE, Meaning.CONCLUSION,
        Meaning.DISSENT, Meaning.DISSENTING_VIEW, Meaning.REMAINING_DOUBT,
    }
)  # fmt: skip
#: What never lies open as somebody's words.
_NEVER_OPEN = frozenset({Visibility.PRIVATE, Visibility.TOTALS_ONLY})


def recalled_in(method: Method, step: Step) -> tuple[Form, ...]:
    """Give the forms of earlier steps whose open entries stand beside what is written in this step.

    Only which forms: what lies open of them is for the views to say. Nothing for a step that draws on no reasons.
    """
    if not any(field.means in DRAWN_FROM_REASONS for field in step.fields):
        return ()
    earlier = method.steps[: method.steps.index(step)]
    return tuple(
        form
        for one in earlier
        for form in forms_of(one)
        if form.visibility not in _NEVER_OPEN and any(field.means in REASONS for field in form.fields)
    )
