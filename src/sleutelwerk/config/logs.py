"""Keeps visitors out of the log: an entry tells what broke and where in the code, not who asked for which address."""

from __future__ import annotations

import logging


class ImpersonalFilter(logging.Filter):
    """Replace the address that Django puts in its messages, and drop the request that it hangs on the record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, impersonal."""
        if hasattr(record, "request"):
            status = getattr(record, "status_code", "")
            record.msg, record.args = f"A request was answered with {status}", ()
            del record.request
        return True
