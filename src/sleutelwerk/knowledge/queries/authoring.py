"""Looks up what content owners of the house work on: the desk, the history of an article, remarks and previews."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sleutelwerk.accounts.queries.people import names_of
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.knowledge.content import current
from sleutelwerk.knowledge.engine.articles.compare import Comparison, Kind, Paragraph, compare
from sleutelwerk.knowledge.engine.articles.compose import Remark, draft_article, examine
from sleutelwerk.knowledge.engine.articles.html import make_page
from sleutelwerk.knowledge.engine.articles.model import AUDIENCE_LABELS, PHASE_LABELS, THEME_LABELS
from sleutelwerk.knowledge.models.articles import Article, ArticleVersion
from sleutelwerk.knowledge.queries.articles import (
    Source,
    facts_of,
    house_id,
    known_now,
    live_article,
    newest_shipped_hash,
    sources_of,
)
from sleutelwerk.knowledge.queries.library import address_of, related
from sleutelwerk.knowledge.rules.articles import OPEN, SEEN, State, may_sign, may_write

#: The type of a version, for pages, which may not reach for the model itself.
Version = ArticleVersion

LABELS = {
    "slug": "Korte naam", "title": "Titel", "summary": "Samenvatting", "summary_en": "Samenvatting in het Engels",
    "theme": "Onderwerp", "phase": "Wanneer", "audience": "Voor wie", "access": "Wie mag het lezen",
    "checked": "Nagekeken op", "keywords": "Zoekwoorden", "related": "Hoort bij", "body": "Tekst",
    "version": "Versie", "schema": "Vorm", "bibliography": "Bronnenlijst",
}  # fmt: skip
ACCESS_LABELS = {"public": "Iedereen", "gated": "Alleen lezers met toegang"}
_WORDS = {
    **{one.value: label for one, label in THEME_LABELS.items()},
    **{one.value: label for one, label in PHASE_LABELS.items()},
    **{one.value: label for one, label in AUDIENCE_LABELS.items()},
    **ACCESS_LABELS,
}


@dataclass(frozen=True, slots=True)
class DeskRow:
    """An article on the desk: what readers see of it, and the version that is being worked on."""

    slug: str
    title: str
    live: str
    open: ArticleVersion | None
    newer_shipped: bool

    @property
    def open_label(self) -> str:
        """How far the version is that is being worked on."""
        return State(self.open.state).label if self.open else ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything there is, and what waits for the viewer."""

    rows: tuple[DeskRow, ...]
    to_sign: tuple[DeskRow, ...]
    returned: tuple[DeskRow, ...]


def desk(viewer: Actor) -> Desk:
    """Give the desk of a content owner of the house; an empty one to anybody else."""
    house = house_id()
    if house is None or not may_write(viewer, house):
        return Desk((), (), ())
    shown = ArticleVersion.objects.filter(
        article__organisation_id=house, state__in=[State.PUBLISHED.value, *(one.value for one in OPEN)]
    )
    by_slug: dict[str, list[ArticleVersion]] = {}
    for version in shown.select_related("article").defer("body"):
        by_slug.setdefault(version.article.slug, []).append(version)
    own = set(Article.objects.filter(organisation_id=house).values_list("slug", flat=True))
    rows = tuple(_row(slug, by_slug.get(slug, ())) for slug in own | current().articles.keys())
    rows = tuple(sorted(rows, key=lambda row: row.title.casefold()))
    to_sign = tuple(row for row in rows if row.open and may_sign(viewer, facts_of(row.open)))
    returned = tuple(row for row in rows if row.open and row.open.state == State.RETURNED)
    return Desk(rows, to_sign, returned)


def _row(slug: str, versions: Sequence[ArticleVersion]) -> DeskRow:
    published = next((one for one in versions if one.state == State.PUBLISHED), None)
    working = next((one for one in versions if one.state != State.PUBLISHED), None)
    shipped = current().articles.get(slug)
    if published:
        live = "Verborgen" if published.hides else f"Eigen versie {published.number}"
    else:
        live = f"Meegeleverd, versie {shipped.version}" if shipped else "Nog niet gepubliceerd"
    fronts = [one.front for one in (working, published) if one]
    title = str((fronts[0].get("title") if fronts else shipped.title if shipped else "") or slug)
    newest = working or published
    return DeskRow(slug, title, live, working, bool(newest and is_behind(newest)))


def is_behind(version: ArticleVersion) -> bool:
    """Tell whether a newer text ships than the one that this version was based on."""
    newest = newest_shipped_hash(version.article.slug)
    return bool(newest) and newest != version.based_on


def waiting_to_sign(viewer: Actor) -> int:
    """Count the proposals that wait for this content owner."""
    house = house_id()
    if house is None or not may_write(viewer, house):
        return 0
    waiting = ArticleVersion.objects.filter(article__organisation_id=house, state=State.PROPOSED)
    return sum(
        bool(may_sign(viewer, facts_of(one))) for one in waiting.select_related("article").defer("body", "front")
    )


def version_for(viewer: Actor, version: UUID) -> ArticleVersion | None:
    """Give a version to a content owner of the house; None when there is none, or it is not for the viewer."""
    house = house_id()
    if house is None or not may_write(viewer, house):
        return None
    found = ArticleVersion.objects.filter(pk=version, article__organisation_id=house)
    return found.select_related("article").first()


