"""Who may do what is decided in the rules modules only: nothing else looks at somebody's roles, no template either.

So it is with the role of a device at the table of a deliberation, and with the kind of screen that it gets: what those
may do and see is decided in the room's rules and its engine, and pages, actions and scripts ask that.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from sleutelwerk.accounts.rules.roles import Role

ROLES = "sleutelwerk.accounts.rules.roles"
#: What at the table goes by the role of a device, by the modules that define it.
AT_THE_TABLE = {
    "sleutelwerk.deliberation.engine.session.state": frozenset({"Role", "WRITERS"}),
    "sleutelwerk.deliberation.engine.session.views": frozenset({"Audience", "AUDIENCE_OF"}),
}
#: Places that may look, each with why it is no decision of its own.
MAY_LOOK = {
    "accounts/views/gates": "The gate that only closes: whoever it lets through is still asked by a rule.",
    "accounts/queries/reviews": "Tells the rule about unused accounts which accounts have no role; nobody acts here.",
    "deliberation/actions/preparing": "Gives the rule about police at the table the fact that it asks for.",
    "home/templates/home/dashboard.html": "Names somebody's own roles to him, or says that he has none yet.",
    "accounts/templates/accounts/invitation.html": "Names the roles that an invitation gives to whoever is invited.",
    "deliberation/static/deliberation/room.js": "Says by which of its two cookies a device is asked about.",
    "deliberation/static/deliberation/desk.js": "Lists who is in the room, each by what he is; a button is no leave.",
}
#: Only says what each role is called.
NAMES_ONLY = frozenset({"LABELS"})
#: What a rule stands in, and what knows no accounts at all (import-linter sees to that).
DECIDES = frozenset({"rules", "engine", "core", "migrations"})
_TEST = re.compile(r"{%\s*(?:el)?if\b(?P<asked>[^%]*)%}")
_BARE = re.compile(
    r"\b(?:roles?|police|actor|viewer|watches|seat|is_(?:" + "|".join(Role) + r"|overseer))\b|['\"](?:"
    + "|".join(Role) + r")['\"]|\baudience\s*[!=]=\s*['\"]"
)  # fmt: skip


#: A script compares the role of a device, or looks it up among some.
_IN_SCRIPT = re.compile(r"\brole\s*[!=]==?|[!=]==?\s*[\w.]*\brole\b|\b(?:includes|has|switch)\s*\([^()]*\brole\b")


def role_names(tree: ast.AST) -> frozenset[str]:
    """Give what the roles of accounts, and those at the table, are called in a module."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return frozenset(
        one.asname or one.name
        for node in imports
        for one in node.names
        if node.module == ROLES or one.name in AT_THE_TABLE.get(node.module or "", ())
    )


def _is_roles(node: ast.AST) -> bool:
    """Tell whether something gives the roles of somebody."""
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", getattr(node.func, "attr", "")) == "roles_of"
    return isinstance(node, ast.Attribute) and node.attr == "roles"


def _is_seat(node: ast.AST) -> bool:
    """Tell whether something gives the role of one device, or of one grant."""
    match node:
        case ast.Attribute(value=inner, attr="value" | "name"):
            return _is_seat(inner)
        case ast.Call(func=ast.Name(id="str"), args=[inner]):
            return _is_seat(inner)
    return isinstance(node, ast.Attribute) and node.attr == "role"


def _is_kind_of_screen(sides: Sequence[ast.AST]) -> bool:
    """Tell whether a kind of screen is compared by how it is written; whom an article is for is another thing."""
    attributes = {one.attr for one in sides if isinstance(one, ast.Attribute)}
    return "audience" in attributes and any(isinstance(getattr(one, "value", None), str) for one in sides)


def _named(node: ast.AST, names: frozenset[str]) -> bool:
    """Tell whether something names a role, or a set of them."""
    return any(isinstance(one, ast.Name) and one.id in names for one in ast.walk(node))


