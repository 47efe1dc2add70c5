"""Makes of an article what search takes in."""

from __future__ import annotations

from sleutelwerk.knowledge.engine.articles.markdown import parse, plain
from sleutelwerk.knowledge.engine.articles.model import Article
from sleutelwerk.knowledge.engine.search.model import Entry

KIND = "article"


def entry_of(article: Article) -> Entry:
    """Give an article as an entry, its headings apart from the rest of its text; sources are not searched."""
    headings: list[str] = []
    lines: list[str] = []
    tokens = parse(article.body)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline" and (text := plain(token)):
            (headings if before and before.type == "heading_open" else lines).append(text)
    return Entry(
        kind=KIND, key=article.slug, title=article.title, summary=article.summary, keywords=article.keywords,
        headings=tuple(headings), body="\n".join(lines), gated=article.gated,
        url_name="knowledge:article", url_args=(article.slug,),
        theme=article.theme.value, phase=tuple(one.value for one in article.phase),
        audience=tuple(one.value for one in article.audience),
    )  # fmt: skip
