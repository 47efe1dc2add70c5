"""Which views ask for a fresh second factor, and which give a file: read from their sources, so none is forgotten."""

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


def giving_files(package: Path) -> frozenset[str]:
    """Give the dotted paths of functions of views whose answer is a file, or that call one of the same module's."""
    found: set[str] = set()
    for path in sorted((*package.glob("*/views/**/*.py"), *package.glob("*/views.py"))):
        module = ".".join((package.name, *path.relative_to(package).with_suffix("").parts))
        functions = [one for one in ast.parse(path.read_text("utf-8")).body if isinstance(one, ast.FunctionDef)]
        giving = {one.name for one in functions if any(map(_is_file, ast.walk(one)))}
        while more := {one.name for one in functions if giving & set(_names(*one.body))} - giving:
            giving |= more
        found |= {f"{module}.{name}" for name in giving}
    return frozenset(found)


def _is_file(node: ast.AST) -> bool:
    """Tell whether an answer says what kind of file it is, how it is called, or comes in pieces."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and node.value.lower() == "content-disposition"
    if not isinstance(node, ast.Call):
        return False
    called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    typed = any(part.arg == "content_type" for part in node.keywords)
    return called in {"FileResponse", "StreamingHttpResponse"} or (called == "HttpResponse" and typed)


def _names(*nodes: ast.AST) -> Iterator[str]:
    for node in nodes:
        yield from (one.id for one in ast.walk(node) if isinstance(one, ast.Name))
