"""Hands copies out with the mark of whoever gets them, stops when he may no longer, and tells whose copy a page is."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.actions.trace import trace, trace_forgotten
from sleutelwerk.accounts.queries.organisations import Greeting, house
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.people import NOWHERE
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.core.events import Event
from sleutelwerk.core.key_files import load_or_make_key
from sleutelwerk.core.verdict import require
from sleutelwerk.knowledge.engine.articles.model import Article
from sleutelwerk.knowledge.engine.marking import (
    Mark,
    MarkingDesk,
    NotMarkable,
    TooBusy,
    line_of,
    new_code,
    read_code,
)
from sleutelwerk.knowledge.engine.sealed import NotOpened, open_sealed, seal
from sleutelwerk.knowledge.events import (
    CLOSED_ROOM_READ,
    COPY_HANDED_OUT,
    COPY_TRACED,
    GATED_TEXT_READ,
    HANDOUTS_FORGOTTEN,
)
from sleutelwerk.knowledge.models import DocumentFile, Handout
from sleutelwerk.knowledge.queries.documents import Copy, ShownDocument, copy_with, key_path, newest_file, path_of
from sleutelwerk.knowledge.queries.marks import Marked, marked_for
from sleutelwerk.knowledge.rules.documents import may_trace_copies

#: How long it can be told whose copy a page is.
TRACED_FOR = timedelta(days=365)
#: How long a marked copy is kept ready for who downloads it again.
KEPT_READY = timedelta(hours=1)
#: After so many bytes it is asked again whether the reader still may.
PIECE = 131_072

_DESK = MarkingDesk(2)
_logger = logging.getLogger(__name__)


class Withdrawn(Exception):
    """Access ended while the copy was on its way; the connection breaks off, so that no half file seems whole."""


class NoCopy(Exception):
    """A copy cannot be had now: too many people wait (`busy`), or the file itself is not right."""

    def __init__(self, *, busy: bool) -> None:
        super().__init__()
        self.busy = busy


def read_text(actor: Actor, who: Greeting, article: Article, *, now: datetime) -> str:
    """Write down that somebody reads a gated article today; give the mark as it stands on his screen."""
    text = _Text("article", article.slug, article.content_hash, article.title)
    marked = marked_for(actor, who, article.slug, now=now)
    return line_of(_hand_out(actor, text, marked, GATED_TEXT_READ, now))


def text_again(actor: Actor, article: Article, *, now: datetime) -> str:
    """Give the mark of a reading that was written down today, and write down nothing new; empty where there is none."""
    found = Handout.objects.filter(
        person=actor.id, kind="article", key=article.slug, version=article.content_hash, day=timezone.localdate(now)
    ).exclude(name="")
    handout = found.first()
    return line_of(Mark(handout.name, handout.organisation, handout.day, handout.code)) if handout else ""


def enter_room(actor: Actor, who: Greeting, name: str, title: str, *, now: datetime) -> Mark:
    """Give the mark of who reads in a room that the house closed: one a day, written down with the first page of it."""
    text = _Text("room", name, "", title)
    return _hand_out(actor, text, marked_for(actor, who, "", now=now), CLOSED_ROOM_READ, now)


def marked_copy(raw: bytes, mark: Mark) -> bytes:
    """Put a mark on each page of a document that a closed room made. Raises NoCopy."""
    try:
        return _DESK.mark(raw, mark)
    except TooBusy:
        raise NoCopy(busy=True) from None
    except NotMarkable as problem:
        _logger.exception("a document of a closed room cannot be handed out")
        raise NoCopy(busy=False) from problem


def make_copy(actor: Actor, who: Greeting, document: ShownDocument, *, now: datetime) -> bytes:
    """Make a copy of a document with the reader's mark on every page. Raises NoCopy."""
    file = newest_file(document.id)
    assert file is not None, "a document that is shown has a file"
    text = _Text("document", str(document.id), file.sha256, document.title)
    mark = _hand_out(actor, text, marked_for(actor, who, document.slug, now=now), COPY_HANDED_OUT, now)
    kept = _ready_at(file, mark.code)
    key = load_or_make_key(key_path())
    with suppress(FileNotFoundError, NotOpened):
        return b"".join(open_sealed(kept, key, _bound(file, mark.code)))
    copy = _copy_of(file, key, mark)
    seal(BytesIO(copy), kept, key, _bound(file, mark.code))
    return copy


