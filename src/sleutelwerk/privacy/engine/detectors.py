"""Names every detector with the lists of words that it needs; a word list gives each of them its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sleutelwerk.privacy.engine.detect import addresses, groups, names, numbers, reach
from sleutelwerk.privacy.engine.detect.span import Detect, Lists
from sleutelwerk.privacy.engine.model import Kind


@dataclass(frozen=True, slots=True)
class Detector:
    """A detector: what it finds, which lists it needs, and how it is made of them."""

    kind: Kind
    needs: frozenset[str]
    make: Callable[[Lists], Detect]


DETECTORS: dict[str, Detector] = {
    "bsn": Detector(Kind.BSN, frozenset({"words"}), numbers.bsn),
    "plate": Detector(Kind.PLATE, frozenset({"months"}), numbers.plate),
    "iban": Detector(Kind.PERSON, frozenset(), numbers.iban),
    "phone": Detector(Kind.PERSON, frozenset(), numbers.phone),
    "email": Detector(Kind.PERSON, frozenset({"offices"}), reach.email),
    "handle": Detector(Kind.PERSON, frozenset(), reach.handle),
    "birth-date": Detector(Kind.PERSON, frozenset({"words", "months"}), reach.birth_date),
    "postcode": Detector(Kind.ADDRESS, frozenset({"words"}), addresses.postcode),
    "street": Detector(
        Kind.ADDRESS, frozenset({"endings", "endings_with_capital", "openings", "units"}), addresses.street
    ),
    "living": Detector(Kind.ADDRESS, frozenset({"words", "numbers", "endings"}), addresses.living),
    "titled": Detector(Kind.PERSON, frozenset({"titles", "roles"}), names.titled),
    "kin": Detector(Kind.PERSON, frozenset({"words", "own", "of"}), names.kin),
    "spoken-with": Detector(Kind.PERSON, frozenset({"talks", "through", "verbs", "called"}), names.spoken_with),
    "whole-name": Detector(Kind.PERSON, frozenset(), names.whole_name),
    "named-group": Detector(Kind.GROUP, frozenset({"families", "bodies", "behind"}), groups.named_group),
}
