"""A room in memory for tests: people, commands and writing go through the engine, and an oracle watches beside it.

The oracle is written from what we promise people (hidden until everybody's words are shown at once, what is private
nowhere, what only counts in totals never by itself and never of fewer than five). It looks at what happened and shares
no code with the engine, so that agreement between the two means something.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from sleutelwerk.deliberation.content import collection
from sleutelwerk.deliberation.engine.model import Field, FieldKind, Method, Sheet, Step, Visibility, Writer
from sleutelwerk.deliberation.engine.session.decide import WARNED, Command, Outcome, Verb, decide, may_write
from sleutelwerk.deliberation.engine.session.entries import Entry, struck
from sleutelwerk.deliberation.engine.session.happenings import Happening, Kind, happen
from sleutelwerk.deliberation.engine.session.path import Form, forms_of, phases_of
from sleutelwerk.deliberation.engine.session.state import Role, Session, StepPhase
from sleutelwerk.deliberation.engine.session.views import Audience, view
from sleutelwerk.publishing.content import shipped_root

METHODS = collection((shipped_root(),)).methods
LONG = METHODS["dilemmamethode"]
LEADER, SECOND, SCREEN = "p-leader", "p-second", "p-screen"
#: Nobody writes this by accident: it is how a test knows a name or a word again in what a screen gets.
MARK = "§"


def a_field(name: str, visibility: Visibility, **more: Any) -> Field:
    """Make a field; without more it is a text that everybody writes once."""
    plain: dict[str, Any] = {"kind": FieldKind.TEXT, "who": Writer.EVERYONE, "limit": 140}
    return Field(name, name, visibility=visibility, **(plain | more))


def a_step(name: str, *fields: Field, empty_chair: bool = False) -> Step:
    """Make a step in which these fields are filled in."""
    return Step(name, name, "", 5, 5, (), (), (), fields, Sheet(), empty_chair=empty_chair)


def a_method(*steps: Step) -> Method:
    """Make a method of these steps; for the rest it is the longest one that we ship."""
    return replace(LONG, slug="gemaakt", steps=steps)


@st.composite
def made_methods(draw: st.DrawFn) -> Method:
    """Make up a method: one to four steps, and in each some forms of any kind, visibility and writer."""
    steps = []
    for number in range(draw(st.integers(1, 4))):
        fields: list[Field] = []
        for form in range(draw(st.integers(0, 3))):
            visibility = draw(st.sampled_from(Visibility))
            alone = visibility is not Visibility.OPEN
            who = draw(st.sampled_from((Writer.EVERYONE, Writer.INBRENGER) if alone else tuple(Writer)))
            row = f"row{form}" if draw(st.booleans()) else ""
            for one in range(draw(st.integers(1, 3)) if row else 1):
                kind = draw(st.sampled_from((FieldKind.TEXT, FieldKind.CHOICE, FieldKind.SCALE)))
                options = ("ja", "nee") if kind is FieldKind.CHOICE else ()
                fields.append(a_field(f"f{form}{one}", visibility, who=who, kind=kind, options=options, row=row))
        steps.append(a_step(f"s{number}", *fields, empty_chair=draw(st.booleans())))
    return a_method(*steps)


def any_method() -> st.SearchStrategy[Method]:
    """Give one of the methods that we ship, or one that nobody thought of."""
    return st.sampled_from(sorted(METHODS)).map(shipped) | made_methods()


def shipped(slug: str) -> Method:
    """Give a method that we ship."""
    return METHODS[slug]


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote, as the oracle remembers it: in which round of which step, and whether it was struck."""

    step: str
    form: str
    visibility: Visibility
    round: int
    marks: tuple[str, ...]
    struck: bool = False


class Oracle:
    """Remembers what was shown to everybody, by reading along with what happened."""

    def __init__(self) -> None:
        self.written: dict[str, Written] = {}
        self.begun: set[str] = set()
        self.round: defaultdict[str, int] = defaultdict(int)
        self.shown: set[tuple[str, int]] = set()
        self.blanked = False

    def saw(self, one: Happening) -> None:
        """Read along."""
        if one.kind is Kind.PHASE:
            self.begun.add(one.about)
            if one.value.split()[0] == "revealed":
                self.shown.add((one.about, self.round[one.about]))
        elif one.kind is Kind.REPEATED:
            self.round[one.about] += 1
        elif one.kind in {Kind.BLANKED, Kind.UNBLANKED}:
            self.blanked = one.kind is Kind.BLANKED

    def dark(self, audience: Audience) -> bool:
        """Tell whether a screen shows nothing of what was written at all."""
        return audience is Audience.WAITING or (self.blanked and audience is not Audience.DESK)

    def entries_on(self, audience: Audience) -> set[str]:
        """Give the marks that lie on a screen as somebody's words."""
        found: set[str] = set()
        for one in self.written.values():
            open_by_nature = one.visibility is Visibility.OPEN
            never = one.visibility in {Visibility.PRIVATE, Visibility.TOTALS_ONLY}
            was_shown = not never and (one.step, one.round) in self.shown
            if one.step in self.begun and not one.struck and (open_by_nature or was_shown):
                found |= set(one.marks)
        return set() if self.dark(audience) else found

    def counted_on(self, audience: Audience) -> set[str]:
        """Give the marks that a screen may show as a total: of a round that was shown, five or more together."""
        together: defaultdict[tuple[str, str], list[Written]] = defaultdict(list)
        for one in self.written.values():
            now = one.round == self.round[one.step] and (one.step, one.round) in self.shown
            if one.visibility is Visibility.TOTALS_ONLY and now and not one.struck:
                together[one.step, one.form].append(one)
        enough = [one for group in together.values() if len(group) >= 5 for one in group]
        return set() if self.dark(audience) else {mark for one in enough for mark in one.marks}


