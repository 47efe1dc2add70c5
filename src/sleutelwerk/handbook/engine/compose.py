"""Puts the handreiking together: which chapters stand in which part, in the order in which the work goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from sleutelwerk.core.bibliography import Bibliography
from sleutelwerk.core.canonical import content_hash
from sleutelwerk.deliberation.engine.model import Method
from sleutelwerk.function_profiles.engine.model import ProfileSet
from sleutelwerk.handbook.engine.blocks import Surroundings, blocks_of
from sleutelwerk.handbook.engine.methods import method_sheets, method_words
from sleutelwerk.handbook.engine.model import Block, Chapter, Content, Handbook, Ingredient, Part, Words
from sleutelwerk.handbook.engine.profiles import comparison, layers, staircase
from sleutelwerk.handbook.engine.route import posters, questions
from sleutelwerk.handbook.engine.sources import Sources
from sleutelwerk.knowledge.engine.articles.markdown import InnerLink
from sleutelwerk.knowledge.engine.articles.model import (
    AUDIENCE_LABELS,
    PHASE_LABELS,
    THEME_LABELS,
    Article,
    Audience,
    Phase,
    Theme,
)
from sleutelwerk.knowledge.engine.articles.terms import Terms
from sleutelwerk.route_map.engine.model import RouteMap

#: Labels of the chapters to which a text refers by kind.
PROFILES, ROUTE_MAP, CONTACT = "profielen", "routekaart", "contact"
DELIBERATION = "beraad"
_FIXED = {"profielen": PROFILES, "routekaart": ROUTE_MAP, "contact": CONTACT}


@dataclass(frozen=True, slots=True)
class Material:
    """All that the handreiking is made of."""

    articles: Sequence[Article]
    terms: Terms
    article_sources: Bibliography
    profiles: ProfileSet
    profile_sources: Bibliography
    route_map: RouteMap
    route_sources: Bibliography
    methods: Sequence[Method] = field(default=())

    @property
    def content_hash(self) -> str:
        """The hash of all content: it changes with every word and with nothing else."""
        return content_hash(
            {
                "articles": sorted([one.slug, one.version, one.content_hash] for one in self.articles),
                "terms": [[one.id, one.term, one.meaning, *one.forms] for one in self.terms.all],
                "sources": [
                    self.article_sources.content_hash,
                    self.profile_sources.content_hash,
                    self.route_sources.content_hash,
                ],
                "profiles": self.profiles.content_hash,
                "route_map": self.route_map.content_hash,
                "methods": [[one.slug, one.version, one.content_hash] for one in self.methods],
            }
        )


@dataclass(frozen=True, slots=True)
class Titles:
    """What the chapters are called that are no article: a title and a line each, by label, and the drawing's footer.

    `methods` is the title of the part on deliberation, `method_words` what its chapters say around a method.
    """

    chapters: Mapping[str, tuple[str, str]]
    methods: str
    method_words: Mapping[str, str]
    poster_footer: str


def compose(material: Material, titles: Titles) -> Handbook:
    """Compose the whole. Raises UnknownMark when an article has what cannot be shown."""
    return _Composer(material, titles).handbook()


def for_the_key_figure(article: Article) -> bool:
    """Tell whether an article is written for the key figure alone; it is handed out and stands apart."""
    return article.audience == (Audience.KEY_FIGURE,)


class _Composer:
    """Makes the chapters in the order in which they are read, because sources get their numbers on the way."""

    def __init__(self, material: Material, titles: Titles) -> None:
        self.material = material
        self.titles = titles
        self.sources = Sources()
        self.present = {article.slug for article in material.articles}
        around = partial(Surroundings, self.sources, material.article_sources, material.terms)
        self.around = around(self.label_of)

    def handbook(self) -> Handbook:
        """Make everything."""
        found = (
            *((theme.value, THEME_LABELS[theme], self.drafts(theme)) for theme in Theme),
            (DELIBERATION, self.titles.methods, self.methods()),
        )
        parts: list[Part] = []
        for name, title, drafts in found:
            chapters = tuple(_numbered(drafts, len(parts) + 1))
            if chapters:
                parts.append(Part(name, len(parts) + 1, title, chapters))
        annexes = tuple(draft.chapter("") for draft in self.articles(for_the_key_figure))
        ingredients = tuple(self.ingredients())
        return Handbook(
            tuple(parts),
            annexes,
            self.sources.numbered,
            self.material.terms.all,
            ingredients,
            max(one.checked for one in ingredients),
            self.material.content_hash,
        )

    def label_of(self, link: InnerLink) -> str:
        """Give the label of the chapter that a link means; nothing when it is not in here."""
        if link.kind == "artikel":
            return _article(link.name) if link.name in self.present else ""
        if link.kind == "profiel":
            return _profile(link.name) if link.name in self.material.profiles.by_id else ""
        return _FIXED[link.kind]

    def drafts(self, theme: Theme) -> Iterator[_Draft]:
        """Give the chapters of a theme; profiles and route map belong to choosing, before what is said about that."""
        if theme is Theme.CHOOSE:
            yield from self.profiles()
            yield from self.route_map()
        yield from self.articles(lambda one: one.theme is theme and not for_the_key_figure(one))

    def articles(self, wanted: Callable[[Article], bool]) -> Iterator[_Draft]:
        """Give articles as chapters, in the order in which they are needed."""
        phases = list(Phase)
        found = [article for article in self.material.articles if wanted(article)]
        for one in sorted(found, key=lambda one: (phases.index(one.phase[0]), one.gated, one.title)):
            words = Words(
                self.blocks(one.slug, one.body),
                one.checked,
                tuple(PHASE_LABELS[phase] for phase in one.phase),
                tuple(AUDIENCE_LABELS[reader] for reader in one.audience),
            )
            yield _Draft(_article(one.slug), one.title, one.summary, words)

    def blocks(self, name: str, body: str) -> tuple[Block, ...]:
        """Make the blocks of a text."""
        return blocks_of(name, body, self.around)

    def profiles(self) -> Iterator[_Draft]:
        """Give the overview, the base, every profile and the comparison."""
        profiles = self.material.profiles
        yield self.titled(PROFILES, staircase(profiles, _profile))
        for layer, content in layers(profiles, self.material.profile_sources, self.sources):
            yield _Draft(_profile(layer.id), layer.title, layer.purpose, content)
        yield self.titled("vergelijking", comparison(profiles))

    def route_map(self) -> Iterator[_Draft]:
        """Give the drawing and the same in words."""
        route_map = self.material.route_map
        yield self.titled(ROUTE_MAP, posters(route_map, footer=self.titles.poster_footer))
        yield self.titled("vragen", questions(route_map, self.material.route_sources, self.sources))

    def titled(self, label: str, content: Content) -> _Draft:
        """Give a chapter of our own name."""
        title, summary = self.titles.chapters[label]
        return _Draft(label, title, summary, content)

    def methods(self) -> Iterator[_Draft]:
        """Give the methods of deliberation, each with its sheets; the dilemmas stand in the articles already."""
        said = self.titles.method_words
        for one in self.material.methods:
            yield _Draft(f"methode-{one.slug}", one.title, one.tagline, method_words(one, said))
            sheets = method_sheets(one)
            if sheets.sheets:
                title = said["sheets"].format(name=one.title)
                yield _Draft(f"vellen-{one.slug}", title, said["sheets_summary"], sheets)

    def ingredients(self) -> Iterator[Ingredient]:
        """Name what the handreiking was made of."""
        profiles, route_map = self.material.profiles, self.material.route_map
        yield Ingredient("profiles", profiles.title, profiles.version, profiles.checked)
        yield Ingredient("route_map", route_map.title, route_map.version, route_map.checked)
        for article in sorted(self.material.articles, key=lambda one: one.title):
            yield Ingredient("article", article.title, article.version, article.checked)
        for method in self.material.methods:
            yield Ingredient("method", method.title, method.version, method.checked)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A chapter without its number."""

    label: str
    title: str
    summary: str
    content: Content

    def chapter(self, number: str) -> Chapter:
        """Give it its number."""
        return Chapter(self.label, number, self.title, self.summary, self.content)


def _numbered(drafts: Iterator[_Draft], part: int) -> Iterator[Chapter]:
    for number, draft in enumerate(drafts, start=1):
        yield draft.chapter(f"{part}.{number}")


def _article(slug: str) -> str:
    return f"artikel-{slug}"


def _profile(name: str) -> str:
    return f"profiel-{name}"
