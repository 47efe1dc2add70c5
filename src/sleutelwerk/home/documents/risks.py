"""The risks to people that the draft DPIA weighs, each with its measures and the promise whose tests prove them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: A text that is translated when it is shown.
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Measure:
    """What the software does against a risk. `promise` is the id of the promise whose tests prove it; may be empty."""

    text: Words
    requirement: str
    promise: str = ""


@dataclass(frozen=True, slots=True)
class Risk:
    """What can go wrong, and what it does to somebody."""

    title: Words
    harm: Words
    measures: tuple[Measure, ...]


RISKS: tuple[Risk, ...] = (
    Risk(
        _("Iemand komt te weten wie met de overheid praat"),
        _("Bedreiging, geweld, uitsluiting door de eigen omgeving"),
        (
            Measure(_("Van een loop over de routekaart wordt niets bewaard"), "N21", "routekaart-vergeet"),
            Measure(_("Antwoorden over een persoon komen nooit op papier"), "N21", "nooit-op-papier"),
            Measure(_("Een knop om meteen weg te gaan"), "N39", "weg-zonder-spoor"),
            Measure(_("Mails noemen geen mensen en geen onderwerp"), "N37", "brieven-zeggen-niets"),
            Measure(_("Wat niet mag, lijkt er niet te zijn"), "N30", "verboden-lijkt-leeg"),
        ),
    ),
    Risk(
        _("Een gemeenschap wordt in kaart gebracht"),
        _("Discriminatie, wantrouwen, herhaling van wat in 2026 is beboet"),
        (
            Measure(_("Geen veld voor afkomst, geloof, familie of strafbare feiten"), "N1", "geen-afkomst-geloof"),
            Measure(_("Geen eigen velden, etiketten of vrije indelingen"), "N1"),
        ),
    ),
    Risk(
        _("Iemand wordt als informant gebruikt"),
        _("Levensgevaar, en een overheid die haar boekje te buiten gaat"),
        (
            Measure(_("Geen plaats voor tips, bronnen of schuilnamen; de routekaart stopt"), "N14", "geen-informanten"),
            Measure(_("Politie opent geen dossiers, welke rol iemand ook heeft"), "N15", "politie-geen-dossiers"),
        ),
    ),
    Risk(
        _("Een computer bepaalt hoe iemand wordt behandeld"),
        _("Een etiket waar iemand niet vanaf komt"),
        (
            Measure(_("Geen cijfers, punten of ranglijsten van mensen"), "N18", "geen-cijfer"),
            Measure(_("Regels zijn door mensen geschreven en liggen vast"), "N20", "routekaart-van-mensen"),
        ),
    ),
    Risk(
        _("Een collega kijkt waar hij niets te zoeken heeft"),
        _("Verlies van vertrouwen, verspreiding van wat geheim moest blijven"),
        (
            Measure(_("Elke blik op een collega staat in het logboek, en hij ziet het zelf"), "N41", "wie-keek-er"),
            Measure(_("Beheerders en toezichthouders zien geen inhoud"), "N30", "beheer-ziet-geen-inhoud"),
            Measure(_("Niemand geeft zichzelf een rol"), "N36", "geen-rol-voor-jezelf"),
            Measure(_("Toegang die niemand nakijkt, gaat vanzelf dicht"), "N36", "toegang-eindigt"),
            Measure(_("Organisaties zien niets van elkaar"), "N31", "organisaties-apart"),
        ),
    ),
    Risk(
        _("Een account wordt gekaapt"),
        _("Een vreemde leest mee onder de naam van een ander"),
        (
            Measure(_("Een wachtwoord alleen is nooit genoeg"), "N32", "nooit-alleen-wachtwoord"),
            Measure(_("Sessies eindigen vanzelf"), "N35", "vanzelf-uitgelogd"),
            Measure(_("De browser bewaart geen pagina’s achter het slot"), "N39", "niets-blijft-achter"),
        ),
    ),
    Risk(
        _("De database of een back-up wordt gestolen"),
        _("Namen en rollen van collega’s op straat"),
        (
            Measure(_("Sleutels liggen buiten de database"), "N50", "sleutels-apart"),
            Measure(_("In het logboek staan geen namen"), "N42", "logboek-zonder-namen"),
            Measure(_("Back-ups versleutelen en elders bewaren"), "N45"),
        ),
    ),
    Risk(
        _("Gegevens blijven te lang liggen"),
        _("Iemand wordt jaren later nog achtervolgd door wat hij deed"),
        (
            Measure(_("Een gesloten account wordt na een half jaar vergeten"), "N43", "account-vergeten"),
            Measure(_("Elk veld zegt hoe lang het blijft"), "N26", "elk-gegeven-verantwoord"),
        ),
    ),
    Risk(
        _("Achteraf is niet na te gaan wat er gebeurde"),
        _("Wie onrecht is gedaan, kan het niet aantonen"),
        (
            Measure(_("Het logboek kan niemand stiekem veranderen"), "N41", "logboek-ligt-vast"),
            Measure(_("Buitenstaanders kunnen het narekenen"), "N41", "anderen-rekenen-na"),
        ),
    ),
    Risk(
        _("Medewerkers worden ongemerkt gevolgd"),
        _("Angst op het werk, verkeerde verdenkingen"),
        (
            Measure(
                _("Signalen over gedrag staan uit tot de ondernemingsraad instemt"), "N44", "eerst-ondernemingsraad"
            ),
            Measure(_("Alleen FG en security officer lezen het logboek"), "N41", "logboek-alleen-toezicht"),
        ),
    ),
    Risk(
        _("Het werk begint voordat het mag"),
        _("Mensen worden benaderd zonder grondslag en zonder dat hun risico is gewogen"),
        (
            Measure(_("Zonder geldig advies van de FG gaat er geen dossier open"), "N27", "eerst-advies-fg"),
            Measure(_("De FG heeft geen andere rol"), "N36", "toezicht-staat-apart"),
        ),
    ),
)
