"""Finds the articles and words among the content files and gives them checked; read once per process."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from sleutelwerk.core.bibliography import Bibliography, Source, load_bibliography
from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.findings import Finding
from sleutelwerk.knowledge.engine.access import AccessRules, access_from_data, check_access
from sleutelwerk.knowledge.engine.articles.check import Known
from sleutelwerk.knowledge.engine.articles.load import LoadedArticles, load_articles
from sleutelwerk.knowledge.engine.articles.model import Article, article_of
from sleutelwerk.knowledge.engine.articles.terms import Term, Terms, load_terms, terms_of
from sleutelwerk.publishing.content import (
    CHECKS_VERSION,
    NoSuchContent,
    checked_data,
    content_roots,
    versions_of,
    write_whole,
)

KIND = "knowledge"
TERMS = "terms"
ACCESS = "access"
BIBLIOGRAPHY = "bibliography"
PROFILES = "function_profiles"
#: What a set of profiles has beside the profiles themselves.
_NO_PROFILES = frozenset({"set", "basis"})


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """The articles by their slugs, with the sources and words that they rest on; compared by identity."""

    articles: Mapping[str, Article]
    known: Known
    terms: Terms
    findings: tuple[Finding, ...] = field(default=())

    @property
    def bibliography(self) -> Bibliography:
        """The list of sources that articles cite from."""
        assert self.known.bibliography is not None
        return self.known.bibliography


@lru_cache(maxsize=4)
def collection(roots: Sequence[Path], cache: Path | None = None) -> Collection:
    """Give the newest version of every article in these roots; an organisation's own wins from ours.

    An article with errors is left out, and its findings are kept: one bad file must not close the library. What had
    nothing to report is kept in `cache` by the hash of all its files, so that a start need not read it all again.
    """
    kept = None if cache is None else cache / f"{_fingerprint(roots)}.json"
    if kept is not None:
        with suppress(OSError, ValueError):
            return _from_data(json.loads(kept.read_bytes()))
    paths = article_files(roots)
    bibliography, found = _bibliography(roots)
    known = Known(bibliography, frozenset(paths), _profiles(roots))
    loaded: LoadedArticles = load_articles([*paths.values()], known)
    terms, more = _terms(roots)
    made = Collection(
        {article.slug: article for article in loaded.articles}, known, terms, (*found, *more, *loaded.findings)
    )
    if kept is not None and not made.findings:
        with suppress(OSError):
            # a cache that cannot be written only costs time
            write_whole(kept, json.dumps(_as_data(made), ensure_ascii=False).encode())
    return made


def _fingerprint(roots: Sequence[Path]) -> str:
    """Name the state of everything that a collection is made of, wherever on this machine it lies."""
    others = ((BIBLIOGRAPHY, "sources.yaml"), (TERMS, "terms.yaml"), (PROFILES, "set.yaml"))
    paths = [*article_files(roots).values(), *(_newest(roots, kind, name) for kind, name in others)]
    found = [["/".join(path.parts[-4:]), sha256(path.read_bytes()).hexdigest()] for path in paths if path]
    return content_hash(["collection", CHECKS_VERSION, sorted(_profiles(roots)), *found])


def _as_data(made: Collection) -> dict[str, Any]:
    return {
        "articles": [asdict(article) for article in made.articles.values()],
        "bibliography": [
            made.bibliography.slug, made.bibliography.version, [asdict(one) for one in made.bibliography.sources],
            made.bibliography.content_hash,
        ],
        "terms": [asdict(term) for term in made.terms.all],
        "profiles": sorted(made.known.profiles),
    }  # fmt: skip


def _from_data(data: Any) -> Collection:
    articles = [article_of(one) for one in data["articles"]]
    slug, version, listed, digest = data["bibliography"]
    sources = tuple(Source(**one) for one in listed)
    bibliography = Bibliography(slug, version, sources, digest, {one.id: one for one in sources})
    known = Known(bibliography, frozenset(one.slug for one in articles), frozenset(data["profiles"]))
    terms = terms_of([Term(**(one | {"forms": tuple(one["forms"])})) for one in data["terms"]])
    return Collection({one.slug: one for one in articles}, known, terms)


def article_files(roots: Sequence[Path]) -> dict[str, Path]:
    """Give the file of the newest version of every article, by its slug."""
    found: dict[str, Path] = {}
    for root in roots:
        for slug in sorted(folder.name for folder in (root / KIND).glob("*") if folder.is_dir()):
            versions = versions_of((root,), KIND, slug)
            if versions and slug not in found:
                found[slug] = root / KIND / slug / str(versions[-1]) / "article.md"
    return found


def _bibliography(roots: Sequence[Path]) -> tuple[Bibliography, tuple[Finding, ...]]:
    path = _newest(roots, BIBLIOGRAPHY, "sources.yaml")
    loaded = load_bibliography(path) if path else None
    if loaded is None or loaded.bibliography is None:
        return Bibliography("", 0, ()), loaded.findings if loaded else ()
    return loaded.bibliography, loaded.findings


def _terms(roots: Sequence[Path]) -> tuple[Terms, tuple[Finding, ...]]:
    path = _newest(roots, TERMS, "terms.yaml")
    loaded = load_terms(path) if path else None
    return (loaded.terms or Terms(), loaded.findings) if loaded else (Terms(), ())


def _profiles(roots: Sequence[Path]) -> frozenset[str]:
    path = _newest(roots, PROFILES, "set.yaml")
    return frozenset(one.stem for one in path.parent.glob("*.yaml")) - _NO_PROFILES if path else frozenset()


def _newest(roots: Sequence[Path], kind: str, name: str) -> Path | None:
    for root in roots:
        for slug in sorted(folder.name for folder in (root / kind).glob("*") if folder.is_dir()):
            versions = versions_of((root,), kind, slug)
            if versions:
                return root / kind / slug / str(versions[-1]) / name
    return None


def current() -> Collection:
    """Give the articles that ship with this installation, its own content folder included."""
    from django.conf import settings  # noqa: PLC0415 - the command line uses the rest without Django

    roots = content_roots(Path(settings.CONTENT_FOLDER) if settings.CONTENT_FOLDER else None)
    return collection(roots, settings.DATA_FOLDER / "cache")


@lru_cache(maxsize=4)
def _access(roots: Sequence[Path], cache: Path | None = None) -> AccessRules:
    path = _newest(roots, ACCESS, "access.yaml")
    if path is None:
        raise NoSuchContent(ACCESS)
    return access_from_data(checked_data(path, check_access, cache=cache))


def access_rules() -> AccessRules:
    """Give by what this installation judges requests for access. Raises ContentError or NoSuchContent."""
    from django.conf import settings  # noqa: PLC0415 - the command line uses the rest without Django

    roots = content_roots(Path(settings.CONTENT_FOLDER) if settings.CONTENT_FOLDER else None)
    return _access(roots, settings.DATA_FOLDER / "cache")
