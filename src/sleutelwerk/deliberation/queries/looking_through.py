"""Looks through what was typed in a talk: at once for what may stand nowhere, for the rest before it is signed off."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sleutelwerk.deliberation.engine.model import Meaning
from sleutelwerk.deliberation.engine.report import Body, Part, cells_of, lines_in
from sleutelwerk.deliberation.queries.after import TITLES, Kept
from sleutelwerk.privacy.content import current_guard
from sleutelwerk.privacy.engine.model import Remark
from sleutelwerk.privacy.engine.segments import Advice, advices

#: Under this name a line that is shown says that somebody should look at it; it is never kept.
LOOK = "look"
#: Fewer digits than this are no citizen service number in any way in which people write one.
_FEWEST_DIGITS = 8
#: What is the function of somebody, and never his name.
FUNCTIONS = frozenset({Meaning.OWNER.value, Meaning.DECIDER.value})
_DAYS = frozenset({Meaning.DUE.value, Meaning.REVIEW_ON.value})


def may_stand_nowhere(*texts: str) -> bool:
    """Tell whether one of these texts holds what may stand nowhere, however good the reason (N9).

    Most texts hold too few digits for it, and are not looked through: who writes in a talk should not wait.
    """
    return any(
        remark.blocks
        for text in texts
        if sum(sign.isdigit() for sign in text) >= _FEWEST_DIGITS
        for remark in current_guard().examine(text)
    )


@dataclass(frozen=True, slots=True)
class Look:
    """A part of a draft to look at once more, with what to do about it."""

    part: Part
    advices: tuple[Advice, ...]

    @property
    def title(self) -> str:
        """Give what the part is called."""
        return str(TITLES[self.part])

    @property
    def slug(self) -> str:
        """Give its name in addresses."""
        return self.part.value.replace("_", "-")


def looked_through(kept: Kept) -> tuple[Kept, tuple[Look, ...]]:
    """Give a record to show, with a mark on each line that the guard remarks on, and by part what it remarks."""
    body: Body = dict(kept.body)
    looks = []
    for part in kept.parts:
        found: list[Remark] = []
        lines = lines_in(body, part)
        for line in lines:
            if remarks := [one for name in cells_of(part) for one in _remarks_on(name, line.get(name, ""))]:
                line[LOOK] = "yes"
                found += remarks
        body[part.value] = lines
        if found:
            looks.append(Look(part, advices(found)))
    return replace(kept, body=body), tuple(looks)


def _remarks_on(name: str, text: str) -> tuple[Remark, ...]:
    if name in _DAYS:
        return ()
    return current_guard().examine_functions(text) if name in FUNCTIONS else current_guard().examine(text)
