"""Every name that can stand in the trail has a Dutch word, so that whoever watches reads no code."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from django import forms
from tests.access.test_matrix import MATRIX

from sleutelwerk.accounts.actions.connect_provider import FIELDS
from sleutelwerk.accounts.actions.trace import page_in_trail
from sleutelwerk.accounts.engine.oidc.faults import Fault
from sleutelwerk.accounts.forms.organisation import OrganisationDetailsForm
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.rules.sessions import Factor
from sleutelwerk.accounts.rules.suspension import Why
from sleutelwerk.audit.queries import known_events
from sleutelwerk.cases.forms import assessment, assignment
from sleutelwerk.cases.rules import ending, order
from sleutelwerk.cases.rules.emergency import Reason as InEmergency
from sleutelwerk.cases.rules.hand_over import Ended as OfferEnded
from sleutelwerk.cases.rules.holding import Reason as ToHold
from sleutelwerk.config.keyrings import KEYRINGS
from sleutelwerk.deliberation.actions.preparing import Taken
from sleutelwerk.deliberation.actions.reporting import Answer, Form
from sleutelwerk.deliberation.engine.report import Part
from sleutelwerk.deliberation.forms import preparing
from sleutelwerk.deliberation.rules.preparing import EMPTY_PLAN
from sleutelwerk.home.engine.draft import DraftName
from sleutelwerk.home.queries.page_words import page_words
from sleutelwerk.home.queries.trail_words import WORDS, word
from sleutelwerk.knowledge.actions.receiving import Harm
from sleutelwerk.knowledge.engine.uploads.results import Reason as NotTaken
from sleutelwerk.privacy.engine.model import Kind as Found
from sleutelwerk.privacy.rules import Place
from sleutelwerk.publishing.rules import Kind as Closed
from sleutelwerk.vault.rules import Ended, Field

#: The parts of an entry that hold names out of the code.
PARTS = frozenset({"fields", "reason", "flags", "counts", "codes"})


def asked_in(room: object) -> set[str]:
    """Name the fields of all forms of a module."""
    found = [one for one in vars(room).values() if isinstance(one, type) and issubclass(one, forms.BaseForm)]
    return {name for one in found for name in getattr(one, "base_fields", ())}


def values(codes: Iterable[StrEnum]) -> set[str]:
    """Give what the trail holds of an enumeration."""
    return {one.value for one in codes}


#: What is written as the code goes: how it stands there, and every name that can come out of it.
COMES_OUT = {
    "tuple(changed)": {*FIELDS, *OrganisationDetailsForm.base_fields},
    "Why(user.suspended_for)": values(Why),
    "Why.UNUSED": values(Why),
    "Role.FG": values(Role),
    "fault": values(Fault),
    "Factor.of(authenticator.type)": values(Factor),
    "Factor.of(extra.get('type', method))": values(Factor),
    "{f'{role}': True for role in given} | {f'{role}': False for role in taken}": values(Role),
    "(page_in_trail(page),) if page else ()": {page_in_trail(name) for name in MATRIX},
    "**by_kind": set(known_events()),
    "COUNT": {"entries"},
    "tuple(together.texts)": set(assessment.WeighingForm.base_fields),
    "(*changes.columns, *changes.texts)": asked_in(assignment) - {"file"},
    "what": values(ending.Gone) | values(Taken),
    "Reason(plea.reason)": values(InEmergency),
    "Reason(wanted.reason)": values(ToHold),
    "Reason(row.reason)": values(ToHold),
    "Ended.REVOKED": values(OfferEnded),
    "Ended.REFUSED": values(OfferEnded),
    "Ended.LAPSED": values(OfferEnded),
    "Official(taken.handed_to)": values(order.Official),
    "step": values(order.Step),
    "tuple(dict.fromkeys(fields))": asked_in(preparing) | {*EMPTY_PLAN, "starts_at", "starter", "minutes"},
    "form": values(Form),
    "(part.value,)": values(Part),
    "dict(answers)": {"done", "right", *values(Answer)},
    "name": values(DraftName),
    "reason": values(NotTaken) | values(Harm),
    "flags": values(Found),
    "place": values(Place),
    "kind": values(Closed),
    "tuple((field.value for field in texts))": values(Field),
    "(ring.name,)": set(KEYRINGS),
    "how": values(Ended),
    # numbers that are written down by name just before, or by a helper whose callers are looked at as well
    "counts": set(), "minutes": set(), "dict(counts)": set(),
}  # fmt: skip
#: Calls whose second argument holds counts by name, and names that hold them for a moment.
HELPERS, HELD = frozenset({"trace_forgotten", "_tell"}), frozenset({"counts", "minutes"})


def written(source: str) -> Iterator[tuple[str, bool]]:
    """Give what a module writes in the trail: a name as it stands, or how a name comes out of the code (and True)."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Details":
            for part in node.keywords:
                if part.arg in PARTS:
                    yield from _names(part.value, codes=part.arg == "codes")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in HELPERS:
            yield from (one for each in node.args if isinstance(each, ast.Dict) for one in _names(each))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            aims = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(aim, ast.Name) and aim.id in HELD for aim in aims):
                yield from _names(node.value)