def _copy_of(file: DocumentFile, key: bytes, mark: Mark) -> bytes:
    try:
        return _DESK.mark(b"".join(open_sealed(path_of(file.pk), key, context(file))), mark)
    except TooBusy:
        raise NoCopy(busy=True) from None
    except (NotMarkable, NotOpened, FileNotFoundError) as problem:  # for the operator: readers can do nothing about it
        _logger.exception("file %s of a document cannot be handed out", file.pk)
        raise NoCopy(busy=False) from problem


def while_allowed(copy: bytes, allowed: Callable[[], bool]) -> Iterator[bytes]:
    """Give a copy piece by piece, as long as its reader may have it. Raises Withdrawn."""
    for begin in range(0, len(copy), PIECE):
        if begin and not allowed():
            raise Withdrawn
        yield copy[begin : begin + PIECE]


@dataclass(frozen=True, slots=True)
class _Text:
    """What is handed out: an article or a document in the version that it has now, or a room, which has none."""

    kind: str
    key: str
    version: str
    title: str


@transaction.atomic
def _hand_out(actor: Actor, text: _Text, marked: Marked, kind: Event, now: datetime) -> Mark:
    which = {
        "person_id": actor.id,
        "kind": text.kind,
        "key": text.key,
        "version": text.version,
        "day": timezone.localdate(now),
    }
    says = {"name": marked.name, "organisation": marked.organisation, "request_id": marked.request}
    handout, new = Handout.objects.get_or_create(**which, defaults={"code": new_code(), "title": text.title, **says})
    if new or text.version:  # a room has no version, and who walks through it opens many pages
        hashes = {"version": text.version} if text.version else {}
        about = pseudonym(text.kind, text.key)
        trace(kind, actor=actor, now=now, details=Details(ids={"text": about}, hashes=hashes))
    # one code is one mark: what was marked first today stays, whatever he is called by now
    said = handout if handout.name else marked
    return Mark(said.name, said.organisation, handout.day, handout.code)


@dataclass(frozen=True, slots=True)
class Traced:
    """What became of looking up a code. `mistyped` when it is no code at all."""

    copy: Copy | None = None
    mistyped: bool = False


@transaction.atomic
def trace_copy(actor: Actor, typed: str, *, now: datetime) -> Traced:
    """Turn the code on a page into whose copy it is, and write down that this was asked. Raises NotAllowedError."""
    own = house()
    require(may_trace_copies(actor, own.pk if own else None))
    code = read_code(typed)
    if code is None:
        return Traced(mistyped=True)
    found = copy_with(actor, code)
    trace(COPY_TRACED, actor=actor, person=found.person if found else None, now=now)
    return Traced(found)


def context(file: DocumentFile) -> bytes:
    """Give what a sealed file is bound to, so that none can be put in the place of another."""
    return f"document:{file.document_id}:{file.number}:{file.pk}".encode()


def _bound(file: DocumentFile, code: str) -> bytes:
    return context(file) + f":copy:{code}".encode()


def ready_folder() -> Path:
    """Give where marked copies are kept ready, sealed."""
    folder: Path = settings.DATA_FOLDER
    return folder / "cache" / "copies"


def _ready_at(file: DocumentFile, code: str) -> Path:
    return ready_folder() / f"{file.pk}-{code}.sealed"


def forget_copies(*, now: datetime) -> int:
    """Remove marked copies that were kept ready for an hour; give how many."""
    gone = 0
    for path in ready_folder().glob("*.sealed"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < (now - KEPT_READY).timestamp():
                path.unlink()
                gone += 1
    return gone


@transaction.atomic
def forget_old_handouts(*, now: datetime) -> int:
    """Let go of whose copies were handed out more than a year ago, and of what marks said of accounts forgotten since.

    Gives how many went as a whole.
    """
    named = Handout.objects.filter(person__email__endswith=f"@{NOWHERE}").exclude(name="", organisation="")
    wiped = named.update(name="", organisation="")
    gone = Handout.objects.filter(day__lt=(now - TRACED_FOR).date()).delete()[0]
    trace_forgotten(HANDOUTS_FORGOTTEN, {"handouts": gone, "names": wiped}, now=now)
    return gone
