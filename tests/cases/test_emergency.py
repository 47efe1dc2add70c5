"""Opening an envelope alone because of danger: never quietly, never twice in a row, and looked back at by others."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from tests.cases.begun import TODAY, seen_by
from tests.cases.envelopes import NAME, REACH, asked, opened, with_envelope, with_partner
from tests.cases.test_report import words
from tests.people import NOW, Cast

from sleutelwerk.accounts.models import RoleGrant
from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions import emergency as emergency_actions
from sleutelwerk.cases.actions.emergency import LookedBack, Plea, agree, answer, note_told, open_alone
from sleutelwerk.cases.actions.envelope import close_opening, read_envelope
from sleutelwerk.cases.actions.forgetting import forget
from sleutelwerk.cases.actions.team import add_member, remove_member
from sleutelwerk.cases.models import Candidate, Case, Emergency, Member
from sleutelwerk.cases.queries.emergency import (
    counted,
    emergencies_for,
    emergency_for,
    emergency_untold,
    emergency_waits,
    owes_look_back,
    watched_waiting,
)
from sleutelwerk.cases.queries.envelope import opening_lines
from sleutelwerk.cases.queries.report import report_of
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.mailroom.models import Letter
from sleutelwerk.vault.actions import sweep
from sleutelwerk.vault.models import Opening
from sleutelwerk.vault.rules import ALONE, Field

pytestmark = pytest.mark.django_db
SITE = "https://x.example/"
CALLED = ("called_lead", "called_colleagues")
FOUND = LookedBack("yes", number_changes=False, changes=["reachable"])


def plea(reason: str = "warn_him", tried: tuple[str, ...] = CALLED) -> Plea:
    """Give why it cannot wait."""
    return Plea(reason, tried, NOW)


def opened_alone(cast: Cast, row: Case, who: str = "colleague") -> UUID:
    """Have somebody open alone."""
    return open_alone(cast.actor(who, proved_at=NOW), row.pk, plea(), site=SITE, now=NOW)


@pytest.fixture
def row(cast: Cast) -> Case:
    """Give a case of two with an envelope."""
    return with_envelope(cast)


def test_one_opens_alone_and_reads_for_two_hours(cast: Cast, row: Case) -> None:
    opened_alone(cast, row)
    actor = cast.actor("colleague")
    assert read_envelope(actor, row.pk, now=NOW)[Field.NAME] == NAME
    last = NOW + ALONE - timedelta(seconds=1)
    assert read_envelope(cast.actor("colleague", proved_at=last), row.pk, now=last)[Field.REACH] == REACH
    with pytest.raises(NotAllowedError):
        read_envelope(cast.actor("colleague", proved_at=NOW + ALONE), row.pk, now=NOW + ALONE)
    assert sweep(now=NOW + ALONE).over == 1


def test_the_database_lets_it_be_no_longer_and_no_other_agree(cast: Cast, row: Case) -> None:
    opened_alone(cast, row)
    for change in ({"until": NOW + ALONE + timedelta(minutes=1)}, {"agreed_by": cast["professional"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Opening.objects.filter(alone=True).update(**change)


def test_everybody_else_and_the_fg_get_a_letter_without_content_at_once(cast: Cast, row: Case) -> None:
    opened_alone(cast, row)
    letters = list(Letter.objects.order_by("recipient"))
    assert [one.recipient for one in letters] == ["fg@voorbeeld.example", "professional@voorbeeld.example"]
    for one in letters:
        assert one.subject == "Log vandaag nog in bij Sleutelwerk"
        assert re.findall(r"https?://\S+", one.body) == [f"{SITE}mijn/"]
        assert re.search("(?i)nood|envelop|dossier", f"{one.subject} {one.body}") is None
        assert row.code not in one.body
        assert NAME not in one.body
        assert "Colleague" not in one.body


def test_without_an_fg_the_security_officer_gets_it(cast: Cast, row: Case) -> None:
    RoleGrant.objects.filter(role="fg").delete()
    opened_alone(cast, row)
    to = sorted(Letter.objects.values_list("recipient", flat=True))
    assert to == ["professional@voorbeeld.example", "security_officer@voorbeeld.example"]


def test_it_stands_in_the_trail_and_with_the_envelope(cast: Cast, row: Case) -> None:
    opened_alone(cast, row)
    assert Entry.objects.filter(kind="opened_in_emergency").count() == 1
    assert Entry.objects.filter(kind="opened_alone").count() == 1
    found = seen_by(cast, "professional", row)
    assert found is not None
    (line,) = opening_lines(cast.actor("professional"), found, NOW)
    assert line.alone
    assert line.agreed_by == ""
    assert "Noodtoegang" in line.reason


def test_a_colleague_can_close_it_at_once(cast: Cast, row: Case) -> None:
    opened_alone(cast, row)
    close_opening(cast.actor("professional"), row.pk, Opening.objects.get().pk, now=NOW)
    with pytest.raises(NotAllowedError):
        read_envelope(cast.actor("colleague"), row.pk, now=NOW)


@pytest.mark.parametrize(
    "who",
    [
        "administrator",
        "fg",
        "security_officer",
        "decision_maker",
        "outside_professional",
        "outside_fg",
        "police_officer",
    ],
)
def test_nobody_outside_the_team_opens_and_a_try_is_recorded(cast: Cast, row: Case, who: str) -> None:
    with_partner(cast, row)
    with pytest.raises(NotAllowedError):
        opened_alone(cast, row, who)
    assert not Emergency.objects.exists()
    assert not Letter.objects.filter(subject__contains="noodtoegang").exists()
    assert Entry.objects.filter(kind="emergency_refused").count() == 1


@pytest.mark.parametrize(
    "given",
    [
        Plea("curious", CALLED, NOW),
        Plea("warn_him", ("called_colleagues",), NOW),
        Plea("warn_him", CALLED, None),
        Plea("warn_him", CALLED, NOW + timedelta(seconds=1)),
    ],
)
def test_without_reason_tries_or_a_factor_for_this_it_stays_shut(cast: Cast, row: Case, given: Plea) -> None:
    with pytest.raises(NotAllowedError):
        open_alone(cast.actor("colleague"), row.pk, given, site=SITE, now=NOW)
    assert not Opening.objects.exists()
    assert Entry.objects.filter(kind="emergency_refused").count() == 1


def test_who_has_only_his_lead_beside_him_calls_nobody_else(cast: Cast, row: Case) -> None:
    only_the_lead = Plea("warn_him", ("called_lead",), NOW)
    add_member(cast.actor("professional"), row.pk, cast["decision_maker"].pk, now=NOW)
    with pytest.raises(NotAllowedError, match="de anderen in het team"):
        open_alone(cast.actor("colleague", proved_at=NOW), row.pk, only_the_lead, site=SITE, now=NOW)
    remove_member(cast.actor("professional"), row.pk, cast["decision_maker"].pk, now=NOW)
    open_alone(cast.actor("colleague", proved_at=NOW), row.pk, only_the_lead, site=SITE, now=NOW)
    assert read_envelope(cast.actor("colleague", proved_at=NOW), row.pk, now=NOW)[Field.NAME] == NAME


@pytest.mark.parametrize("proved", [None, NOW - timedelta(minutes=5), NOW + timedelta(minutes=1)])
def test_a_factor_that_is_not_fresh_opens_nothing_also_with_a_clock_set_back(
    cast: Cast, row: Case, proved: datetime | None
) -> None:
    actor = cast.actor("colleague", proved_at=proved)
    given = Plea("warn_him", CALLED, proved)
    with pytest.raises(NotAllowedError, match="opnieuw zien"):
        open_alone(actor, row.pk, given, site=SITE, now=NOW)


def test_a_clock_set_back_reads_nothing(cast: Cast, row: Case) -> None:
    opened_alone(cast, row)
    before = NOW - timedelta(hours=3)
    with pytest.raises(NotAllowedError):
        read_envelope(cast.actor("colleague", proved_at=before), row.pk, now=before)


def test_what_he_asked_before_is_taken_back_and_what_runs_is_enough(cast: Cast, row: Case) -> None:
    asked(cast, row, "colleague")
    opened_alone(cast, row)
    assert Opening.objects.get(alone=False).ended_how == "withdrawn"


def test_who_reads_already_needs_no_emergency(cast: Cast, row: Case) -> None:
    opened(cast, row)
    with pytest.raises(NotAllowedError, match="al open"):
        opened_alone(cast, row, "professional")


def second_case(cast: Cast) -> Case:
    """Give the same two a second case with an envelope."""
    return with_envelope(cast)


def test_a_second_time_is_refused_anywhere_until_others_looked_back(cast: Cast, row: Case) -> None:
    other = second_case(cast)
    emergency = opened_alone(cast, row)
    later = NOW + timedelta(days=40)
    actor = cast.actor("colleague", proved_at=later)
    for case in (row, other):
        with pytest.raises(NotAllowedError, match="teruggekeken"):
            open_alone(actor, case.pk, Plea("warn_him", CALLED, later), site=SITE, now=later)
    looked_back(cast, emergency)
    open_alone(actor, other.pk, Plea("warn_him", CALLED, later), site=SITE, now=later)


def test_the_database_keeps_a_second_out_at_the_same_moment(cast: Cast, row: Case) -> None:
    opened_alone(cast, row)
    candidate = Candidate.objects.get(case=row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Emergency.objects.create(
            organisation=cast.here, candidate=candidate, opening=row.pk, opened_by=cast["colleague"], opened_at=NOW,
            until=NOW + ALONE, reason="warn_him",
        )  # fmt: skip


def test_of_two_at_the_same_moment_one_is_told_why_not(cast: Cast, row: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both looked before either opened; the database lets one through."""
    other = with_envelope(cast)
    opened_alone(cast, row)
    monkeypatch.setattr(emergency_actions, "owes_look_back", lambda _actor: False)
    with pytest.raises(NotAllowedError, match="teruggekeken"):
        opened_alone(cast, other)
    assert Emergency.objects.count() == 1
    assert Opening.objects.count() == 1
    assert Letter.objects.count() == 2


