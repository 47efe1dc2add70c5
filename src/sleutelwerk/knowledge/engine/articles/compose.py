"""Puts an article together out of what was typed in a form, and tells for each finding in which field it belongs."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.findings import Finding, Severity
from sleutelwerk.knowledge.engine.articles.check import Known, check_article
from sleutelwerk.knowledge.engine.articles.load import FENCE, MAX_BYTES, read_article, split
from sleutelwerk.knowledge.engine.articles.markdown import cited, parse
from sleutelwerk.knowledge.engine.articles.model import SCHEMA, Access, Article, Audience, Phase, Theme

Kind = TypeVar("Kind", bound=StrEnum)

#: What an article says of itself, in the order of its file.
FRONT_KEYS = (
    "schema", "slug", "version", "title", "summary", "summary_en", "theme", "phase", "audience", "access", "checked",
    "bibliography", "keywords", "related",
)  # fmt: skip
#: What people fill in; the rest is the system's.
WRITTEN_KEYS = tuple(key for key in FRONT_KEYS if key not in {"schema", "slug", "version", "bibliography"})
BODY = "body"
#: The fences stand on lines 1 and 16.
_FIRST_LINE_OF_FRONT = 2
_FIRST_LINE_OF_BODY = len(FRONT_KEYS) + 3
_LONGEST_SLUG = 50


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding at its field: `line` counts in that field from 1, and is 0 where a field has no lines."""

    field: str
    line: int
    message: str
    mend: str
    severity: Severity

    @property
    def stops(self) -> bool:
        """Tell whether the article cannot be published with this in it."""
        return self.severity is Severity.ERROR


def compose(front: Mapping[str, Any], body: str) -> bytes:
    """Write an article as a file: each key on a line of its own, so that a line tells which field it is about."""
    lines = [f"{key}: {json.dumps(front.get(key), ensure_ascii=False)}" for key in FRONT_KEYS]
    return "\n".join([FENCE, *lines, FENCE, body]).encode("utf-8", "replace")


def examine(front: Mapping[str, Any], body: str, known: Known) -> tuple[Remark, ...]:
    """Check an article as its file would be checked; give everything that was found, each at its field.

    A file whose data are wrong is not read on; a writer wants to know of his text all the same.
    """
    raw = compose(front, body)
    found = list(read_article(raw, "artikel", known).findings)
    document, text, line = split(raw, "artikel") if len(raw) <= MAX_BYTES else (None, "", 0)
    if document is not None and isinstance(document.data, dict):
        more = check_article(draft_article(document.data, text), document, line, known)
        found += [one for one in more if one.position.line >= line and one not in found]
    return tuple(_remark(finding) for finding in found)


def _remark(finding: Finding) -> Remark:
    line = finding.position.line
    if line >= _FIRST_LINE_OF_BODY:
        return _at(BODY, line - _FIRST_LINE_OF_BODY + 1, finding)
    key = line - _FIRST_LINE_OF_FRONT
    if 0 <= key < len(FRONT_KEYS):
        return _at(FRONT_KEYS[key], 0, finding)
    # what is said of the article as a whole, such as that it is hard to read
    return _at(BODY, 0, finding)


def _at(name: str, line: int, finding: Finding) -> Remark:
    return Remark(name, line, finding.message, finding.mend, finding.severity)


def stands_in_the_way(remarks: Sequence[Remark]) -> bool:
    """Tell whether an article with these remarks cannot be published."""
    return any(one.stops for one in remarks)


def front_of(article: Article) -> dict[str, Any]:
    """Give what an article says of itself as plain data."""
    return {
        "schema": SCHEMA,
        "slug": article.slug,
        "version": article.version,
        "title": article.title,
        "summary": article.summary,
        "summary_en": article.summary_en,
        "theme": article.theme.value,
        "phase": [one.value for one in article.phase],
        "audience": [one.value for one in article.audience],
        "access": article.access.value,
        "checked": article.checked,
        "bibliography": {"slug": article.bibliography[0], "version": article.bibliography[1]},
        "keywords": list(article.keywords),
        "related": list(article.related),
    }


def hash_of(front: Mapping[str, Any], body: str) -> str:
    """Give the hash of an article, the same as the one that reading its file gives."""
    return content_hash({"front": dict(front), "body": body})


def draft_article(front: Mapping[str, Any], body: str) -> Article:
    """Make an article of a draft that may still lack things, to show how far it is. Never raises on what is missing.

    What is missing is filled with what does the least harm; `access` is then gated.
    """
    bibliography = front.get("bibliography") or {}
    return Article(
        slug=_text(front, "slug"),
        version=int(front.get("version") or 0),
        title=_text(front, "title"),
        summary=_text(front, "summary"),
        summary_en=_text(front, "summary_en"),
        theme=(_chosen(Theme, [front.get("theme")]) or (Theme.BEGIN,))[0],
        phase=_chosen(Phase, front.get("phase")),
        audience=_chosen(Audience, front.get("audience")),
        access=(_chosen(Access, [front.get("access")]) or (Access.GATED,))[0],
        checked=_day(_text(front, "checked")),
        bibliography=(str(bibliography.get("slug", "")), int(bibliography.get("version", 0))),
        keywords=tuple(front.get("keywords") or ()),
        related=tuple(front.get("related") or ()),
        sources=cited(parse(body)),
        body=body,
        content_hash=hash_of(front, body),
    )


def _text(front: Mapping[str, Any], key: str) -> str:
    return str(front.get(key) or "")


def _chosen(kind: type[Kind], given: Any) -> tuple[Kind, ...]:
    return tuple(one for one in kind if one.value in (given or ()))


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def slug_of(title: str) -> str:
    """Make the name that an article has in addresses out of its title: small letters, digits and hyphens."""
    bare = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
    return (name if name[:1].isalpha() else f"artikel-{name}")[:_LONGEST_SLUG].strip("-")
