"""The text for the register of processing activities (art. 30 AVG): one activity after another, ready to copy."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sleutelwerk.home.documents import passages, sources
from sleutelwerk.home.engine.draft import (
    TO_FILL,
    Block,
    Draft,
    DraftName,
    Pairs,
    Points,
    Section,
    Sources,
    Text,
    ToFill,
)
from sleutelwerk.home.queries.compliance import Facts
from sleutelwerk.home.queries.personal_data import Group


def processing_register(facts: Facts) -> Draft:
    """Write the text for one organisation."""
    return Draft(
        DraftName.PROCESSING_REGISTER,
        _("Tekst voor het verwerkingsregister"),
        _("Wat artikel 30 AVG vraagt, per verwerking, om over te nemen in uw eigen register."),
        _(
            "Elke organisatie houdt een register bij van wat zij met persoonsgegevens doet (artikel 30 AVG)."
            " Hieronder staat per verwerking wat Sleutelwerk doet. Neem het over in uw eigen register en vul aan"
            " wat alleen u weet."
        ),
        (
            Section(_("Algemeen"), (passages.parties(facts), *passages.scope(facts))),
            *(Section(title, tuple(blocks)) for title, blocks in _activities(facts)),
            Section(_("Voor alle verwerkingen: beveiliging"), (Points(passages.security(facts)), _outside())),
            Section(_("Bronnen"), (Sources((sources.AVG, sources.LIST, sources.BIO)),)),
        ),
    )


def _activities(facts: Facts) -> Iterable[tuple[str, Iterable[Block]]]:
    yield _("Verwerking 1: accounts en toegang"), _accounts(facts)
    yield _("Verwerking 2: logboek van wie wat deed en bekeek"), _trail(facts)
    yield _("Verwerking 3: brieven over accounts"), _letters(facts)
    yield _("Verwerking 4: toegang tot afgeschermde stukken"), _reading(facts)
    yield (
        _("Geen verwerking die iets bewaart: de routekaart"),
        [
            Text(
                _(
                    "Wie de routekaart loopt, laat op de server niets achter. Zijn antwoorden staan in een"
                    " versleuteld cookie in zijn eigen browser, dat na vier uur onbruikbaar is. Noem dit in uw"
                    " register als uw FG dat wil."
                )
            )
        ],
    )


def _accounts(facts: Facts) -> Iterable[Block]:
    libraries = tuple(
        (capfirst(one.title.lower()), f"{capfirst(one.holds)}. {one.account.kept}") for one in facts.libraries
    )
    yield _head(
        _("Collega’s veilig toegang geven tot wat bij hun taak hoort, en nakijken of zij die nog nodig hebben."),
        _("Medewerkers van de organisatie en van partners die zij uitnodigt."),
        _("Beheerders en toezichthouders van de eigen organisatie; wie de server beheert."),
    )
    yield Pairs((*_of(facts, "accounts"), *libraries))


def _trail(facts: Facts) -> Iterable[Block]:
    yield _head(
        _("Kunnen nagaan wie wat deed en bekeek, misbruik zien, en mensen laten zien wie naar hen keek."),
        _("Iedereen die inlogt of dat probeert."),
        _("FG en security officer van de eigen organisatie; ieder ziet wie naar hem keek."),
    )
    yield Text(_("Een regel noemt een nummer, een gebeurtenis en een tijd: geen namen en geen inhoud."))
    yield Pairs(tuple((capfirst(what), how_long) for what, how_long in facts.trail))


def _letters(facts: Facts) -> Iterable[Block]:
    yield _head(
        _("Collega’s een link of mededeling over hun account sturen."),
        _("Collega’s en wie is uitgenodigd."),
        _("De mailserver van de organisatie; zonder mailserver de beheerder van het huis."),
    )
    yield Pairs(_of(facts, "mailroom"))


def _reading(facts: Facts) -> Iterable[Block]:
    yield _head(
        _("Beoordelen wie afgeschermde stukken mag lezen, dat op tijd laten eindigen, en een uitgelekt exemplaar"
          " kunnen herleiden."),
        _("Professionals die toegang vragen, collega’s die voor hen instaan, en lezers."),
        _("Beoordelaars van toegang van het huis; de security officer als een bladzijde is gevonden."),
    )  # fmt: skip
    yield Text(
        _(
            "Een mens beslist, aan de hand van criteria die iedereen kan lezen. Een lijst met domeinen helpt en beslist"
            " nooit. Op elk exemplaar staan de naam, de organisatie, de dag en een code van de lezer."
        )
    )
    yield Pairs((*_of(facts, "knowledge"), *_of(facts, "publishing")))


def _head(purpose: str, people: str, receivers: str) -> Pairs:
    return Pairs(
        (
            (_("Doel"), purpose),
            (_("Grondslag (artikel 6 AVG)"), TO_FILL),
            (_("Van wie"), people),
            (_("Wie het ziet"), receivers),
            (_("Doorgifte buiten de EU"), _("Niet door de software; let op uw server en mailserver")),
        )
    )


def _of(facts: Facts, room: str) -> tuple[tuple[str, str], ...]:
    """Give what a room keeps, per model with its terms."""
    return tuple(_line(group) for group in facts.personal if group.fields[0].room == room)


def _line(group: Group) -> tuple[str, str]:
    return group.title, f"{capfirst(', '.join(group.names))}. {group.kept}"


def _outside() -> Block:
    return ToFill(
        _("Welke maatregelen neemt u buiten de software?"),
        _("Denk aan het beheer van de server, back-ups, afspraken met leveranciers en opleiding."),
    )
