"""Reads articles from files or from text: an article when it is right, and always everything that was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.findings import Finding, Position, has_errors
from sleutelwerk.core.schema import check_schema
from sleutelwerk.core.yaml_source import Document, parse_yaml
from sleutelwerk.knowledge.engine.articles.check import Known, check_article
from sleutelwerk.knowledge.engine.articles.markdown import cited, parse
from sleutelwerk.knowledge.engine.articles.model import Access, Article, Audience, Phase, Theme

FENCE = "---"
#: An article is a page, not a book.
MAX_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class LoadedArticle:
    """An article, or None when it has errors, with what was found."""

    article: Article | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class LoadedArticles:
    """The articles that are right, in the order of their slugs, and what was found in all."""

    articles: tuple[Article, ...]
    findings: tuple[Finding, ...] = field(default=())


def load_article(path: Path, known: Known) -> LoadedArticle:
    """Read and check `<content>/knowledge/<slug>/<version>/article.md`. Never raises."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError:
        message = "Dit bestand bestaat niet of mag niet worden gelezen."
        return _refused(str(path), "no-file", message, "Kijk of de naam klopt en of u het bestand mag openen.")
    loaded = read_article(raw, str(path), known)
    if loaded.article is None:
        return loaded
    folders = {"slug": path.resolve().parent.parent.name, "version": path.resolve().parent.name}
    wrong = [
        Finding(
            "wrong-place",
            f"Hier staat {key} '{getattr(loaded.article, key)}', maar de map heet '{name}'.",
            "Maak ze gelijk.",
            str(path),
        )
        for key, name in folders.items()
        if str(getattr(loaded.article, key)) != name
    ]
    return LoadedArticle(None if wrong else loaded.article, (*wrong, *loaded.findings))


def load_articles(paths: Sequence[Path], known: Known) -> LoadedArticles:
    """Read and check articles; those with errors are left out."""
    loaded = [load_article(path, known) for path in paths]
    articles = sorted((one.article for one in loaded if one.article), key=lambda article: article.slug)
    return LoadedArticles(tuple(articles), tuple(finding for one in loaded for finding in one.findings))


def read_article(raw: bytes, file: str, known: Known) -> LoadedArticle:
    """Read and check an article from its bytes; `file` is the name to report. Never raises."""
    if len(raw) > MAX_BYTES:
        message = f"Dit artikel is groter dan {MAX_BYTES // 1000} kB."
        return _refused(file, "too-big", message, "Maak er meer artikelen van.")
    document, body, line = split(raw, file)
    found = list(document.findings)
    if not has_errors(found):
        found += check_schema(document, "article")
    if has_errors(found):
        return LoadedArticle(None, tuple(found))
    article = article_from_data(document.data, body)
    found += check_article(article, document, line, known)
    return LoadedArticle(None if has_errors(found) else article, tuple(found))


def split(raw: bytes, file: str) -> tuple[Document, str, int]:
    """Give the front matter, the body and the line on which the body begins (counted from 1)."""
    lines = raw.replace(b"\r\n", b"\n").split(b"\n")
    fence = FENCE.encode()
    if lines[0].rstrip() != fence or fence not in [line.rstrip() for line in lines[1:]]:
        mend = "Begin het bestand met een regel ---, dan de gegevens, dan weer een regel ---."
        missing = Finding("no-front-matter", "Dit artikel begint niet met zijn gegevens.", mend, file)
        return Document(file, None, (missing,)), "", 1
    end = next(index for index, line in enumerate(lines[1:], 1) if line.rstrip() == fence)
    # the empty first line stands in for the fence, so that lines are counted as in the file
    document = parse_yaml(b"\n".join([b"", *lines[1:end]]), file)
    return _with_body(document, b"\n".join(lines[end + 1 :]), end + 2)


def _with_body(document: Document, raw: bytes, line: int) -> tuple[Document, str, int]:
    # the reader of YAML knows which characters must not be in a text, and where
    as_text = parse_yaml(b"|\n" + b"\n".join(b" " + one for one in raw.split(b"\n")), document.file)
    # it read a line |, and a blank before each of ours
    hidden = [
        Finding(
            one.code, one.message, one.mend, one.file, Position(one.position.line + line - 2, one.position.column - 1)
        )
        for one in as_text.findings
        if one.code in {"bad-character", "bad-utf8"}
    ]
    if hidden:
        return Document(document.file, None, (*document.findings, *hidden)), "", line
    return document, raw.decode(), line


def article_from_data(data: Any, body: str) -> Article:
    """Make an article of front matter that follows the schema."""
    return Article(
        slug=data["slug"],
        version=data["version"],
        title=data["title"],
        summary=data["summary"],
        summary_en=data["summary_en"],
        theme=Theme(data["theme"]),
        phase=tuple(Phase(one) for one in data["phase"]),
        audience=tuple(Audience(one) for one in data["audience"]),
        access=Access(data["access"]),
        checked=data["checked"],
        bibliography=(data["bibliography"]["slug"], data["bibliography"]["version"]),
        keywords=tuple(data["keywords"]),
        related=tuple(data["related"]),
        sources=cited(parse(body)),
        body=body,
        content_hash=content_hash({"front": data, "body": body}),
    )


def _refused(file: str, code: str, message: str, mend: str) -> LoadedArticle:
    return LoadedArticle(None, (Finding(code, message, mend, file),))