@dataclass(slots=True)
class Room:
    """A session with everybody in it. `now` goes on by a second with everything that happens."""

    method: Method
    session: Session = field(default_factory=Session)
    entries: dict[str, Entry] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    log: list[Happening] = field(default_factory=list)
    oracle: Oracle = field(default_factory=Oracle)
    owners: dict[str, str] = field(default_factory=dict)

    def happen(self, *kinds: tuple[Kind, str, str]) -> None:
        """Let things happen, as the action does that writes them down."""
        for kind, about, value in kinds:
            number = len(self.log) + 1
            told = f"{value} seed{number}" if (kind, value) == (Kind.PHASE, "revealed") else value
            at = 1_800_000_000 + number if kind in {Kind.PHASE, Kind.REPEATED} else 0
            self.log.append(Happening(number, kind, about, told, at))
            self.session = happen(self.session, self.log[-1])
            self.oracle.saw(self.log[-1])

    def ask(self, by: str, verb: Verb, about: str = "", value: str = "") -> Outcome:
        """Ask something and let it happen when it may."""
        outcome = decide(self.session, self.method, by, Command(verb, about, value))
        assert not outcome.kinds or (outcome.verdict and not outcome.repeated)
        self.happen(*outcome.kinds)
        return outcome

    def lead(self, verb: Verb, about: str = "", value: str = "") -> Outcome:
        """Ask something as whoever leads now."""
        return self.ask(self.session.leading, verb, about, value)

    def come(self, name: str, role: Role, *, inside: bool = True) -> str:
        """Let somebody knock, and come in when the room is not for waiting."""
        self.names[name] = f"{MARK}naam-{name}{MARK}"
        self.happen((Kind.JOINED, name, role.value))
        if inside:
            self.happen((Kind.ADMITTED, name, ""))
        return name

    def press(self) -> Outcome:
        """Press the one big button of the desk until it goes on to the next phase: who still writes is warned first."""
        current = self.session.current
        state = self.session.step(current)
        outcome = self.lead(Verb.ADVANCE, current, WARNED if state.warned else state.phase.value)
        return self.lead(Verb.ADVANCE, current, WARNED) if (Kind.WARNED, current, "") in outcome.kinds else outcome

    def go_to(self, step: str, phase: StepPhase) -> None:
        """Bring the group to a phase of a step."""
        self.lead(Verb.GO, step)
        while self.session.step(step).phase is not phase:
            assert self.press().kinds

    def write(self, by: str, form: Form, *, only: frozenset[str] | None = None, key: str = "") -> str:
        """Write a marked value in every field, or in only some; the id of the entry, or nothing when it may not be."""
        role = self.session.people[by].role
        if by not in self.session.admitted() or not may_write(self.session, form, role, one_device=False):
            return ""
        name = f"e{len(self.entries)}"
        asked = [one.id for one in form.fields if only is None or one.id in only]
        values = {one: f"{MARK}{name}-{one}{MARK}" for one in asked}
        number = self.session.step(form.step).round
        self.entries[name] = Entry(
            name, form.step, form.id, MappingProxyType(values), f"lock-{name}{key}-of-{by}", number
        )
        self.oracle.written[name] = Written(form.step, form.id, form.visibility, number, tuple(values.values()))
        self.owners[name] = by
        return name

    def keep(self, by: str, form: Form) -> None:
        """Put private words where they may never be, as if a phone had sent them all the same."""
        name = f"e{len(self.entries)}"
        values = {one.id: f"{MARK}{name}-{one.id}{MARK}" for one in form.fields}
        self.entries[name] = Entry(name, form.step, form.id, MappingProxyType(values), "lock")
        self.oracle.written[name] = Written(form.step, form.id, form.visibility, 0, tuple(values.values()))
        self.owners[name] = by

    def strike(self, name: str) -> None:
        """Take words off the table."""
        self.entries[name] = struck(self.entries[name])
        self.oracle.written[name] = replace(self.oracle.written[name], struck=True)

    def claim(self, name: str) -> None:
        """Say 'this is mine' of words that lie open."""
        self.entries[name] = replace(self.entries[name], claimed=self.owners[name])

    def see(self, audience: Audience) -> dict[str, Any]:
        """Give what a kind of screen gets."""
        return view(audience, self.session, self.method, self.entries, self.names)

    def forms(self) -> list[Form]:
        """Give everything that can be filled in, in order."""
        return [form for step in self.method.steps for form in forms_of(step)]

    def form(self, step: str, name: str) -> Form:
        """Find a form."""
        return next(one for one in self.forms() if (one.step, one.id) == (step, name))


def a_room(method: Method = LONG, *, writers: int = 6) -> Room:
    """Open a room: two facilitators, the one who brings the case in, others who write, a listener and a screen."""
    room = Room(method)
    room.come(LEADER, Role.FACILITATOR)
    room.happen((Kind.TOOK_OVER, LEADER, ""), (Kind.PHASE, method.steps[0].id, StepPhase.PREPARING.value))
    room.come(SECOND, Role.FACILITATOR)
    room.come("p-0", Role.INBRENGER)
    room.come("p-1", Role.DECISION_MAKER)
    for number in range(2, writers):
        room.come(f"p-{number}", Role.PARTICIPANT)
    room.come("p-listener", Role.LISTENER)
    room.come(SCREEN, Role.SCREEN)
    return room


def written_step(method: Method) -> Step:
    """Give the first step of a method in which people write for themselves."""
    return next(step for step in method.steps if StepPhase.WRITING in phases_of(step))
