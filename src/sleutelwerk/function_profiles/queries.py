"""What the pages and documents show of a profile: its lists in reading order, with numbered sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sleutelwerk.core.bibliography import OWN_JUDGEMENT, Source
from sleutelwerk.function_profiles.content import Published
from sleutelwerk.function_profiles.engine.compare import Row, compare, differences
from sleutelwerk.function_profiles.engine.inherit import Profile, profile, steps
from sleutelwerk.function_profiles.engine.model import Item, Kind, Layer, ProfileSet

#: What each list is called, and the words before its `detail`.
TITLES: dict[Kind, Promise] = {
    Kind.CHARACTERISTICS: _("Kenmerken"),
    Kind.TASKS: _("Wat hij doet"),
    Kind.NEVER: _("Wat hij nooit doet"),
    Kind.PRECONDITIONS: _("Voorwaarden"),
    Kind.COMPETENCES: _("Wat hij kan"),
    Kind.ARRANGEMENTS: _("Wat u regelt"),
    Kind.AGREEMENTS: _("Wat u samen afspreekt"),
    Kind.RISKS: _("Risico’s"),
    Kind.REWARDS: _("Beloning"),
    Kind.FITS_WHEN: _("Past wel"),
    Kind.FITS_NOT_WHEN: _("Past niet"),
    Kind.EXPECT: _("Wat u mag verwachten"),
    Kind.START: _("Zo begint u"),
}
DETAIL_WORDS: dict[Kind, Promise] = {
    Kind.COMPETENCES: _("Zo merkt u het"),
    Kind.RISKS: _("Dit helpt"),
    Kind.REWARDS: _("Wanneer"),
}


@dataclass(frozen=True, slots=True)
class Stair:
    """One step as the overview shows it: the layer, and in a line what it asks on top of the one below."""

    layer: Layer
    asks: str


def staircase(profiles: ProfileSet) -> tuple[Stair, ...]:
    """Give the steps from low to high."""
    return tuple(Stair(layer, _asks(layer)) for layer in steps(profiles))


def _asks(layer: Layer) -> str:
    conditions, skills = len(layer.of(Kind.PRECONDITIONS)), len(layer.of(Kind.COMPETENCES))
    arranged = len(layer.of(Kind.ARRANGEMENTS))
    of_you = ngettext("U regelt er %(count)s ding bij.", "U regelt er %(count)s dingen bij.", arranged)
    of_you %= {"count": arranged}
    if not conditions + skills:
        return gettext("Vraagt van hem niet meer dan de basis.") + " " + of_you
    of_him = gettext("Vraagt van hem %(conditions)s voorwaarden en %(skills)s vaardigheden extra.")
    return of_him % {"conditions": conditions, "skills": skills} + " " + of_you


@dataclass(frozen=True, slots=True)
class Note:
    """A source with its number on this page."""

    number: int
    source: Source


@dataclass(slots=True)
class Notes:
    """Numbers the sources in the order in which a page names them."""

    by_id: dict[str, Source]
    numbered: dict[str, Note] = field(default_factory=dict)

    def of(self, item: Item) -> tuple[Note, ...]:
        """The notes of one item; our own judgement has none."""
        return tuple(self._note(source) for source in item.sources if source != OWN_JUDGEMENT)

    def _note(self, source: str) -> Note:
        return self.numbered.setdefault(source, Note(len(self.numbered) + 1, self.by_id[source]))


@dataclass(frozen=True, slots=True)
class Line:
    """An item as a page shows it."""

    item: Item
    notes: tuple[Note, ...]
    checked: date

    @property
    def own(self) -> bool:
        """Tell whether this is (also) our own judgement."""
        return OWN_JUDGEMENT in self.item.sources


@dataclass(frozen=True, slots=True)
class Inherited:
    """What one lower layer brought of a kind."""

    layer: Layer
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One list of a profile: what it adds itself, and what it stands on, nearest layer first."""

    kind: Kind
    title: Promise
    detail_words: Promise | str
    lines: tuple[Line, ...]
    inherited: tuple[Inherited, ...]

    @property
    def all_lines(self) -> tuple[Line, ...]:
        """Every line of this list, also what it stands on."""
        return (*self.lines, *(line for group in self.inherited for line in group.lines))

    @property
    def inherited_count(self) -> int:
        """How many points this list stands on."""
        return sum(len(group.lines) for group in self.inherited)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a profile in short; `anchor` and `more` lead to where the page tells all of it."""

    name: str
    text: str
    anchor: str = ""
    more: str = ""


def in_short(one: Profile) -> tuple[Fact, ...]:
    """Tell a profile in at most five lines, each the first of its list; a list that adds nothing gives no line."""
    arranged = len(one.brought_by(one.layer, Kind.ARRANGEMENTS))
    of_you = ngettext(
        "%(count)s ding, naast wat voor lagere treden geldt.",
        "%(count)s dingen, naast wat voor lagere treden geldt.",
        arranged,
    )
    return (
        Fact(gettext("Waarvoor"), one.layer.purpose),
        *_first(one, Kind.TASKS, gettext("Hij doet"), "werk"),
        *_first(one, Kind.NEVER, gettext("Hij doet nooit"), "werk"),
        Fact(gettext("U regelt"), of_you % {"count": arranged}, "regelen", gettext("Bekijk wat u regelt")),
        *_first(one, Kind.FITS_WHEN, gettext("Past als"), "passen"),
    )


def _first(one: Profile, kind: Kind, name: str, anchor: str) -> tuple[Fact, ...]:
    own = one.brought_by(one.layer, kind)
    if not own:
        return ()
    others = len(own) - 1
    more = ngettext("En nog %(count)s punt", "En nog %(count)s punten", others) % {"count": others} if others else ""
    return (Fact(name, own[0].text, anchor if others else "", more),)


def most_common_month(dates: Iterable[str]) -> str:
    """Give the month (`2026-11`) of most dates, so that it need be said only once; the latest when several tie."""
    counted = Counter(one[:7] for one in dates)
    return max(counted, key=lambda one: (counted[one], one), default="")


@dataclass(frozen=True, slots=True)
class ProfileView:
    """All that a page or document tells of one profile."""

    profile: Profile
    number: int
    blocks: dict[str, Block]
    notes: tuple[Note, ...]

    @property
    def layer(self) -> Layer:
        """The step itself."""
        return self.profile.layer


def profile_view(published: Published, name: str) -> ProfileView:
    """Put a profile in reading order. KeyError when there is no such profile."""
    one = profile(published.profiles, name)
    notes = Notes(published.bibliography.by_id)
    blocks = {kind.value: profile_block(one, kind, notes) for kind in Kind}
    return ProfileView(one, len(one.layers) - 1, blocks, tuple(notes.numbered.values()))


def base_view(published: Published) -> tuple[Layer, dict[str, Block], tuple[Note, ...]]:
    """Put the common base in reading order."""
    layer = published.profiles.layers[0]
    notes = Notes(published.bibliography.by_id)
    blocks = {
        kind.value: Block(kind, TITLES[kind], DETAIL_WORDS.get(kind, ""), _lines(layer.of(kind), notes), ())
        for kind in Kind
    }
    return layer, blocks, tuple(notes.numbered.values())


def profile_block(one: Profile, kind: Kind, notes: Notes, *, below: Notes | None = None) -> Block:
    """Put one kind of points of a profile in reading order; `below` numbers apart the sources of what it stands on."""
    own = _lines(one.brought_by(one.layer, kind), notes)
    inherited = tuple(Inherited(layer, _lines(items, below or notes)) for layer, items in one.inherited(kind))
    return Block(kind, TITLES[kind], DETAIL_WORDS.get(kind, ""), own, inherited)


def _lines(items: Iterable[Item], notes: Notes) -> tuple[Line, ...]:
    return tuple(Line(item, notes.of(item), date.fromisoformat(item.checked)) for item in items)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the comparison that can be looked at by itself; the slug stands in the address."""

    slug: str
    title: Promise
    kinds: tuple[Kind, ...]


