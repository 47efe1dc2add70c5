"""Gives the terms that hold for an organisation: those that somebody confirmed, wherever the content went since."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.content import newest_retention
from sleutelwerk.cases.engine.retention import Retention, retention_from_data
from sleutelwerk.cases.models import Case, ConfirmedTerms
from sleutelwerk.cases.rules.watching import may_watch
from sleutelwerk.publishing.content import NoSuchContent


def terms_of(organisation: UUID) -> Retention:
    """Give the terms that hold for an organisation; the newest while it has no case, as nothing is kept then.

    Raises NoSuchContent when neither is there: nothing may stay because a file is wrong.
    """
    known = confirmed_terms(organisation)
    return newest_retention() if known is None else _terms_with(known.content_hash)


def terms_of_case(case: Case) -> Retention:
    """Give the terms of a case; `queries.cases` looks their hash up along with it."""
    known: str | None = getattr(case, "terms_hash", None)
    return terms_of(case.organisation_id) if known is None else _terms_with(known)


def confirmed_terms(organisation: UUID, *, lock: bool = False) -> ConfirmedTerms | None:
    """Give the row of the terms that hold, without their text."""
    rows = ConfirmedTerms.objects.select_for_update() if lock else ConfirmedTerms.objects.all()
    return rows.defer("data").filter(organisation=organisation).order_by("-pk").first()


@lru_cache(maxsize=32)
def _terms_with(fingerprint: str) -> Retention:
    """Give terms by the hash of their content, as they were confirmed."""
    row = ConfirmedTerms.objects.filter(content_hash=fingerprint).order_by("pk").first()
    if row is None:
        raise NoSuchContent("retention")
    return retention_from_data(row.data)


def waiting_terms(viewer: Actor) -> Retention | None:
    """Give terms that are newer, or that were put back, and wait for somebody to look at what they touch."""
    if viewer.organisation is None or not may_watch(viewer):
        return None
    known = confirmed_terms(viewer.organisation)
    try:
        newest = newest_retention()
    except NoSuchContent:
        return None
    return None if known is None or known.content_hash == newest.content_hash else newest
