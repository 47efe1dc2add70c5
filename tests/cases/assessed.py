"""Brings cases through assessing and deciding for tests, as the people who do it would."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.cases.begun import TODAY, at_assessment
from tests.people import NOW, Cast, make_person

from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.cases.actions import assessment as assess
from sleutelwerk.cases.actions import decision as decide
from sleutelwerk.cases.actions.assessment import Together
from sleutelwerk.cases.actions.decision import Said
from sleutelwerk.cases.actions.team import add_member
from sleutelwerk.cases.models import Case, Decision
from sleutelwerk.cases.queries.criteria import measure_of
from sleutelwerk.cases.rules.assessment import Findings, Noted, Section
from sleutelwerk.cases.rules.decision import Condition, Outcome

REASONS = "Hij kan dit werk, en wij hebben ons deel geregeld."
TEXTS = {"plan": "Hij loopt drie keer mee.", "ours": "De teamleider zoekt een coach.", "answer": "Hij wil het graag."}


def whole(case: Case, **choices: str) -> Findings:
    """Give something at each criterion; `choices` are of preconditions, by the end of their ref."""
    found = {}
    for one in measure_of(case).criteria:
        if one.section is Section.PRECONDITIONS:
            choice = choices.get(one.ref.partition(".")[2].replace("-", "_"), "met")
            found[one.ref] = Noted(choice, "Dat bleek in het gesprek.")
        elif one.section is Section.COMPETENCES:
            found[one.ref] = Noted(words="Hij luisterde rustig.")
        else:
            found[one.ref] = Noted("done")
    return found


def with_assessors(cast: Cast) -> Case:
    """Begin a case in which the professional and his colleague were asked to assess."""
    row = at_assessment(cast)
    add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    chosen = [cast["professional"].pk, cast["colleague"].pk]
    assess.name_assessors(cast.actor("professional"), row.pk, chosen, now=NOW)
    return row


def handed_in(cast: Cast, row: Case, who: str, **choices: str) -> None:
    """Write a whole assessment and hand it in."""
    assess.save_findings(cast.actor(who), row.pk, whole(row, **choices), now=NOW)
    assess.hand_in(cast.actor(who), row.pk, now=NOW)


def both_handed_in(cast: Cast, **choices: str) -> Case:
    """Begin one in which both handed in; `choices` are of the second."""
    row = with_assessors(cast)
    handed_in(cast, row, "professional")
    handed_in(cast, row, "colleague", **choices)
    return row


def weighed(cast: Cast) -> Case:
    """Begin one in which he saw it and answered."""
    row = both_handed_in(cast)
    assess.save_weighing(cast.actor("professional"), row.pk, Together(TEXTS, TODAY), now=NOW)
    return row


def at_decision(cast: Cast) -> Decision:
    """Begin one in which the decision maker was asked."""
    row = weighed(cast)
    return decide.ask_decision(cast.actor("professional"), row.pk, cast["decision_maker"].pk, now=NOW)


def again_at_decision(cast: Cast, row: Case) -> Decision:
    """Assess and ask anew in a case in which two people look anew."""
    chosen = [cast["professional"].pk, cast["colleague"].pk]
    assess.name_assessors(cast.actor("professional"), row.pk, chosen, now=NOW)
    handed_in(cast, row, "professional")
    handed_in(cast, row, "colleague")
    assess.save_weighing(cast.actor("professional"), row.pk, Together(TEXTS, TODAY), now=NOW)
    return decide.ask_decision(cast.actor("professional"), row.pk, cast["decision_maker"].pk, now=NOW)


def said(outcome: Outcome = Outcome.GO, **given: Any) -> Said:
    """Give what somebody decides."""
    conditions = [Condition("Er is een coach.", "de teamleider", date(2027, 1, 15))]
    what: dict[str, Any] = {
        "outcome": outcome,
        "reasons": REASONS,
        "conditions": conditions if outcome is Outcome.CONDITIONS else [],
        "independent": True,
    }
    return Said(**(what | given))


def decided(cast: Cast, outcome: Outcome = Outcome.GO, *, now: datetime = NOW) -> Decision:
    """Begin one of which was decided."""
    row = at_decision(cast)
    return decide.decide(cast.actor("decision_maker"), row.pk, said(outcome), now=now)


def another_decider(cast: Cast, name: str = "director") -> User:
    """Give another decision maker of the same organisation."""
    cast.people[name] = make_person(name, cast.here, (Role.DECISION_MAKER,))
    return cast.people[name]