def _asked(node: ast.AST, names: frozenset[str]) -> bool:
    """Tell whether a node asks what somebody is: by our own method, by comparing, or by whether there is any role."""
    match node:
        case ast.Call(func=ast.Attribute(attr="has")) | ast.Attribute(attr="police"):
            return True
        case ast.Compare(left=left, comparators=others):
            sides = [left, *others]
            return _is_kind_of_screen(sides) or any(
                _is_roles(one) or _is_seat(one) or _named(one, names) for one in sides
            )
        case ast.Match(subject=subject, cases=cases):
            return _is_seat(subject) or any(_named(one.pattern, names) for one in cases)
        case (
            ast.Subscript(value=ast.Name(id=looked_up))
            | ast.Call(func=ast.Attribute(value=ast.Name(id=looked_up), attr="get"))
        ):
            return looked_up in names - NAMES_ONLY
    return any(_is_roles(one) for one in _weighed(node))


def _weighed(node: ast.AST) -> Sequence[ast.AST]:
    """Give what a node counts, subtracts or takes for yes or no."""
    match node:
        case ast.Call(func=ast.Attribute(value=inner)):
            return [inner]
        case ast.BinOp(op=ast.BitAnd() | ast.Sub(), left=left, right=right):
            return [left, right]
        case ast.UnaryOp(op=ast.Not(), operand=inner) | ast.If(test=inner) | ast.IfExp(test=inner):
            return [inner]
        case ast.BoolOp(values=values):
            return values
    return []


def looks_at_roles(source: str) -> Iterator[int]:
    """Give the lines on which a module looks at roles by itself."""
    tree = ast.parse(source)
    names = role_names(tree)
    seen = {node.lineno for node in ast.walk(tree) if isinstance(node, ast.expr | ast.stmt) and _asked(node, names)}
    yield from sorted(seen)


def looks_in_template(source: str) -> Iterator[int]:
    """Give the lines on which a template does."""
    for number, line in enumerate(source.splitlines(), 1):
        if any(_BARE.search(found["asked"]) for found in _TEST.finditer(line)):
            yield number


def looks_in_script(source: str) -> Iterator[int]:
    """Give the lines on which a script does."""
    for number, line in enumerate(source.splitlines(), 1):
        if _IN_SCRIPT.search(line):
            yield number


#: How each kind of file is read, by where it lies in a room.
READS = {"**/*.py": looks_at_roles, "**/templates/**/*.html": looks_in_template, "**/static/**/*.js": looks_in_script}


def misplaced(package: Path) -> list[str]:
    """Name every place outside the rules that looks at roles."""
    found: list[str] = []
    for pattern, look in READS.items():
        for path in sorted(package.glob(pattern)):
            place = path.relative_to(package)
            name = str(place.with_suffix("") if place.suffix == ".py" else place)
            if not DECIDES & set(place.with_suffix("").parts) and name not in MAY_LOOK:
                found += [f"{name}:{line}" for line in look(path.read_text(encoding="utf-8"))]
    return found


def test_only_rules_look_at_roles(repository: Path) -> None:
    assert misplaced(repository / "src" / "sleutelwerk") == []


def test_every_place_that_may_look_still_does(repository: Path) -> None:
    package = repository / "src" / "sleutelwerk"
    for place in MAY_LOOK:
        path = package / (place if Path(place).suffix else f"{place}.py")
        look = READS[next(pattern for pattern in READS if pattern.endswith(path.suffix))]
        assert list(look(path.read_text(encoding="utf-8"))), f"{place} looks no more: leave it out"


PLANTED = [
    "x = actor.has(Role.FG)",
    "x = viewer.has(*OVERSEERS)",
    "x = Role.FG in actor.roles",
    "x = 'fg' in actor.roles",
    "x = held.role is Role.FG",
    "x = held.role == Role.FG",
    "x = Role.FG in roles_of(user)",
    "x = role in OVERSEERS",
    "x = bool(actor.roles & OVERSEERS)",
    "x = actor.roles.isdisjoint(OVERSEERS)",
    "x = not actor.roles",
    "x = actor.roles and actor.organisation",
    "x = 1 if actor.roles else 2",
    "x = actor.police",
]


