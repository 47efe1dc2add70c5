"""Lets several people act at the same moment, each with a connection of his own to the database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from sleutelwerk.core.verdict import NotAllowedError


def at_once(*acts: Callable[[], object]) -> list[bool]:
    """Act in threads that begin at the same moment; tell which of them was allowed, in order."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> bool:
        barrier.wait()
        try:
            act()
        except NotAllowedError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
