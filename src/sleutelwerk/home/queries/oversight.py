"""Looks up what the FG and the security officer see: the trail with names, what stands out, and what goes when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from sleutelwerk.accounts.queries.organisations import OwnOrganisation, case_files_verdict, own_organisation
from sleutelwerk.accounts.queries.people import names_of, people_by_pseudonym
from sleutelwerk.accounts.queries.reviews import overdue_administrators
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.oversight import may_oversee
from sleutelwerk.audit.engine.body import Pseudonym
from sleutelwerk.audit.engine.chain import SITE_CHAIN
from sleutelwerk.audit.engine.keys import UnusableKeys, signer
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.audit.queries.entries import EntryPage, SeenEntry, Wanted, entries_of
from sleutelwerk.audit.queries.known import known_events
from sleutelwerk.audit.queries.oversight import Forecast, alarms, failure_peaks, retention_forecast
from sleutelwerk.audit.rules.alarms import Alarm, AlarmKind
from sleutelwerk.audit.rules.retention import kinds_of
from sleutelwerk.cases.queries.overruled import reason_about_candidate, reason_in_case
from sleutelwerk.cases.queries.rights import long_locks
from sleutelwerk.core.events import Retention
from sleutelwerk.deliberation.queries.overruled import reason_in_deliberation
from sleutelwerk.home.queries.personal_data import term
from sleutelwerk.home.queries.subjects import About, about_of, sought
from sleutelwerk.home.queries.trail_words import word
from sleutelwerk.home.rules import may_see_alarms
from sleutelwerk.mailroom.queries import given_up
from sleutelwerk.privacy.queries import LeftStanding, reason_for_site
from sleutelwerk.privacy.rules import KeptUnder, Place
from sleutelwerk.upkeep.queries import jobs

RETENTION_NAMES = {
    Retention.SIGN_IN: "Inloggen",
    Retention.ACCESS: "Inzien",
    Retention.CHANGE: "Veranderen",
    Retention.INCIDENT: "Incidenten",
    Retention.DESTRUCTION: "Vernietigen",
}
ALARM_NAMES = {
    AlarmKind.ODD_HOURS: "Kijken op een ongewoon moment",
    AlarmKind.MASS_READING: "Veel bekijken in korte tijd",
    AlarmKind.REFUSAL_PEAK: "Vaak geweigerd in korte tijd",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a person reads it."""

    number: int
    at: datetime | None
    what: str
    retention: str
    who: str
    about: About
    details: str
    purged: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for in the trail."""

    since: date | None = None
    until: date | None = None
    retention: Retention | None = None
    person: UUID | None = None
    about: UUID | None = None
    file: str = ""
    site: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Trail:
    """A page of the trail."""

    lines: tuple[Line, ...]
    page: int
    has_next: bool


def trail(viewer: Actor, asked: Asked) -> Trail | None:
    """Give a page of the trail of the viewer's organisation; None when he may not see it.

    The trail of the installation itself (signing in that failed, organisations that were added) is for the house only.
    """
    organisation = own_organisation(viewer)
    if organisation is None or not may_oversee(viewer, organisation.pk) or (asked.site and not organisation.is_house):
        return None
    chain = SITE_CHAIN if asked.site else organisation.pk
    found = entries_of(chain, wanted=_wanted(viewer, asked), page=asked.page)
    return Trail(tuple(_lines(viewer, found)), found.number, found.has_next)


def _wanted(viewer: Actor, asked: Asked) -> Wanted:
    file = sought(viewer, asked.file) if asked.file else None
    return Wanted(
        since=_midnight(asked.since),
        until=_midnight(asked.until + timedelta(days=1)) if asked.until else None,
        kinds=kinds_of(asked.retention, known_events()) if asked.retention else None,
        actor=asked.person,
        subject=pseudonym("person", asked.about) if asked.about else None,
        subjects=None if file is None or file.between else file.subjects,
        between=file.between or None if file else None,
    )


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None


def _lines(viewer: Actor, found: EntryPage) -> Iterable[Line]:
    who = names_of(viewer, {entry.actor for entry in found.entries if entry.actor})
    about = people_by_pseudonym(viewer)
    return [_line(entry, who, about) for entry in found.entries]


def _line(entry: SeenEntry, who: Mapping[UUID, str], about: Mapping[Pseudonym, str]) -> Line:
    if entry.purged_by is not None:
        return Line(entry.number, None, _("Leeggemaakt na de bewaartermijn"), "", "", About(), "", purged=True)
    event = entry.event
    return Line(
        number=entry.number,
        at=entry.at,
        what=event.meaning_nl if event else entry.kind,
        retention=RETENTION_NAMES[event.retention] if event else "",
        who=actor_name(entry, who),
        about=about_of(entry.subject, about),
        details=_details(entry),
    )


def actor_name(entry: SeenEntry, who: Mapping[UUID, str]) -> str:
    """Say who did it, in words that the viewer may read."""
    if entry.actor is None:
        return _("de site zelf") if entry.more.get("via") in {"task", "command"} else _("niet ingelogd")
    return who.get(entry.actor, _("iemand buiten uw organisatie"))


def _details(entry: SeenEntry) -> str:
    """Say what more an entry holds, in one line: names out of the code, numbers, yes or no."""
    more = entry.more
    flags = [
        word(name) if on else _("niet: %(name)s") % {"name": word(name)} for name, on in more.get("flags", {}).items()
    ]
    counts = [f"{word(name)}: {number}" for name, number in more.get("counts", {}).items()]
    codes = [f"{word(name)}: {word(code)}" for name, code in more.get("codes", {}).items()]
    reason = [word(more["reason"])] if more.get("reason") else []
    return ", ".join([*map(word, more.get("fields", [])), *reason, *codes, *counts, *flags])


@dataclass(frozen=True, slots=True)
class NamedAlarm:
    """Something that stands out, with a name."""

    what: str
    who: str
    since: datetime
    until: datetime
    count: int
    #: Whether it stands in the trail of the installation, where the house looks it up.
    site: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """What the FG sees at a glance."""

    organisation: OwnOrganisation
    alarms: tuple[NamedAlarm, ...]
    alarms_off: str
    exceptions: tuple[str, ...]
    #: Of each kind what it is called, how long it stays in words, and how many there are.
    forecast: tuple[tuple[str, str, Forecast], ...]
    #: The SHA-256 of the public key that signs, to compare an export with; empty when the key cannot be read.
    fingerprint: str
    length: int = field(default=0)


def overview(viewer: Actor, *, now: datetime) -> Overview | None:
    """Give what stands out, what is an exception, and what goes when; None when the viewer may not see it."""
    organisation = own_organisation(viewer)
    if organisation is None or not may_oversee(viewer, organisation.pk):
        return None
    agreed = organisation.works_council_agreed_on is not None
    verdict = may_see_alarms(viewer, organisation.pk, works_council_agreed=agreed)
    forecast = retention_forecast(organisation.pk, now)
    return Overview(
        organisation=organisation,
        alarms=tuple(_alarms(viewer, organisation, now, of_staff=bool(verdict))),
        alarms_off=verdict.reason,
        exceptions=tuple(_exceptions(organisation, now)),
        forecast=tuple(
            (RETENTION_NAMES[one.retention] if one.retention else _("Onbekend"), term(one.days), one)
            for one in forecast
        ),
        fingerprint=_fingerprint(),
        length=sum(one.total for one in forecast),
    )


def _by_strangers(alarm: Alarm) -> bool:
    return alarm.kind is AlarmKind.REFUSAL_PEAK and alarm.actor is None


def _fingerprint() -> str:
    try:
        return signer(settings.AUDIT_KEYS_FOLDER).fingerprint
    except UnusableKeys:
        return ""


def _alarms(viewer: Actor, organisation: OwnOrganisation, now: datetime, *, of_staff: bool) -> list[NamedAlarm]:
    """Give what stands out in the own trail and, for the house, where people fail to get in: in the site's own."""
    # what strangers try at the door is no behaviour of staff: that waits for no works council
    own = [one for one in alarms(organisation.pk, now=now) if of_staff or _by_strangers(one)]
    found = [*_named(viewer, own)]
    if organisation.is_house and of_staff:
        # who fails to sign in is nobody yet, and stands in the trail of no organisation
        found += _named(viewer, failure_peaks(SITE_CHAIN, now=now), site=True)
    return sorted(found, key=lambda one: one.since, reverse=True)


