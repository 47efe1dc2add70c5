"""Puts together all that is kept about one person, in words, for whoever asks what is kept of him (N23).

Every field that says it is about a person is named by one section here, in `TELLS`; a test compares the two, so that a
new field cannot be left out. Who he is lies in the envelope, which opens in its own way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.models import Candidate, Contact, Pause
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.agreement import agreements_of
from sleutelwerk.cases.queries.allowance import allowances_in, years_of
from sleutelwerk.cases.queries.assessment import compared, together_of, weighing_of
from sleutelwerk.cases.queries.candidate import TO_HIM, candidate_of
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.contact import EMPTY_PAUSE, all_contacts_of, opened, pause_column, signals_of
from sleutelwerk.cases.queries.criteria import measure_of, told_to_him
from sleutelwerk.cases.queries.decision import reached
from sleutelwerk.cases.queries.emergency import emergencies_of
from sleutelwerk.cases.queries.ending import ending_of
from sleutelwerk.cases.queries.envelope import opening_lines
from sleutelwerk.cases.queries.hand_over import ENDS, hand_overs_of
from sleutelwerk.cases.queries.holding import REASONS, holds_of
from sleutelwerk.cases.queries.looking_back import look_backs_of
from sleutelwerk.cases.queries.order_report import orders_told
from sleutelwerk.cases.queries.report_looked import looked_in
from sleutelwerk.cases.queries.rights import requests_of
from sleutelwerk.cases.rules.hand_over import Ended
from sleutelwerk.cases.rules.holding import Reason
from sleutelwerk.cases.rules.team import Part

#: Which section tells which fields, as `Model.field`.
TELLS: Mapping[str, Sequence[str]] = {
    "candidate": ("Candidate.pseudonym", "Candidate.told_on", "Candidate.told_how", "Candidate.told_by",
                  "Candidate.agreed_on", "Candidate.papers"),
    # of no field about him: what the vault and the case keep beside it
    "envelope": (),
    "signals": (),
    "assessment": ("Assessment.assessor", "Assessment.findings", "Weighing.together", "Weighing.shown_on"),
    "decision": ("Hand.person", "Decision.asked_by", "Decision.told_by", "Decision.first_assessor",
                 "Decision.second_assessor", "Decision.decider", "Decision.outcome", "Decision.reasons",
                 "Decision.told_on", "DecisionCondition.until", "DecisionCondition.arranged_on",
                 "DecisionCondition.noted_by", "DecisionCondition.released_on", "EarlierNo.decided_on",
                 "EarlierNo.decider", "EarlierNo.asked_by", "EarlierNo.confirmed_by"),
    "agreement": ("Agreement.paper", "Agreement.drafted_by", "Agreement.our_yes_by", "Agreement.his_yes_on",
                  "Agreement.his_yes_heard_by", "Agreement.contact_days"),
    "allowance": ("Allowance.note", "Allowance.kind", "Allowance.cents", "Allowance.minutes",
                  "Allowance.proposed_by", "Allowance.approved_by", "Allowance.recorded_by",
                  "Allowance.removal_asked_by", "Allowance.removed_by"),
    "contact": ("Contact.held_on", "Contact.notes", "Contact.held_by", "Contact.follow_up_by",
                "Contact.follow_up_done_on", "Pause.about", "Pause.began_by", "Pause.ended_by"),
    "looking_back": ("LookBack.held_on", "LookBack.said", "LookBack.written_by"),
    "ending": ("Ending.why", "Ending.ends_on", "Ending.steps", "Ending.begun_by"),
    "rights": ("RightsRequest.right", "RightsRequest.received_on", "RightsRequest.texts", "RightsRequest.noted_by",
               "RightsRequest.answered_on"),
    "emergency": ("Emergency.opened_by", "Emergency.opened_at", "Emergency.reason", "Emergency.tried",
                  "Emergency.told_on", "Emergency.told_how", "Emergency.told_by", "Emergency.needed",
                  "Emergency.number_changes", "Emergency.changes", "Emergency.first_by", "Emergency.second_by"),
    "hand_over": ("HandOver.agreed_on", "HandOver.told_how", "HandOver.offered_by", "HandOver.receiver",
                  "HandOver.address"),
    "hold": ("Hold.reason", "Hold.put_on_by", "Hold.lifted_by"),
    # once he may know: while secrecy was ordered, nothing of it stands here
    "order": ("Order.official", "Order.article", "Order.came_at", "Order.valid", "Order.may_tell",
              "Order.handed_kinds", "Order.pages", "Order.handed_to", "Order.ended_how", "Order.recorded_by"),
}  # fmt: skip
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Block:
    """One thing of a section: a title and what stands there, in pairs."""

    title: str
    pairs: Sequence[Pair]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report; without blocks nothing of it is kept."""

    key: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Report:
    """All of it, with who looked, by what they are in the team: he needs no names of our people for that."""

    sections: Sequence[Section]
    looked: Sequence[tuple[str, int, date]]
    has_envelope: bool