def looked_back(cast: Cast, emergency: UUID, first: str = "professional", second: str = "fg") -> None:
    """Have two others look back."""
    answer(cast.actor(first), emergency, FOUND, now=NOW)
    agree(cast.actor(second), emergency, seen=seen_answers(cast, second, emergency), now=NOW)


def seen_answers(cast: Cast, who: str, emergency: UUID) -> str:
    """Give the answers as somebody reads them."""
    one = emergency_for(cast.actor(who), emergency, today=TODAY)
    assert one is not None
    return one.answers_seen


def test_two_others_look_back_and_never_who_opened(cast: Cast, row: Case) -> None:
    emergency = opened_alone(cast, row)
    with pytest.raises(NotAllowedError, match="Twee anderen"):
        answer(cast.actor("colleague"), emergency, FOUND, now=NOW)
    answer(cast.actor("professional"), emergency, FOUND, now=NOW)
    for who in ("colleague", "professional"):
        with pytest.raises(NotAllowedError):
            agree(cast.actor(who), emergency, seen=seen_answers(cast, who, emergency), now=NOW)
    looked_back(cast, emergency)
    assert not owes_look_back(cast.actor("colleague"))
    with pytest.raises(NotAllowedError, match="al teruggekeken"):
        answer(cast.actor("professional"), emergency, FOUND, now=NOW)
    with pytest.raises(NotAllowedError, match="al teruggekeken"):
        agree(cast.actor("security_officer"), emergency, seen="", now=NOW)
    assert Entry.objects.filter(kind="emergency_looked_back").count() == 1


