"""Asks what needs the database in a few threads of its own, so that neither event loop nor pages wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import close_old_connections

P = ParamSpec("P")
T = TypeVar("T")


class Busy(Exception):
    """So many questions wait already that another one had better come back later."""


class Desk:
    """A few threads. After each question the connection goes back to where it came from, as after a page."""

    def __init__(self, name: str, *, threads: int, most: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._most = most
        self._waiting = 0
        self._closed = False

    async def ask(self, question: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Give the answer; raises Busy when too many questions wait, or when the desk closed before its turn came."""
        if self._closed or self._waiting >= self._most:
            raise Busy
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._pool, lambda: _with_tidy_connections(question, *given, **named))
        except asyncio.CancelledError:
            if self._closed:
                raise Busy from None
            raise
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Take no more questions, and forget those that wait."""
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)


def _with_tidy_connections(question: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    close_old_connections()
    try:
        return question(*given, **named)
    finally:
        close_old_connections()
