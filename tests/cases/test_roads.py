"""Every road along which something of a case is destroyed asks first whether it is held; a new road cannot forget it.

The source is read: a function destroys when it deletes rows or keys, or calls one of ours that does so without asking.
What nobody else of ours calls may then not be left, unless what it calls stands below with why it need not ask.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import sleutelwerk.cases

ROOM = Path(sleutelwerk.cases.__file__).parent
ASKS = frozenset({"held_back", "held_from_him"})
#: Roads that need not ask, each with why.
FREE = {
    "actions.assessment.name_assessors": "Who looks is changed before he wrote anything.",
    "actions.decision.withdraw_decision": "A question that nobody answered holds nothing about him.",
    "actions.batches.tidy_batches": "A proposal of which nothing is left holds nothing.",
    "actions.certificates.off_the_list": "What went stands on no list any more.",
    "actions.ending.round_off": "All but the lead and one colleague leave the team; nothing about him goes.",
    "actions.examples._remove": "An invented case holds nobody, and is never held.",
    "actions.order._forgotten": "A drill is about nobody, and an order without a case is of no file.",
    "actions.taking_over._let_go": "The old team leaves, and a question nobody answered; nothing about him goes.",
    "actions.team.answer_invitation": "Somebody of a partner does not take part; nothing about him goes.",
    "actions.team.forget_invitations": "An invitation of which the day is over; nothing about him goes.",
    "actions.team.invite_partner": "An older invitation of the same person makes place; nothing about him goes.",
    "actions.team.withdraw_invitation": "An invitation that nobody answered; nothing about him goes.",
    "migrations.0024_invitation.move": "What waits moves to a table of its own.",
    "views.once.once": "A mark that a form was sent, which holds nothing of it.",
    "views.once._result": "A mark that a form was sent, which holds nothing of it.",
    "actions.team.remove_member": "Somebody of us leaves; nothing about him goes.",
}
Known = dict[str, ast.FunctionDef]


def module_of(path: Path) -> str:
    """Name a module within the room, as `actions.forgetting`."""
    return ".".join(path.relative_to(ROOM).with_suffix("").parts)


@cache
def trees() -> dict[str, ast.Module]:
    """Read the room."""
    return {module_of(path): ast.parse(path.read_text("utf-8")) for path in sorted(ROOM.rglob("*.py"))}


@cache
def functions() -> Known:
    """Give every function of the room by its full name."""
    found: Known = {}
    for module, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                found[f"{module}.{node.name}"] = node
    return found


@cache
def imported(module: str) -> dict[str, str]:
    """Give what a module imports from the room: the name there, and the full name."""
    names: dict[str, str] = {}
    for node in ast.walk(trees()[module]):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sleutelwerk.cases."):
            where = (node.module or "").removeprefix("sleutelwerk.cases.")
            names |= {one.asname or one.name: f"{where}.{one.name}" for one in node.names}
    return names


def calls(name: str, node: ast.FunctionDef) -> Iterator[str]:
    """Give the full names of what a function names of ours, called at once or handed on."""
    module = name.rpartition(".")[0]
    known = imported(module)
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            yield known.get(one.id, f"{module}.{one.id}")
        elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id in known:
            yield f"{known[one.value.id]}.{one.attr}"


def deletes(node: ast.FunctionDef) -> bool:
    """Tell whether a function deletes rows itself, or makes an envelope unreadable in the vault."""
    attributes = [one.func for one in ast.walk(node) if isinstance(one, ast.Call)]
    return any(isinstance(one, ast.Attribute) and one.attr in {"delete", "destroy"} for one in attributes)


def roads() -> tuple[set[str], set[str]]:
    """Give what destroys and neither asks nor is called by ours only after asking, and the roads that do ask."""
    known = functions()
    used = {name: set(calls(name, node)) & set(known) - {name} for name, node in known.items()}
    destroys = {name for name, node in known.items() if deletes(node)}
    ask = {name for name, called in used.items() if {one.rpartition(".")[2] for one in called} & ASKS}
    # a private one of the same module that only looks, as `_stopping`
    looks = {name for name in ask - destroys if name.rpartition(".")[2].startswith("_")}
    ask |= {name for name, called in used.items() if any(one in looks and _near(one, name) for one in called)}
    unasked = destroys - ask - set(FREE)
    while more := {name for name, called in used.items() if called & unasked and name not in ask | unasked | set(FREE)}:
        unasked |= more
    callers = {one for called in used.values() for one in called}
    return unasked - callers, {name for name in ask if name in destroys or used[name] & unasked}


def _near(one: str, other: str) -> bool:
    return one.rpartition(".")[0] == other.rpartition(".")[0]


def test_every_road_that_destroys_asks_whether_it_is_held() -> None:
    unasked, _guarded = roads()
    assert unasked == set()


def test_what_need_not_ask_does_destroy() -> None:
    known = functions()
    assert {name for name in FREE if name not in known or not deletes(known[name])} == set()


def test_the_search_finds_the_roads_that_we_know() -> None:
    _unasked, guarded = roads()
    assert guarded >= {
        "actions.candidate.stop_candidate", "actions.candidate._forget_silent", "actions.rights.erase_candidate",
        "actions.decision._forget_rejected", "actions.forgetting_undecided._forget_undecided",
        "actions.forgetting_ended._forget_file", "actions.forgetting_ended._forget_papers",
        "actions.forgetting_ended._forget_assignment",
        "actions.forgetting._remove_candidate", "actions.forgetting._remove_case", "actions.theme_signals._forget",
        "actions.beginning.delete_case", "actions.contact.remove_contact",
        "actions.assessment.look_again", "actions.assessment.confirm_look_again",
        "actions.agreement.discard_agreement",
    }  # fmt: skip


#: What destroys the key of a case without asking whether its assignment stays, each with why.
KEYS_FREE = {
    "actions.examples._remove": "An invented case is never kept.",
}


def test_every_road_that_destroys_an_assignment_asks_whether_it_stays() -> None:
    known = functions()
    used = {name: set(calls(name, node)) for name, node in known.items()}
    destroys = {name for name, called in used.items() if "actions.vault.destroy_key" in called}
    asks = {name for name, called in used.items() if "queries.holding.retained" in called}
    assert destroys - asks == set(KEYS_FREE)
    assert destroys >= {
        "actions.beginning.delete_case", "actions.forgetting.forget", "actions.forgetting_ended._forget_last",
        "actions.forgetting_ended._forget_assignment",
    }  # fmt: skip


def test_only_what_he_wants_himself_takes_a_kept_assignment_along() -> None:
    said = {
        name
        for name, node in functions().items()
        for one in ast.walk(node)
        if isinstance(one, ast.keyword) and one.arg == "his_wish"
    }
    assert said == {"actions.candidate.stop_candidate", "actions.rights.erase_candidate"}
