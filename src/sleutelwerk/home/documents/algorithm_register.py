"""The draft entry of the route map in the Algoritmeregister: its fields, filled in as far as facts go."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sleutelwerk.home.documents import passages, sources
from sleutelwerk.home.engine.draft import TO_FILL, Draft, DraftName, Note, Pairs, Section, Sources
from sleutelwerk.home.queries.compliance import Facts


def algorithm_register(facts: Facts) -> Draft:
    """Write the draft entry for one organisation."""
    return Draft(
        DraftName.ALGORITHM_REGISTER,
        _("Concept voor het Algoritmeregister"),
        _("De routekaart in de velden van het register, om zelf te publiceren."),
        _(
            "In het Algoritmeregister van de overheid staat welke algoritmes organisaties gebruiken. Hieronder"
            " staan de velden in onze eigen woorden, ingevuld voor de routekaart. Publiceren doet u zelf; de"
            " software stuurt niets op."
        ),
        (
            Section(_("Is publiceren nodig?"), (_needed(),)),
            Section(_("Algemeen"), (_general(facts),)),
            Section(_("Verantwoord gebruik"), (_use(),)),
            Section(_("Werking"), (_working(facts),)),
            Section(_("Wettelijke grond en toetsen"), (_law(),)),
            Section(_("Bronnen"), (Sources((sources.REGISTER, sources.WHAT_IS, sources.PRESCAN, sources.AI_ACT)),)),
        ),
    )


def _needed() -> Note:
    return Note(
        _("Onze lezing: publiceer het"),
        _(
            "Een algoritme is impactvol als het meebepaalt hoe de overheid een mens of een groep benadert. De"
            " routekaart geeft advies over een opdracht. Gebruikt u haar bij een echte persoon, dan is"
            " verdedigbaar dat zij impactvol is. Publiceren kost weinig en maakt u open."
        ),
    )


def _general(facts: Facts) -> Pairs:
    own = facts.organisation
    return Pairs(
        (
            (_("Naam"), facts.route_map.title),
            (_("Organisatie"), passages.given(own.name)),
            (
                _("Korte omschrijving"),
                _(
                    "Vragen die een professional helpen kiezen of, en met welk profiel, samenwerken met een"
                    " sleutelfiguur past bij zijn opdracht."
                ),
            ),
            (_("Soort"), _("Vaste regels, door mensen geschreven; geen zelflerend systeem")),
            (_("Indeling in het register"), TO_FILL),
            (_("Status en begindatum"), TO_FILL),
            (_("Contact"), passages.given(own.contact_email)),
            (
                _("Leverancier"),
                _("Sleutelwerk, vrije software (EUPL-1.2), versie %(version)s") % {"version": facts.version},
            ),
        )
    )


def _use() -> Pairs:
    return Pairs(
        (
            (
                _("Doel en gevolgen"),
                _(
                    "Nadenken vóór iemand wordt benaderd. De uitkomst is een profiel met redenen, een lijst van"
                    " wat eerst moet, of een stop. Aan de uitkomst zit geen rechtsgevolg vast."
                ),
            ),
            (
                _("Afwegingen"),
                _(
                    "Voor: dezelfde vragen voor iedereen, redenen erbij, gevaar eerst. Tegen: een vragenlijst kan"
                    " schijnzekerheid geven."
                ),
            ),
            (
                _("Menselijke tussenkomst"),
                _(
                    "Een mens stelt de vragen, een mens beantwoordt ze, en mensen beslissen. De software voert"
                    " niets uit."
                ),
            ),
            (
                _("Risico’s en wat wij ertegen doen"),
                _(
                    "Herkenbaarheid: er wordt niets bewaard. Discriminatie: geen vraag naar afkomst of geloof."
                    " Informantenwerk: een stop met verwijzing. Blind volgen: elke uitkomst toont ook waarom een"
                    " andere niet past."
                ),
            ),
            (_("Wie beslist in uw organisatie"), TO_FILL),
        )
    )


def _working(facts: Facts) -> Pairs:
    figures = facts.figures
    return Pairs(
        (
            *passages.version_of(facts.route_map),
            (_("Profielen"), f"{facts.profiles.slug}, versie {facts.profiles.version}"),
            (_("Vingerafdruk van de profielen"), facts.profiles.content_hash),
            (
                _("Omvang"),
                _(
                    "%(questions)s vragen, %(answers)s antwoorden, %(outcomes)s uitkomsten, waarvan %(stops)s keer"
                    " een stop"
                )
                % {
                    "questions": figures.questions,
                    "answers": figures.answers,
                    "outcomes": figures.outcomes,
                    "stops": figures.stops,
                },
            ),
            (
                _("Gegevens"),
                _("Antwoorden van wie de kaart loopt, in zijn eigen browser. Geen gegevens uit andere systemen."),
            ),
            (
                _("Techniek"),
                _(
                    "Vragen met antwoorden die naar een volgende vraag of een uitkomst leiden. Alle wegen zijn"
                    " vooraf nagerekend."
                ),
            ),
            (_("Broncode en regels"), _("Openbaar, in het regelbestand van deze versie")),
        )
    )


def _law() -> Pairs:
    return Pairs(
        (
            (_("Wettelijke basis"), TO_FILL),
            (_("Toelichting op de wettelijke basis"), TO_FILL),
            (_("DPIA"), _("Concept beschikbaar; besluit: zie uw eigen DPIA")),
            (_("IAMA"), _("Samenvatting beschikbaar; gesprek: zie uw eigen verslag")),
            (_("AI-verordening"), _("Valt er naar onze lezing niet onder: vaste regels zonder afleiding uit gegevens")),
        )
    )
