"""Writes articles: begin, save, propose, sign, return, take back, put aside, bring back and take out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.queries.role_holders import acting_holders
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.core.events import Event
from sleutelwerk.core.verdict import ALLOWED, refused, require
from sleutelwerk.knowledge import events
from sleutelwerk.knowledge.content import current
from sleutelwerk.knowledge.engine.articles.compose import WRITTEN_KEYS, examine, hash_of, slug_of, stands_in_the_way
from sleutelwerk.knowledge.engine.articles.model import SCHEMA
from sleutelwerk.knowledge.models.articles import Article, ArticleVersion
from sleutelwerk.knowledge.queries.articles import (
    Source,
    facts_of,
    highest_shipped,
    house_id,
    is_taken,
    known_now,
    live_hash,
    live_source,
    newest_shipped_hash,
    signers_for,
    sources_of,
)
from sleutelwerk.knowledge.rules import articles as rules
from sleutelwerk.knowledge.rules.articles import OPEN, SEEN, State
from sleutelwerk.mailroom.actions import post_letter

BUSY = refused("Aan dit artikel wordt al gewerkt. Maak die versie eerst af, of leg haar weg.")

TAKEN = refused("Deze korte naam is al van een ander artikel.")


class NoSuchArticle(LookupError):
    """There is no such article or version, or not for this actor."""


class Stale(Exception):
    """Somebody saved in between. `version` is how it stands now; nothing of what was offered is kept."""

    def __init__(self, version: ArticleVersion) -> None:
        super().__init__("saved in between")
        self.version = version


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed. `revision` is the one that the writer had before him; `slug` counts until readers saw it."""

    front: Mapping[str, Any]
    body: str
    revision: int = 0
    slug: str = ""
    takes_newer: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What a signer had before him: the revision of the proposal, and the hash of what readers saw then."""

    revision: int
    against: str


@transaction.atomic
def begin_article(actor: Actor, slug: str, *, now: datetime) -> ArticleVersion:
    """Begin a new version of what readers see, or give the one that is being worked on. Raises NotAllowedError."""
    require(rules.may_write(actor, house_id()))
    article = _held(actor, slug)
    found = _open_version(article)
    if found is not None:
        return found
    source = _last_text(article)
    return _make(actor, article, source, now, state=State.DRAFT)


@transaction.atomic
def begin_new(actor: Actor, draft: Draft, *, now: datetime) -> ArticleVersion:
    """Begin an article that was not there yet; its slug comes from its title. Raises NotAllowedError."""
    require(rules.may_write(actor, house_id()))
    assert actor.organisation is not None  # the rule lets nobody through who is of no organisation
    wanted = slug_of(str(draft.front.get("title") or "artikel"))
    number = 1
    while True:
        slug = wanted if number == 1 else f"{wanted}-{number}"
        number += 1
        if is_taken(slug, actor.organisation):
            continue
        article, made = Article.objects.get_or_create(organisation_id=actor.organisation, slug=slug)
        if made:
            source = Source("", "", dict(draft.front), draft.body, "")
            return _make(actor, article, source, now, state=State.DRAFT)


@transaction.atomic
def save_article(actor: Actor, version: UUID, draft: Draft, *, now: datetime) -> ArticleVersion:
    """Keep what was typed, errors and all. Raises NotAllowedError, and Stale when somebody saved in between."""
    found = _locked(actor, version)
    if draft.revision != found.revision or found.state not in rules.WRITABLE:
        require(rules.may_write(actor, found.article.organisation_id))
        raise Stale(found)
    require(rules.may_edit(actor, facts_of(found)))
    _rename(found.article, draft.slug)
    if draft.takes_newer:
        found.based_on = newest_shipped_hash(found.article.slug)
    _write(found, actor, draft.front, draft.body, now)
    found.revision += 1
    found.save()
    _trace(events.ARTICLE_SAVED, actor, found, now)
    return found


@transaction.atomic
def propose_article(actor: Actor, version: UUID, *, note: str, revision: int, site: str, now: datetime) -> int:
    """Ask for a second signature; give how many colleagues got a letter. Raises NotAllowedError and Stale."""
    found = _locked(actor, version)
    note = note.strip()
    require(rules.may_propose(actor, facts_of(found), note=note, errors=has_errors(found)))
    if revision != found.revision:
        raise Stale(found)
    return _propose(actor, found, note, site, now)


@transaction.atomic
def withdraw_article(actor: Actor, version: UUID, *, now: datetime) -> None:
    """Take one's own proposal back. Raises NotAllowedError."""
    found = _locked(actor, version)
    require(rules.may_withdraw(actor, facts_of(found)))
    _leave_queue(found, State.DRAFT)
    _trace(events.ARTICLE_WITHDRAWN, actor, found, now)


