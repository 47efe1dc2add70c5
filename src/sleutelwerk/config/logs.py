"""Keeps visitors out of the log: an entry tells what broke and where in the code, not who asked for which address."""

from __future__ import annotations

import logging
from traceback import TracebackException


class ImpersonalFilter(logging.Filter):
    """Replace the address that Django puts in its messages, and drop the request that it hangs on the record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, impersonal."""
        if hasattr(record, "request"):
            status = getattr(record, "status_code", "")
            record.msg, record.args = f"A request was answered with {status}", ()
            del record.request
        return True


class ImpersonalFormatter(logging.Formatter):
    """Write where in the code something broke and what kind of error it was; its message may quote a visitor."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is logging's
        """Give the frames and the types of an exception and its causes, without a word of their messages."""
        error = ei[1] if isinstance(ei, tuple) else None
        if error is None:
            return ""
        parts = []
        seen: TracebackException | None = TracebackException.from_exception(error, compact=True)
        while seen is not None:
            name = seen.exc_type.__qualname__ if seen.exc_type else "Exception"
            parts.append("".join(seen.stack.format()) + name)
            seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
        return "\n\n".join(reversed(parts))
