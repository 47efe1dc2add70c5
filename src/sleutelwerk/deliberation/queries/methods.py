"""What the pages and sheets show of methods and dilemmas: words for codes, and plans in the time there is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sleutelwerk.deliberation.content import Collection
from sleutelwerk.deliberation.engine.choose import Choice, Fit, Reason, Wish, choose
from sleutelwerk.deliberation.engine.model import Field, FieldKind, Goal, Method, Phase, Step, Visibility, Writer

PHASES: dict[Phase, Promise] = {Phase.BEFORE: _("Vooraf"), Phase.DURING: _("Tijdens"), Phase.AFTER: _("Achteraf")}
PHASE_WORDS: dict[Phase, Promise] = {
    Phase.BEFORE: _("Voordat u iemand vraagt."),
    Phase.DURING: _("Terwijl u samenwerkt."),
    Phase.AFTER: _("Als de samenwerking stopt of gestopt is."),
}
GOALS: dict[Goal, Promise] = {
    Goal.WEIGH: _("Twee kanten wegen"),
    Goal.ADVISE: _("Iemand adviseren die beslist"),
    Goal.DOUBT: _("Snel verder bij twijfel"),
    Goal.LEARN: _("Leren van wat was"),
    Goal.AGREE: _("Afspreken hoe het goed gaat"),
}
WRITERS: dict[Writer, Promise] = {
    Writer.EVERYONE: _("ieder voor zich"),
    Writer.INBRENGER: _("de inbrenger"),
    Writer.FACILITATOR: _("de gespreksleider"),
    Writer.GROUP: _("samen"),
}
#: Who sees it, and how that works on paper.
VISIBILITIES: dict[Visibility, Promise] = {
    Visibility.PRIVATE: _("Alleen wie het schreef. Het blad gaat na afloop stuk."),
    Visibility.PRIVATE_THEN_HIDDEN: _("Eerst alleen wie het schreef. Daarna leest ieder voor wat hij wil."),
    Visibility.HIDDEN_UNTIL_REVEAL: _("Dicht, tot iedereen klaar is. Dan tegelijk open, zonder naam."),
    Visibility.TOTALS_ONLY: _("Alleen totalen, vanaf vijf antwoorden. Eigen woorden staan er dan zonder naam bij."),
    Visibility.OPEN: _("Iedereen, op het vel aan de muur."),
}
REASONS: dict[Reason, Promise] = {
    Reason.GOAL: _("Gemaakt voor iets anders."),
    Reason.FEW_PEOPLE: _("U bent met te weinig mensen."),
    Reason.MANY_PEOPLE: _("U bent met te veel mensen. Maak twee groepen."),
    Reason.TOO_LITTLE_TIME: _("Daar is meer tijd voor nodig."),
    Reason.LESS_TIME: _("Dat kan. Op de pagina ziet u welke stappen korter gaan."),
}
FITS: dict[Fit, Promise] = {Fit.FITS: _("Past"), Fit.SHORTER: _("Past, korter"), Fit.NOT: _("Past niet")}

#: What the chooser offers; other numbers in an address count as not said.
TIMES = (20, 30, 60, 75, 90, 105, 120)
GROUPS = (1, 3, 6, 10, 16)


@dataclass(frozen=True, slots=True)
class Judged:
    """A method in the list of the chooser, in words."""

    method: Method
    fit: str
    label: Promise
    reasons: tuple[Promise, ...]


def wish_from(time: str, people: str, goal: str) -> Wish:
    """Read what was chosen; whatever the chooser does not offer counts as not said."""
    minutes = int(time) if time in map(str, TIMES) else None
    group = int(people) if people in map(str, GROUPS) else None
    return Wish(minutes, group, Goal(goal) if goal in list(Goal) else None)


def minutes_from(asked: str, method: Method) -> int:
    """Read how many minutes there are; what is no number from 1 up, or more than the method takes, gives all of it."""
    given = int(asked) if re.fullmatch(r"[1-9][0-9]{0,2}", asked) else method.minutes
    return min(given, method.minutes)


def judged(found: Collection, wish: Wish) -> tuple[Judged, ...]:
    """Put every method in the order in which it fits."""
    return tuple(_in_words(one) for one in choose(found.methods.values(), wish))


def _in_words(choice: Choice) -> Judged:
    return Judged(choice.method, choice.fit.value, FITS[choice.fit], tuple(REASONS[one] for one in choice.reasons))


def limit_of(field: Field) -> str:
    """Tell how much may be written."""
    if field.kind is FieldKind.QUESTION:
        return gettext("hooguit %(limit)s woorden") % {"limit": field.limit}
    if field.limit:
        text = gettext("hooguit %(limit)s tekens") % {"limit": field.limit}
        return text + (gettext(", tot %(most)s keer") % {"most": field.most} if field.most > 1 else "")
    return {
        FieldKind.CHOICE: " · ".join(field.options),
        FieldKind.SCALE: gettext("een cijfer"),
        FieldKind.DATE: gettext("een datum"),
        FieldKind.TICK: gettext("een vinkje"),
    }[field.kind]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field as the page tells it."""

    label: str
    limit: str
    who: Promise
    seen_by: Promise
    closed: bool


def rows_of(step: Step) -> tuple[FieldRow, ...]:
    """Give what is written in a step, in words."""
    return tuple(
        FieldRow(
            field.label,
            limit_of(field),
            WRITERS[field.who],
            VISIBILITIES[field.visibility],
            field.visibility is not Visibility.OPEN,
        )
        for field in step.fields
    )
