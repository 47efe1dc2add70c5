"""Judges who may read rows: what takes a viewer or something of his, what is given a key, and what is open to others.

A function *reads* when it reaches for a manager or a cursor, or uses something of our own that does and is no query
that others may call too. It *takes a viewer* when one of its parameters is an actor, a row of ours, or a class of a
query that holds one: rows come out of queries only (tests/architecture/test_queries.py), so a row is somebody's find.
What takes neither but the key of something is judged where it is called: the key has to come out of something found,
never out of an address, a form or a cookie.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tests.architecture.source import Defined, Function, Package

ACTOR = "accounts.rules.actors.Actor"
KEY = "UUID"
#: The layers whose functions are judged; an action takes its actor and is held by the tests of tests/access.
JUDGED = frozenset({"queries", "models"})
ASKS = frozenset({"objects", "_default_manager", "_base_manager", "cursor"})
#: Where requests come in: what a function here is given may be anything.
DOORS = frozenset({"views", "urls", "forms", "live"})
#: What a request carries, by the names under which it is read.
OUTSIDE = frozenset({"cleaned_data", "data", "GET", "POST", "COOKIES", "META", "FILES", "headers", "session", "kwargs"})
#: A class with a field of these names says of whom rows are asked, as a key does.
OF_WHOM = frozenset(
    "chain chains organisation organisations case cases candidate candidates deliberation deliberations".split()
)
#: The layers that find things.
FINDS = JUDGED | {"actions"}
#: Whoever runs a command has the database itself.
BACKGROUND = frozenset({"tasks", "cli"})
#: What a value is made of, for every kind of expression of which nothing else has to be known.
PARTS: Mapping[type[ast.expr], tuple[str, ...]] = {
    ast.Attribute: ("value",), ast.Subscript: ("value",), ast.Starred: ("value",), ast.NamedExpr: ("value",),
    ast.Await: ("value",), ast.IfExp: ("body", "orelse"), ast.BoolOp: ("values",), ast.BinOp: ("left", "right"),
    ast.Tuple: ("elts",), ast.List: ("elts",), ast.Set: ("elts",), ast.Dict: ("keys", "values"),
    ast.GeneratorExp: ("elt",), ast.ListComp: ("elt",), ast.SetComp: ("elt",), ast.DictComp: ("key", "value"),
}  # fmt: skip


def parts_of(node: ast.expr) -> list[ast.expr] | None:
    """Give what a value is made of; None when that is not known."""
    names = PARTS.get(type(node))
    if names is None:
        return None
    found = [getattr(node, name) for name in names]
    return [one for part in found for one in (part if isinstance(part, list) else [part]) if one is not None]


def bound_in(node: ast.AST) -> Mapping[str, list[ast.expr]]:
    """Give for each name that is given a value within a function, what it is given."""
    found: dict[str, list[ast.expr]] = {}
    for one in ast.walk(node):
        for target, value in _bindings(one):
            for name in ast.walk(target):
                if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                    found.setdefault(name.id, []).append(value)
    return found


def _bindings(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(values):
            yield from zip(names, values, strict=True)
        case ast.Assign(targets=targets, value=value):
            yield from ((target, value) for target in targets)
        case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
            yield target, value
        case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
            yield target, value
        case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
            yield target, value


def argument(call: ast.Call, called: Function, name: str) -> ast.expr:
    """Give what a call gives for one parameter; what it leaves out is None."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    given = called.args
    places = [one.arg for one in (*given.posonlyargs, *given.args)]
    if name in places and places.index(name) < len(call.args):
        return call.args[places.index(name)]
    if given.vararg and given.vararg.arg == name:
        return ast.Tuple(call.args[len(places) :], ast.Load())
    return ast.Constant(None)


