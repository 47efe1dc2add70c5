"""Passages that several drafts share: who the organisation is, what is kept and how long, roles, security, scope."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sleutelwerk.home.engine.draft import TO_FILL, Block, Note, Pairs, Table
from sleutelwerk.home.queries.compliance import Content, Facts


def day(moment: date) -> str:
    """Write a date in words."""
    return date_format(moment, "j F Y")


def given(value: str) -> str:
    """Give what is known, or say that the organisation has to fill it in."""
    return value.strip() or TO_FILL


def parties(facts: Facts) -> Pairs:
    """Say who answers for the data, as far as the organisation told."""
    own = facts.organisation
    return Pairs(
        (
            (_("Organisatie"), given(own.name)),
            (_("Soort organisatie"), given(facts.kind)),
            (_("Verwerkingsverantwoordelijke"), given(own.controller)),
            (_("Contactpunt voor betrokkenen"), given(own.contact_point)),
            (_("E-mailadres van het contactpunt"), given(own.contact_email)),
            (_("Functionaris gegevensbescherming"), TO_FILL),
            (_("Gezamenlijke verantwoordelijken"), TO_FILL),
            (_("Verwerkers, zoals wie de server beheert"), TO_FILL),
        )
    )


def kept(facts: Facts) -> Table:
    """List everything that is kept about people, one line a term."""
    ours = [
        (
            f"{group.room}: {group.title.lower()}",
            ", ".join(group.names),
            _reasons([f.account.why for f in group.fields]),
            group.kept,
        )
        for group in facts.personal
    ]
    theirs = [
        (_("Inloggen: %(what)s") % {"what": one.title.lower()}, one.holds, one.account.why, one.account.kept)
        for one in facts.libraries
    ]
    head = (_("Waar"), _("Gegevens"), _("Waarom"), _("Hoe lang"))
    return Table(_("Alle gegevens over personen in de database"), head, (*ours, *theirs), (18, 26, 32, 24))


def _reasons(reasons: list[str]) -> str:
    """Join reasons, each once."""
    return " ".join(dict.fromkeys(reasons))


def trail(facts: Facts) -> Table:
    """Say how long each kind of entry in the trail stays."""
    rows = tuple((capfirst(what), how_long) for what, how_long in facts.trail)
    return Table(_("Bewaartermijnen van het logboek"), (_("Wat er gebeurde"), _("Hoe lang")), rows, (65, 35))


def roles(facts: Facts) -> Table:
    """Say which roles there are and how often each is looked at again."""
    head = (_("Rol"), _("Wat die doet"), _("Nagekeken na"))
    return Table(_("Rollen"), head, facts.roles, (28, 50, 22))


def security(facts: Facts) -> tuple[str, ...]:
    """Say what protects the data, with the numbers of this installation."""
    minutes, hours, fresh = facts.idle_minutes, facts.session_hours, facts.fresh_minutes
    return (
        _("Een tweede inlogmiddel is altijd nodig (passkey, code uit een app, of de provider van de organisatie)."),
        _("Een sessie eindigt na %(minutes)s minuten stilte en altijd na %(hours)s uur.")
        % {"minutes": minutes, "hours": hours},
        _("Voor gevoelige handelingen is een tweede inlogmiddel van hooguit %(fresh)s minuten oud nodig.")
        % {"fresh": fresh},
        _(
            "Geheimen van apps zijn verzegeld met een sleutel die buiten de database ligt. Wachtwoorden staan er"
            " alleen als afdruk (Argon2id)."
        ),
        _(
            "Elk opzoeken gaat via de rol en de organisatie van wie vraagt. Niet mogen en niet bestaan geven"
            " hetzelfde antwoord."
        ),
        _(
            "Inzien en veranderen staan in een logboek waarvan elke regel aan de vorige vastzit. De stand wordt"
            " ondertekend."
        ),
        _(
            "Een bewaker kijkt teksten over mensen na op afkomst, geloof, nationaliteit, adressen, kentekens, andere"
            " personen en verdenkingen. Een burgerservicenummer houdt hij altijd tegen. Laat iemand andere woorden"
            " toch staan, dan schrijft hij een reden op. De FG ziet die een jaar lang; de tekst zelf wordt daarbij"
            " niet bewaard. De bewaker vindt niet alles."
        ),
        _(
            "Afgeschermde stukken liggen versleuteld op de server, met een eigen sleutel buiten de database. Toegang"
            " geldt voor één mens, tot een datum, en is meteen weg als zij wordt ingetrokken."
        ),
        _(
            "Alle schermen komen van de eigen server, met een streng beleid voor inhoud (CSP). Er gaat niets naar"
            " derden."
        ),
    )


def scope(facts: Facts) -> list[Block]:
    """Say what this version does and does not hold, so that nobody takes the draft for more than it is."""
    found: list[Block] = []
    if facts.not_installed:
        words = _("Dit concept gaat alleen over wat deze versie kan. Niet aanwezig, en dus niet beschreven: %(rooms)s.")
        more = _("Komt zo’n onderdeel erbij, dan is een nieuwe beoordeling nodig voordat u het gebruikt.")
        found.append(
            Note(_("Wat er nog niet is"), f"{words % {'rooms': _joined(facts.not_installed)}} {more}", "attention")
        )
    if facts.not_described:
        words = _("Aanwezig, maar in deze tekst nog niet uitgewerkt: %(rooms)s. Vul het concept op dit punt zelf aan.")
        found.append(Note(_("Vul dit aan"), words % {"rooms": _joined(facts.not_described)}, "stop"))
    return found


def _joined(words: tuple[str, ...]) -> str:
    *first, last = words
    return _("%(first)s en %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def version_of(content: Content) -> tuple[tuple[str, str], ...]:
    """Say which published version of content something rests on."""
    return (
        (_("Naam"), content.title),
        (_("Versie"), f"{content.slug}, {content.version}"),
        (_("Nagekeken op"), day(content.checked)),
        (_("Vingerafdruk (SHA-256)"), content.content_hash),
    )
