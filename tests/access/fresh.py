"""Which views ask for a fresh second factor, read from their sources: there is no list of them to forget one in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

GATES = frozenset({"freshly_proved", "fresh_to_begin"})


@dataclass(frozen=True)
class Asks:
    """The dotted paths of views: those that ask whatever is done, and those that ask before they do a thing."""

    always: frozenset[str]
    before_acting: frozenset[str]


def asking(package: Path) -> Asks:
    """Go over all views of the package."""
    always: set[str] = set()
    acting: set[str] = set()
    for path in sorted(package.glob("*/views/**/*.py")):
        module = ".".join((package.name, *path.relative_to(package).with_suffix("").parts))
        gated, uses = _in(ast.parse(path.read_text(encoding="utf-8")))
        always |= {f"{module}.{name}" for name in gated}
        acting |= {f"{module}.{name}" for name in uses - gated}
    return Asks(frozenset(always), frozenset(acting))


def _in(tree: ast.Module) -> tuple[set[str], set[str]]:
    """Give the functions that stand behind the gate, and those that lead to one that does."""
    functions = [one for one in tree.body if isinstance(one, ast.FunctionDef)]
    gated = {one.name for one in functions if GATES & set(_names(*one.decorator_list))}
    leading = set(gated)
    while True:
        known = GATES | {"ask_factor"} | leading
        more = {one.name for one in functions if known & set(_names(*one.body))} | leading
        if more == leading:
            return gated, leading
        leading = more


def _names(*nodes: ast.AST) -> Iterator[str]:
    for node in nodes:
        yield from (one.id for one in ast.walk(node) if isinstance(one, ast.Name))