@dataclass
class Traced:
    """What came of following every key."""

    wrong: set[str] = field(default_factory=set)
    #: What is open and gives on a key that it was given itself.
    leading: set[str] = field(default_factory=set)
    #: What names a function that asks by a key, without calling it.
    naming: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Viewers:
    """A package, with the functions in its judged layers that may read without a viewer or a key.

    What those `for_everybody` give is no secret, so that what uses them may be used by all as well. Whatever uses one
    of the `others` reads too, and has to take a viewer or be named itself. What is in `passed_on` may name a function
    that asks by a key, for others to call.
    """

    package: Package
    for_everybody: Collection[str] = frozenset()
    others: Collection[str] = frozenset()
    passed_on: Collection[str] = frozenset()

    @cached_property
    def handed(self) -> frozenset[str]:
        """Name the kinds that only a query gives: the actor, the rows, and the classes of queries that hold one."""
        found = {one.full for one in self.package.defined.values() if _is_row(one)} | {ACTOR}
        holders = [one for one in self.package.defined.values() if one.layer in FINDS]
        before = 0
        while before != len(found):
            before = len(found)
            found |= {one.full for one in holders if found & set(self._held_by(one))}
        return frozenset(found)

    def _held_by(self, one: Defined) -> Iterator[str]:
        """Name the kinds of the fields of a class, or what another name stands for."""
        if isinstance(one.node, ast.ClassDef):
            for line in one.node.body:
                if isinstance(line, ast.AnnAssign):
                    yield from self.package.kinds(one.module, line.annotation)
        elif isinstance(one.node, ast.Assign):
            yield self.package.resolve(one.module, one.node.value)

    def takes_viewer(self, one: Defined) -> bool:
        """Tell whether something takes a viewer, or what only a query gives. A kind itself is no row of it."""
        kinds = [set(self.package.kinds(one.module, annotation)) for annotation in one.parameters.values()]
        return any(named & self.handed and "type" not in named for named in kinds)

    def keys(self, one: Defined) -> list[str]:
        """Name the parameters that say by a key of whom rows are asked."""
        return [name for name, annotation in one.parameters.items() if self._is_key(one.module, annotation)]

    def _is_key(self, module: str, annotation: ast.expr | None) -> bool:
        return any(
            kind == KEY or self._says_of_whom(self.package.defined.get(kind))
            for kind in self.package.kinds(module, annotation)
            if kind not in self.handed
        )

    def _says_of_whom(self, one: Defined | None) -> bool:
        lines = one.node.body if one and isinstance(one.node, ast.ClassDef) else []
        return any(isinstance(line, ast.AnnAssign) and ast.unparse(line.target) in OF_WHOM for line in lines)

    @cached_property
    def reading(self) -> frozenset[str]:
        """Name everything in the judged layers that reads and takes no viewer."""
        judged = [one for one in self.package.defined.values() if one.layer in JUDGED and not _is_class_of_models(one)]
        free = [one for one in judged if not self.takes_viewer(one)]
        found = {one.full for one in free if asks(one.node)}
        before = 0
        while before != len(found):
            before = len(found)
            passing = {full for full in found if self._hands_to_users(full)}
            found |= {one.full for one in free if passing & {full for full, _ in self.package.mentions(one)}}
        return frozenset(found)

    @property
    def _said(self) -> frozenset[str]:
        return frozenset({*self.for_everybody, *self.others})

    def _hands_to_users(self, full: str) -> bool:
        """Tell whether what uses something that reads does so too: not when it is for all, or asked by a key."""
        return full in self.others or not (full in self.for_everybody or self.keys(self.package.defined[full]))

    def _functions(self) -> list[Defined]:
        return [self.package.defined[full] for full in sorted(self.reading) if self.package.defined[full].function]

    def unlisted(self) -> list[str]:
        """Name the functions that others may call and that read without a viewer, a key, or being open."""
        said = self._said
        return [one.full for one in self._functions() if one.public and not self.keys(one) and one.full not in said]

    def stale(self) -> list[str]:
        """Name what is said to be open, a tool or passed on and is gone, reads nothing, or takes a viewer."""
        needed = self.reading | self._traced.leading | self._traced.naming
        return sorted({*self._said, *self.passed_on} - needed)

    def from_outside(self) -> list[str]:
        """Name where a key that rows are asked by does not come out of something found."""
        return sorted(self._traced.wrong)

    @cached_property
    def _traced(self) -> Traced:
        """Follow each key from where rows are asked by it to where it comes from."""
        traced = Traced()
        said = self._said
        first = {(one.full, key) for one in self._functions() if one.full not in said for key in self.keys(one)}
        waiting = sorted(first)
        while waiting:
            full, key = waiting.pop()
            for user in self.package.mentioned_in.get(full, ()):
                new = self._trace(user, full, key, traced) - first
                first |= new
                waiting += sorted(new)
        return traced

    def _trace(self, user: Defined, full: str, key: str, traced: Traced) -> set[tuple[str, str]]:
        """Judge what one gives another as its key; give the parameters of its own that it gives on."""
        if user.full in self._said:
            traced.leading.add(user.full)
        if user.full in self._said or user.module.split(".")[0] in BACKGROUND:
            return set()
        if not self._only_calls(user, full):
            traced.naming.add(user.full)
            traced.wrong |= set() if user.full in self.passed_on else {f"{user.full} names {full}"}
        origin = Origin(self, user)
        for given in self._given(user, full, key):
            if not origin.is_found(given):
                traced.wrong.add(f"{user.full} gives {full} as {key}: {ast.unparse(given)}")
        return {(user.full, name) for name in origin.parameters}

    def _only_calls(self, user: Defined, full: str) -> bool:
        """Tell whether all that a function does with another is calling it."""
        return len(self.calls(user, full)) == sum(named == full for named, _ in self.package.mentions(user))

    def calls(self, user: Defined, full: str) -> list[ast.Call]:
        """Give the calls of something within something else."""
        calls = [node for node in ast.walk(user.node) if isinstance(node, ast.Call)]
        return [call for call in calls if self.package.resolve(user.module, call.func) == full]

    def _given(self, user: Defined, full: str, key: str) -> list[ast.expr]:
        called = self.package.defined[full].function
        return [argument(call, called, key) for call in self.calls(user, full)] if called else []

    def beyond(self, full: str, places: Collection[str]) -> list[str]:
        """Name what uses a function from elsewhere than these places, or as one that is judged itself."""
        users = [one for one in self.package.mentioned_in.get(full, ()) if one.full not in self._said]
        own = self.package.defined[full].module
        return [one.full for one in users if not _stands_in(one, places) and (one.public or one.module != own)]

    def uses(self, full: str, places: Collection[str]) -> list[str]:
        """Name what uses a function in one of these places."""
        return [one.full for one in self.package.mentioned_in.get(full, ()) if _stands_in(one, places)]

    def not_behind(self, everywhere: Collection[str], also: Collection[str] = ()) -> list[str]:
        """Name what reads for all organisations at once and is neither a job, a command nor open for all as well.

        An action that takes no viewer may do so, as long as what uses that is a job or a command again.
        """
        waiting, seen, wrong = sorted(everywhere), set(everywhere), set()
        while waiting:
            for user in self.package.mentioned_in.get(waiting.pop(), ()):
                if user.full in seen or _stands_in(user, also) or BACKGROUND & {user.layer, user.module.split(".")[0]}:
                    continue
                seen.add(user.full)
                if user.layer in {"actions", "queries"} and user.function and not self.takes_viewer(user):
                    waiting.append(user.full)
                else:
                    wrong.add(user.full)
        return sorted(wrong)