def test_nobody_agrees_to_answers_that_came_meanwhile(cast: Cast, row: Case) -> None:
    emergency = opened_alone(cast, row)
    answer(cast.actor("professional"), emergency, FOUND, now=NOW)
    read = seen_answers(cast, "fg", emergency)
    answer(cast.actor("security_officer"), emergency, LookedBack("no", number_changes=True, changes=["role"]), now=NOW)
    with pytest.raises(NotAllowedError, match="net veranderd"):
        agree(cast.actor("fg"), emergency, seen=read, now=NOW)


def test_the_database_knows_two_who_look_back_and_neither_opened(cast: Cast, row: Case) -> None:
    emergency = opened_alone(cast, row)
    me, other = cast["colleague"], cast["professional"]
    for change in (
        {"first_by": other, "second_by": other},
        {"first_by": me},
        {"second_by": me},
        {"looked_back_at": NOW},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Emergency.objects.filter(pk=emergency).update(**change)


def test_it_waits_for_the_team_and_who_watches_until_then(cast: Cast, row: Case) -> None:
    with_partner(cast, row)
    emergency = opened_alone(cast, row)

    def waits(who: str) -> tuple[bool, bool]:
        found = seen_by(cast, who, row)
        assert found is not None
        actor = cast.actor(who)
        return emergency_waits(actor, found, TODAY), emergency_untold(actor, found, TODAY)

    assert waits("professional") == (True, True)
    assert waits("outside_professional") == (False, False)
    assert watched_waiting(cast.actor("fg")) == 1
    assert watched_waiting(cast.actor("outside_fg")) == 0
    assert watched_waiting(cast.actor("professional")) == 0
    looked_back(cast, emergency)
    assert waits("professional") == (False, True)
    note_told(cast.actor("professional"), emergency, TODAY, "phone", now=NOW)
    assert waits("professional") == (False, False)
    assert watched_waiting(cast.actor("fg")) == 0


def test_he_is_told_by_the_team_once(cast: Cast, row: Case) -> None:
    emergency = opened_alone(cast, row)
    for who, day, how in (
        ("fg", TODAY, "phone"),
        ("professional", TODAY, "by_letter"),
        ("professional", TODAY - timedelta(days=1), "phone"),
    ):  # fmt: skip
        with pytest.raises(NotAllowedError):
            note_told(cast.actor(who), emergency, day, how, now=NOW)
    note_told(cast.actor("colleague"), emergency, TODAY, "phone", now=NOW)
    with pytest.raises(NotAllowedError, match="staat er al"):
        note_told(cast.actor("professional"), emergency, TODAY, "phone", now=NOW)


def test_all_of_it_stands_in_his_report_without_names(cast: Cast, row: Case) -> None:
    emergency = opened_alone(cast, row)
    looked_back(cast, emergency)
    note_told(cast.actor("professional"), emergency, TODAY, "phone", now=NOW)
    found = seen_by(cast, "professional", row)
    assert found is not None
    report = report_of(cast.actor("professional"), found, now=NOW, today=TODAY)
    assert report is not None
    said = words(report)
    for text in ("gewaarschuwd", "De trekker gebeld", "Aan de telefoon", "het kon niet anders", "bereikbaar", "nee"):
        assert text in said
    assert "Colleague" not in said


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("professional", True), ("colleague", True), ("fg", True), ("security_officer", True),
        ("administrator", False), ("decision_maker", False), ("outside_professional", False), ("outside_fg", False),
    ],
)  # fmt: skip
def test_the_team_and_who_watches_see_it_and_a_partner_does_not(cast: Cast, row: Case, who: str, *, sees: bool) -> None:
    with_partner(cast, row)
    emergency = opened_alone(cast, row)
    assert (emergency_for(cast.actor(who), emergency, today=TODAY) is not None) is sees
    watching = who in {"fg", "security_officer"}
    assert bool(emergencies_for(cast.actor(who), today=TODAY)) is watching


