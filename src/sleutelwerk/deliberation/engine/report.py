"""The two records of a deliberation as drafts: what lay open at its end, sorted by what it is and never by whom.

A draft is plain data: `facts` about the talk, and under the name of each part its lines. A line holds texts by cell
and, under `entry`, the id of what it was made from, so that whoever wrote it can still strike it out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sleutelwerk.deliberation.engine.model import FieldKind, Meaning, Method, Step, Visibility
from sleutelwerk.deliberation.engine.session.chair import missing_chairs
from sleutelwerk.deliberation.engine.session.entries import FEWEST_FOR_TOTALS, Entry, lies_open, shuffled
from sleutelwerk.deliberation.engine.session.path import Form, form_of, forms_of
from sleutelwerk.deliberation.engine.session.state import OPENED, Role, Session

Line = dict[str, str]
Body = dict[str, Any]

#: What a fact line is called when it needs no looking up.
SURE = "feit"
#: Of what sort a line of what we know can be. The words of our methods; another method may have others.
CERTAINTIES = (SURE, "aanname", "weten we niet")


class Part(StrEnum):
    """A part of a record; the value is its name in the data."""

    SITUATION = "situation"
    TURNING_POINT = "turning_point"
    QUESTION = "question"
    SIDE_A = "side_a"
    SIDE_B = "side_b"
    DAMAGE_A = "damage_a"
    DAMAGE_B = "damage_b"
    RISKS = "risks"
    PERSPECTIVES = "perspectives"
    ALTERNATIVES = "alternatives"
    REASONS = "reasons"
    SHARED = "shared"
    DIFFERENCES = "differences"
    FACTS = "fact_lines"
    ADVICE = "advice"
    DISSENT = "dissent"
    DISSENTING_VIEW = "dissenting_view"
    REMAINING_DOUBT = "remaining_doubt"
    LESSONS = "lessons"
    OUR_ADVICE = "our_advice"
    DECIDER = "decider"
    DECISION = "decision"
    GROUNDS = "grounds"
    LIMITS = "limits"
    EXIT_RULE = "exit_rule"
    ACTIONS = "actions"
    REVIEW_ON = "review_on"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a part is made of: an entry belongs to it when one of `leads` is filled in; `cells` are what it shows."""

    leads: tuple[Meaning, ...]
    cells: tuple[Meaning, ...]


def _one(meaning: Meaning) -> Shape:
    return Shape((meaning,), (meaning,))


