"""Weighs the words of an item: how much each says about what the item is about (BM25F, without what others hold).

How rare a word is, is weighed when somebody asks, from what he may see. Lengths are set against fixed ones instead of
the average of all items: so the weights of one item tell nothing of another, and stay right when others change.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from hashlib import sha256

from sleutelwerk.core.canonical import canonical_json
from sleutelwerk.knowledge.engine.search.language import Language
from sleutelwerk.knowledge.engine.search.model import Entry

#: The weight of each term of an item, as a whole number up to FULL.
Weights = dict[str, int]
FULL = 60_000
#: How soon more of the same word adds nothing: the higher, the later.
_SATURATION = 10.0


@dataclass(frozen=True, slots=True)
class _Field:
    """How much a word counts where it stands, how much length matters there, and how long it is as a rule, in words."""

    weight: float
    by_length: float
    usual: int


_TITLE = _Field(9.0, 0.3, 4)
_KEYWORDS = _Field(7.0, 0.2, 8)
_SUMMARY = _Field(4.0, 0.3, 12)
_HEADINGS = _Field(3.0, 0.4, 25)
_BODY = _Field(1.0, 0.6, 450)
_Texts = tuple[tuple[_Field, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weights of what everybody may know of an item, and of everything in it (empty when that is the same)."""

    shown: Weights
    whole: Weights


def weigh(entry: Entry, language: Language) -> Weighed:
    """Give the weights of an entry."""
    front: _Texts = ((_TITLE, (entry.title,)), (_KEYWORDS, entry.keywords), (_SUMMARY, (entry.summary,)))
    whole: _Texts = (*front, (_HEADINGS, entry.headings), (_BODY, (entry.body,)))
    if entry.gated:
        return Weighed(_weights(front, language), _weights(whole, language))
    return Weighed(_weights(whole, language), {})


def digest(entry: Entry, language: Language) -> str:
    """Give a hash of everything that is kept of an entry, and of the rules by which it is weighed."""
    data = {**asdict(entry), "organisation": str(entry.organisation or ""), "rules": language.fingerprint}
    return sha256(canonical_json(data)).hexdigest()


def _weights(texts: _Texts, language: Language) -> Weights:
    felt: dict[str, float] = {}
    for place, pieces in texts:
        lines = [language.terms(piece) for piece in pieces]
        length = sum(map(len, lines))
        each = place.weight / (1 - place.by_length + place.by_length * max(length / place.usual, 0.25))
        for line in lines:
            for term in line:
                felt[term] = felt.get(term, 0.0) + each
    return {term: max(1, round(FULL * found / (found + _SATURATION))) for term, found in felt.items()}
