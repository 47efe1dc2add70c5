"""Adds, replaces and withdraws documents; their files are sealed as they come in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.queries.organisations import OwnOrganisation, house
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details, Via, came_by
from sleutelwerk.core.key_files import load_or_make_key
from sleutelwerk.core.verdict import refused, require
from sleutelwerk.knowledge.actions.copies import context
from sleutelwerk.knowledge.engine.sealed import seal
from sleutelwerk.knowledge.events import (
    DOCUMENT_ADDED,
    DOCUMENT_COMPOSED,
    DOCUMENT_REPLACED,
    DOCUMENT_WITHDRAWN,
)
from sleutelwerk.knowledge.models import DocumentFile, LibraryDocument
from sleutelwerk.knowledge.queries.documents import is_composed, key_path, path_of
from sleutelwerk.knowledge.rules.documents import may_keep_documents

TAKEN = refused("Er is al een stuk met deze titel. Kies een andere titel, of vervang het bestand van dat stuk.")


@dataclass(frozen=True, slots=True)
class Described:
    """What readers see of a document before they open it."""

    title: str
    summary: str
    theme: str


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A PDF that was looked through; `removed` says in words what was taken out."""

    data: bytes
    pages: int
    removed: Sequence[str] = ()
    made_from: str = ""


@transaction.atomic
def add_document(actor: Actor, described: Described, file: CleanFile, *, now: datetime) -> str:
    """Put a new document in the library; give its name in addresses. Raises NotAllowedError."""
    own = _own(actor)
    document = _new(own, described, LibraryDocument.Origin.ADDED, now)
    kept = _keep(document, file, actor.id, now)
    trace(DOCUMENT_ADDED, actor=actor, now=now, details=_about(document, kept))
    return document.slug


@transaction.atomic
def replace_file(actor: Actor, document: UUID, file: CleanFile, *, now: datetime) -> None:
    """Give a document a new file; readers get it from now on. Raises NotAllowedError."""
    own = _own(actor)
    # one at a time: two who replace at once get two versions after each other
    found = LibraryDocument.objects.select_for_update().get(pk=document, organisation=own, withdrawn_at=None)
    kept = _keep(found, file, actor.id, now)
    trace(DOCUMENT_REPLACED, actor=actor, now=now, details=_about(found, kept))


@transaction.atomic
def withdraw_document(actor: Actor, document: UUID, *, now: datetime) -> bool:
    """Take a document out of the library and destroy its files; give whether it was there. Raises NotAllowedError."""
    own = _own(actor)
    found = LibraryDocument.objects.select_for_update().filter(pk=document, organisation=own, withdrawn_at=None).first()
    if found is None:
        return False
    paths = [path_of(file.pk) for file in found.files.all()]
    found.withdrawn_at = now
    # its name is free again; whose copy a page is can still be told
    found.slug = f"{found.slug[:20]}-{found.pk.hex}"
    found.save(update_fields=["withdrawn_at", "slug"])
    trace(DOCUMENT_WITHDRAWN, actor=actor, now=now, details=Details(ids={"document": found.pk}))
    transaction.on_commit(lambda: _remove(paths))
    return True


@transaction.atomic
def store_composed(slug: str, described: Described, file: CleanFile, *, now: datetime) -> bool:
    """Put a document that the site made itself in the library of the house; give whether it was new."""
    own = house()
    if own is None:
        return False
    found = LibraryDocument.objects.select_for_update().filter(organisation=own, slug=slug).first()
    if found is None:
        found = _new(own, described, LibraryDocument.Origin.COMPOSED, now, slug)
    elif is_composed(slug, file.made_from):
        return False
    found.title, found.summary, found.theme = described.title, described.summary, described.theme
    found.save(update_fields=["title", "summary", "theme"])
    kept = _keep(found, file, None, now)
    with came_by(Via.TASK):
        record(chain=own.pk, kind=DOCUMENT_COMPOSED, actor=None, now=now, details=_about(found, kept))
    return True


def _remove(paths: Sequence[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _own(actor: Actor) -> OwnOrganisation:
    own = house()
    require(may_keep_documents(actor, own.pk if own else None))
    assert own is not None
    return own


def _new(
    own: OwnOrganisation, described: Described, origin: LibraryDocument.Origin, now: datetime, slug: str = ""
) -> LibraryDocument:
    slug = slug or slugify(described.title)[:60].strip("-") or uuid4().hex[:12]
    try:
        with transaction.atomic():
            return LibraryDocument.objects.create(
                organisation=own,
                slug=slug,
                title=described.title,
                summary=described.summary,
                theme=described.theme,
                origin=origin,
                created_at=now,
            )
    except IntegrityError:
        require(TAKEN)
        raise


def _keep(document: LibraryDocument, file: CleanFile, by: UUID | None, now: datetime) -> DocumentFile:
    """Seal the file and write it down; when the transaction fails, a sealed file is left that nothing points to."""
    latest = document.files.order_by("-number").first()
    kept = DocumentFile(
        document=document,
        number=latest.number + 1 if latest else 1,
        sha256=hashlib.sha256(file.data).hexdigest(),
        size=len(file.data),
        pages=file.pages,
        removed=list(file.removed),
        made_from=file.made_from,
        added_by_id=by,
        added_at=now,
    )
    seal(BytesIO(file.data), path_of(kept.pk), load_or_make_key(key_path()), context(kept))
    kept.save()
    return kept


def _about(document: LibraryDocument, file: DocumentFile) -> Details:
    return Details(
        ids={"document": document.pk},
        counts={"version": file.number, "pages": file.pages},
        hashes={"file": file.sha256},
    )


def sweep_stray_files(*, now: datetime) -> int:
    """Remove sealed files to which nothing points: of a withdrawn document, or of a save that failed. Give how many."""
    folder = path_of(uuid4()).parent
    known = {
        path_of(pk).name for pk in DocumentFile.objects.filter(document__withdrawn_at=None).values_list("pk", flat=True)
    }
    gone = 0
    for path in folder.glob("*") if folder.is_dir() else ():
        # a file of this hour may belong to a transaction that is still running
        if path.name not in known and path.stat().st_mtime < (now - timedelta(hours=1)).timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
