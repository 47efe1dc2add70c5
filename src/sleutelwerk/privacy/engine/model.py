"""The guard's word list as data, and the remarks that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a remark is about. The kinds are ours, not content: no word list may add one or take one away."""

    ETHNICITY = "ethnicity"
    RELIGION = "religion"
    NATIONALITY = "nationality"
    GROUP = "group"
    BSN = "bsn"
    PLATE = "plate"
    ADDRESS = "address"
    PERSON = "person"
    ACCUSATION = "accusation"

    @property
    def blocks(self) -> bool:
        """Tell whether no reason can let it stand: the citizen service number (N9)."""
        return self is Kind.BSN


class Shape(StrEnum):
    """How the listed forms of a term inflect."""

    AS_WRITTEN = "as_written"
    ADJECTIVE = "adjective"
    NOUN = "noun"


class Near(StrEnum):
    """A kind of word that must, or must not, stand in the same sentence."""

    PERSON = "person"
    THEME = "theme"


@dataclass(frozen=True, slots=True)
class Nation:
    """A country or people: its names, its adjectives, and what its people are called."""

    country: tuple[str, ...] = ()
    adjective: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """Words of one kind that belong together.

    In a form `*` stands for any ending (or beginning) of a word. `capital`: only when written with a capital. `after`:
    only right after one of these words. `near`, `not_near`: only in a sentence with, or without, words of that sort.
    `passes_in`: expressions in which the form means something else.
    """

    id: str
    kind: Kind
    forms: tuple[str, ...] = ()
    nation: Nation = field(default_factory=Nation)
    shape: Shape = Shape.AS_WRITTEN
    advice: str = ""
    source: str = ""
    capital: bool = False
    after: tuple[str, ...] = ()
    near: Near | None = None
    not_near: Near | None = None
    passes_in: tuple[str, ...] = ()
    finds: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """Something with a form rather than a word, such as a number plate; `id` names the detector, `lists` its words."""

    id: str
    kind: Kind
    lists: Mapping[str, tuple[str, ...]]
    advice: str = ""
    source: str = ""
    finds: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindText:
    """What a kind is called on the screen, and what to write instead."""

    label: str
    advice: str


@dataclass(frozen=True, slots=True)
class WordList:
    """A whole word list. `things` are what an adjective may be said of without saying who somebody is."""

    slug: str
    version: int
    title: str
    kinds: Mapping[Kind, KindText]
    prefixes: tuple[str, ...]
    things: tuple[str, ...]
    goods: tuple[str, ...]
    innocent: tuple[str, ...]
    not_names: tuple[str, ...]
    near: Mapping[Near, tuple[str, ...]]
    terms: tuple[Term, ...]
    patterns: tuple[Pattern, ...]
    content_hash: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """One thing that the guard noticed: where (offsets in the text as given), what, and what to write instead."""

    start: int
    end: int
    kind: Kind
    words: str
    term: str
    advice: str

    @property
    def blocks(self) -> bool:
        """Tell whether it must be rewritten, whatever the reason."""
        return self.kind.blocks
