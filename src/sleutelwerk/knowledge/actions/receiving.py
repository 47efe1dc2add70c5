"""Looks a file through as it comes in: what it is, whether it does harm, and what must come out of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.knowledge.actions.documents import CleanFile
from sleutelwerk.knowledge.engine.uploads import (
    Clean,
    Found,
    Refusal,
    clean_pdf,
    read_address,
    scan,
)
from sleutelwerk.knowledge.events import DOCUMENT_REFUSED


class RefusedFile(Exception):
    """A file that is not taken; the message says why and what to do, for whoever brought it."""


class Harm(StrEnum):
    """Why a virus scanner kept a file out."""

    FOUND = "malware_found"
    NOT_SCANNED = "not_scanned"


class Readable(Protocol):
    """A file that came in."""

    def read(self) -> bytes:
        """Give all of it."""


def receive(actor: Actor, file: Readable, *, now: datetime) -> CleanFile:
    """Give a file with what should not be in it taken out. Raises RefusedFile; a refusal for harm is recorded."""
    data = file.read()
    _ask_scanner(actor, data, now)
    found = clean_pdf(data)
    if isinstance(found, Refusal):
        _record(actor, found.reason, now)
        raise RefusedFile(f"{found.message} {found.advice}")
    return CleanFile(found.data, found.upload.pages, found.upload.removed_in_words)


def _ask_scanner(actor: Actor, data: bytes, now: datetime) -> None:
    if not settings.CLAMD:
        return
    answer = scan(BytesIO(data), read_address(settings.CLAMD))
    if isinstance(answer, Clean):
        return
    if isinstance(answer, Found):
        _record(actor, Harm.FOUND, now)
        raise RefusedFile(
            _("De virusscanner vond iets kwaads in dit bestand. Open het niet meer en vraag uw beheerder om hulp.")
        )
    # why it gave no answer is in the log already
    _record(actor, Harm.NOT_SCANNED, now)
    raise RefusedFile(
        _("De virusscanner antwoordt niet. Zonder hem nemen wij geen bestanden aan. Probeer het later opnieuw.")
    )


@transaction.atomic
def _record(actor: Actor, reason: StrEnum, now: datetime) -> None:
    trace(DOCUMENT_REFUSED, actor=actor, now=now, details=Details(reason=reason))
