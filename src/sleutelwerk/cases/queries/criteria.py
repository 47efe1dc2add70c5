"""Gives what a candidate is looked at by: the criteria of the profile, at the version on which the case rests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.content import profiles_at
from sleutelwerk.cases.models import Case
from sleutelwerk.cases.rules.assessment import Arranged, Criterion, Met, Section
from sleutelwerk.function_profiles.content import current
from sleutelwerk.function_profiles.engine.inherit import Profile, profile
from sleutelwerk.function_profiles.engine.model import BASIS, Item, Kind, Layer, ProfileSet

#: What each page is called and what it is for.
SECTIONS: Mapping[Section, tuple[str | Promise, str | Promise]] = {
    Section.PRECONDITIONS: (_("Voorwaarden"), _("Wat er moet zijn voordat hij begint. Schrijf op waaruit het blijkt.")),
    Section.COMPETENCES: (_("Wat hij kan"), _("In woorden, met een voorbeeld. Een cijfer of niveau geeft u niet.")),
    Section.ARRANGEMENTS: (_("Wat u regelt"), _("Dit is uw eigen werk. Het telt nooit tegen hem.")),
}
#: What each choice is called; the two lists share 'not yet'.
CHOICES: Mapping[str, str | Promise] = {
    Met.MET: _("Ja"), Met.NOT_YET: _("Nog niet"), Met.NOT: _("Nee"), Arranged.DONE: _("Geregeld")
}  # fmt: skip
_SECTION_OF = {
    Kind.PRECONDITIONS: Section.PRECONDITIONS,
    Kind.COMPETENCES: Section.COMPETENCES,
    Kind.ARRANGEMENTS: Section.ARRANGEMENTS,
}
_TO_US = re.compile(r"\b(?:u|uw)\b", re.IGNORECASE)
_VOG = re.compile(r"\bVOG\b")


@dataclass(frozen=True, slots=True)
class Measure:
    """The criteria of a case. `same` is no when they are not those on which it was begun; without any there are none.

    `does` and `never` are of the profile, for who decides and did not meet it before.
    """

    title: str
    purpose: str
    criteria: Sequence[Criterion]
    does: Sequence[str]
    never: Sequence[str]
    same: bool

    def of(self, section: Section) -> list[Criterion]:
        """Give the criteria of one page."""
        return [one for one in self.criteria if one.section is section]


def told_to_him(criterion: Criterion) -> str:
    """Say what he was looked at by in his own report, where 'u' is he.

    What is written to us ('U schrijft …') or names us so is given by its name: he would read it as said to him.
    """
    name = criterion.ref.rpartition(".")[2].replace("-", " ")
    if criterion.section is Section.ARRANGEMENTS:
        return str(_("Wat wij moeten regelen: %(name)s") % {"name": name})
    if _TO_US.search(criterion.text):
        return str(_("Waar wij naar keken: %(name)s") % {"name": name})
    return criterion.text


def measure_of(row: Case) -> Measure:
    """Give by what a candidate of a case is looked at."""
    frozen = profiles_at(row.profile_set, row.profile_version)
    profiles = frozen or current().profiles
    if row.profile == BASIS or row.profile not in profiles.by_id:
        return Measure(row.profile, "", (), (), (), same=False)
    found = profile(profiles, row.profile)
    return Measure(
        title=found.layer.title,
        purpose=found.layer.purpose,
        criteria=tuple(_criteria(found, profiles)),
        does=[item.text for item in found.layer.of(Kind.TASKS)],
        never=[item.text for item in found.layer.of(Kind.NEVER)],
        same=frozen is not None and frozen.content_hash == row.profile_hash,
    )


def _criteria(found: Profile, profiles: ProfileSet) -> Iterator[Criterion]:
    for kind, section in _SECTION_OF.items():
        yield from (_criterion(item, section, profiles.by_id[item.layer]) for item in found.of(kind))


def _criterion(item: Item, section: Section, layer: Layer) -> Criterion:
    asks = section is Section.PRECONDITIONS and bool(_VOG.search(item.text))
    return Criterion(item.ref, section, item.text, layer.title, item.explain, item.detail, asks)
