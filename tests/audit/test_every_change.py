"""Every action that writes leaves a trace, or its callers do; a new one cannot forget it.

The source is read: an action writes when it saves, makes, changes or deletes rows itself, or calls one of ours that
does so without a trace. It traces when it calls `record`, or one of ours that does. What writes, traces nothing and is
called only by what traces, is traced by those. What is left stands below with why it needs none.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import sleutelwerk

PACKAGE = Path(sleutelwerk.__file__).parent
WRITES = frozenset({"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"})
#: What puts an entry in the trail.
RECORDS = frozenset({"sleutelwerk.audit.actions.record.record", "sleutelwerk.audit.actions.record.record_many"})
#: Actions that write without a trace, each with why.
FREE = {
    "sleutelwerk.deliberation.actions.happening.Stage._shuffle": "The same lines in an order of chance.",
    "sleutelwerk.deliberation.actions.leaving.signed_out": "Signing out is what is traced; it lets go of his desks.",
    "sleutelwerk.knowledge.actions.search.index": "A copy of what can be found, made anew from what is traced.",
    "sleutelwerk.mailroom.actions.post": "An action that is traced writes it, or Django does for its operator.",
    "sleutelwerk.mailroom.actions.send_waiting": "That a letter went stands in the outbox.",
    "sleutelwerk.publishing.actions.bind_waiting": "Giving access is traced, and so is the sign-in that binds it.",
    "sleutelwerk.upkeep.actions.run_due": "When a job was done last; what it does is traced by the job.",
}
#: Actions that delete without a trace, each with why. Stricter than the above: that a job or a page which calls them
#: traces something else does not count.
FREE_TO_DELETE = {
    "sleutelwerk.deliberation.actions.happening.Stage._shuffle": "The same lines in an order of chance.",
    "sleutelwerk.deliberation.actions.opening._make_room": "A device that knocked again stands at the door once.",
    "sleutelwerk.deliberation.actions.opening.take_desk": "A desk moves to another device; the room keeps who leads.",
    "sleutelwerk.deliberation.actions.opening.take_over_seat": "A seat moves to another device; nothing in it goes.",
    "sleutelwerk.knowledge.actions.search._write": "A copy of what can be found, made anew from what is traced.",
    "sleutelwerk.knowledge.actions.search.index": "A copy of what can be found, made anew from what is traced.",
    "sleutelwerk.upkeep.actions.forget_expired_counts": "Counts of attempts, over in minutes: no record of anything.",
}
Functions = dict[str, ast.FunctionDef]


def name_of(path: Path, package: Path) -> str:
    """Name a module, as `sleutelwerk.cases.actions.order`."""
    parts = path.relative_to(package).with_suffix("").parts
    return ".".join((package.name, *(part for part in parts if part != "__init__")))


class Source:
    """The functions of a package, and which of them each one names."""

    def __init__(self, package: Path) -> None:
        """Read it."""
        self.functions: Functions = {}
        self.imports: dict[str, dict[str, str]] = {}
        for path in sorted(package.rglob("*.py")):
            if "migrations" in path.parts:
                continue
            module, tree = name_of(path, package), ast.parse(path.read_text("utf-8"))
            self.imports[module] = dict(_imported(tree))
            for node in tree.body:
                if isinstance(node, ast.FunctionDef):
                    self.functions[f"{module}.{node.name}"] = node
                if isinstance(node, ast.ClassDef):
                    inner = (one for one in node.body if isinstance(one, ast.FunctionDef))
                    self.functions |= {f"{module}.{node.name}.{one.name}": one for one in inner}
        self.calls = {name: set(self._called(name, node)) - {name} for name, node in self.functions.items()}

    def _called(self, name: str, node: ast.FunctionDef) -> Iterator[str]:
        module = next(one for one in (name.rpartition(".")[0], name.rsplit(".", 2)[0]) if one in self.imports)
        known = self.imports[module]
        for one in ast.walk(node):
            if isinstance(one, ast.Name):
                yield self._real(known.get(one.id, f"{module}.{one.id}"))
            elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id in known:
                yield self._real(f"{known[one.value.id]}.{one.attr}")

    def _real(self, name: str) -> str:
        """Follow a name that a room hands on from one of its modules."""
        module, _, last = name.rpartition(".")
        further = self.imports.get(module, {}).get(last)
        return name if further is None or further == name else self._real(further)

    def reaching(self, goals: set[str], *, but: frozenset[str] = frozenset()) -> set[str]:
        """Give the goals and all that comes to them by calling, however far."""
        found = set(goals)
        while more := {name for name, called in self.calls.items() if called & found} - found - but:
            found |= more
        return found


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sleutelwerk"):
            yield from ((one.asname or one.name, f"{node.module}.{one.name}") for one in node.names)


def is_action(name: str) -> bool:
    """Tell whether a function stands among the actions of a room."""
    return name.split(".")[2:3] == ["actions"]


def writes(node: ast.FunctionDef) -> bool:
    """Tell whether a function writes rows itself."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute):
            if one.func.attr in WRITES:
                return True
            # of a set of rows, and not of a dictionary or a hash
            if one.func.attr == "update" and one.keywords and not one.args:
                return True
    return False