@transaction.atomic
def return_article(actor: Actor, version: UUID, *, reason: str, site: str, now: datetime) -> None:
    """Send a proposal back with a reason. Raises NotAllowedError."""
    found = _locked(actor, version)
    require(rules.may_return(actor, facts_of(found), reason=reason.strip()))
    found.returned_reason = reason.strip()
    _leave_queue(found, State.RETURNED)
    writers = acting_holders(found.article.organisation_id, Role.CONTENT_OWNER)
    _tell([one.email for one in writers if one.id == found.written_by_id], site, now)
    _trace(events.ARTICLE_RETURNED, actor, found, now)


@transaction.atomic
def sign_article(actor: Actor, version: UUID, *, look: Look, now: datetime) -> ArticleVersion:
    """Publish a proposal as its second person. Raises NotAllowedError, also when it changed since it was looked at."""
    found = _locked(actor, version)
    require(rules.may_sign(actor, facts_of(found)))
    slug = found.article.slug
    require(ALLOWED if look == Look(found.revision, live_hash(slug)) else rules.CHANGED)
    if not found.hides and has_errors(found):
        require(refused("Er zitten intussen fouten in de tekst. Stuur hem terug."))
    ArticleVersion.objects.filter(article=found.article, state=State.PUBLISHED).update(state=State.SUPERSEDED)
    found.state, found.signed_by_id, found.signed_at = State.PUBLISHED, actor.id, now
    found.revision += 1
    found.save()
    _trace(events.ARTICLE_HIDDEN if found.hides else events.ARTICLE_SIGNED, actor, found, now)
    return found


@transaction.atomic
def discard_article(actor: Actor, version: UUID, *, now: datetime) -> None:
    """Put a draft aside; its text can still be looked up. Raises NotAllowedError."""
    found = _locked(actor, version)
    require(rules.may_discard(actor, facts_of(found)))
    found.state = State.DISCARDED
    found.revision += 1
    found.save()
    _trace(events.ARTICLE_DISCARDED, actor, found, now)


@transaction.atomic
def roll_back_article(actor: Actor, slug: str, ref: str, *, note: str, site: str, now: datetime) -> ArticleVersion:
    """Propose an older text again. One in which something is wrong by now becomes a draft. Raises NotAllowedError."""
    require(rules.may_write(actor, house_id()))
    require(rules.may_be_noted(note))
    assert actor.organisation is not None  # the rule lets nobody through who is of no organisation
    article = _held(actor, slug)
    source = next((one for one in sources_of(slug, actor.organisation) if one.ref == ref and not one.unseen), None)
    if source is None:
        raise NoSuchArticle
    require(BUSY if _open_version(article) else ALLOWED)
    made = _make(actor, article, source, now, state=State.DRAFT)
    if has_errors(made):
        made.note = note.strip()
        made.save()
    else:
        _propose(actor, made, note.strip(), site, now)
    return made


@transaction.atomic
def hide_article(actor: Actor, slug: str, *, note: str, site: str, now: datetime) -> ArticleVersion:
    """Propose to take an article out of the library. Raises NotAllowedError."""
    require(rules.may_write(actor, house_id()))
    require(rules.may_be_noted(note))
    source = live_source(slug)
    if not source.front:
        raise NoSuchArticle
    article = _held(actor, slug)
    require(BUSY if _open_version(article) else ALLOWED)
    made = _make(actor, article, source, now, state=State.DRAFT)
    made.hides = True
    _propose(actor, made, note.strip(), site, now)
    return made


@transaction.atomic
def read_drafts(actor: Actor, *versions: UUID, now: datetime) -> None:
    """Record that somebody looks at texts that readers do not see."""
    for version in versions:
        trace(events.ARTICLE_DRAFT_READ, actor=actor, now=now, details=Details(ids={"version": version}))


def has_errors(version: ArticleVersion) -> bool:
    """Tell whether something in a text stands in the way of publishing it."""
    return stands_in_the_way(examine(version.front, version.body, known_now()))


def slug_is_fixed(article: Article) -> bool:
    """Tell whether readers may know an article by its slug already."""
    seen = ArticleVersion.objects.filter(article=article, state__in=[one.value for one in SEEN]).exists()
    return seen or article.slug in current().known.articles