PARTS = (
    Part("meebrengen", _("Wat hij meebrengt"), (Kind.PRECONDITIONS, Kind.COMPETENCES)),
    Part("regelen", _("Wat u regelt"), (Kind.ARRANGEMENTS,)),
    Part("afspreken", _("Wat u samen afspreekt"), (Kind.AGREEMENTS,)),
    Part("werk", _("Wat hij doet en nooit doet"), (Kind.CHARACTERISTICS, Kind.TASKS, Kind.NEVER)),
    Part("risico", _("Risico’s en beloning"), (Kind.RISKS, Kind.REWARDS)),
    Part("passen", _("Wanneer het past"), (Kind.FITS_WHEN, Kind.FITS_NOT_WHEN, Kind.EXPECT, Kind.START)),
    Part("alles", _("Alles"), tuple(Kind)),
)


@dataclass(frozen=True, slots=True)
class ComparedList:
    """One list of the comparison; `hidden` is how many rows are the same for all and left out."""

    kind: Kind
    title: Promise
    rows: tuple[Row, ...]
    hidden: int


def part_by_slug(slug: str) -> Part:
    """Give a part of the comparison; whatever is unknown gives the first."""
    return next((part for part in PARTS if part.slug == slug), PARTS[0])


def comparison(published: Published, part: Part, *, only_differences: bool) -> tuple[ComparedList, ...]:
    """Compare the profiles in one part."""
    everything = compare(published.profiles, part.kinds)
    shown = differences(everything) if only_differences else everything
    return tuple(
        ComparedList(kind, TITLES[kind], rows, len(everything[kind]) - len(rows)) for kind, rows in shown.items()
    )
