"""Gives all that the site keeps about people: our own fields, as declared, and those of the sign-in libraries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sleutelwerk.core.events import Retention
from sleutelwerk.core.personal import Personal
from sleutelwerk.home.queries.personal_names import FIELD_NAMES, MODEL_NAMES, ROOM_NAMES
from sleutelwerk.ui.queries.personal_data import PersonalField, personal_fields

_FORGOTTEN = "tests/accounts/test_forgetting.py::test_a_closed_account_is_forgotten_after_half_a_year"
_SESSION = "tests/accounts/test_forgetting.py::test_an_ended_session_takes_what_is_known_of_the_device_along"


@dataclass(frozen=True, slots=True)
class OfLibrary:
    """Something about people that a library keeps for us; `models` are its tables, `account` is in our own words."""

    title: str
    models: tuple[str, ...]
    holds: str
    account: Personal


#: Everything that is not in a model of our own. A test fails when a library brings a table that is not named here.
OF_LIBRARIES: tuple[OfLibrary, ...] = (
    OfLibrary(
        "Werkadres waarmee iemand inlogt",
        ("account.EmailAddress",),
        "werkadres, en of het is bevestigd",
        Personal(
            "Om iemand bij zijn werkadres te herkennen.", "Tot zes maanden nadat het account is gesloten.", _FORGOTTEN
        ),
    ),
    OfLibrary(
        "Inlogmiddel",
        ("mfa.Authenticator",),
        "publieke sleutel en naam van een passkey, verzegeld geheim van een app, restant van de herstelcodes, "
        "wanneer het is gemaakt en gebruikt",
        Personal(
            "Om zeker te weten dat het iemand zelf is.", "Tot zes maanden nadat het account is gesloten.", _FORGOTTEN
        ),
    ),
    OfLibrary(
        "Sessie",
        ("sessions.Session",),
        "wie is ingelogd, sinds wanneer en met welk inlogmiddel",
        Personal("Om niet op elke pagina opnieuw in te hoeven loggen.", "Tot de sessie eindigt.", _SESSION),
    ),
    OfLibrary(
        "Apparaat waarop iemand is ingelogd",
        ("usersessions.UserSession",),
        "netwerkadres, browser, en wanneer het voor het laatst is gezien",
        Personal(
            "Zodat u ziet waar u bent ingelogd, en een vreemd apparaat kunt uitloggen.",
            "Tot de sessie eindigt.",
            _SESSION,
        ),
    ),
    OfLibrary(
        "Telling van inlogpogingen",
        (),
        "netwerkadres van wie probeert in te loggen, met tijdstippen",
        Personal(
            "Om raden van wachtwoorden te stoppen.",
            "De telling geldt hooguit vijf minuten. Kort daarna is zij weg.",
            "tests/upkeep/test_tidy_cache.py::test_counts_of_attempts_go_when_they_have_expired",
        ),
    ),
)
#: Tables of libraries that hold nothing about people.
IMPERSONAL_LIBRARY_MODELS = frozenset(
    {"account.EmailConfirmation", "auth.Group", "auth.Permission", "contenttypes.ContentType"}
)


@dataclass(frozen=True, slots=True)
class Group:
    """The personal fields of one model that are kept equally long, for one line of a table."""

    room: str
    title: str
    fields: tuple[PersonalField, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What the fields are called."""
        return tuple(field_name(one) for one in self.fields)

    @property
    def kept(self) -> str:
        """How long they are kept."""
        return self.fields[0].account.kept


def field_name(found: PersonalField) -> str:
    """Give what a field is called in Dutch, or else in the code."""
    return FIELD_NAMES.get(found.name, found.field)


def groups(fields: Sequence[PersonalField] | None = None) -> tuple[Group, ...]:
    """Give the personal fields per model and term, so that a table says every term once."""
    chosen = personal_fields() if fields is None else fields
    ordered = sorted(chosen, key=lambda one: (one.room, one.model != "User", one.model, one.account.kept, one.field))
    together = groupby(ordered, key=lambda one: (one.room, one.model, one.account.kept))
    return tuple(_group(tuple(found)) for _key, found in together)


def _group(found: tuple[PersonalField, ...]) -> Group:
    first = found[0]
    name = f"{first.room}.{first.model}"
    return Group(ROOM_NAMES.get(first.room, first.room), MODEL_NAMES.get(name, first.model), found)


