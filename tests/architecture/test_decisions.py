"""Who may do what is decided in the rules modules only: nothing else looks at somebody's roles, no template either."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from sleutelwerk.accounts.rules.roles import Role

ROLES = "sleutelwerk.accounts.rules.roles"
#: Places that may look, each with why it is no decision of its own.
MAY_LOOK = {
    "accounts/views/gates": "The gate that only closes: whoever it lets through is still asked by a rule.",
    "accounts/queries/reviews": "Tells the rule about unused accounts which accounts have no role; nobody acts here.",
    "deliberation/actions/preparing": "Gives the rule about police at the table the fact that it asks for.",
    "home/templates/home/dashboard.html": "Names somebody's own roles to him, or says that he has none yet.",
    "accounts/templates/accounts/invitation.html": "Names the roles that an invitation gives to whoever is invited.",
}
#: What a rule stands in, and what knows no accounts at all (import-linter sees to that).
DECIDES = frozenset({"rules", "engine", "core", "migrations"})
_TEST = re.compile(r"{%\s*(?:el)?if\b(?P<asked>[^%]*)%}")
_BARE = re.compile(
    r"\b(?:roles?|police|actor|viewer|watches|is_(?:" + "|".join(Role) + r"|overseer))\b|['\"](?:"
    + "|".join(Role) + r")['\"]"
)  # fmt: skip


def role_names(tree: ast.AST) -> frozenset[str]:
    """Give what the roles of accounts are called in a module; a seat in a deliberation is another thing."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == ROLES]
    return frozenset(one.asname or one.name for node in imports for one in node.names)


def _is_roles(node: ast.AST) -> bool:
    """Tell whether something gives the roles of somebody."""
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", getattr(node.func, "attr", "")) == "roles_of"
    return isinstance(node, ast.Attribute) and node.attr == "roles"


def _named(node: ast.AST, names: frozenset[str]) -> bool:
    """Tell whether something names a role, or a set of them."""
    return any(isinstance(one, ast.Name) and one.id in names for one in ast.walk(node))


def _asked(node: ast.AST, names: frozenset[str]) -> bool:
    """Tell whether a node asks what somebody is: by our own method, by comparing, or by whether there is any role."""
    match node:
        case ast.Call(func=ast.Attribute(attr="has")) | ast.Attribute(attr="police"):
            return True
        case ast.Compare(left=left, comparators=others):
            return any(_is_roles(one) or _named(one, names) for one in (left, *others))
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


def misplaced(package: Path) -> list[str]:
    """Name every place outside the rules that looks at roles."""
    found: list[str] = []
    for path in sorted(package.rglob("*.py")):
        place = path.relative_to(package).with_suffix("")
        if not DECIDES & set(place.parts) and str(place) not in MAY_LOOK:
            found += [f"{place}:{line}" for line in looks_at_roles(path.read_text(encoding="utf-8"))]
    for path in sorted(package.rglob("templates/**/*.html")):
        where = path.relative_to(package)
        if str(where) not in MAY_LOOK:
            found += [f"{where}:{line}" for line in looks_in_template(path.read_text(encoding="utf-8"))]
    return found


def test_only_rules_look_at_roles(repository: Path) -> None:
    assert misplaced(repository / "src" / "sleutelwerk") == []


def test_every_place_that_may_look_still_does(repository: Path) -> None:
    package = repository / "src" / "sleutelwerk"
    for place in MAY_LOOK:
        path = package / (place if place.endswith(".html") else f"{place}.py")
        look = looks_in_template if place.endswith(".html") else looks_at_roles
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
        "x = may_oversee(actor, actor.organisation)",
        "x = acting_holders(organisation, Role.FG)",
        "x = roles_in_order(actor.roles)",
        "x = seat.role is Other.FACILITATOR",
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
        ("{% if a %}x{% elif roles.fg %}y{% endif %}", True),
        ("{% if may_name %}x{% endif %}", False),
        ("{% for role in roles %}{{ role.label }}{% endfor %}", False),
    ],
)
def test_a_planted_look_of_a_template_is_caught(tmp_path: Path, line: str, *, caught: bool) -> None:
    (tmp_path / "cases" / "templates").mkdir(parents=True)
    (tmp_path / "cases" / "templates" / "planted.html").write_text(line)
    assert bool(misplaced(tmp_path)) is caught