@dataclass(frozen=True)
class Origin:
    """Where a value within a function comes from; `parameters` are those that it depends on, for its callers."""

    viewers: Viewers
    where: Defined
    followed: frozenset[str] = frozenset()
    parameters: set[str] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)

    @cached_property
    def _bound(self) -> Mapping[str, list[ast.expr]]:
        return bound_in(self.where.node)

    def is_found(self, node: ast.expr) -> bool:
        """Tell whether a value comes out of something found, as far as this function knows."""
        if isinstance(node, ast.Constant):
            return True
        if isinstance(node, ast.Name):
            return self._is_name_found(node)
        if isinstance(node, ast.Call):
            return self._is_call_found(node)
        if isinstance(node, ast.Attribute) and node.attr in OUTSIDE:
            return False
        parts = parts_of(node)
        return parts is not None and all(self.is_found(one) for one in parts)

    def _is_call_found(self, node: ast.Call) -> bool:
        """What a query gives is found; anything else gives what it was given."""
        package = self.viewers.package
        called = package.defined.get(package.resolve(self.where.module, node.func))
        if called and called.function:
            return self._gives_found(called) or self._hands_on(called, called.function, node)
        if called is None and isinstance(node.func, ast.Attribute):
            return self.is_found(node.func.value)
        made = called is not None and _is_row(called)  # a new row is nobody else's, whatever is written in it
        given = [*node.args, *(one.value for one in node.keywords if not made or one.arg in {None, "pk", "id"})]
        return all(self.is_found(one) for one in given)

    def _gives_found(self, called: Defined) -> bool:
        """Tell whether a function finds what it gives, which is judged on its own, or can give nothing else."""
        viewers = self.viewers
        if called.layer in FINDS and (viewers.takes_viewer(called) or called.full in viewers.reading):
            return True
        returned = called.function.returns if called.function else None
        return bool(viewers.handed & set(viewers.package.kinds(called.module, returned)))

    def _hands_on(self, called: Defined, function: Function, node: ast.Call) -> bool:
        """Tell whether a function makes what it gives of what is found, its own parameters included."""
        if called.full in self.followed:
            return True
        inner = Origin(self.viewers, called, self.followed | {called.full})
        given = [one.value for one in ast.walk(function) if isinstance(one, ast.Return | ast.Yield) and one.value]
        if not all(inner.is_found(one) for one in given):
            return False
        return all(self.is_found(argument(node, function, name)) for name in sorted(inner.parameters))

    def _is_name_found(self, node: ast.Name) -> bool:
        if node.id in self._seen:
            return True
        self._seen.add(node.id)
        if node.id in self.where.parameters:
            return self._is_parameter_found(node.id)
        if node.id in self._bound:
            return all(self.is_found(one) for one in self._bound[node.id])
        full = self.viewers.package.resolve(self.where.module, node)
        return bool(full) and not isinstance(self.viewers.package.defined[full].node, ast.FunctionDef)

    def _is_parameter_found(self, name: str) -> bool:
        """Of what a view is given nothing is found but by asking; of others, their callers have to tell."""
        kinds = set(self.viewers.package.kinds(self.where.module, self.where.parameters[name]))
        if kinds & self.viewers.handed or kinds & {"datetime", "date", "bool", "int"}:
            return True
        if self.where.layer in DOORS and self.where.public and not self.followed:
            return False
        self.parameters.add(name)
        return True


def asks(node: ast.AST) -> bool:
    """Tell whether something asks the database by itself."""
    return any(isinstance(one, ast.Attribute) and one.attr in ASKS for one in ast.walk(node))


def _is_row(one: Defined) -> bool:
    bases = one.node.bases if isinstance(one.node, ast.ClassDef) else []
    return one.layer == "models" and any(ast.unparse(base) in {"models.Model", "AbstractBaseUser"} for base in bases)


def _is_class_of_models(one: Defined) -> bool:
    return one.layer == "models" and isinstance(one.node, ast.ClassDef)


def _stands_in(one: Defined, places: Collection[str]) -> bool:
    return any(f"{one.full}.".startswith(f"{place}.") for place in places)
