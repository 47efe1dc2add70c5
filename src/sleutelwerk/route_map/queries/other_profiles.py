"""Why not another profile: the fewest answers that would have to differ, told per profile in one line and in full."""

from __future__ import annotations

from sleutelwerk.route_map.engine.explain import Change, Explained, Explanation, Recipe, WhyNot
from sleutelwerk.route_map.engine.model import Option, OutcomeKind
from sleutelwerk.route_map.engine.walk import Walk
from sleutelwerk.route_map.queries.chart import Texts
from sleutelwerk.route_map.queries.visit import question_url

#: More ways to say the same change would hide it.
MOST_NEEDED = 2


def other_profiles(walk: Walk, explained: Explanation) -> list[Texts]:
    """Every other profile after a profile; after 'none fits' those that are one answer away, and no recipe else."""
    if not isinstance(explained, Explained):
        return []
    found = explained.why_not
    if walk.outcomes[-1].kind is OutcomeKind.NONE:
        found = tuple(one for one in found if isinstance(one, Recipe) and len(one.changes) == 1)
    return [_why_not(walk, one) for one in found]


def position_of(walk: Walk, question: str) -> int:
    """Where on the walk a question was asked, counting from 1."""
    return next(n for n, taken in enumerate(walk.steps, start=1) if taken.question.id == question)


def name_of(profile: str | None) -> str:
    """A profile's name in the middle of a sentence."""
    return (profile or "").replace("-", " ")


def _why_not(walk: Walk, one: WhyNot) -> Texts:
    found: Texts = {"profile": one.profile, "name": name_of(one.profile).capitalize()}
    if not isinstance(one, Recipe):
        return found | {"out_of_reach": True}
    # What would still be asked follows from the first option that is needed; with another one it may be otherwise.
    foreseen = all(_worth_saying(change)[0] == change.needed[0] for change in one.changes)
    return found | {
        "title": one.outcome.title,
        "more": len(one.changes) - 1,
        "changes": [_change(walk, change) for change in one.changes],
        "asked": [question.text for question in one.asked] if foreseen else [],
    }


def _change(walk: Walk, change: Change) -> Texts:
    position = position_of(walk, change.question.id)
    return {
        "position": position,
        "question": change.question.text,
        "url": question_url(position),
        "present": change.present.text,
        "needed": [option.text for option in _worth_saying(change)],
    }


def _worth_saying(change: Change) -> list[Option]:
    """What to answer instead; one that puts off ('dat weten we nog niet') only if there is no other."""
    settled = [option for option in change.needed if option.first is None]
    return (settled or list(change.needed))[:MOST_NEEDED]