@dataclass(frozen=True, slots=True)
class Step:
    """A version in the history of an article, with the names of who wrote and who signed."""

    ref: str
    label: str
    state: str
    note: str = ""
    written_by: str = ""
    written_at: datetime | None = None
    signed_by: str = ""
    signed_at: datetime | None = None
    #: Whether readers see it now; whether it may be brought back.
    live: bool = False
    can_return: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """All versions of an article, the newest first."""

    slug: str
    title: str
    steps: tuple[Step, ...]
    open: ArticleVersion | None
    #: Whether readers see any text of it now.
    visible: bool
    newer_shipped: bool


def history(viewer: Actor, slug: str) -> History | None:
    """Give the history of an article to a content owner of the house; None when there is no such article."""
    house = house_id()
    if house is None or not may_write(viewer, house):
        return None
    own = list(
        ArticleVersion.objects.filter(article__slug=slug, article__organisation_id=house)
        .select_related("article").defer("body").order_by("-number")
    )  # fmt: skip
    sources = [one for one in sources_of(slug, house) if one.ref.startswith("meegeleverd-")]
    if not own and not sources:
        return None
    live = next((one for one in own if one.state == State.PUBLISHED), None)
    names = names_of(viewer, {one for version in own for one in (version.written_by_id, version.signed_by_id) if one})
    steps = [_own_step(one, names) for one in own]
    newest = sources[-1].ref if sources else ""
    steps += [
        Step(one.ref, one.label, "Meegeleverd", live=live is None and one.ref == newest, can_return=live is not None)
        for one in reversed(sources)
    ]
    title = str((own[0].front if own else sources[-1].front).get("title") or slug)
    working = next((one for one in own if one.state in OPEN), None)
    behind = bool(own) and is_behind(working or live or own[0])
    return History(slug, title, tuple(steps), working, live_article(slug) is not None, behind)


def _own_step(version: ArticleVersion, names: dict[UUID, str]) -> Step:
    hidden = " (verbergen)" if version.hides else ""
    return Step(
        f"eigen-{version.number}",
        f"Eigen versie {version.number}{hidden}",
        State(version.state).label if not (version.hides and version.state == State.PUBLISHED) else "Verborgen",
        version.note,
        names.get(version.written_by_id, ""),
        version.written_at,
        names.get(version.signed_by_id, "") if version.signed_by_id else "",
        version.signed_at,
        live=version.state == State.PUBLISHED,
        can_return=version.state in SEEN and (version.state == State.SUPERSEDED or version.hides),
    )


def source_of(version: ArticleVersion) -> Source:
    """Give a version as it can be compared."""
    label = f"Eigen versie {version.number}"
    return Source(
        f"eigen-{version.number}", label, version.front, version.body, version.content_hash, version.hides, version.pk
    )


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs to which the same happened: one that differs, or a run of those that stayed as they were."""

    kind: Kind
    label: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class ShownComparison:
    """What differs between two versions, in words that people know. `front` holds label, before and after."""

    front: tuple[tuple[str, str, str], ...]
    blocks: tuple[Block, ...]
    changed: bool


_HAPPENED = {Kind.SAME: "Gelijk", Kind.ADDED: "Erbij", Kind.REMOVED: "Weg", Kind.CHANGED: "Veranderd"}


def compared(before: Source, after: Source) -> ShownComparison:
    """Compare two versions, with the words that people see for what articles say of themselves."""
    found = compare((_in_words(before.front), before.body), (_in_words(after.front), after.body))
    front = tuple((LABELS[one.key], one.before, one.after) for one in found.front)
    return ShownComparison(front, tuple(_blocks(found)), found.changed)


def _blocks(found: Comparison) -> Iterator[Block]:
    for kind, run in groupby(found.paragraphs, key=lambda one: one.kind):
        if kind is Kind.SAME:
            yield Block(kind, _HAPPENED[kind], tuple(run))
        else:
            yield from (Block(kind, _HAPPENED[kind], (one,)) for one in run)


def _in_words(front: dict[str, Any]) -> dict[str, Any]:
    return {key: _word(value) for key, value in front.items()}


def _word(value: Any) -> Any:
    if isinstance(value, list):
        return [_WORDS.get(one, one) for one in value]
    return _WORDS.get(value, value) if isinstance(value, str) else value


def remarks_on(front: dict[str, Any], body: str) -> tuple[Remark, ...]:
    """Check a text as it stands against what it may refer to now."""
    return examine(front, body, known_now())


def preview(front: dict[str, Any], body: str) -> dict[str, Any]:
    """Give all that the page of an article shows, made of a text that may still lack things."""
    article = draft_article(front, body)
    bibliography = current().bibliography
    return {
        "article": article,
        "page": make_page(article, address_of=address_of, bibliography=bibliography, terms=current().terms),
        "related": related(article),
        "checked": date.fromisoformat(article.checked) if article.checked else None,
        "theme": THEME_LABELS[article.theme],
        "audiences": [AUDIENCE_LABELS[one] for one in article.audience],
    }


def choices_of_related(slug: str) -> list[tuple[str, str]]:
    """Give the articles that may belong with this one: slug and title, by title."""
    found = ((name, live_article(name)) for name in known_now().articles if name != slug)
    return sorted(((name, one.title if one else name) for name, one in found), key=lambda pair: pair[1].casefold())