def _names(value: ast.expr, *, codes: bool = False) -> Iterator[tuple[str, bool]]:
    if isinstance(value, ast.Dict):
        for key, code in zip(value.keys, value.values, strict=True):
            if key is None:
                yield f"**{ast.unparse(code)}", True
                continue
            yield (str(key.value), False) if isinstance(key, ast.Constant) else (ast.unparse(key), True)
            if codes:
                yield ast.unparse(code), True
    elif isinstance(value, ast.Tuple) and all(isinstance(one, ast.Constant) for one in value.elts):
        yield from ((str(one.value), False) for one in value.elts if isinstance(one, ast.Constant))
    else:
        yield ast.unparse(value), True


def wordless(names: Iterable[str]) -> set[str]:
    """Name what whoever watches would read as code."""
    return {name for name in names if name not in WORDS and name not in page_words() and name not in known_events()}


def test_every_name_has_a_word(repository: Path) -> None:
    sources = [path for path in (repository / "src").rglob("*.py") if "migrations" not in path.parts]
    found = {one for path in sources for one in written(path.read_text("utf-8"))}
    plain, coming = {name for name, comes in found if not comes}, {name for name, comes in found if comes}
    assert {"practice", "version", "step", "own_evaluation", "handouts"} <= plain
    assert wordless(plain) == set()
    assert coming == set(COMES_OUT), "what comes out of new code is told in the table"


@pytest.mark.parametrize("how", sorted(COMES_OUT))
def test_everything_that_can_come_out_of_the_code_has_a_word(how: str) -> None:
    assert wordless(COMES_OUT[how]) == set()


def test_every_page_has_words_and_no_words_are_left_over() -> None:
    assert set(page_words()) == {page_in_trail(name) for name in MATRIX}
    assert len({page_in_trail(name) for name in MATRIX}) == len(MATRIX)


def test_a_planted_name_without_a_word_is_found() -> None:
    source = 'trace(X, Details(fields=("secret_thing",), flags={"secret_flag": True}, codes={"days": new_code}))'
    found = set(written(source))
    assert wordless(name for name, comes in found if not comes) == {"secret_thing", "secret_flag"}
    assert {name for name, comes in found if comes} - set(COMES_OUT) == {"new_code"}


def test_pages_and_kinds_are_called_by_what_they_are() -> None:
    assert word("cases_note_contact") == "contact opschrijven"
    assert word("home_audit_trail") == "toezicht"
    assert word("access_refused") == "Iets is geweigerd"


def test_a_name_that_has_none_is_shown_as_it_is() -> None:
    assert word("something_new") == "something new"
