"""An article as data: what it says, for whom, when, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sleutelwerk.core.bibliography import OWN_JUDGEMENT

SCHEMA = "sleutelwerk/article/1"


class Access(StrEnum):
    """Who may read the text; title and summary are for everybody."""

    PUBLIC = "public"
    GATED = "gated"


class Theme(StrEnum):
    """What an article is about, in the order in which the work goes."""

    BEGIN = "beginnen"
    CHOOSE = "kiezen"
    COLLABORATE = "samenwerken"
    REWARD = "waarderen"
    SAFETY = "veiligheid"
    DILEMMAS = "dilemmas"
    END = "afronden"
    ORGANISATION = "organisatie"


class Phase(StrEnum):
    """When somebody needs it."""

    BEFORE = "vooraf"
    DURING = "tijdens"
    AFTER = "achteraf"


class Audience(StrEnum):
    """For whom it is written."""

    PROFESSIONAL = "professional"
    FACILITATOR = "gespreksleider"
    ADMINISTRATOR = "bestuurder"
    KEY_FIGURE = "sleutelfiguur"


THEME_LABELS = {
    Theme.BEGIN: "Beginnen",
    Theme.CHOOSE: "Kiezen met wie u werkt",
    Theme.COLLABORATE: "Samenwerken",
    Theme.REWARD: "Waarderen en vergoeden",
    Theme.SAFETY: "Veiligheid",
    Theme.DILEMMAS: "Dilemma’s en beraad",
    Theme.END: "Evalueren en afronden",
    Theme.ORGANISATION: "Uw organisatie",
}
PHASE_LABELS = {Phase.BEFORE: "Vooraf", Phase.DURING: "Tijdens", Phase.AFTER: "Achteraf"}
AUDIENCE_LABELS = {
    Audience.PROFESSIONAL: "Professionals",
    Audience.FACILITATOR: "Gespreksleiders",
    Audience.ADMINISTRATOR: "Bestuurders en managers",
    Audience.KEY_FIGURE: "Sleutelfiguren",
}


@dataclass(frozen=True, slots=True)
class Article:
    """One version of an article. `body` is Markdown; `sources` are the ids that it cites, in order, each once.

    `checked` is the day (ISO) on which facts, laws and amounts were last looked up.
    """

    slug: str
    version: int
    title: str
    summary: str
    summary_en: str
    theme: Theme
    phase: tuple[Phase, ...]
    audience: tuple[Audience, ...]
    access: Access
    checked: str
    bibliography: tuple[str, int]
    keywords: tuple[str, ...]
    related: tuple[str, ...]
    sources: tuple[str, ...]
    body: str
    content_hash: str

    @property
    def gated(self) -> bool:
        """Tell whether only readers with access may read the text."""
        return self.access is Access.GATED

    @property
    def names_sources(self) -> tuple[str, ...]:
        """The sources outside our own judgement."""
        return tuple(source for source in self.sources if source != OWN_JUDGEMENT)


def article_of(data: dict[str, Any]) -> Article:
    """Make an article of what `dataclasses.asdict` made of it, also when it went through JSON."""
    return Article(
        **data
        | {
            "theme": Theme(data["theme"]),
            "phase": tuple(Phase(one) for one in data["phase"]),
            "audience": tuple(Audience(one) for one in data["audience"]),
            "access": Access(data["access"]),
            "bibliography": tuple(data["bibliography"]),
            "keywords": tuple(data["keywords"]),
            "related": tuple(data["related"]),
            "sources": tuple(data["sources"]),
        }
    )