def _held(actor: Actor, slug: str) -> Article:
    """Give an article and keep others from it until the transaction ends. Raises NoSuchArticle."""
    assert actor.organisation is not None
    every = Article.objects.filter(organisation_id=actor.organisation, slug=slug)
    if slug in current().articles and not every.exists():
        Article.objects.get_or_create(organisation_id=actor.organisation, slug=slug)
    found = every.select_for_update().first()
    if found is None:
        raise NoSuchArticle
    return found


def _locked(actor: Actor, version: UUID) -> ArticleVersion:
    """Give a version as it stands now, and keep others from its article. Raises NoSuchArticle."""
    if actor.organisation is None:
        raise NoSuchArticle
    every = ArticleVersion.objects.filter(pk=version, article__organisation_id=actor.organisation)
    found = every.first()
    if found is None:
        raise NoSuchArticle
    Article.objects.select_for_update().get(pk=found.article_id)
    return every.select_related("article").get()


def _open_version(article: Article) -> ArticleVersion | None:
    return ArticleVersion.objects.filter(article=article, state__in=[one.value for one in OPEN]).first()


def _last_text(article: Article) -> Source:
    """Give what a new version begins with: what readers see, or saw before it was hidden, or what was put aside."""
    live = live_source(article.slug)
    if live.front:
        return live
    every = sources_of(article.slug, article.organisation_id)
    found = [one for one in every if not one.unseen] or list(every)
    if not found:
        raise NoSuchArticle
    return found[-1]


def _make(actor: Actor, article: Article, source: Source, now: datetime, *, state: State) -> ArticleVersion:
    numbers = ArticleVersion.objects.filter(article=article).order_by("-number").values_list("number", flat=True)
    published = ArticleVersion.objects.filter(article=article, state=State.PUBLISHED).first()
    rested_on = published.based_on if published and not source.based_on else source.based_on
    made = ArticleVersion(article=article, state=state, number=max([highest_shipped(article.slug), *numbers[:1]]) + 1)
    # a text that goes on from one of the house still rests on the shipped text that this one rested on
    made.based_on = rested_on or newest_shipped_hash(article.slug)
    _write(made, actor, source.front, source.body, now)
    made.save()
    _trace(events.ARTICLE_BEGUN, actor, made, now)
    return made


def _write(version: ArticleVersion, actor: Actor, front: Mapping[str, Any], body: str, now: datetime) -> None:
    bibliography = current().bibliography
    version.front = {
        **{key: front.get(key) for key in WRITTEN_KEYS},
        "schema": SCHEMA,
        "slug": version.article.slug,
        "version": version.number,
        "bibliography": {"slug": bibliography.slug, "version": bibliography.version},
    }
    version.body = body
    version.content_hash = hash_of(version.front, body)
    version.written_at = now
    _wrote(version, actor)


def _wrote(version: ArticleVersion, actor: Actor) -> None:
    version.written_by_id = actor.id
    version.writers = sorted({*version.writers, str(actor.id)})


def _rename(article: Article, slug: str) -> None:
    if not slug or slug == article.slug or slug_is_fixed(article):
        return
    require(TAKEN if is_taken(slug, article.organisation_id, but=article.pk) else ALLOWED)
    article.slug = slug
    try:
        with transaction.atomic():
            article.save()
    except IntegrityError:  # somebody took it a moment ago
        require(TAKEN)


def _propose(actor: Actor, version: ArticleVersion, note: str, site: str, now: datetime) -> int:
    version.state, version.note, version.proposed_at, version.returned_reason = State.PROPOSED, note, now, ""
    version.revision += 1
    _wrote(version, actor)
    version.save()
    signers = signers_for(version)
    _tell([one.email for one in signers], site, now)
    _trace(events.ARTICLE_PROPOSED, actor, version, now)
    return len(signers)


def _leave_queue(version: ArticleVersion, state: State) -> None:
    # of a proposal to hide nothing is left to work on
    version.state = State.DISCARDED if version.hides else state
    version.revision += 1
    version.save()


def _tell(addresses: Iterable[str], site: str, now: datetime) -> None:
    """Write that something waits; the letter says neither what nor from whom."""
    post_letter("knowledge/authoring/mail/work_waits.txt", to=addresses, now=now, link=site)


def _trace(kind: Event, actor: Actor, version: ArticleVersion, now: datetime) -> None:
    details = Details(
        ids={"version": version.pk}, counts={"number": version.number}, hashes={"content": version.content_hash}
    )
    trace(kind, actor=actor, now=now, details=details)
