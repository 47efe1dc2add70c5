"""Reads the source of a package into its functions, so that a test can ask what each takes, mentions and is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = "sleutelwerk."
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, eq=False)
class Defined:
    """Something that a module defines at its top: a function, a class or a value."""

    module: str
    name: str
    node: ast.stmt

    @property
    def full(self) -> str:
        """Its name within the package."""
        return f"{self.module}.{self.name}"

    @property
    def layer(self) -> str:
        """The layer of the room that it stands in; of a module outside the rooms, its last name."""
        return [*self.module.split("."), ""][1]

    @property
    def public(self) -> bool:
        """Tell whether others may use it."""
        return not self.name.startswith("_")

    @property
    def function(self) -> Function | None:
        """Give the function that it is, if it is one."""
        return self.node if isinstance(self.node, Function) else None

    @property
    def parameters(self) -> dict[str, ast.expr | None]:
        """Give what a function takes, with its annotations."""
        if self.function is None:
            return {}
        given = self.function.args
        every = [*given.posonlyargs, *given.args, given.vararg, *given.kwonlyargs, given.kwarg]
        return {one.arg: one.annotation for one in every if one}


class Package:
    """The source of a package: what its modules define, and what they call what others define."""

    def __init__(self, folder: Path) -> None:
        self.modules: dict[str, ast.Module] = {}
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(folder).with_suffix("").parts
            if "migrations" not in parts:
                name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
                self.modules[name] = ast.parse(path.read_text(encoding="utf-8"))
        self._names = {module: dict(_names(module, tree)) for module, tree in self.modules.items()}

    @cached_property
    def defined(self) -> Mapping[str, Defined]:
        """Give everything that a module defines at its top, by its full name."""
        return {
            f"{module}.{name}": Defined(module, name, node)
            for module, tree in self.modules.items()
            for node in tree.body
            for name in _makes(node)
        }

    def resolve(self, module: str, node: ast.expr) -> str:
        """Give the full name of what a name, or an attribute of a module, stands for; nothing when it is not ours."""
        if isinstance(node, ast.Name):
            return self._found(self._names[module].get(node.id, ""))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            holder = self._names[module].get(node.value.id, "")
            return self._found(f"{holder}.{node.attr}") if holder in self.modules else ""
        return ""

    def _found(self, full: str) -> str:
        """Follow a name to where it is defined: a package hands on what its modules define."""
        for _step in range(5):
            module, _dot, name = full.rpartition(".")
            if full in self.defined or name not in self._names.get(module, {}):
                break
            full = self._names[module][name]
        return full if full in self.defined else ""

    def mentions(self, one: Defined) -> Iterator[tuple[str, ast.expr]]:
        """Give what of ours something mentions, with where: also by its whole name between quotes."""
        own = set(one.parameters) | (_stored(one.node) if one.function else set())
        for node in ast.walk(one.node):
            full = "" if isinstance(node, ast.Name) and node.id in own else self._mentioned(one.module, node)
            if full and full != one.full:
                assert isinstance(node, ast.expr)
                yield full, node

    def _mentioned(self, module: str, node: ast.AST) -> str:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(ROOT):
            return self._found(node.value.removeprefix(ROOT))
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            return self.resolve(module, node)
        return ""

    @cached_property
    def mentioned_in(self) -> Mapping[str, tuple[Defined, ...]]:
        """Give for everything what mentions it."""
        found: dict[str, dict[Defined, None]] = {}
        for one in self.defined.values():
            for full, _node in self.mentions(one):
                found.setdefault(full, {})[one] = None
        return {full: tuple(ones) for full, ones in found.items()}

    def kinds(self, module: str, annotation: ast.expr | None) -> Iterator[str]:
        """Name the kinds that an annotation speaks of: ours in full, others as written."""
        for node in ast.walk(annotation) if annotation else ():
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from self.kinds(module, ast.parse(node.value, mode="eval").body)
            elif isinstance(node, ast.Name | ast.Attribute):
                yield self.resolve(module, node) or ast.unparse(node)


def _names(module: str, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Give what the names of a module stand for: what it defines, and what of ours it imports, wherever it does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and f"{node.module}.".startswith(ROOT):
            source = f"{node.module}.".removeprefix(ROOT)
            for one in node.names:
                yield one.asname or one.name, f"{source}{one.name}"
    for node in tree.body:
        for name in _makes(node):
            yield name, f"{module}.{name}"


def _makes(node: ast.stmt) -> Iterator[str]:
    """Name what a statement defines."""
    if isinstance(node, Function | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            yield from (one.id for one in ast.walk(target) if isinstance(one, ast.Name))


def _stored(node: ast.AST) -> set[str]:
    """Name what a function gives a value to by itself: there that name stands for nothing else."""
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