def test_who_watches_sees_how_often_in_a_month(cast: Cast, row: Case) -> None:
    other = second_case(cast)
    looked_back(cast, opened_alone(cast, row))
    opened_alone(cast, other)
    found = emergencies_for(cast.actor("fg"), today=TODAY)
    assert [one.waits for one in found] == [True, False]
    assert counted(found, NOW) == [("Colleague", 2)]
    assert counted(found, NOW + timedelta(days=31)) == []
    assert not found[0].overdue
    late = emergencies_for(cast.actor("fg"), today=found[0].due_on + timedelta(days=1))
    assert [one.overdue for one in late] == [True, False]


def test_a_lead_who_is_alone_tries_nobody(cast: Cast, row: Case) -> None:
    Member.objects.filter(case=row, part=Member.Part.MEMBER).delete()
    actor = cast.actor("professional")
    open_alone(actor, row.pk, Plea("warn_him", (), NOW), site=SITE, now=NOW)
    assert read_envelope(actor, row.pk, now=NOW)[Field.NAME] == NAME


def test_once_a_case_is_over_only_its_lead_opens_alone(cast: Cast, row: Case) -> None:
    Case.objects.filter(pk=row.pk).update(ended_at=NOW)
    with pytest.raises(NotAllowedError, match="trekker"):
        opened_alone(cast, row)
    opened_alone(cast, row, "professional")


def test_without_an_envelope_there_is_nothing_to_open(cast: Cast, row: Case) -> None:
    Candidate.objects.filter(case=row).update(envelope=None)
    with pytest.raises(NotAllowedError, match="envelop is er niet"):
        opened_alone(cast, row)


def test_an_emergency_goes_with_whom_it_is_about(cast: Cast, row: Case) -> None:
    opened_alone(cast, row)
    forget(Candidate.objects.get(case=row), now=NOW)
    assert not Emergency.objects.exists()