#: An estimate comes before the question what we may ask of whom, and stands for each apart.
_ESTIMATED = (Meaning.RISK_TO_HIM, Meaning.RISK_TO_CIRCLE, Meaning.RISK_TO_US)
_WEIGHED = (Meaning.BECAUSE, Meaning.DESPITE, Meaning.LIMIT_DAMAGE, Meaning.NEED)
#: The reflection report, in its order: reasons, and no decision.
REFLECTION: Mapping[Part, Shape] = {
    Part.SITUATION: _one(Meaning.SITUATION),
    Part.TURNING_POINT: _one(Meaning.TURNING_POINT),
    Part.QUESTION: _one(Meaning.QUESTION),
    Part.SIDE_A: _one(Meaning.SIDE_A),
    Part.SIDE_B: _one(Meaning.SIDE_B),
    Part.DAMAGE_A: _one(Meaning.DAMAGE_A),
    Part.DAMAGE_B: _one(Meaning.DAMAGE_B),
    Part.RISKS: Shape(_ESTIMATED, _ESTIMATED),
    Part.PERSPECTIVES: Shape(
        (Meaning.PARTY, Meaning.VALUE, Meaning.NORM), (Meaning.PARTY, Meaning.VALUE, Meaning.NORM, Meaning.POINTS_TO)
    ),
    Part.ALTERNATIVES: _one(Meaning.ALTERNATIVE),
    Part.REASONS: Shape((Meaning.CHOICE, *_WEIGHED), (Meaning.CHOICE, *_WEIGHED)),
    Part.SHARED: _one(Meaning.SHARED_REASON),
    Part.DIFFERENCES: _one(Meaning.DIFFERENCE),
    Part.FACTS: Shape((Meaning.FACT,), (Meaning.FACT, Meaning.CERTAINTY, Meaning.OWNER)),
    Part.ADVICE: _one(Meaning.CONCLUSION),
    Part.DISSENT: _one(Meaning.DISSENT),
    Part.DISSENTING_VIEW: _one(Meaning.DISSENTING_VIEW),
    Part.REMAINING_DOUBT: _one(Meaning.REMAINING_DOUBT),
    Part.LESSONS: _one(Meaning.LESSON),
}
#: What every reflection report says, each apart: there was one, or in so many words that there was none.
MUST_SAY: Mapping[Part, Meaning] = {
    Part.DISSENTING_VIEW: Meaning.NO_DISSENTING_VIEW,
    Part.REMAINING_DOUBT: Meaning.NO_REMAINING_DOUBT,
}
#: Under this name a body lists the parts of which was said that there was none.
SAID_NONE = "said_none"
#: Where a report of before kept that the group was asked, and that there was nothing.
_ASKED_BEFORE = "asked_for_dissent"
#: What a tick is kept as.
_TICKED = "ja"
#: The note of a decision and agreements, in its order: what was settled, and nobody's weighing. What a group says at
#: the end is a decision when whoever decides was there to decide, and else an advice: then he has not spoken yet.
NOTE: Mapping[Part, Shape] = {
    Part.OUR_ADVICE: _one(Meaning.CONCLUSION),
    Part.DECIDER: _one(Meaning.DECIDER),
    Part.DECISION: _one(Meaning.CONCLUSION),
    Part.GROUNDS: _one(Meaning.SHARED_REASON),
    Part.LIMITS: Shape((Meaning.LIMIT,), (Meaning.LIMIT_DAMAGE,)),
    Part.EXIT_RULE: _one(Meaning.EXIT_RULE),
    Part.ACTIONS: Shape((Meaning.ACTION,), (Meaning.ACTION, Meaning.OWNER, Meaning.DUE)),
    Part.REVIEW_ON: _one(Meaning.REVIEW_ON),
}
#: What the preparation says where the talk left it as it was, by the name that it has in the plan.
_PLANNED: Mapping[Part, tuple[str, Meaning]] = {
    Part.SITUATION: ("situation", Meaning.SITUATION),
    Part.TURNING_POINT: ("turning_point", Meaning.TURNING_POINT),
    Part.QUESTION: ("question", Meaning.QUESTION),
    Part.SIDE_A: ("side_a", Meaning.SIDE_A),
    Part.SIDE_B: ("side_b", Meaning.SIDE_B),
    Part.DECIDER: ("decider_function", Meaning.DECIDER),
}
#: Who counts as taking part: everybody but whoever leads, and the screen is nobody.
_PEOPLE = (Role.INBRENGER, Role.PARTICIPANT, Role.DECISION_MAKER, Role.LISTENER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A talk at its end. `method` is None when it is not on this installation any more; `held_on` is a day (ISO).

    `decided_here` tells that the group came to decide and that whoever decides sat there to do so.
    """

    method: Method | None
    session: Session
    entries: Mapping[str, Entry]
    plan: Mapping[str, Any]
    held_on: str
    aim: str
    decided_here: bool = False


def reflection_of(talk: Talk) -> Body:
    """Draft the reflection report. A conclusion that is a decision is left to the note."""
    shapes = {part: shape for part, shape in REFLECTION.items() if part is not Part.ADVICE or not talk.decided_here}
    people = len(talk.session.admitted(*_PEOPLE))
    functions = [str(one) for one in talk.plan.get("functions", ())]
    facts = {**_facts(talk), "people": people or len(functions), "functions": functions}
    chairs = [chair.value for step in _steps(talk) if step.empty_chair for chair in _missing(step, talk)]
    body: Body = {"facts": facts, "chairs": list(dict.fromkeys(chairs)), "evaluation": list(_evaluation(talk))}
    parts = _parts(talk, shapes)
    if not parts[Part.DISSENT.value]:
        del parts[Part.DISSENT.value]  # only methods of before ask for it
    return body | parts | {SAID_NONE: [part.value for part in MUST_SAY if _none_was(part, talk, parts)]}


def _none_was(part: Part, talk: Talk, parts: Body) -> bool:
    """Tell whether the group ticked that there was none, and wrote none either."""
    ticks = (
        field.id in entry.values and entry.values[field.id] == _TICKED
        for entry, form in _in_order(talk)
        if not entry.struck and lies_open(entry, form, talk.session)
        for field in form.fields
        if field.means is MUST_SAY[part]
    )
    return not parts[part.value] and any(ticks)


def in_todays_shape(body: Body) -> Body:
    """Give a draft of a reflection report of before with the parts that must be said today.

    What was written under one heading stays under it: nobody can tell any more which of the two it was. Who said of
    that heading that he asked and there was nothing, said it of both.
    """
    if SAID_NONE in body:
        return body
    written = bool(lines_in(body, Part.DISSENT))
    said = [part.value for part in MUST_SAY] if body.get(_ASKED_BEFORE) and not written else []
    gone = {_ASKED_BEFORE} if written else {_ASKED_BEFORE, Part.DISSENT.value}
    rest = {name: value for name, value in body.items() if name not in gone}
    return rest | {part.value: [] for part in MUST_SAY} | {SAID_NONE: said}


def none_said(body: Mapping[str, Any], part: Part) -> bool:
    """Tell whether a record says of a part, in so many words, that there was none."""
    if part is Part.DISSENT:  # of a report that was final before each was asked for apart
        return bool(body.get(_ASKED_BEFORE)) and not lines_in(body, part)
    return part.value in body.get(SAID_NONE, ()) and not lines_in(body, part)


def note_of(talk: Talk, review_on: str = "") -> Body:
    """Draft the note of a decision and agreements. `review_on` is the day (ISO) that stood before the talk.

    It stays when the group named no day, and did not strike one either.
    """
    parts = _parts(talk, {part: NOTE[part] for part in NOTE if part is not Part.OUR_ADVICE or not talk.decided_here})
    if not talk.decided_here:
        parts[Part.DECISION.value] = []
    struck = any(
        field.means is Meaning.REVIEW_ON for entry, form in _in_order(talk) if entry.struck for field in form.fields
    )
    if review_on and not parts[Part.REVIEW_ON.value] and not struck:
        parts[Part.REVIEW_ON.value] = [{"entry": "", Meaning.REVIEW_ON.value: review_on}]
    return {"facts": _facts(talk)} | parts


def has_agreements(talk: Talk) -> bool:
    """Tell whether the group agreed on something that would be lost without a note."""
    return bool(_parts(talk, {part: NOTE[part] for part in (Part.ACTIONS, Part.LIMITS, Part.EXIT_RULE)}, plain=True))


def review_day(talk: Talk) -> str:
    """Give the last day (ISO) on which the group said it would look back; nothing when it named none."""
    lines = lines_in(_parts(talk, {Part.REVIEW_ON: NOTE[Part.REVIEW_ON]}), Part.REVIEW_ON)
    return max((line[Meaning.REVIEW_ON.value] for line in lines), default="")


def _facts(talk: Talk) -> dict[str, Any]:
    return {"aim": talk.aim, "method": talk.method.title if talk.method else "", "held_on": talk.held_on}


def _steps(talk: Talk) -> tuple[Step, ...]:
    return talk.method.steps if talk.method else ()


def _missing(step: Step, talk: Talk) -> tuple[Any, ...]:
    return missing_chairs(step, [one for one in talk.entries.values() if one.step == step.id], talk.session)


def _parts(talk: Talk, shapes: Mapping[Part, Shape], *, plain: bool = False) -> Body:
    """Sort what lies open into parts; `plain` leaves out the empty ones."""
    found: dict[Part, list[Line]] = {part: [] for part in shapes}
    struck_out: set[Meaning] = set()
    for entry, form in _in_order(talk):
        said = {field.means: entry.values.get(field.id, "") for field in form.fields if field.means}
        if entry.struck:
            struck_out |= set(said)
        elif lies_open(entry, form, talk.session):
            for part, shape in shapes.items():
                if line := _line(part, shape, said):
                    found[part].append({"entry": entry.id, **line})
    for part, (name, meaning) in _PLANNED.items():
        text = str(talk.plan.get(name, "")).strip()
        # what was struck out does not come back from the preparation
        if text and part in found and not found[part] and meaning not in struck_out:
            found[part].append({"entry": "", meaning.value: text})
    return {part.value: lines for part, lines in found.items() if lines or not plain}


def _line(part: Part, shape: Shape, said: Mapping[Meaning, str]) -> Line:
    """Give what an entry says for a part; nothing when it belongs elsewhere."""
    weighs = part is Part.REASONS
    if weighs and Meaning.CHOICE not in said and Meaning.POINTS_TO in said and not _is_view(said):
        said = {**said, Meaning.CHOICE: said[Meaning.POINTS_TO]}  # an argument for or against points somewhere too
    if part is Part.LIMITS and Meaning.LIMIT in said:
        said = {Meaning.LIMIT: said[Meaning.LIMIT], Meaning.LIMIT_DAMAGE: said[Meaning.LIMIT]}  # its one text
    if not any(said.get(lead) for lead in shape.leads):
        return {}
    return {cell.value: said[cell] for cell in shape.cells if said.get(cell)}


def _is_view(said: Mapping[Meaning, str]) -> bool:
    """Tell whether this is what counts for a party, which is no weighing by whoever wrote it."""
    return Meaning.PARTY in said or Meaning.VALUE in said


def _in_order(talk: Talk) -> Iterator[tuple[Entry, Form]]:
    """Give what was written by step, in the order of the screens: it tells nothing of who wrote first."""
    for step in _steps(talk):
        of_step = (entry for entry in talk.entries.values() if entry.step == step.id)
        for entry in shuffled(of_step, talk.session.step(step.id).seed):
            form = form_of(talk.method, step.id, entry.form) if talk.method else None
            if form is not None:
                yield entry, form


def _evaluation(talk: Talk) -> Iterator[dict[str, Any]]:
    """Count what only counts in totals, of the last round and of five answers up; texts stay out of the record."""
    for step in _steps(talk):
        state = talk.session.step(step.id)
        for form in forms_of(step):
            if form.visibility is not Visibility.TOTALS_ONLY or state.phase not in OPENED:
                continue
            given = [
                one.values
                for one in talk.entries.values()
                if (one.step, one.form, one.round) == (step.id, form.id, state.round) and not one.struck
            ]
            for field in form.fields:
                answers = [one[field.id] for one in given if one.get(field.id)]
                if field.kind is not FieldKind.TEXT and len(answers) >= FEWEST_FOR_TOTALS:
                    counts = dict(sorted(Counter(answers).items()))
                    yield {"label": field.label, "counts": counts, "of": len(answers)}


def cells_of(part: Part) -> tuple[str, ...]:
    """Give the names of the texts that a line of a part has."""
    shape = REFLECTION.get(part) or NOTE[part]
    return tuple(cell.value for cell in shape.cells)


def lines_in(body: Mapping[str, Any], part: Part) -> list[Line]:
    """Give the lines of a part; none where the record has no such part."""
    return [dict(line) for line in body.get(part.value, ())]


def without_entry(body: Body, entry: str) -> Body:
    """Take out every line that was made from an entry."""
    parts = {part.value for part in Part}
    return {
        name: [line for line in value if line["entry"] != entry] if name in parts else value
        for name, value in body.items()
    }


def entries_in(body: Mapping[str, Any]) -> frozenset[str]:
    """Give the ids of what the lines of a record were made from."""
    return frozenset(line["entry"] for part in Part for line in lines_in(body, part) if line["entry"])


def frozen(body: Body) -> Body:
    """Forget what lines were made from, once nobody can strike anything any more."""
    parts = {part.value for part in Part}
    return {name: [{**line, "entry": ""} for line in value] if name in parts else value for name, value in body.items()}


def to_verify(body: Mapping[str, Any]) -> list[Line]:
    """Give what still has to be looked up before anybody acts on it."""
    return [line for line in lines_in(body, Part.FACTS) if line.get(Meaning.CERTAINTY.value, "") != SURE]


@dataclass(frozen=True, slots=True)
class Ground:
    """What weighs: a value, and under it the reasons by the direction in which they point. Nothing is counted."""

    value: str
    directions: tuple[tuple[str, tuple[Line, ...]], ...]


def map_so_far(method: Method, session: Session, entries: Mapping[str, Entry]) -> tuple[Ground, ...]:
    """Give the map of differences of what lies open now; nothing while it has no values and no directions."""
    talk = Talk(method=method, session=session, entries=entries, plan={}, held_on="", aim="")
    grounds = map_of_differences(_parts(talk, {part: REFLECTION[part] for part in (Part.PERSPECTIVES, Part.REASONS)}))
    says_more = any(one.value or any(direction for direction, _lines in one.directions) for one in grounds)
    return grounds if says_more else ()


def map_of_differences(body: Mapping[str, Any]) -> tuple[Ground, ...]:
    """Put reasons together by the value that they name, in the order of the alphabet: no direction comes out first.

    A value is one that the group wrote in its table of perspectives. What names none of these stands by itself at the
    end, under no value.
    """
    named = {line["value"].casefold(): line["value"] for line in lines_in(body, Part.PERSPECTIVES) if line.get("value")}
    groups: dict[str, dict[str, list[Line]]] = {}
    for line in lines_in(body, Part.REASONS):
        because = line.get(Meaning.BECAUSE.value, "").casefold()
        value = next((word for word in sorted(named) if word in because), "")
        groups.setdefault(value, {}).setdefault(line.get(Meaning.CHOICE.value, ""), []).append(line)
    return tuple(
        Ground(named.get(value, ""), tuple((one, tuple(lines)) for one, lines in sorted(groups[value].items())))
        for value in sorted(groups, key=lambda word: (not word, word))
    )
