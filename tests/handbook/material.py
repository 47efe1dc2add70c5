"""Material for the tests of the handreiking: all that ships, and small articles made on the spot."""

from __future__ import annotations

from dataclasses import replace

from sleutelwerk.handbook.documents.words import method_words
from sleutelwerk.handbook.engine.blocks import Surroundings, blocks_of
from sleutelwerk.handbook.engine.compose import Material, Titles
from sleutelwerk.handbook.engine.model import Block
from sleutelwerk.handbook.engine.sources import Sources
from sleutelwerk.handbook.queries import material_with
from sleutelwerk.knowledge.engine.articles.load import article_from_data, split
from sleutelwerk.knowledge.engine.articles.markdown import InnerLink
from sleutelwerk.knowledge.engine.articles.model import Article
from sleutelwerk.knowledge.engine.articles.terms import Term, terms_of
from sleutelwerk.publishing.content import shipped_root

TITLES = Titles(
    chapters={name: (name.title(), f"Over {name}.") for name in ("profielen", "vergelijking", "routekaart", "vragen")},
    methods="Beraad",
    method_words=method_words(),
    poster_footer="Eigen inhoud",
)
TERMS = terms_of([Term("brug", "brug", "Wat twee oevers verbindt.", ("brug", "bruggen"))])


def shipped_articles() -> tuple[Article, ...]:
    """Give every article that ships in its newest version, also while another that it links to is being written."""
    found = {}
    paths = (shipped_root() / "knowledge").glob("*/*/article.md")
    for path in sorted(paths, key=lambda path: (path.parts[-3], int(path.parts[-2]))):
        document, body, _ = split(path.read_bytes(), str(path))
        article = article_from_data(document.data, body)
        found[article.slug] = article
    return tuple(found.values())


def shipped() -> Material:
    """Give all that ships."""
    return material_with(shipped_articles())


def an_article(slug: str, body: str = "## Kop\n\nWoorden [@D2].\n", **changes: object) -> Article:
    """Give an article with this text, otherwise like one that ships."""
    return replace(shipped_articles()[0], slug=slug, body=body, content_hash=slug.ljust(64, "0"), **changes)  # type: ignore[arg-type]


def read(body: str, *, present: frozenset[str] = frozenset({"vergoeden"})) -> tuple[Block, ...]:
    """Make the blocks of a text; of articles only those in `present` are in the document."""

    def label_of(link: InnerLink) -> str:
        return f"artikel-{link.name}" if link.name in present else ""

    return blocks_of("proef", body, Surroundings(Sources(), material_with(()).article_sources, TERMS, label_of))
