"""Lays on the table what was prepared: the situation, the question and both sides, for the group to change."""

from __future__ import annotations

import secrets
from types import MappingProxyType
from uuid import uuid4

from sleutelwerk.deliberation.actions.happening import Stage
from sleutelwerk.deliberation.actions.vault import KEPT
from sleutelwerk.deliberation.engine.model import Meaning, Method
from sleutelwerk.deliberation.engine.session.entries import Entry, cleaned, lock_for, problems_in
from sleutelwerk.deliberation.engine.session.path import forms_of

#: Which part of the plan is which answer of a method.
PREPARED = {
    Meaning.SITUATION: "situation",
    Meaning.TURNING_POINT: "turning_point",
    Meaning.QUESTION: "question",
    Meaning.SIDE_A: "side_a",
    Meaning.SIDE_B: "side_b",
    Meaning.DECIDER: "decider_function",
}


def lay_out_plan(stage: Stage, method: Method) -> None:
    """Fill in what the facilitator prepared, each in the first step that asks for it; what does not fit stays out."""
    plan = stage.vault.open(KEPT, "plan", bytes(stage.row.plan))
    laid: set[Meaning] = set()
    for step in method.steps:
        for form in forms_of(step):
            means = form.fields[0].means
            if means not in PREPARED or means in laid or form.held_back or len(form.fields) > 1:
                continue
            values = cleaned({form.fields[0].id: str(plan.get(PREPARED[means], ""))})
            if values and not problems_in(values, form):
                lock = lock_for(secrets.token_hex(16))  # of nobody: facilitators change it without a key
                stage.lay(Entry(str(uuid4()), step.id, form.id, MappingProxyType(values), lock))
                laid.add(means)
