"""The words of the handreiking itself: titles, what each part is for, and what stands around the content."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sleutelwerk.function_profiles.engine.model import Kind
from sleutelwerk.function_profiles.queries import DETAIL_WORDS, TITLES
from sleutelwerk.handbook.engine.compose import Titles


def title() -> str:
    """Give the title; it must not pass for a publication of somebody else."""
    return _("Handreiking Sleutelwerk")


def summary() -> str:
    """Say in a line or two what it is."""
    return _(
        "Alles over samenwerken met sleutelfiguren in één document om te lezen en te printen: de vier profielen, de "
        "routekaart, de artikelen en de bronnen."
    )


def titles(*, version: int, checked: str) -> Titles:
    """Name the chapters that are no article."""
    return Titles(
        chapters={
            "profielen": (
                _("Vier profielen, één trap"),
                _("Wie zoekt u? Elk profiel bouwt voort op het vorige, en onder alle vier ligt dezelfde basis."),
            ),
            "vergelijking": (
                _("De profielen naast elkaar"),
                _("Waarin de vier verschillen: wat elk doet en nooit doet, en wat er per trede bij komt."),
            ),
            "routekaart": (
                _("De routekaart"),
                _("Van uw opdracht naar het profiel dat past. Om uit te vouwen en samen langs te lopen."),
            ),
            "vragen": (
                _("De vragen van de routekaart"),
                _("Dezelfde kaart in woorden, met bij elk antwoord waar u verdergaat."),
            ),
        },
        methods=_("Moreel beraad, stap voor stap"),
        method_words=method_words(),
        poster_footer=_("Eigen inhoud, niet van het CCV. Versie %(version)s, nagekeken op %(checked)s.")
        % {"version": version, "checked": checked}
        + " "
        + _("Een letter achter een antwoord hoort bij de regel met dezelfde letter."),
    )


def method_words() -> dict[str, str]:
    """Say what stands around a method of deliberation."""
    return {
        "when": _("Wanneer wel:"),
        "when_not": _("Wanneer niet:"),
        "outcome": _("Aan het eind ligt er:"),
        "size": _("Mensen en tijd:"),
        "people": _("{fewest} tot {most} mensen, {minutes} minuten."),
        "shortest": _("Is er weinig tijd? Dan kan het in {minutes} minuten, zonder een stap weg te laten."),
        "steps": _("De stappen"),
        "step": _("Stap"),
        "purpose": _("Waarvoor"),
        "minutes": _("Minuten"),
        "or": _("{minutes} (kan in {shortest})"),
        "skip": _("mag vervallen"),
        "sheets": _("{name}: vellen om op te schrijven"),
        "sheets_summary": _("Kopieer wat u nodig hebt. Schrijf geen namen op. Groter, op A3, maakt u ze op de site."),
    }


def intros() -> dict[str, str]:
    """Say per part what a reader finds there and why."""
    return {
        "beginnen": _("Voordat u iemand zoekt, kijkt u naar uw eigen opdracht en uw eigen huis."),
        "kiezen": _(
            "Welke sleutelfiguur past bij uw opdracht? Eerst de vier profielen, dan de kaart die u naar een profiel "
            "leidt, en daarna waar u op let als u iemand spreekt."
        ),
        "samenwerken": _("Wat u van elkaar mag verwachten, wat u afspreekt, en hoe u het samen volhoudt."),
        "waarderen": _("Meedoen mag niemand geld kosten. Wat u mag geven, en wat u nooit betaalt."),
        "veiligheid": _("Wie een brug slaat, staat zelf op de brug. Zijn veiligheid gaat voor uw doel."),
        "dilemmas": _("Vragen waarop geen lijst het antwoord geeft. Hier leest u hoe u ze samen weegt."),
        "afronden": _("Goed eindigen is ook werk: kijken wat het bracht, bedanken, loslaten en wissen."),
        "organisatie": _("Wat uw organisatie moet regelen, en wat anderen al leerden."),
        "beraad": _(
            "De methoden in het kort: wanneer u welke kiest, en hoe zij verloopt. De dilemma’s zelf leest u bij "
            "‘Dilemma’s en beraad’. Achter elke methode staan vellen om op te schrijven."
        ),
    }


def words() -> dict[str, object]:
    """Give the rest of what the pages say."""
    return {
        "kinds": {kind.value: str(TITLES[kind]) for kind in Kind},
        "details": {kind.value: str(DETAIL_WORDS.get(kind, "")) for kind in Kind},
        **_around(),
        **_front(),
        **_profiles(),
        **_route(),
        **_back(),
    }


def _around() -> dict[str, str]:
    return {
        "part": _("Deel"),
        "page": _("blz."),
        "contents": _("Inhoud"),
        "in_this_part": _("In dit deel"),
        "in_this_chapter": _("In dit hoofdstuk"),
        "for": _("Voor"),
        "checked": _("Nagekeken op"),
        "own_mark": _("e"),
        "own": _("eigen oordeel"),
        "footer": _("Eigen inhoud, niet van het CCV"),
        "notes": _("Ruimte voor aantekeningen. Schrijf geen namen op."),
        "and": _("en"),
    }


def _front() -> dict[str, object]:
    return {
        "subtitle": _("Goed, veilig en eerlijk samenwerken met sleutelfiguren"),
        "cover_for": _("Voor professionals die ermee aan het werk gaan"),
        "cover_as_of": _("Stand van"),
        "cover_own": _("Eigen inhoud, gemaakt met openbare bronnen. Niet van het CCV."),
        "before": _("Voordat u begint"),
        "for_whom": _("Voor wie is dit?"),
        "for_whom_text": [
            _(
                "Voor u, als u werkt met iemand die vertrouwd wordt in een gesloten kring en die wil helpen om daar "
                "iets te verbeteren. U bent bijvoorbeeld adviseur veiligheid, wijkmanager, jongerenwerker of "
                "medewerker van een woningcorporatie. Zo iemand noemen wij een sleutelfiguur."
            ),
            _(
                "U kreeg deze handreiking omdat u bij dit werk betrokken bent. Er staan ook stukken in die niet voor "
                "iedereen zijn. Geef haar dus niet door; verwijs een collega naar de site waar u haar kreeg. De "
                "bijlage is er juist wel om uit te delen."
            ),
        ],
        "how": _("Zo leest u haar"),
        "how_lines": [
            _("Hebt u een opdracht? Begin bij de routekaart. Daarna leest u het profiel dat eruit komt."),
            _("Hebt u tien minuten? Elk hoofdstuk begint met de kern en eindigt met wat u nu kunt doen."),
            _("Een klein cijfer wijst naar de bron, achterin. Een kleine e betekent: dit is ons eigen oordeel."),
            _("Een woord met stippen eronder staat in de woordenlijst."),
            _("Een voorbeeld is altijd verzonnen. Het lijkt op niemand die bestaat."),
            _("Waar ‘hij’ staat, bedoelen wij iedereen."),
        ],
        "never": _("Wat u hier niet vindt"),
        "never_text": _(
            "Niets hierin helpt om iemand uit te horen over anderen. Geen lijst van personen, geen groepen, geen "
            "netwerken. Zoekt u dat, dan zoekt u iets anders dan een sleutelfiguur."
        ),
        "whose": _("Van wie zijn deze woorden?"),
        "whose_text": [
            _(
                "Alles in deze handreiking is eigen inhoud van Sleutelwerk, gemaakt met openbare bronnen. Zij is niet "
                "van het Centrum voor Criminaliteitspreventie en Veiligheid (CCV) en is niet door het CCV bekeken."
            ),
            _(
                "Het CCV beschrijft op een openbare pagina dat er vier functieprofielen zijn, een routekaart en "
                "moreel beraad. Die indeling en de namen van de profielen nemen wij over. Het CCV heeft ook een "
                "whitepaper. Die is niet openbaar en hebben wij niet gezien."
            ),
            _(
                "Wetten en bedragen veranderen. Bij elk hoofdstuk staat wanneer het is nagekeken. Laat een jurist of "
                "salarisadviseur meekijken voordat u iets toezegt."
            ),
        ],
        "made_of": _("Waar zij uit bestaat"),
        "version": _("Versie"),
        "ingredient": _("Onderdeel"),
        "sorts": {
            "profiles": _("Profielen"),
            "route_map": _("Routekaart"),
            "article": _("Artikel"),
            "method": _("Methode"),
        },
        "hash": _("Vingerafdruk van de inhoud"),
        "hash_text": _("Zelfde vingerafdruk, zelfde inhoud."),
        "contact": _("Vragen of een fout gevonden?"),
        "contact_text": _("Kijk bij Contact op de site waar u deze handreiking kreeg. Stuur geen namen mee."),
    }


def _profiles() -> dict[str, object]:
    return {
        "step": _("Trede"),
        "below": _("Onder elke trede"),
        "stairs_alt": _("Een trap met vier treden, van laag naar hoog: %(steps)s. Onder de trap ligt de basis."),
        "reading": _("Zo leest u een profiel"),
        "reading_lines": [
            _("Wat bij een lagere trede staat, geldt hoger ook. Elk punt staat er maar één keer."),
            _("Lees dus eerst de basis, en dan elke trede tot en met het profiel dat u zoekt."),
            _("Een hogere trede is niet beter. Zij vraagt meer van hem en van u."),
        ],
        "dropped": _("Wat hier niet meer geldt"),
        "brings": _("Wat hij meebrengt"),
        "in_short": _("In het kort"),
        "purpose": _("Waarvoor"),
        "does": _("Doet"),
        "does_never": _("Doet nooit"),
        "fits": _("Past als"),
        "fits_not": _("Past niet als"),
        "added": _("Wat er per trede bij komt"),
        "added_text": _(
            "Wat voor alle vier hetzelfde is, staat in de basis. Hier ziet u bij welk profiel iets erbij komt, en dat "
            "het daarna blijft gelden."
        ),
        "holdings": {"new": _("nieuw"), "holds": _("geldt"), "not-yet": _("nee"), "dropped": _("vervalt")},
    }


def _route() -> dict[str, object]:
    return {
        "poster_alt": _("De routekaart als tekening. Dezelfde kaart in woorden staat in het volgende hoofdstuk."),
        "parts": {"assignment": _("Deel A: de opdracht"), "person": _("Deel B: deze persoon")},
        "parts_text": {
            "assignment": _("Beantwoord dit voordat u aan iemand denkt. Het kost ongeveer een kwartier."),
            "person": _(
                "Loop dit samen met hem langs. Schrijf de antwoorden over hem niet op: zij zijn voor het gesprek."
            ),
        },
        "use": _("Zo gebruikt u de kaart"),
        "use_lines": [
            _("Begin bij vraag 1 en kies bij elke vraag één antwoord. De lijn brengt u naar de volgende vraag."),
            _("Geel betekent: regel dit eerst, en kom dan terug. Rood betekent: stop, hier begint u niet aan."),
            _("Wijst een antwoord naar een ander vel? Dan staat het nummer van de vraag erbij."),
            _("Onderaan staat de trap met de profielen. Daar komt u uit, of u weet waarom niet."),
            _("Print de vellen op A3. Op A4 worden de letters klein; neem dan de vragen in het volgende hoofdstuk."),
            _("Op de site loopt u dezelfde kaart. Daar ziet u ook welk antwoord de doorslag gaf."),
        ],
        "sheets_title": _("De vellen"),
        "why": _("Waarom deze vraag"),
        "first": _("eerst regelen:"),
        "when": _("als"),
        "otherwise": _("anders"),
        "question": _("vraag"),
        "ends": _("Waar de route eindigt"),
        "end_sorts": {
            "profile": _("Een profiel dat past"),
            "first": _("Eerst dit regelen"),
            "stop": _("Stop"),
            "none": _("Geen profiel past"),
        },
    }


def _back() -> dict[str, object]:
    return {
        "sheet_step": _("Stap"),
        "sheet_minutes": _("min"),
        "annex": _("Om uit te delen"),
        "annex_kicker": _("Bijlage"),
        "annex_hint": _(
            "Voor de sleutelfiguur zelf. Kopieer deze bladen en bespreek ze samen. De naam van deze handreiking staat "
            "er niet op."
        ),
        "annex_footer": _("Onze eigen tekst, gemaakt met openbare bronnen. Nagekeken op"),
        "annex_sources": _("Waar dit op rust"),
        "glossary": _("Woordenlijst"),
        "glossary_text": _("Wat wij met deze woorden bedoelen."),
        "sources": _("Bronnen"),
        "sources_text": _(
            "De nummers staan in de tekst. Bij elke bron staat wat ervan gelezen is en wanneer wij haar bekeken. Een "
            "kleine e in de tekst betekent dat wij geen openbare bron hebben, of dat wij zelf iets hebben afgewogen."
        ),
        "seen": _("Bekeken op"),
        "no_year": _("zonder jaar"),
    }