def untraced(source: Source, records: frozenset[str] = RECORDS) -> set[str]:
    """Give the actions that write and that nobody traces: neither they themselves, nor each of who calls them."""
    tracing = source.reaching(set(records))
    bare = {name for name, node in source.functions.items() if is_action(name) and writes(node)} - tracing
    callers = {name: {one for one, called in source.calls.items() if name in called} for name in source.functions}
    left: set[str] = set()
    while bare:
        name = bare.pop()
        if name in left:
            continue
        above = callers[name] - tracing
        inner = {one for one in above if is_action(one)}
        # called by no action without a trace: then it must have callers, and each of them traces
        if not callers[name] or above - inner or name in inner:
            left.add(name)
        bare |= inner - left
    return left


def deletes(node: ast.FunctionDef) -> bool:
    """Tell whether a function deletes rows itself, through a model or in SQL."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr == "delete":
            return True
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value.startswith("DELETE FROM"):
            return True
    return False


def silent(source: Source, records: frozenset[str] = RECORDS) -> set[str]:
    """Give the actions that delete rows while neither they nor each action that calls them traces anything."""
    tracing = {name for name in source.reaching(set(records)) if is_action(name)}
    callers = {name: {one for one, called in source.calls.items() if name in called} for name in source.functions}

    def traced(name: str, seen: frozenset[str] = frozenset()) -> bool:
        if name in tracing:
            return True
        above = callers[name] - seen
        return is_action(name) and bool(above) and all(traced(one, seen | {name}) for one in above)

    found = {name for name, node in source.functions.items() if is_action(name) and deletes(node)}
    return {name for name in found if not traced(name)}


@cache
def ours() -> Source:
    """Read our own."""
    return Source(PACKAGE)


def test_every_action_that_writes_is_traced() -> None:
    assert sorted(untraced(ours())) == sorted(FREE)


def test_every_action_that_deletes_is_traced() -> None:
    assert sorted(silent(ours())) == sorted(FREE_TO_DELETE)


def test_the_search_finds_what_we_know() -> None:
    source = ours()
    tracing = source.reaching(set(RECORDS))
    assert tracing >= {
        "sleutelwerk.cases.actions.order.record_order",
        "sleutelwerk.accounts.actions.people.set_roles",
        "sleutelwerk.knowledge.actions.judging.revoke_access",
        "sleutelwerk.cases.actions.beginning.delete_case",
    }
    assert "sleutelwerk.mailroom.actions.post_letter" not in tracing
    writing = {name for name, node in source.functions.items() if is_action(name) and writes(node)}
    assert len(writing) > 100


TRACED = "def record(): ...\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def do(row):\n    row.save()\n", {"do"}),
        ("def do(rows):\n    rows.filter(a=1).update(b=2)\n", {"do"}),
        ("def do(row):\n    row.delete()\n    record()\n", set()),
        ("def do(row):\n    _put(row)\n    record()\ndef _put(row):\n    row.save()\n", set()),
        ("def do(row):\n    _put(row)\ndef _put(row):\n    row.save()\n", {"do"}),
        (
            (
                "def do(row):\n    _put(row)\n    record()\n"
                "def other(row):\n    _put(row)\ndef _put(row):\n    row.save()\n"
            ),
            {"other"},
        ),
        ("def do(known):\n    known.update({1: 2})\n", set()),
    ],
)
def test_a_planted_action_without_a_trace_is_found(tmp_path: Path, text: str, found: set[str]) -> None:
    actions = tmp_path / "sleutelwerk" / "cases" / "actions"
    actions.mkdir(parents=True)
    (actions / "planted.py").write_text(TRACED + text)
    path = "sleutelwerk.cases.actions.planted."
    said = untraced(Source(tmp_path / "sleutelwerk"), frozenset({f"{path}record"}))
    assert said == {path + name for name in found}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def forget(rows):\n    rows.delete()\n", {"forget"}),
        ("def forget(cursor):\n    cursor.execute('DELETE FROM x')\n", {"forget"}),
        ("def forget(rows):\n    rows.delete()\n    record()\n", set()),
        ("def forget(rows):\n    _go(rows)\n    record()\ndef _go(rows):\n    rows.delete()\n", set()),
    ],
)
def test_a_planted_deletion_without_a_trace_is_found(tmp_path: Path, text: str, found: set[str]) -> None:
    """Also when the job that calls it traces something else."""
    room = tmp_path / "sleutelwerk" / "cases"
    (room / "actions").mkdir(parents=True)
    (room / "actions" / "planted.py").write_text(TRACED + text)
    path = "sleutelwerk.cases.actions.planted"
    (room / "tasks.py").write_text(f"from {path} import forget, record\ndef job():\n    forget()\n    record()\n")
    said = silent(Source(tmp_path / "sleutelwerk"), frozenset({f"{path}.record"}))
    assert said == {f"{path}.{name}" for name in found}