def _named(viewer: Actor, found: Sequence[Alarm], *, site: bool = False) -> Iterable[NamedAlarm]:
    who = names_of(viewer, {UUID(one.actor) for one in found if one.actor})
    for one in found:
        name = who.get(UUID(one.actor), _("iemand buiten uw organisatie")) if one.actor else _("niet ingelogd")
        yield NamedAlarm(ALARM_NAMES[one.kind], name, one.since, one.until, one.count, site)


def _exceptions(organisation: OwnOrganisation, now: datetime) -> Iterable[str]:
    """Name what is not as it should be, in one sentence each."""
    verdict = case_files_verdict(organisation.pk, timezone.localdate(now))
    if not verdict:
        yield verdict.reason
    if codes := long_locks(organisation.pk, timezone.localdate(now)):
        yield _(
            "Langer dan een jaar op slot, omdat iemand dat vroeg: %(codes)s. Vraag het team of hij dat nog wil."
        ) % {"codes": ", ".join(codes)}
    if not _fingerprint():
        yield _("De sleutel die het logboek ondertekent, is niet te lezen. Vraag de beheerder van de server.")
    if overdue_administrators(organisation.pk, now=now):
        yield _(
            "De toegang van de enige beheerder is niet op tijd nagekeken. Zijn account bleef open: er is geen ander."
        )
    if organisation.is_house:
        if lost := given_up():
            yield _("%(n)s brieven konden niet worden bezorgd.") % {"n": lost}
        failed = [job.name for job in jobs() if job.failed_at and (job.done_at is None or job.done_at < job.failed_at)]
        if failed:
            yield _("Dit onderhoud is niet gelukt: %(names)s.") % {"names": ", ".join(failed)}


@dataclass(frozen=True, slots=True)
class NamedException:
    """One time that words were left standing, as the FG reads it."""

    at: datetime
    who: str
    where: str
    kinds: str
    reason: str


def named_exceptions(viewer: Actor, found: Sequence[LeftStanding]) -> list[NamedException]:
    """Put names to what was left standing in the viewer's own organisation."""
    who = names_of(viewer, {one.actor for one in found})
    return [
        NamedException(
            at=one.at,
            who=who.get(one.actor, _("iemand die er niet meer is")),
            where=Place(one.place).label,
            kinds=", ".join(word(kind) for kind in one.kinds),
            reason=_reason(one) or _("niet meer te lezen: de sleutel is weg"),
        )
        for one in found
    ]


_OPENS: Mapping[KeptUnder, Callable[[UUID, UUID, bytes], str | None]] = {
    KeptUnder.CASE: reason_in_case,
    KeptUnder.CANDIDATE: reason_about_candidate,
    KeptUnder.DELIBERATION: reason_in_deliberation,
}


def _reason(one: LeftStanding) -> str | None:
    """Give why it was left standing; None when the key under which that lies is gone."""
    sealed = bytes(one.reason)
    if one.key_of is None:
        return reason_for_site(one.pk, sealed)
    return _OPENS[KeptUnder(one.kept_under)](one.key_of, one.pk, sealed)
