"""Naming a function now and importing it at its first call, so that a start is not slowed by what it does not need."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any


@cache
def _found(path: str) -> Callable[..., Any]:
    module, _, name = path.rpartition(".")
    function: Callable[..., Any] = getattr(import_module(module), name)
    return function


def later(path: str) -> Callable[..., Any]:
    """Stand in for the function at a dotted path. Its first call raises ImportError or AttributeError."""

    def stand_in(*args: Any, **kwargs: Any) -> Any:
        return _found(path)(*args, **kwargs)

    stand_in.__name__ = path.rpartition(".")[2]
    stand_in.__qualname__ = path
    return stand_in