@pytest.mark.parametrize("line", PLANTED)
def test_a_planted_look_is_caught(tmp_path: Path, line: str) -> None:
    source = f"from {ROLES} import OVERSEERS, Role\n{line}\n"
    for folder in ("cases/views", "cases/actions", "cases/queries", "cases/rules"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "planted.py").write_text(source)
    expected = [f"cases/{layer}/planted:2" for layer in ("actions", "queries", "views")]
    assert misplaced(tmp_path) == expected


@pytest.mark.parametrize(
    "line",
    [
        "x = seat.role is Role.FACILITATOR",
        "x = seat.role is session.state.Role.FACILITATOR",
        "x = 'screen' == device.role",
        "x = seat.role.value != 'screen'",
        "x = str(seat.role) in {'screen'}",
        "x = seat.role in WRITERS",
        "x = role in {Role.FACILITATOR, Role.SCREEN}",
        "x = role not in WRITERS",
        "x = audience is Audience.DESK",
        "x = scope.audience == 'desk'",
        "x = AUDIENCE_OF[role]",
        "x = AUDIENCE_OF.get(role)",
        "match seat.role:\n    case 'screen': ...",
        "match role:\n    case Role.SCREEN: ...",
        "match (role, audience):\n    case (_, Audience.DESK): ...",
    ],
)
def test_a_planted_look_at_a_seat_is_caught(tmp_path: Path, line: str) -> None:
    imports = [f"from {module} import {', '.join(sorted(names))}\n" for module, names in AT_THE_TABLE.items()]
    for layer in ("actions", "engine/session", "live", "queries", "rules", "views"):
        (tmp_path / "deliberation" / layer).mkdir(parents=True)
        (tmp_path / "deliberation" / layer / "planted.py").write_text("".join(imports) + line)
    expected = [f"deliberation/{layer}/planted:3" for layer in ("actions", "live", "queries", "views")]
    assert misplaced(tmp_path) == expected


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ('if (room.role === "screen") show();', True),
        ('if ("screen" !== one.role) show();', True),
        ('const may = ["participant", "inbrenger"].includes(room.role);', True),
        ("switch (room.role) {", True),
        ("if (WRITERS.has(one.role)) show();", True),
        ("const writes = (form) => room.writes.includes(form.who);", False),
        ('h("div", { role: "status" }, NAMES[one.role])', False),
    ],
)
def test_a_planted_look_of_a_script_is_caught(tmp_path: Path, line: str, *, caught: bool) -> None:
    (tmp_path / "deliberation" / "static").mkdir(parents=True)
    (tmp_path / "deliberation" / "static" / "planted.js").write_text(line)
    assert bool(misplaced(tmp_path)) is caught


@pytest.mark.parametrize(
    "line",
    [
        "x = may_oversee(actor, actor.organisation)",
        "x = acting_holders(organisation, Role.FG)",
        "x = roles_in_order(actor.roles)",
        "x = is_at_desk(seat.role)",
        "x = Role(said['role'])",
        "def at(role: Role | None, others: frozenset[Role]) -> dict[Role, str]: ...",
    ],
)
def test_what_asks_a_rule_or_only_names_roles_is_let_alone(line: str) -> None:
    assert not list(looks_at_roles(f"from {ROLES} import Role\n{line}\n"))


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ("{% if 'fg' in held %}x{% endif %}", True),
        ("{% if actor.has_fg %}x{% endif %}", True),
        ("{% if one.row and is_fg %}x{% endif %}", True),
        ("{% if seat.role == 'screen' %}x{% endif %}", True),
        ("{% if audience == 'desk' %}x{% endif %}", True),
        ("{% if a %}x{% elif roles.fg %}y{% endif %}", True),
        ("{% if may_name %}x{% endif %}", False),
        ("{% for role in roles %}{{ role.label }}{% endfor %}", False),
    ],
)
def test_a_planted_look_of_a_template_is_caught(tmp_path: Path, line: str, *, caught: bool) -> None:
    (tmp_path / "cases" / "templates").mkdir(parents=True)
    (tmp_path / "cases" / "templates" / "planted.html").write_text(line)
    assert bool(misplaced(tmp_path)) is caught
