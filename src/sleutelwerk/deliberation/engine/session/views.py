"""What each kind of screen gets to see: the whole present state as plain data, with nothing in it that is hidden.

What is not in these data does not leave the server. There is one view for each audience, and never one for a person:
so no screen can get more than another of its kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sleutelwerk.deliberation.engine.model import FieldKind, Meaning, Method, Step, Visibility
from sleutelwerk.deliberation.engine.report import map_so_far
from sleutelwerk.deliberation.engine.session.chair import missing_chairs
from sleutelwerk.deliberation.engine.session.entries import FEWEST_FOR_TOTALS, Entry, lies_open, shuffled
from sleutelwerk.deliberation.engine.session.path import Form, forms_of, only_counts, phases_of
from sleutelwerk.deliberation.engine.session.recall import recalled_in
from sleutelwerk.deliberation.engine.session.state import OPENED, WRITERS, Person, Presence, Role, Session, StepState


class Audience(StrEnum):
    """Kinds of screens."""

    WAITING = "waiting"
    PEOPLE = "people"
    SCREEN = "screen"
    DESK = "desk"


#: Which view a device gets once it is in.
AUDIENCE_OF: Mapping[Role, Audience] = {
    Role.FACILITATOR: Audience.DESK,
    Role.INBRENGER: Audience.PEOPLE,
    Role.PARTICIPANT: Audience.PEOPLE,
    Role.DECISION_MAKER: Audience.PEOPLE,
    Role.LISTENER: Audience.PEOPLE,
    Role.SCREEN: Audience.SCREEN,
}


class Beside(StrEnum):
    """What a screen may get beside its view of the session."""

    #: The number of the last thing that happened, which tells older from newer.
    NUMBER = "number"
    #: Where phones can check the draft.
    CHECK = "check"
    #: The code to come in.
    DOOR = "door"
    #: What the facilitator told of this deliberation beforehand.
    TOLD = "told"
    #: What is still to do since the deliberation before this one: what is for all, and the rest.
    LEFT_OPEN = "left_open"
    LEFT_OPEN_TO_FEW = "left_open_to_few"


#: These kinds are read, the others are counted.
_TEXTS = frozenset({FieldKind.TEXT, FieldKind.QUESTION})

Names = Mapping[str, str]
Entries = Mapping[str, Entry]


def audience_of(person: Person | None) -> Audience | None:
    """Give which screen somebody gets; None when he is not in any more."""
    if person is None or person.presence is Presence.REMOVED:
        return None
    return Audience.WAITING if person.presence is Presence.WAITING else AUDIENCE_OF[person.role]


def beside(audience: Audience, session: Session, method: Method) -> frozenset[Beside]:
    """Tell what one kind of screen gets beside its view. Who waits hears only who else waits."""
    if audience is Audience.WAITING:
        return frozenset()
    first = session.current == method.steps[0].id
    allowed = {
        Beside.NUMBER: True,
        Beside.CHECK: audience is Audience.PEOPLE and session.finished,
        Beside.DOOR: audience is Audience.SCREEN and first,
        Beside.TOLD: not session.blanked,
        Beside.LEFT_OPEN: first and not session.blanked,
        Beside.LEFT_OPEN_TO_FEW: audience is Audience.DESK and first and not session.blanked,
    }
    return frozenset(one for one, may in allowed.items() if may)


def view(audience: Audience, session: Session, method: Method, entries: Entries, names: Names) -> dict[str, Any]:
    """Give what one kind of screen may know now. `names` are the first names or aliases by person."""
    # somebody walked in: on an empty screen nothing says who sits here, until the screens come back
    justice = session.justice and (audience is Audience.DESK or not session.blanked)
    if audience is Audience.WAITING:
        waiting = [name for name, one in session.people.items() if one.presence is Presence.WAITING]
        return {
            "audience": audience.value, "waiting": waiting, "finished": session.finished, "justice": justice,
        }  # fmt: skip
    shown: dict[str, Any] = {
        "audience": audience.value,
        "current": session.current,
        "finished": session.finished,
        "paused": session.paused,
        "blanked": session.blanked,
        "justice": justice,
        "steps": {},
    }
    if session.blanked and audience is not Audience.DESK:
        return shown  # an empty screen holds nothing, in its memory neither
    for step in method.steps:
        if step.id in session.steps:
            shown["steps"][step.id] = _step(audience, session, step, entries, names)
    if audience is not Audience.PEOPLE:
        _add_map(shown["steps"], session, method, entries)
    if audience is Audience.DESK:
        shown |= _desk(session, names)
    return shown


def _step(audience: Audience, session: Session, step: Step, entries: Entries, names: Names) -> dict[str, Any]:
    state = session.step(step.id)
    of_step = [entry for entry in entries.values() if entry.step == step.id]
    forms = {form.id: form for form in forms_of(step)}
    known = [entry for entry in of_step if entry.form in forms]
    ready = [one for one in session.admitted(*WRITERS) if one in state.ready]
    shown: dict[str, Any] = {
        "phase": state.phase.value,
        "round": state.round,
        "ready": len(ready),
        "of": len(session.admitted(*WRITERS)),
        "entries": [_entry(one, {} if audience is Audience.SCREEN else names) for one in shuffled(
            (entry for entry in known if lies_open(entry, forms[entry.form], session)), state.seed
        )],
        "totals": _totals(state, forms, known),
    }  # fmt: skip
    if state.warned:
        shown["warned"] = True
    if step.empty_chair:
        shown["chairs"] = [chair.value for chair in missing_chairs(step, known, session)]
    if audience is Audience.DESK:
        shown |= {"began": state.began, "extra": state.extra, "who_is_ready": sorted(ready)}
    return shown


def _add_map(steps: dict[str, Any], session: Session, method: Method, entries: Entries) -> None:
    """Put the map of differences, by the names of entries, with the steps that give reasons or draw from them."""
    giving = {step.id for step in method.steps if any(field.means is Meaning.BECAUSE for field in step.fields)}
    if not giving & steps.keys():
        return
    grounds = [
        {
            "value": ground.value,
            "ways": [{"to": to, "entries": [line["entry"] for line in lines]} for to, lines in ground.directions],
        }
        for ground in map_so_far(method, session, entries)
    ]
    for step in method.steps if grounds else ():
        shows = session.step(step.id).phase in OPENED if step.id in giving else recalled_in(method, step)
        if step.id in steps and shows:
            steps[step.id]["map"] = grounds


def _entry(entry: Entry, names: Names) -> dict[str, Any]:
    """Give what was written; whose it is only where he said so himself and this screen may show names."""
    shown: dict[str, Any] = {"id": entry.id, "form": entry.form, "values": dict(entry.values)}
    if entry.claimed in names:
        shown["of"] = names[entry.claimed]
    return shown


def _totals(state: StepState, forms: Mapping[str, Form], entries: list[Entry]) -> dict[str, Any]:
    """Count this round's answers to what was asked for, and to what only counts in totals.

    Only of this round: who answered in both would count twice, and three people would pass for the fewest of five.
    """
    found: dict[str, Any] = {}
    for form in forms.values():
        alone = form.visibility is Visibility.TOTALS_ONLY
        asked = form.id in state.totals and form.countable
        if state.phase not in OPENED or not (asked or alone):
            continue
        of_form = [one for one in entries if one.form == form.id and one.round == state.round]
        answers = [one.values for one in of_form if not one.struck and one.values]
        found[form.id] = _counted(form, answers, FEWEST_FOR_TOTALS if alone else 0)
    return found


def _counted(form: Form, answers: list[Mapping[str, str]], fewest: int) -> dict[str, Any]:
    """Count each field by itself. Below the fewest answers a count is left out; below the fewest forms everything is.

    Texts of what only counts in totals stand apart from the counts in an order of their own. Of those the forms count:
    whoever filled one in may have written it, also where few did. Elsewhere texts lie open already.
    """
    if len(answers) < fewest:
        return {"few": True}
    found: dict[str, Any] = {}
    for field in form.fields:
        given = [answer[field.id] for answer in answers if answer.get(field.id)]
        if field.kind in _TEXTS:
            if fewest:
                found[field.id] = sorted(given)
        elif len(given) >= fewest:
            found[field.id] = dict(sorted(Counter(given).items()))
    return found


def _desk(session: Session, names: Names) -> dict[str, Any]:
    people = [
        {
            "id": name,
            "name": names.get(name, ""),
            "role": one.role.value,
            "presence": one.presence.value,
            "turns": one.turns,
        }
        for name, one in session.people.items()
        if one.presence is not Presence.REMOVED
    ]
    return {
        "people": people,
        "leading": session.leading,
        "held": session.held.value if session.held else "",
        "locked": session.locked,
        "breaks_asked": len(session.breaks_asked),
        "parked": [{"id": name, "text": text} for name, text in session.parked],
    }


def outline(method: Method, *, desk: bool, minutes: Mapping[str, int] | None = None) -> dict[str, Any]:
    """Give what screens need of a method beforehand; only the desk gets what the facilitator says, asks and minds.

    `minutes` are those that each step gets as it was prepared; without them it gets those of the method.
    """
    return {
        "title": method.title,
        "rules": list(method.rules),
        "noted": list(method.noted),
        "steps": [_outlined(step, method, desk=desk, minutes=minutes or {}) for step in method.steps],
    }


def _outlined(step: Step, method: Method, *, desk: bool, minutes: Mapping[str, int]) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": step.id,
        "title": step.title,
        "purpose": step.purpose,
        "minutes": minutes.get(step.id, step.minutes),
        "phases": [phase.value for phase in phases_of(step)],
        "only_counts": only_counts(step),
        "screens_down": step.screens_down,
        "parties": list(step.sheet.rows) if step.empty_chair else [],
        "forms": [_form(form) for form in forms_of(step)],
    }
    if desk:
        shown |= {"say": list(step.script), "ask": list(step.ask), "watch": list(step.watch)}
        shown["recalls"] = [{"step": form.step, "form": form.id} for form in recalled_in(method, step)]
        shown |= {"shorten": step.shorten, "shortest": step.shortest, "skip": step.skip}
    return shown


def _form(form: Form) -> dict[str, Any]:
    return {
        "id": form.id,
        "who": form.who.value,
        "visibility": form.visibility.value,
        "held_back": form.held_back,
        # what counts in totals only is counted anyway
        "countable": form.countable and form.visibility is not Visibility.TOTALS_ONLY,
        "most": form.most,
        "fields": [
            {
                "id": field.id,
                "label": field.label,
                "kind": field.kind.value,
                "limit": field.limit,
                "options": list(field.options),
                "means": field.means.value if field.means else "",
                "needed": field in form.needed,
            }
            for field in form.fields
        ],
    }
