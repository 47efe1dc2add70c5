"""Looks up which articles of the house stand over those that ship, and what an article may refer to now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from sleutelwerk.accounts.queries.organisations import house
from sleutelwerk.accounts.queries.role_holders import RoleHolder, acting_holders
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.knowledge.content import KIND, article_files, current
from sleutelwerk.knowledge.engine.articles.check import Known
from sleutelwerk.knowledge.engine.articles.compose import draft_article, front_of, hash_of
from sleutelwerk.knowledge.engine.articles.load import load_article
from sleutelwerk.knowledge.engine.articles.model import Article as Text
from sleutelwerk.knowledge.models.articles import Article, ArticleVersion
from sleutelwerk.knowledge.rules.articles import OPEN, Facts, State
from sleutelwerk.publishing.content import content_roots, versions_of


class Hidden(Enum):
    """Stands for an article that the house took out of the library."""

    HIDDEN = "hidden"


HIDDEN = Hidden.HIDDEN
Overlay = dict[str, Text | Hidden]
#: What is published changes by a new version only, so these tell whether anything did.
Token = tuple[tuple[UUID, bool], ...]


def published_overlay() -> Overlay:
    """Give what the house published, by slug: a text that takes the place of what ships, or HIDDEN.

    One small question; the texts themselves are read only when something was published since. Do not change what it
    gives: it is kept for the next call.
    """
    found = ArticleVersion.objects.filter(state=State.PUBLISHED, article__organisation__is_house=True)
    return _overlay(tuple(found.order_by("pk").values_list("pk", "hides")))


@lru_cache(maxsize=2)
def _overlay(token: Token) -> Overlay:
    found: Overlay = {}
    versions = ArticleVersion.objects.filter(pk__in=[pk for pk, _ in token]).select_related("article")
    for version in versions if token else ():
        found[version.article.slug] = HIDDEN if version.hides else draft_article(version.front, version.body)
    return found


def live_article(slug: str) -> Text | None:
    """Give the article that readers see now, whoever wrote it; None when there is none or it is hidden."""
    found = published_overlay().get(slug, current().articles.get(slug))
    return None if found is HIDDEN else found


def live_hash(slug: str) -> str:
    """Give the hash of what readers see now; empty when they see nothing."""
    found = live_article(slug)
    return found.content_hash if found else ""


def known_now() -> Known:
    """Give what an article may refer to: shipped articles and those of the house, without the hidden ones."""
    shipped, overlay = current().known, published_overlay()
    own = {slug for slug, one in overlay.items() if one is not HIDDEN}
    return Known(shipped.bibliography, frozenset((shipped.articles | own) - (overlay.keys() - own)), shipped.profiles)


def refers_to(slug: str) -> tuple[Text, ...]:
    """Give the articles that readers see now and that link to this one, or name it as belonging to them."""
    overlay = published_overlay()
    every = {**current().articles, **overlay}
    return tuple(
        one
        for name, one in sorted(every.items())
        if one is not HIDDEN and name != slug and (f"](artikel:{slug})" in one.body or slug in one.related)
    )


@dataclass(frozen=True, slots=True)
class Source:
    """A version as it can be compared or brought back. `ref` names it in an address, `label` on the screen."""

    ref: str
    label: str
    front: dict[str, Any]
    body: str
    hash: str
    hides: bool = False
    #: The id of a version of the house that readers never saw; reading it is recorded.
    unseen: UUID | None = None
    #: The hash of the shipped text that it rested on.
    based_on: str = ""


def sources_of(slug: str, organisation: UUID) -> tuple[Source, ...]:
    """Give every version of an article: those that ship, then those of the house, the oldest first."""
    return (*_shipped(slug), *_own(slug, organisation))


def _shipped(slug: str) -> Iterator[Source]:
    for text in shipped_versions(slug):
        label = f"Meegeleverde tekst, versie {text.version}"
        ref, rests_on = f"meegeleverd-{text.version}", text.content_hash
        yield Source(ref, label, front_of(text), text.body, text.content_hash, based_on=rests_on)


def _own(slug: str, organisation: UUID) -> Iterator[Source]:
    found = ArticleVersion.objects.filter(article__slug=slug, article__organisation_id=organisation)
    for one in found.order_by("number"):
        label = f"Eigen versie {one.number} ({State(one.state).label.lower()})"
        unseen = one.pk if one.state in {*OPEN, State.DISCARDED} else None
        yield Source(
            f"eigen-{one.number}", label, one.front, one.body, one.content_hash, one.hides, unseen, one.based_on
        )


def nothing_yet() -> Source:
    """Stand in for the earlier text of an article that is new."""
    return Source("niets", "Nog niets", {}, "", hash_of({}, ""))


def live_source(slug: str) -> Source:
    """Give what readers see now, to compare a new text with."""
    found = live_article(slug)
    if found is None:
        return nothing_yet()
    return Source("nu", "Wat lezers nu zien", front_of(found), found.body, found.content_hash)


def shipped_versions(slug: str) -> tuple[Text, ...]:
    """Give the versions of an article that ship, the oldest first, as far as they are right."""
    roots = content_roots(Path(settings.CONTENT_FOLDER) if settings.CONTENT_FOLDER else None)
    newest = article_files(roots).get(slug)
    if newest is None:
        return ()
    root = newest.parents[3]
    paths = [root / KIND / slug / str(number) / "article.md" for number in versions_of((root,), KIND, slug)]
    loaded = (load_article(path, current().known).article for path in paths)
    return tuple(one for one in loaded if one is not None)


def highest_shipped(slug: str) -> int:
    """Give the highest number of a version that ships, right or not; 0 when there is none."""
    roots = content_roots(Path(settings.CONTENT_FOLDER) if settings.CONTENT_FOLDER else None)
    return max(versions_of(roots, KIND, slug), default=0)


def newest_shipped_hash(slug: str) -> str:
    """Give the hash of the newest text that ships; empty when there is none."""
    found = current().articles.get(slug)
    return found.content_hash if found else ""


def is_taken(slug: str, organisation: UUID, *, but: UUID | None = None) -> bool:
    """Tell whether a slug stands for another article already."""
    own = Article.objects.filter(organisation_id=organisation, slug=slug)
    return (own.exclude(pk=but) if but else own).exists() or slug in current().known.articles


def facts_of(version: ArticleVersion) -> Facts:
    """Give what decisions may know of a version."""
    proposed_by = version.written_by_id if version.state == State.PROPOSED else None
    writers = frozenset(UUID(one) for one in version.writers)
    return Facts(State(version.state), version.article.organisation_id, proposed_by, writers)


def signers_for(version: ArticleVersion) -> tuple[RoleHolder, ...]:
    """Give the colleagues who may sign a version: content owners of the house who did not write along."""
    holders = acting_holders(version.article.organisation_id, Role.CONTENT_OWNER)
    return tuple(one for one in holders if str(one.id) not in version.writers)


def house_id() -> UUID | None:
    """Give the organisation whose articles stand in the library."""
    found = house()
    return found.pk if found else None
