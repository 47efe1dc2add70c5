"""A small map of our own and random large ones, so that these tests stand apart from the shipped content."""

from __future__ import annotations

import random

from sleutelwerk.core.bibliography import Bibliography, Source
from sleutelwerk.route_map.engine.compiled import CompiledMap, compile_map
from sleutelwerk.route_map.engine.model import (
    Branch,
    Contact,
    Fact,
    FactIsSet,
    Option,
    Outcome,
    OutcomeKind,
    Part,
    Question,
    RouteMap,
    Section,
    Signal,
)

PROFILES = ("vertaler", "verbinder", "waarnemer", "ambassadeur")


def option(name: str, to: str | tuple[Branch, ...], **more: object) -> Option:
    """One answer that leads to `to`, with texts made from its name."""
    branches = (Branch(to),) if isinstance(to, str) else to
    return Option(name, f"Antwoord {name}", f"Omdat {name} gold.", branches, **more)  # type: ignore[arg-type]


def question(name: str, section: str, *options: Option, **more: object) -> Question:
    """One question with texts made from its name."""
    return Question(name, section, f"Vraag over {name}?", f"Waarom {name}.", options, ("eigen-oordeel",), **more)  # type: ignore[arg-type]


def small_map(*, version: int = 1) -> RouteMap:
    """Six questions on the assignment and two on a person, with a limit, a first, a signal, a stop and a dead end."""
    questions = (
        question("gevaar", "eerst", option("nee", "doel"), option("ja", "stop-nu", help="Bel direct.")),
        question(
            "doel",
            "eerst",
            option("ja", "rol"),
            option("nee", "rol", first="eerst-doel", signals=("opvallen",)),
            help="Denk aan bewoners.",
            arrange=("Schrijf het doel op.",),
        ),
        question("rol", "kern", option("open", "kern"), option("discreet", "kern", sets=("discreet",))),
        question(
            "kern",
            "kern",
            option("begrip", "zoek-vertaler"),
            option("contact", "begeleiding"),
            option("gezicht", (Branch("geen", FactIsSet("discreet")), Branch("begeleiding"))),
        ),
        question("begeleiding", "kern", option("ja", "zoek-verbinder"), option("nee", "regel-coach")),
        question("gesprek", "persoon", option("ja", "kring"), option("nee", "stop-vrijwillig"), about_person=True),
        question(
            "kring",
            "persoon",
            option("ruim", "past"),
            option("twijfel", "past", first="eerst-stem"),
            about_person=True,
        ),
    )
    outcomes = (
        Outcome("stop-nu", OutcomeKind.STOP, "Stop. Handel eerst.", "Er is gevaar.", steps=("Bel 112.",),
                turn_to=(Contact("Veilig Thuis", "Bij onveiligheid thuis.", "0800-2000"),),
                change_in_reality=("Het gevaar is voorbij.",), deliberable=False),
        Outcome("eerst-doel", OutcomeKind.FIRST, "Schrijf eerst het doel op", "Zonder doel geen rol.",
                steps=("Schrijf.",)),
        Outcome("regel-coach", OutcomeKind.FIRST, "Regel eerst een coach", "Zonder coach geen start.", steps=("Bel.",)),
        Outcome("zoek-vertaler", OutcomeKind.PROFILE, "U zoekt een vertaler", "Uitleg volstaat.", profile="vertaler"),
        Outcome("zoek-verbinder", OutcomeKind.PROFILE, "U zoekt een verbinder", "U wilt contact.", profile="verbinder",
                steps=("Zoek breed.",), continue_with="gesprek"),
        Outcome("geen", OutcomeKind.NONE, "Geen passend profiel", "Discreet en openbaar gaan niet samen.",
                change_in_reality=("De rol mag bekend zijn.",)),
        Outcome("stop-vrijwillig", OutcomeKind.STOP, "Stop: niet vrijwillig", "Dank hem.", deliberable=False),
        Outcome("eerst-stem", OutcomeKind.FIRST, "Zoek een tweede stem", "Een stem is te weinig."),
        Outcome("past", OutcomeKind.PROFILE, "Hij past als verbinder", "Ga door.", profile="verbinder"),
    )  # fmt: skip
    return RouteMap(
        slug="klein", version=version, title="Kleine kaart", summary="Een kaart om mee te oefenen.",
        label="Eigen tekst.", checked="2026-11-24", start="gevaar", profile_set=("sleutelwerk", 1), profiles=PROFILES,
        sections=(
            Section("eerst", "Eerst dit", Part.ASSIGNMENT, "Twee vragen vooraf."),
            Section("kern", "De kern", Part.ASSIGNMENT),
            Section("persoon", "Deze persoon", Part.PERSON),
        ),
        facts=(Fact("discreet", "De rol moet discreet blijven.", "verbinder"),),
        signals=(Signal("opvallen", "Opvallen", "Mogen wij hem vragen?"),),
        questions=questions, outcomes=outcomes, content_hash=f"{version:064d}",
    )  # fmt: skip


def random_map(seed: int, size: int, *, reach: int = 8) -> CompiledMap:
    """A compiled map of `size` questions, each leading up to `reach` questions further; the last ones end it."""
    chance = random.Random(seed)
    outcome = Outcome("einde", OutcomeKind.STOP, "Einde", "Einde.")
    questions = []
    for number in range(size):
        ahead = [f"v{n}" for n in range(number + 1, min(number + reach, size - 1) + 1)] or ["einde"]
        options = [option(f"o{i}", chance.choice(ahead)) for i in range(chance.randint(2, 7))]
        questions.append(question(f"v{number}", "eerst", *options))
    return compile_map(
        RouteMap(
            "groot", 1, "Groot", "Groot.", "Eigen.", "2026-11-24", "v0", ("sleutelwerk", 1), PROFILES,
            (Section("eerst", "Eerst", Part.ASSIGNMENT),), (), (), tuple(questions), (outcome,), "f" * 64,
        )
    )  # fmt: skip


def published() -> tuple[RouteMap, Bibliography]:
    """What the setting ROUTE_MAP_SOURCE may name: the small map and a list with one source."""
    source = Source("L6", "Een bron", "Een uitgever", "2026-11-24", 2025, "https://example.org/bron")
    return small_map(), Bibliography("klein", 1, (source,), by_id={"L6": source})


def published_next() -> tuple[RouteMap, Bibliography]:
    """The same map in its next version."""
    return small_map(version=2), published()[1]
