"""The draft DPIA: the build of the Model DPIA Rijksdienst in our own words; the judgement is left to people."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sleutelwerk.home.documents import passages, sources
from sleutelwerk.home.documents.risks import RISKS, Measure
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

_SOURCES = (
    sources.AVG,
    sources.UAVG,
    sources.AP_TEN,
    sources.SPECIAL,
    sources.CONCEPTS,
    sources.PRESCAN,
    sources.CONSENT,
    sources.WGS,
    sources.LIST,
    sources.BIO,
    sources.HUMAN,
)


def dpia(facts: Facts) -> Draft:
    """Write the draft for one organisation, on the day of the facts."""
    return Draft(
        DraftName.DPIA,
        _("Concept-DPIA"),
        _("De beoordeling van de risico’s voor mensen, als begin voor het gesprek met uw FG."),
        _(
            "Een gegevensbeschermingseffectbeoordeling (DPIA) kijkt vooraf welke risico’s mensen lopen. Dit"
            " concept beschrijft wat de software doet en welke maatregelen erin zitten. Of u dit mag en wilt doen,"
            " bepaalt uw organisatie."
        ),
        tuple(Section(f"{number}. {title}", tuple(blocks)) for number, (title, blocks) in enumerate(_parts(facts), 1)),
    )


def _parts(facts: Facts) -> Iterable[tuple[str, Iterable[Block]]]:
    yield _("Wat wij voorstellen"), _proposal(facts)
    yield _("Waarvoor"), _purposes()
    yield _("Wie erbij betrokken is"), [passages.parties(facts), passages.roles(facts), _people_concerned(facts)]
    yield _("Welke gegevens, waarom en hoe lang"), _data(facts)
    yield _("Hoe de techniek werkt"), _technique(facts)
    yield _("Op welke grond dit mag"), _legal_basis()
    yield _("Is het nodig, en kan het met minder?"), _necessity()
    yield _("Rechten van mensen"), _rights()
    yield _("Risico’s en maatregelen"), _risks(facts)
    yield _("Wat er aan risico overblijft"), _residual()
    yield _("Advies en besluit"), _advice(facts)
    yield _("Bronnen"), [Sources(_SOURCES)]


def _proposal(facts: Facts) -> Iterable[Block]:
    yield Text(
        _(
            "Sleutelwerk helpt professionals om goed, veilig en eerlijk samen te werken met een sleutelfiguur:"
            " iemand die vertrouwen heeft in een gesloten gemeenschap en die wil helpen om iets te verbeteren. Een"
            " professional loopt een routekaart langs en vergelijkt vier functieprofielen. Collega’s met een"
            " account beheren toegang en houden toezicht."
        )
    )
    yield from passages.scope(facts)
    yield Note(
        _("Waarom een DPIA hier moet"),
        _(
            "Het gaat om mensen in een kwetsbare positie en om onderwerpen die gevoelig liggen. De lijst van de AP"
            " noemt het delen van gevoelige gegevens in samenwerkingsverbanden, zoals zorg- en veiligheidshuizen."
            " Twee criteria van de Europese toezichthouders zijn al genoeg."
        ),
    )
    yield ToFill(
        _("Voor welke opgave gaat uw organisatie hiermee werken?"),
        _("Noem het maatschappelijke doel, niet een groep mensen."),
    )


def _purposes() -> Iterable[Block]:
    yield Points(
        (
            _("Collega’s toegang geven tot wat bij hun taak hoort, en niet tot meer."),
            _("Kunnen nagaan wie wat deed en bekeek, zodat misbruik opvalt en mensen kunnen zien wie naar hen keek."),
            _("Collega’s een brief sturen met een link die één keer werkt."),
            _("Beoordelen wie afgeschermde stukken mag lezen, en een uitgelekt exemplaar kunnen herleiden."),
            _("Een professional laten nagaan welk profiel bij zijn opdracht past. Daarvan wordt niets bewaard."),
        )
    )
    yield Text(
        _(
            "Gegevens worden voor niets anders gebruikt. De software koppelt met geen ander systeem dan uw"
            " mailserver en, als u dat instelt, de inlogprovider van uw organisatie. Alleen een toezichthouder kan"
            " het logboek als bestand ophalen."
        )
    )


def _people_concerned(facts: Facts) -> Block:
    count = ngettext("%(n)s collega met een open account", "%(n)s collega’s met een open account", facts.accounts)
    today = _("op %(day)s") % {"day": passages.day(facts.today)}
    return Table(
        _("Over wie er gegevens zijn"),
        (_("Wie"), _("Wat er over hen in de database staat")),
        (
            (_("Collega’s"), f"{count % {'n': facts.accounts}}, {today}"),
            (_("Bezoekers zonder account"), _("Niets")),
            (
                _("Wie toegang vraagt tot afgeschermde stukken"),
                _("Naam, werkadres, organisatie, functie en waarvoor hij de stukken nodig heeft"),
            ),
            (
                _("Sleutelfiguren, hun familie en anderen"),
                _("Niets: er is in deze versie geen plaats voor")
                if not facts.not_described
                else _("Zie de onderdelen die u zelf aanvult"),
            ),
        ),
        (40, 60),
    )


def _data(facts: Facts) -> Iterable[Block]:
    yield Text(
        _(
            "Deze lijst komt uit de code zelf. Elk vakje in de database moet zeggen waarom het er is en hoe lang"
            " het blijft; anders mislukt een proef."
        )
    )
    yield passages.kept(facts)
    yield passages.trail(facts)
    yield Note(
        _("Wat er met opzet niet is"),
        _(
            "Geen veld voor afkomst, geloof, nationaliteit, geboorteplaats, familie of strafbare feiten. Geen"
            " plaats voor tips, bronnen of schuilnamen. Een proef leest elk veld en keurt zulke namen af."
        ),
        "good",
    )


def _technique(facts: Facts) -> Iterable[Block]:
    yield Points(passages.security(facts))
    yield Pairs(
        (
            (_("Versie van Sleutelwerk"), f"{facts.version} ({passages.day(facts.released)})"),
            (_("Routekaart"), f"{facts.route_map.slug}, versie {facts.route_map.version}"),
            (_("Functieprofielen"), f"{facts.profiles.slug}, versie {facts.profiles.version}"),
            (_("Zelflerende techniek"), _("Geen. Alle regels zijn door mensen geschreven.")),
            (_("Doorgifte buiten de EU"), _("Niet door de software.")),
        )
    )
    yield ToFill(
        _("Waar staat de server, en wie beheert hem?"),
        _("Noem land, leverancier en de overeenkomst met die verwerker."),
    )
    yield ToFill(_("Waar gaan back-ups heen, en wie kan erbij?"), _("Bewaar sleutels en database in aparte back-ups."))


def _legal_basis() -> Iterable[Block]:
    yield Note(
        _("Dit is het zwakste punt"),
        _(
            "Software kan een ontbrekende grondslag niet repareren. In februari 2026 kregen tien gemeenten samen"
            " een boete van € 250.000. Zij hadden sleutelfiguren van geloofsgemeenschappen in kaart laten brengen"
            " zonder dat die mensen het wisten en zonder grondslag. Laat uw jurist en uw FG dit deel schrijven,"
            " voordat er iemand wordt benaderd."
        ),
        "stop",
    )
    yield ToFill(
        _("Op welke grondslag van artikel 6 AVG rust elke verwerking?"),
        _("Noem de publieke taak, met het wetsartikel waarin die staat."),
    )
    yield Points(
        (
            _(
                "Toestemming past zelden. De sleutelfiguur is zelden vrij tegenover de overheid, en de"
                " samenwerking is ook in het belang van de gemeente."
            ),
            _(
                "De taak van de burgemeester voor de openbare orde geeft geen algemene bevoegdheid om gegevens te"
                " verzamelen."
            ),
            _(
                "De Wet gegevensverwerking door samenwerkingsverbanden (Wgs) gaat over casussen. Een sleutelfiguur"
                " is geen casus: reken niet op die wet."
            ),
            _(
                "Bijzondere en strafrechtelijke gegevens zijn verboden, tenzij een wet ze toestaat. De software"
                " heeft er geen plaats voor."
            ),
        )
    )
    yield ToFill(
        _("Op welke grond rust het logboek over medewerkers, en wat vond de ondernemingsraad?"), _("Artikel 27 WOR.")
    )


def _necessity() -> Iterable[Block]:
    yield Points(
        (
            _("Minder ingrijpend eerst: de routekaart begint met de vraag of het zonder sleutelfiguur kan."),
            _("Wat niet nodig is, bestaat niet: een loop over de routekaart laat op de server niets achter."),
            _("Wat nodig is, heeft een einde: elk gegeven heeft een termijn en verdwijnt vanzelf."),
            _("Brieven en paginatitels noemen geen mensen en geen onderwerp."),
        )
    )
    yield ToFill(
        _("Staat het doel in verhouding tot wat u van mensen vraagt?"),
        _("Weeg ook het gevaar voor de persoon zelf mee."),
    )
    yield ToFill(_("Wat hebt u eerder geprobeerd dat minder ingrijpt?"))


def _rights() -> Iterable[Block]:
    head = (_("Recht"), _("Hoe de software helpt"), _("Wat u zelf regelt"))
    ask = _("Een loket dat binnen een maand antwoordt (artikel 12 AVG)")
    return [
        Table(
            _("Rechten van betrokkenen"),
            head,
            (
                (
                    _("Weten"),
                    _("Privacybladzijde, en bij elk veld waarom het wordt gevraagd"),
                    _("Uw eigen privacyverklaring"),
                ),
                (_("Inzien"), _("Iedereen ziet zijn eigen gegevens en wie naar hem keek"), ask),
                (_("Verbeteren"), _("De beheerder past rollen aan; een naam verbeteren heeft nog geen scherm"), ask),
                (_("Wissen"), _("Een gesloten account wordt na een half jaar vergeten"), ask),
                (_("Beperken en bezwaar"), _("Een account kan worden stopgezet zonder iets te wissen"), ask),
                (
                    _("Geen besluit door een computer"),
                    _("De software beslist niets over mensen"),
                    _("Mensen die tijd en kennis hebben om af te wijken"),
                ),
            ),
            (22, 44, 34),
        )
    ]


def _risks(facts: Facts) -> Iterable[Block]:
    yield Text(
        _(
            "Bij elke maatregel staat de eis (N-nummer) waar zij bij hoort, en of een proef haar bewijst. De kans"
            " en het gevolg schat uw organisatie: die hangen af van uw stad, uw mensen en uw server."
        )
    )
    rows = tuple(
        (str(risk.title), str(risk.harm), "\n".join(_told(measure, facts) for measure in risk.measures), TO_FILL)
        for risk in RISKS
    )
    head = (_("Risico"), _("Wat het iemand kan aandoen"), _("Maatregelen"), _("Kans en gevolg"))
    yield Table(_("Risico’s voor mensen"), head, rows, (19, 23, 42, 16))


def _told(measure: Measure, facts: Facts) -> str:
    """Say what a measure is, for which requirement, and whether tests prove it."""
    promise = facts.promise(measure.promise)
    if promise is None:
        proof = _("nog niet bewezen")
    else:
        number = len(promise.proven_by)
        proof = ngettext("bewezen met %(n)s proef", "bewezen met %(n)s proeven", number) % {"n": number}
    return f"{measure.text} ({measure.requirement}, {proof})"


def _residual() -> Iterable[Block]:
    yield Points(
        (
            _(
                "De grondslag. Ontbreekt die, dan maakt geen enkele maatregel het werk rechtmatig. Dit blijft het"
                " grootste risico."
            ),
            _("Gebruik buiten de software om: papier, een spreadsheet of een app op een telefoon."),
            _("Iemand met volledige macht over de draaiende server kan meekijken. Dat valt pas achteraf op."),
            _("Twee collega’s die samen een regel breken. Het logboek laat het zien, maar houdt het niet tegen."),
            _("Wie het netwerk afluistert, ziet dát iemand deze site gebruikt, niet wat hij doet."),
            _("De publieke bladzijden en de documenten zijn nog niet door een onafhankelijk bureau getest."),
        )
    )
    yield ToFill(
        _("Hoe hoog is het risico dat overblijft: laag, midden of hoog?"),
        _("Bij hoog vraagt u eerst de AP om raad (artikel 36 AVG)."),
    )
    yield ToFill(_("Wie aanvaardt dit risico namens de organisatie, en tot wanneer?"))


def _advice(facts: Facts) -> Iterable[Block]:
    if facts.advice is None:
        yield Note(
            _("Er is nog geen advies"),
            _(
                "De FG vult zijn advies zelf in, in het scherm ‘Advies over de DPIA’. Zonder advies gaan er in"
                " productie geen dossiers open."
            ),
            "attention",
        )
    else:
        advice = facts.advice
        yield Pairs(
            (
                (_("Datum van de DPIA"), passages.day(advice.dpia_date)),
                (_("Risico dat overblijft, volgens de FG"), advice.residual_risk),
                (_("Voorafgaande raadpleging van de AP"), advice.prior_consultation),
                (_("Geldig tot en met"), passages.day(advice.valid_until)),
            )
        )
    yield ToFill(
        _("Wat vonden sleutelfiguren of hun vertegenwoordigers?"),
        _("Artikel 35, lid 9 AVG vraagt om hun mening waar dat kan."),
    )
    yield ToFill(_("Wat vond de security officer, en wanneer?"))
    yield ToFill(_("Welk besluit is genomen, door wie, en wanneer kijkt u opnieuw?"))