def report_of(viewer: Actor, found: OpenCase, *, now: datetime, today: date) -> Report | None:
    """Give all that is kept about the person of a case; None when there is nobody."""
    candidate = found.candidate
    if candidate is None:
        return None
    parts: tuple[tuple[str, str, Iterable[Block]], ...] = (
        ("candidate", _("Wat wij van u opschreven"), _candidate(found)),
        ("envelope", _("Wie de envelop met uw naam opende"), _openings(viewer, found, now)),
        ("emergency", _("Wie de envelop in nood alleen opende"), _emergencies(viewer, found, today)),
        ("assessment", _("Hoe wij naar u keken"), _assessment(found, candidate)),
        ("decision", _("Wat is besloten"), chain(_earlier_nos(found, candidate), _decision(found))),
        ("agreement", _("Wat wij afspraken"), _agreements(found)),
        ("allowance", _("Wat u kreeg"), _allowances(candidate, today)),
        ("contact", _("Wanneer wij elkaar spraken"), _contacts(viewer, found, candidate, now)),
        ("signals", _("Wat speelt rond een thema, en niet over u gaat"), _signals(found)),
        ("looking_back", _("Hoe wij terugkeken"), _look_backs(found)),
        ("ending", _("Het afscheid"), _ending(found)),
        ("rights", _("Wat u vroeg over uw gegevens"), _rights(found, today)),
        ("hand_over", _("Wie uw dossier overnam of kreeg aangeboden"), _hand_overs(found, candidate)),
        ("hold", _("Waarom iets nog niet weg mag"), _holds(found)),
        ("order", _("Wat justitie van ons wilde"), _orders(found, candidate)),
    )
    sections = [Section(key, title, list(blocks)) for key, title, blocks in parts]
    return Report(sections, looked_in(found), candidate.envelope is not None)


def _block(title: str | Promise, pairs: Iterable[tuple[str | Promise, Any]]) -> Block:
    """Leave out what is empty, and write days as people do."""
    return Block(str(title), [(str(name), _said(value)) for name, value in pairs if value not in {None, ""}])


