"""Looks up documents, their newest files, and whose copy a code belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings

from sleutelwerk.accounts.queries.organisations import house
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.knowledge.engine.articles.model import THEME_LABELS, Theme
from sleutelwerk.knowledge.models import DocumentFile, Handout, LibraryDocument
from sleutelwerk.knowledge.queries.requests import Grounds, grounds_of
from sleutelwerk.knowledge.rules.documents import may_keep_documents, may_trace_copies


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document as readers and content owners see it."""

    id: UUID
    slug: str
    title: str
    summary: str
    theme: Theme
    pages: int
    size: int
    version: int
    added_at: date
    composed: bool
    removed: tuple[str, ...]

    @property
    def theme_label(self) -> str:
        """What it is about, in words."""
        return THEME_LABELS[self.theme]


def documents() -> tuple[ShownDocument, ...]:
    """Give the documents that stand in the library of the house, by title."""
    found = LibraryDocument.objects.filter(organisation__is_house=True, withdrawn_at=None).order_by("title", "slug")
    newest = _newest([one.pk for one in found])
    return tuple(_shown(one, newest[one.pk]) for one in found if one.pk in newest)


def document(slug: str) -> ShownDocument | None:
    """Give a document of the library by its name in addresses."""
    return next((one for one in documents() if one.slug == slug), None)


def own_documents(viewer: Actor) -> tuple[ShownDocument, ...]:
    """Give the documents that the viewer keeps."""
    own = house()
    return documents() if may_keep_documents(viewer, own.pk if own else None) else ()


def is_composed(slug: str, made_from: str) -> bool:
    """Tell whether the newest file of a document that the site makes is of this content."""
    newest = (
        DocumentFile.objects.filter(document__organisation__is_house=True, document__slug=slug)
        .order_by("-number")
        .values_list("made_from", flat=True)
        .first()
    )
    return newest == made_from


def newest_file(document: UUID) -> DocumentFile | None:
    """Give the file that readers get."""
    return DocumentFile.objects.filter(document_id=document).order_by("-number").first()


def _newest(documents: list[UUID]) -> dict[UUID, DocumentFile]:
    # in the order of their numbers, so that the last of each document stays
    files = DocumentFile.objects.filter(document__in=documents).order_by("number")
    return {one.document_id: one for one in files}


def _shown(document: LibraryDocument, file: DocumentFile) -> ShownDocument:
    return ShownDocument(
        document.pk,
        document.slug,
        document.title,
        document.summary,
        Theme(document.theme),
        file.pages,
        file.size,
        file.number,
        file.added_at.date(),
        document.origin == LibraryDocument.Origin.COMPOSED,
        tuple(file.removed),
    )


def path_of(file: UUID) -> Path:
    """Give where a sealed file lies."""
    folder: Path = settings.DATA_FOLDER
    return folder / "documents" / f"{file}.sealed"


def key_path() -> Path:
    """Give where the key of the sealed files lies, outside the database."""
    folder: Path = settings.KEYS_FOLDER
    return folder / "documents.key"


@dataclass(frozen=True, slots=True)
class Copy:
    """Whose copy a page is, called as the mark on it calls him."""

    name: str
    email: str
    organisation: str
    title: str
    day: date
    person: UUID
    #: What let him in; nothing for who works at the house, and once the request is forgotten.
    grounds: Grounds | None


def copy_with(viewer: Actor, code: str) -> Copy | None:
    """Give whose copy carries this code, for whoever may know."""
    own = house()
    if not may_trace_copies(viewer, own.pk if own else None):
        return None
    found = Handout.objects.select_related("person__organisation", "request__decided_by").filter(code=code).first()
    if found is None:
        return None
    organisation = found.person.organisation
    return Copy(
        found.name or found.person.name or found.person.email,
        found.person.email,
        found.organisation if found.name else organisation.name if organisation else "",
        found.title,
        found.day,
        found.person_id,
        grounds_of(viewer, found.request) if found.request and found.request.organisation == own else None,
    )
