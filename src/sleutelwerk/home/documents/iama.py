"""A summary for the IAMA: what the route map is, who decides, and which fundamental rights it touches."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from sleutelwerk.home.documents import passages, sources
from sleutelwerk.home.engine.draft import (
    TO_FILL,
    Block,
    Draft,
    DraftName,
    Note,
    Pairs,
    Points,
    Section,
    Sources,
    Table,
    Text,
    ToFill,
)
from sleutelwerk.home.queries.compliance import Facts


def iama(facts: Facts) -> Draft:
    """Write the summary for one organisation."""
    return Draft(
        DraftName.IAMA,
        _("Samenvatting voor een IAMA"),
        _("Mensenrechten en de routekaart: wat zij is, wie beslist en waar u over praat."),
        _(
            "Een IAMA is een gesprek over mensenrechten en algoritmes, met mensen van verschillende vakken. Dit"
            " stuk geeft de feiten over de routekaart. Het gesprek zelf, en wat eruit komt, is van uw organisatie."
        ),
        (
            Section(_("Waarom: aanleiding en doel"), tuple(_why())),
            Section(_("Wat: regels die mensen schreven"), tuple(_what(facts))),
            Section(_("Hoe: wie beslist"), tuple(_how(facts))),
            Section(_("Welke grondrechten het raakt"), tuple(_rights())),
            Section(_("Vijf vragen bij elke nieuwe versie van de regels"), tuple(_questions())),
            Section(_("Het gesprek"), tuple(_talk())),
            Section(
                _("Bronnen"),
                (
                    Sources(
                        (sources.IAMA, sources.WHAT_IS, sources.AI_ACT, sources.HUMAN, sources.AP_TEN, sources.SPECIAL)
                    ),
                ),
            ),
        ),
    )


def _why() -> Iterable[Block]:
    yield Text(
        _(
            "De routekaart helpt een professional nadenken voordat hij iemand benadert: is een sleutelfiguur hier"
            " de goede weg, en welk van vier profielen past bij de opdracht? Zij geeft advies over een opdracht,"
            " niet over een mens."
        )
    )
    yield ToFill(_("Welk probleem wilt u ermee oplossen, en voor wie?"))
    yield ToFill(
        _("Welke publieke waarden staan voorop?"), _("Bijvoorbeeld veiligheid, gelijke behandeling, vertrouwen.")
    )


def _what(facts: Facts) -> Iterable[Block]:
    figures = facts.figures
    yield Note(
        _("Wel een algoritme, geen AI"),
        _(
            "Vaste als-dan-regels zijn een algoritme. Zij vallen niet onder de AI-verordening, omdat mensen de"
            " regels vooraf hebben vastgelegd en het systeem niets uit gegevens afleidt. Dat is onze lezing; laat"
            " uw jurist haar bevestigen."
        ),
    )
    yield Pairs(
        (
            *passages.version_of(facts.route_map),
            (
                _("Omvang"),
                _("%(questions)s vragen, %(answers)s antwoorden, %(outcomes)s uitkomsten")
                % {"questions": figures.questions, "answers": figures.answers, "outcomes": figures.outcomes},
            ),
            (_("Waarvan over een persoon"), _("%(n)s vragen, die hij zelf mee beantwoordt") % {"n": figures.person}),
            (_("Uitkomsten die stoppen"), str(figures.stops)),
            (_("Gegevens waarmee is geleerd"), _("Geen: er wordt niets geleerd")),
        )
    )
    yield Text(
        _(
            "Elke vraag heeft een uitleg en een bron. Elke mogelijke weg is nagerekend: hij eindigt, en elk"
            " antwoord kan voorkomen."
        )
    )


def _how(facts: Facts) -> Iterable[Block]:
    yield Points(
        (
            _(
                "De routekaart beslist niets. Zij stelt vragen, laat zien waarom een uitkomst eruit kwam, en"
                " waarom een andere niet."
            ),
            _("Er is geen cijfer, geen kleur en geen volgorde van mensen."),
            _("Wat over een persoon wordt geantwoord, wordt niet bewaard en komt niet op papier."),
            _("Wie afwijkt van het advies, hoeft zich tegenover de software niet te verantwoorden."),
            _(
                "Een uitgegeven versie verandert niet. Een nieuwe versie krijgt een nieuw nummer en een eigen"
                " vingerafdruk."
            ),
        )
    )
    yield passages.roles(facts)
    yield ToFill(
        _("Wie beslist of iemand wordt benaderd, en wie kijkt mee?"),
        _("Noem functies. Twee mensen, die los van elkaar kijken."),
    )
    yield ToFill(_("Hebben zij de tijd, de kennis en de vrijheid om anders te beslissen?"))


def _rights() -> Iterable[Block]:
    head = (_("Grondrecht"), _("Hoe het geraakt kan worden"), _("Wat de software doet"), _("Uw oordeel"))
    yield Table(
        _("Grondrechten"),
        head,
        (
            (
                _("Leven en veiligheid"),
                _("Wie helpt, kan worden bedreigd"),
                _("Vragen over gevaar vooraan; stop bij acuut gevaar; snel weg met één klik"),
                TO_FILL,
            ),
            (
                _("Privéleven en gegevens"),
                _("Antwoorden over iemand kunnen uitlekken"),
                _("Er wordt niets van bewaard"),
                TO_FILL,
            ),
            (
                _("Geen discriminatie"),
                _("Een groep kan anders worden benaderd dan een andere"),
                _("Geen veld voor afkomst of geloof; woorden daarover worden in teksten van de routekaart afgekeurd"),
                TO_FILL,
            ),
            (
                _("Vrijheid van geloof en vereniging"),
                _("Mensen kunnen zich bekeken voelen"),
                _("Geen koppeling van een mens aan een groep"),
                TO_FILL,
            ),
            (
                _("Menselijke waardigheid"),
                _("Iemand kan als middel worden gebruikt"),
                _("De persoon weet het vooraf, doet mee en mag altijd stoppen"),
                TO_FILL,
            ),
            (
                _("Behoorlijk bestuur en rechtsbescherming"),
                _("Niemand kan uitleggen waarom iets is gekozen"),
                _("Redenen bij elke uitkomst; versie en vingerafdruk erbij"),
                TO_FILL,
            ),
        ),
        (20, 27, 34, 19),
    )


def _questions() -> Iterable[Block]:
    for question in (
        _("Hangt een uitkomst direct of via een omweg af van afkomst, geloof of woonplek?"),
        _("Pakt een vraag voor de ene groep anders uit dan voor de andere, zonder goede reden?"),
        _("Kan iemand door een antwoord worden geschaad, ook als het niet klopt?"),
        _("Begrijpt de persoon zelf waarom deze vraag wordt gesteld?"),
        _("Is er een weg terug: kan iemand bezwaar maken, stoppen of opnieuw beginnen?"),
    ):
        yield ToFill(question)


def _talk() -> Iterable[Block]:
    yield ToFill(
        _("Wie deden mee, en wanneer?"), _("Denk ook aan sleutelfiguren zelf, of aan wie voor hen kan spreken.")
    )
    yield ToFill(_("Wat is besloten, en wat gebeurt er als het misgaat?"))