def _said(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        return date_format(value, "j F Y")
    return str(value)


def _by(person: Any, found: OpenCase) -> str:
    """Say what somebody of us is, not who: his name is not the key figure's to know from a paper."""
    part = next((one.part for one in found.people if person is not None and one.person == person.pk), None)
    names = {
        Part.LEAD: _("de collega die uw dossier bijhoudt"),
        Part.MEMBER: _("een collega"),
        Part.PARTNER: _("iemand van een partner"),
    }
    return _("iemand van ons") if part is None else names[part]


def _candidate(found: OpenCase) -> Iterator[Block]:
    shown = candidate_of(found)
    assert shown is not None
    yield _block(
        _("Uw naam en hoe wij u bereiken"),
        [
            (_("De naam die wij voor u verzonnen"), shown.row.pseudonym),
            (_("Verteld op"), shown.row.told_on),
            (_("Hoe verteld"), shown.told_how),
            (_("Door"), _by(shown.row.told_by, found)),
            (_("U zei ja op"), shown.row.agreed_on),
            (_("Zo bereiken wij u"), TO_HIM.get(shown.papers["reach"], shown.reach)),
            (_("Uw papieren"), TO_HIM.get(shown.papers["place"], shown.place)),
            (_("Waar wij op letten"), shown.papers["note"]),
        ],
    )


def _openings(viewer: Actor, found: OpenCase, now: datetime) -> Iterator[Block]:
    for one in opening_lines(viewer, found, now):
        yield _block(
            date_format(one.asked_at, "j F Y"),
            [(_("Waarom"), one.reason), (_("Hoe het ging"), one.ended or _("loopt nog"))],
        )


def _signals(found: OpenCase) -> Iterator[Block]:
    for one in signals_of(found):
        pairs = [(_("Wat er speelt"), one.said), (_("Wat wij deden"), one.answer), (_("Weg op"), one.gone_on)]
        yield _block(f"{one.theme} · {date_format(one.row.noted_on, 'j F Y')}", pairs)


def _assessment(found: OpenCase, candidate: Candidate) -> Iterator[Block]:
    both = compared(candidate, measure_of(found.row))
    if both is None and candidate.assessments.exists():
        yield _block(_("Twee mensen kijken nog"), [(_("Hoe ver"), _("Zodra beiden klaar zijn, staat het hier."))])
    for part in both.parts if both else ():
        for line in (*part.different, *part.missed, *part.alike):
            pairs = [
                (_("Iemand van ons") if place == 0 else _("Nog iemand van ons"), _noted(one))
                for place, one in enumerate(line.both)
            ]
            yield _block(told_to_him(line.criterion), pairs)
    row, together = weighing_of(candidate), together_of(candidate)
    if row is not None:
        yield _block(
            _("Wat wij samen opschreven"),
            [
                (_("Wat u kunt leren"), together["plan"]),
                (_("Wat wij nog moeten regelen"), together["ours"]),
                (_("U zag het op"), row.shown_on),
                (_("Wat u zei"), together["answer"]),
            ],
        )


def _noted(one: Any) -> str:
    seen = date_format(one.seen_on, "j F Y") if one.seen_on else ""
    return " · ".join(str(part) for part in (one.choice, one.words, seen) if part)


def _earlier_nos(found: OpenCase, candidate: Candidate) -> Iterator[Block]:
    for one in candidate.earlier_nos.exclude(confirmed_at=None).order_by("asked_at"):
        pairs = [
            (_("Nee op"), one.decided_on),
            (_("Besloten door"), _("iemand die er geen deel aan had")),
            (_("U vroeg opnieuw te kijken, zei"), _by(one.asked_by, found)),
            (_("Bevestigd door"), _by(one.confirmed_by, found)),
        ]
        yield _block(_("Een eerder besluit"), pairs)


def _decision(found: OpenCase) -> Iterator[Block]:
    row = found.decision
    if row is None:
        return
    said = reached(row)
    pairs: list[tuple[str | Promise, Any]] = [
        (_("Gevraagd op"), row.asked_at),
        (_("Gevraagd door"), _by(row.asked_by, found)),
        (_("Besloten door"), _("iemand die er geen deel aan had")),
    ]
    if said is not None:
        conditions = [one.told for one in said.conditions]
        pairs += [
            (_("Uitkomst"), said.title), (_("Redenen"), said.reasons), (_("Voorwaarden"), "; ".join(conditions)),
            (_("Besloten op"), said.decided_on), (_("U hoorde het op"), row.told_on),
        ]  # fmt: skip
    yield _block(_("Het besluit"), pairs)


def _agreements(found: OpenCase) -> Iterator[Block]:
    for one in agreements_of(found).revisions:
        row = one.row
        head: list[tuple[str | Promise, Any]] = [
            (_("Opgeschreven door"), _by(row.drafted_by, found)),
            (_("Ja namens ons"), f"{_by(row.our_yes_by, found)}, {_said(row.our_yes_at)}" if row.our_yes_at else ""),
            (_("Uw ja"), row.his_yes_on),
            (_("Uw ja gehoord door"), _by(row.his_yes_heard_by, found) if row.his_yes_on else ""),
            (_("Geldt vanaf"), row.active_from),
            (_("Gold tot"), row.over_at),
            (_("Wij spreken u minstens elke"), _("%(n)s dagen") % {"n": row.contact_days} if row.contact_days else ""),
        ]
        sections = one.paper.text.composed.sections if one.paper.text else ()
        text = [(section.title, " ".join(clause.text for clause in section.clauses)) for section in sections]
        yield _block(_("Afspraken, versie %(n)s") % {"n": row.revision}, [*head, *text])


def _allowances(candidate: Candidate, today: date) -> Iterator[Block]:
    for year in years_of(candidate, today):
        for one in allowances_in(candidate, year):
            row = one.row
            yield _block(
                f"{one.kind} · {date_format(row.month, 'F Y')}",
                [
                    (_("Bedrag"), one.amount),
                    (_("Tijd"), one.time if row.minutes else ""),
                    (_("Hoe het ermee staat"), one.badge[1]),
                    (_("Van wie"), row.get_origin_display()),
                    (_("Waarvoor"), one.note["what"]),
                    (_("Op uw bankafschrift"), one.note["statement"]),
                    (_("Waarom niet"), one.note["why_not"]),
                    (_("Grens per uur"), _("de lagere, voor wie nog geen 21 is") if one.note["lower_hour"] else ""),
                    (_("Wie het deden"), _hands(row)),
                ],
            )


def _hands(row: Any) -> str:
    steps = ("proposed_by_id", "approved_by_id", "recorded_by_id", "removal_asked_by_id", "removed_by_id")
    count = len({getattr(row, step) for step in steps} - {None})
    return _("%(n)s mensen van ons, ieder een stap") % {"n": count} if count > 1 else _("iemand van ons")


def _contacts(viewer: Actor, found: OpenCase, candidate: Candidate, now: datetime) -> Iterator[Block]:
    for one in all_contacts_of(viewer, found, now=now):
        row: Contact = one.row
        yield _block(
            date_format(row.held_on, "j F Y"),
            [
                (_("Hoe"), one.channel), (_("Hoe lang"), one.lasted), (_("Waarover"), one.theme),
                (_("Hoe het met u ging"), one.mood),
                (_("Veiligheid"), _("Daar vroegen wij naar.") if one.asked else ""),
                (_("Wat er nog moest"), one.follow_up), (_("Door"), _by(row.held_by, found)), (_("Voor"), one.by),
                (_("Gedaan op"), row.follow_up_done_on),
            ],
        )  # fmt: skip
    vault = candidate_vault(candidate.pk)
    for pause in Pause.objects.filter(candidate=candidate).select_related("began_by", "ended_by").order_by("began_at"):
        about = opened(vault, pause_column(pause.pk), pause.about, EMPTY_PAUSE)
        yield _block(
            _("Het werk lag stil"),
            [
                (_("Sinds"), pause.began_at), (_("Door"), _by(pause.began_by, found)),
                (_("Waarom"), _("u wilt niet meer") if about["he_stops"] else about["signal"]),
                (_("Wat is afgesproken"), about["agreed"]), (_("Verder sinds"), pause.ended_at),
                (_("Verder door"), _by(pause.ended_by, found) if pause.ended_at else ""),
            ],
        )  # fmt: skip


def _look_backs(found: OpenCase) -> Iterator[Block]:
    for one in look_backs_of(found):
        pairs: list[tuple[str | Promise, Any]] = [(_("Opgeschreven door"), _by(one.row.written_by, found))]
        for side in one.sides:
            pairs += [(f"{side.name}: {question}", answer) for question, answer in side.answers]
            pairs += [(_("%(side)s herkende") % {"side": side.name}, "; ".join(side.signals))]
            pairs += [(str(side.name), _("wilde liever niets zeggen"))] if side.declined else []
        yield _block(date_format(one.row.held_on, "j F Y"), [*pairs, (_("Afgesproken"), one.agreed)])


def _ending(found: OpenCase) -> Iterator[Block]:
    one = ending_of(found)
    if one is None:
        return
    yield _block(
        _("Hoe het eindigde"),
        [
            (_("Waarom"), one.why), (_("Onze reden"), one.reason), (_("Laatste dag"), one.row.ends_on),
            (_("Begonnen door"), _by(one.row.begun_by, found)), (_("Nazorg tot en met"), one.until),
            (_("U kunt terecht bij"), one.who),
        ],
    )  # fmt: skip
    kept = [(line.his, _said(line.gone_on) if line.gone_on else _("dit blijft")) for line in one.kept]
    yield _block(_("Hoe lang iets blijft"), kept)


def _rights(found: OpenCase, today: date) -> Iterator[Block]:
    for one in requests_of(found, today=today):
        yield _block(
            one.name,
            [
                (_("Gevraagd op"), one.asked.received_on), (_("Wat u wilde"), one.wants),
                (_("Opgeschreven door"), _("iemand van ons")), (_("Antwoord op"), one.asked.answered_on),
                (_("Waarom het langer duurt"), one.longer), (_("Ons antwoord"), one.answer),
            ],
        )  # fmt: skip


def _emergencies(viewer: Actor, found: OpenCase, today: date) -> Iterator[Block]:
    for one in emergencies_of(viewer, found, today=today):
        row = one.row
        told = f"{_said(row.told_on)}, {row.get_told_how_display()}, {_by(row.told_by, found)}" if row.told_on else ""
        backed = [_by(person, found) for person in (row.first_by, row.second_by) if person is not None]
        yield _block(
            date_format(row.opened_at, "j F Y"),
            [
                (_("Door"), _by(row.opened_by, found)), (_("Waarom"), one.reason),
                (_("Eerst geprobeerd"), "; ".join(map(str, one.tried))), (_("U hoorde het"), told),
                (_("Was het nodig"), one.needed),
                (_("Moet uw nummer anders"), {True: _("ja"), False: _("nee"), None: ""}[row.number_changes]),
                (_("Wat wij veranderen"), "; ".join(map(str, one.changes))),
                (_("Teruggekeken door"), "; ".join(backed)),
            ],
        )  # fmt: skip


def _holds(found: OpenCase) -> Iterator[Block]:
    for row in holds_of(found.row):
        pairs: list[tuple[str | Promise, Any]] = [
            (_("Gevraagd op"), row.put_on_at), (_("Door"), _by(row.put_on_by, found)), (_("Tot en met"), row.until),
            (_("Losgelaten op"), row.lifted_at),
            (_("Losgelaten door"), _by(row.lifted_by, found) if row.lifted_at else ""),
        ]  # fmt: skip
        yield _block(REASONS[Reason(row.reason)], pairs)


def _hand_overs(found: OpenCase, candidate: Candidate) -> Iterator[Block]:
    """Name organisations, not people: whom it was offered to who did not take it is not kept."""
    for row in hand_overs_of(candidate):
        pairs: list[tuple[str | Promise, Any]] = [
            (_("U zei ja op"), row.agreed_on),
            (_("Hoe verteld"), row.get_told_how_display()),
            (_("Van"), row.from_organisation.name if row.from_organisation else ""),
            (_("Aangeboden door"), _by(row.offered_by, found)),
            (_("Aan"), row.to_organisation.name if row.to_organisation else _("iemand van een andere organisatie")),
            (_("Hoe het afliep"), ENDS[Ended(row.ended_how)] if row.ended_how else _("nog geen antwoord")),
            (_("Sinds"), row.ended_at),
        ]
        yield _block(date_format(row.offered_at, "j F Y"), pairs)


def _orders(found: OpenCase, candidate: Candidate) -> Iterator[Block]:
    for one in orders_told(candidate):
        recorded = (_("Opgeschreven door"), _by(one.row.recorded_by, found))
        yield _block(date_format(one.row.came_at, "j F Y"), [*one.pairs, recorded])