@dataclass(frozen=True, slots=True)
class Kept:
    """One line of what is kept of somebody who has an account."""

    what: str
    why: str
    how_long: str


def of_an_account() -> tuple[Kept, ...]:
    """Give what is kept of everybody with an account: the account itself, his roles, and what signing in needs."""
    own = [one for one in personal_fields() if one.name.startswith(("accounts.User.", "accounts.RoleGrant."))]
    ours = [Kept(_label(one), one.account.why, one.account.kept) for one in own if one.field != "user"]
    theirs = [Kept(f"{one.title}: {one.holds}", one.account.why, one.account.kept) for one in OF_LIBRARIES]
    return (*sorted(ours, key=lambda one: one.what), *theirs)


def _label(found: PersonalField) -> str:
    name = field_name(found)
    return name if found.model == "User" else _("rol: %(name)s") % {"name": name} if name != "rol" else name


def trail_terms() -> tuple[tuple[str, str], ...]:
    """Give what the trail records, and how long each kind stays unless the organisation chose otherwise."""
    names = {
        Retention.SIGN_IN: _("in- en uitloggen"),
        Retention.ACCESS: _("wie iets bekeek"),
        Retention.CHANGE: _("wie iets veranderde"),
        Retention.INCIDENT: _("een incident, zoals een nieuw inlogmiddel na verlies"),
        Retention.DESTRUCTION: _("dat er iets is gewist"),
    }
    return tuple((names[one], term(one.days)) for one in Retention)


#: Terms that have a name of their own.
_SAID = {91: "drie maanden", 183: "een half jaar"}


def term(days: int | None) -> str:
    """Say a number of days as people do.

    >>> term(183), term(5 * 365), term(30), term(None)
    ('een half jaar', '5 jaar', '30 dagen', 'altijd')
    """
    if days is None:
        return _("altijd")
    if days in _SAID:
        return _(_SAID[days])
    if days % 365 == 0:
        return _("%(years)s jaar") % {"years": days // 365}
    return ngettext("%(days)s dag", "%(days)s dagen", days) % {"days": days}


def reference() -> str:
    """Write `docs/reference/personal-data.md`: what is kept about people, why, how long, and which test proves it."""
    return "\n".join([*_opening(), *_ours(personal_fields()), *_of_libraries()]) + "\n"


def _opening() -> Iterable[str]:
    return (
        "# Persoonsgegevens",
        "",
        "Elk gegeven over een persoon dat Sleutelwerk kan bewaren: waarom het er is, hoe lang het blijft en welke test",
        "faalt als dat niet meer klopt. Deze lijst is gemaakt uit de code (`home/queries/personal_data.py`); een test",
        "vergelijkt haar met dit bestand. Een gegeven dat hier niet staat, heeft geen plaats in de database.",
        "",
    )


def _ours(fields: Iterable[PersonalField]) -> Iterable[str]:
    for room, of_room in groupby(fields, key=lambda one: one.room):
        yield f"## {ROOM_NAMES.get(room, room)} (`{room}`)"
        yield ""
        for model, found in groupby(of_room, key=lambda one: one.model):
            yield f"### {MODEL_NAMES.get(f'{room}.{model}', model)} (`{model}`)"
            yield ""
            yield "| Gegeven | Waarom | Hoe lang | Bewezen door |"
            yield "| --- | --- | --- | --- |"
            for one in found:
                account = one.account
                what = f"{field_name(one)} (`{one.field}`)"
                yield f"| {what} | {account.why} | {account.kept} | {_proof(account)} |"
            yield ""


def _of_libraries() -> Iterable[str]:
    yield "## Van de bibliotheken voor inloggen"
    yield ""
    yield "| Gegeven | Wat erin staat | Waarom | Hoe lang | Bewezen door |"
    yield "| --- | --- | --- | --- | --- |"
    for one in OF_LIBRARIES:
        models = f" ({', '.join(f'`{model}`' for model in one.models)})" if one.models else ""
        account = one.account
        yield f"| {one.title}{models} | {one.holds} | {account.why} | {account.kept} | {_proof(account)} |"


def _proof(account: Personal) -> str:
    """Name the file and the test, which the table breaks better than one long name."""
    name, _, test = account.proven_by.partition("::")
    return f"`{name}` `{test}`" if test else "nog niet"
