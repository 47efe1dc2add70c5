"""What the tests of writing share: a text that is right, a content folder with it, and short ways along the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from tests.people import NOW, Cast, make_cast, make_person

from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.knowledge.actions import articles as write
from sleutelwerk.knowledge.actions.articles import Draft, Look
from sleutelwerk.knowledge.models import ArticleVersion
from sleutelwerk.knowledge.queries.articles import live_hash

SLUG = "proefstuk"
SITE = "https://x.example/kennisbank/beheer/artikelen/"
NOTE = "Het bedrag van dit jaar staat er nu in."
BODY = (
    "## Zo begint u\n\nBel eerst uw collega [@eigen-oordeel].\n\n## Daarna\n\nMaak samen een plan [@eigen-oordeel].\n"
)


def make_owners() -> Cast:
    """Make everybody, a second and a third content owner of the house, and one of elsewhere."""
    cast = make_cast()
    owners = (("second_owner", cast.here), ("third_owner", cast.here), ("owner_elsewhere", cast.elsewhere))
    for name, organisation in owners:
        cast.people[name] = make_person(name, organisation, (Role.CONTENT_OWNER,))
    return cast


def front(**changes: Any) -> dict[str, Any]:
    """Give what an article says of itself, with these changes."""
    return {
        "title": "Een proefstuk", "summary": "Wat u doet als u voor het eerst met iemand gaat praten.",
        "summary_en": "What you do when you talk to somebody for the first time.", "theme": "beginnen",
        "phase": ["vooraf"], "audience": ["professional"], "access": "public", "checked": "2026-11-27",
        "keywords": ["beginnen", "gesprek"], "related": [], **changes,
    }  # fmt: skip


def ship(root: Path, slug: str = SLUG, version: int = 1, body: str = BODY, title: str = "Een proefstuk") -> None:
    """Put an article in a content folder, as if it came with the site."""
    folder = root / "knowledge" / slug / str(version)
    folder.mkdir(parents=True)
    says = front(title=title)
    lists = {key: f"[{', '.join(says[key])}]" for key in ("phase", "audience", "keywords", "related")}
    lines = [f"{key}: {lists.get(key, value)}" for key, value in says.items()]
    head = [f"schema: sleutelwerk/article/1\nslug: {slug}\nversion: {version}", *lines]
    head.append("bibliography: {slug: sleutelwerk, version: 1}")
    (folder / "article.md").write_text("---\n" + "\n".join(head) + f"\n---\n{body}", "utf-8")


def begun(cast: Cast, *, who: str = "content_owner", slug: str = SLUG) -> ArticleVersion:
    """Begin a version of the article that ships."""
    return write.begin_article(cast.actor(who), slug, now=NOW)


def saved(cast: Cast, version: ArticleVersion, body: str, *, who: str = "content_owner", **says: Any) -> ArticleVersion:
    """Save a text over the newest revision."""
    version.refresh_from_db()
    draft = Draft(front(**says), body, version.revision)
    return write.save_article(cast.actor(who), version.pk, draft, now=NOW)


def proposed(
    cast: Cast, body: str = BODY + "\nEn bel daarna nog eens.\n", *, who: str = "content_owner"
) -> ArticleVersion:
    """Begin, write and propose a version."""
    version = saved(cast, begun(cast, who=who), body, who=who)
    write.propose_article(
        cast.actor(who), version.pk, note=NOTE, revision=version.revision, site=SITE, now=NOW
    )  # fmt: skip
    version.refresh_from_db()
    return version


def look_at(version: ArticleVersion) -> Look:
    """Give what a signer has before him now."""
    version.refresh_from_db()
    return Look(version.revision, live_hash(version.article.slug))


def signed(cast: Cast, version: ArticleVersion, *, who: str = "second_owner") -> ArticleVersion:
    """Sign a proposal."""
    return write.sign_article(cast.actor(who), version.pk, look=look_at(version), now=NOW)


def state_of(version: UUID) -> str:
    """Give the state of a version as it stands in the database."""
    return ArticleVersion.objects.get(pk=version).state
