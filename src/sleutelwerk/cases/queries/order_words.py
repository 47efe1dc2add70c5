"""What steps, officials, articles and kinds of an order are called, and who does what in the script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.rules.order import Article, Decided, How, Kind, Lesson, Official, Step, Tell, Valid

Text = str | Promise


@dataclass(frozen=True, slots=True)
class SomeStep:
    """One step of the script: what it is called, who does it, and what he does."""

    title: Text
    who: Text
    about: Text
    button: Text


@dataclass(frozen=True, slots=True)
class SomeArticle:
    """One article: what it is about, where we read that, and when. Without a source we did not read the text."""

    name: Text
    about: Text
    source: Text = ""
    checked: date | None = None


_READ = date(2026, 11, 28)
ARTICLES: Mapping[Article, SomeArticle] = {
    Article.ART_126ND: SomeArticle(
        _("Artikel 126nd Sv"),
        _(
            "De officier van justitie vraagt om gegevens die ergens bewaard zijn. Dat gaat schriftelijk. Bij grote "
            "haast mag het eerst mondeling, en komt het papier binnen drie dagen. Gegevens over geloof, ras, politiek, "
            "gezondheid of seks vallen hier niet onder."
        ),
        _("Wetboek van Strafvordering, artikel 126nd, gelezen bij wetboek-online.nl"), _READ,
    ),
    Article.ART_126NF: SomeArticle(
        _("Artikel 126nf Sv"),
        _(
            "Voor gevoelige gegevens, zoals over gezondheid of geloof. De rechter-commissaris moet daar eerst "
            "schriftelijk ja tegen zeggen. Vraag naar dat papier."
        ),
        _("Wetboek van Strafvordering, artikel 126nf, geldend vanaf 1 april 2010, gelezen bij inview.nl"), _READ,
    ),
    Article.ART_126NI: SomeArticle(
        _("Artikel 126ni Sv"),
        _("Gegevens bewaren en beschikbaar houden, hooguit negentig dagen. Er hoeft dan nog niets weg."),
        _("Wetboek van Strafvordering, artikel 126ni, versie van 2 mei 2009, gelezen bij wetten.overheid.nl"), _READ,
    ),
    Article.ART_126NC: SomeArticle(
        _("Artikel 126nc Sv"),
        _("Over wie iemand is. Wij lazen de tekst van dit artikel niet. De jurist kijkt het na."),
    ),
    Article.OTHER: SomeArticle(_("Een ander artikel"), _("De jurist kijkt het na.")),
    Article.NOT_NAMED: SomeArticle(
        _("Niet genoemd"), _("Vraag op welk artikel de vordering rust. Zonder artikel gaat er niets weg.")
    ),
}  # fmt: skip
OFFICIALS: Mapping[Official, Text] = {
    Official.PROSECUTOR: _("Officier van justitie"),
    Official.EXAMINING_JUDGE: _("Rechter-commissaris"),
    Official.INVESTIGATOR: _("Opsporingsambtenaar"),
}
KINDS: Mapping[Kind, Text] = {
    Kind.ASSIGNMENT: _("De opdracht"),
    Kind.DECISION: _("Het besluit"),
    Kind.ASSESSMENT: _("De afwegingen"),
    Kind.AGREEMENT: _("De afspraken"),
    Kind.PAYMENTS: _("Wat hij kreeg"),
    Kind.CONTACT_DAYS: _("Wanneer u hem sprak, alleen de dagen"),
    Kind.CONTACT_NOTES: _("Wat er over het contact staat"),
    Kind.LOOK_BACKS: _("De terugblikken"),
    Kind.SIGNALS: _("Signalen over een thema"),
    Kind.IDENTITY: _("Wie hij is. De envelop gaat hiervoor gewoon open: met een reden, en een collega die ja zegt"),
}
VALIDS: Mapping[Valid, Text] = {
    Valid.VALID: _("Ja, de vordering is geldig"),
    Valid.PARTLY: _("Voor een deel"),
    Valid.NOT_VALID: _("Nee, er gaat niets weg"),
}
TELLS: Mapping[Tell, Text] = {
    Tell.YES: _("Ja, hij mag het weten"),
    Tell.NO: _("Nee, geheimhouding is bevolen"),
}
DECISIONS: Mapping[Decided, Text] = {
    Decided.HAND: _("Ja, dit mag weg en niets anders"),
    Decided.AGAIN: _("Nog niet. Het kan met minder; zoek het opnieuw uit"),
    Decided.NOTHING: _("Nee, er gaat niets weg"),
}
HOWS: Mapping[How, Text] = {
    How.HANDED_OVER: _("Overhandigd, met ontvangstbewijs"),
    How.NOT_VALID: _("De vordering was niet geldig"),
    How.NOTHING: _("Er is besloten niets te geven"),
    How.WITHDRAWN: _("Justitie trok haar in"),
}
LESSONS: Mapping[Lesson, Text] = {
    Lesson.WENT_WELL: _("Het ging goed, wij veranderen niets"),
    Lesson.LAWYER_UNKNOWN: _("Wij wisten niet welke jurist wij bellen"),
    Lesson.FG_HARD_TO_REACH: _("De FG was moeilijk te bereiken"),
    Lesson.THIRD_HAND_MISSING: _("Er was geen derde persoon"),
    Lesson.KINDS_UNCLEAR: _("Wij wisten niet goed wat wij bewaren"),
    Lesson.TOO_MUCH_CHOSEN: _("Wij kozen eerst te veel"),
    Lesson.PAPER_FORGOTTEN: _("Wij vergaten het papier te vragen"),
    Lesson.TELLING_UNCLEAR: _("Wij wisten niet of en hoe wij het vertellen"),
    Lesson.TOO_SLOW: _("Het duurde te lang"),
}
_TEAM_OR_WATCH = _("Iemand van het team, de FG of de security officer")
STEPS: Mapping[Step, SomeStep] = {
    Step.LAWYER: SomeStep(
        _("Vraag een jurist"), _TEAM_OR_WATCH,
        _("Bel de jurist van uw organisatie, nu. Geef nog niets, en zeg nog niets toe."), _("De jurist is gevraagd"),
    ),
    Step.FG: SomeStep(
        _("Vertel het de FG"), _TEAM_OR_WATCH,
        _("Zeg dat er een vordering is, en om welke code het gaat. Geen naam."), _("De FG weet het"),
    ),
    Step.PAPER: SomeStep(
        _("Zie het papier zelf"), _TEAM_OR_WATCH,
        _("Een vordering is schriftelijk. Kwam hij mondeling, vraag dan wanneer het papier komt."),
        _("Ik zag het papier"),
    ),
    Step.VALID: SomeStep(
        _("Is hij geldig, en mag hij het weten?"), _("De jurist zegt het; u schrijft alleen de uitkomst op"),
        _(
            "Vraag: van wie komt het, op welk artikel, gaat het over wat wij hebben, en is er iemand met een "
            "verschoningsrecht bij? Vraag ook of u het hem mag vertellen. Soms mag dat niet, ook als dat niet op het "
            "papier staat."
        ),
        _("Schrijf de uitkomst op"),
    ),
    Step.PREPARE: SomeStep(
        _("Wat is het minste dat antwoord geeft?"),
        _("Eerste persoon, uit het team of de security officer: bereidt voor"),
        _("Kies soorten, nooit alles. Waar niet om is gevraagd, gaat niet mee."), _("Dit is het minste"),
    ),
    Step.DECIDE: SomeStep(
        _("Mag dit weg?"), _("Tweede persoon, uit het team of de security officer: beslist"),
        _("Leg de vordering ernaast. Kan het met minder? Zeg dan dat het opnieuw moet."), _("Dit is besloten"),
    ),
    Step.TOLD: SomeStep(
        _("Vertel het hem"), _("Iemand van het team"),
        _("In een gesprek, zo snel als het mag. Wat is gevraagd, wat geven wij, en welke jurist kan hem helpen?"),
        _("Hij weet het"),
    ),
    Step.HAND: SomeStep(
        _("Overhandig"), _("Derde persoon, uit het team of de security officer: overhandigt"),
        _("Op papier, in een dichte envelop, aan de functie die het vroeg. Nooit per mail. Tel de bladzijden."),
        _("Dit is overhandigd"),
    ),
    Step.RECEIPT: SomeStep(
        _("Vraag een ontvangstbewijs"), _("Wie overhandigde"),
        _("Met datum, functie en aantal bladzijden. Bewaar het papier bij de jurist, niet hier."),
        _("Het ontvangstbewijs is er"),
    ),
    Step.END: SomeStep(
        _("Sluit het af"), _("Een ander dan wie de vordering opschreef"),
        _("Daarna gelden de gewone termijnen weer: wat weg moet, gaat weg."), _("Sluit het af"),
    ),
    Step.LIFT: SomeStep(
        _("De geheimhouding is voorbij"), _("De jurist zegt het; u schrijft het op"),
        _("Vraag het elke drie maanden na. Vanaf dan staat het ook in zijn eigen overzicht."),
        _("Hij mag het nu weten"),
    ),
}  # fmt: skip
