"""The envelope of a candidate: put in after his yes, opened by two of the own team, and gone when he goes."""

from __future__ import annotations

import signal
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core import serializers
from tests.audit.installations import installation
from tests.cases.begun import TODAY, at_assessment, seen_by, settled
from tests.cases.envelopes import (
    NAME,
    NEVER,
    REASON,
    TEXTS,
    asked,
    envelope_number,
    opened,
    team_of_two,
    with_envelope,
    with_partner,
)
from tests.people import NOW, Cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases import tasks
from sleutelwerk.cases.actions import envelope as do
from sleutelwerk.cases.actions.candidate import Told, note_told, stop_candidate
from sleutelwerk.cases.actions.rights import Question, note_request
from sleutelwerk.cases.actions.team import remove_member
from sleutelwerk.cases.models import Candidate, Case
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.envelope import asks_to_open, envelope_of, lacks_envelope, opening_lines
from sleutelwerk.cases.rules.envelope import Next
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.home.queries.oversight import Asked as TrailAsked
from sleutelwerk.home.queries.oversight import trail
from sleutelwerk.privacy.engine.model import Kind
from sleutelwerk.privacy.models import GuardException
from sleutelwerk.privacy.rules import Overrule
from sleutelwerk.vault.models import Envelope, EnvelopeKey, Opening
from sleutelwerk.vault.rules import USUAL, WAITS, Field

HOUR = timedelta(hours=1)


def as_seen(cast: Cast, who: str, row: Case) -> OpenCase:
    """Give a case as somebody of its team sees it."""
    found = seen_by(cast, who, row)
    assert found is not None
    return found


def told() -> list[str]:
    """Name what was recorded, in order."""
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_who_he_is_lies_in_the_vault_and_the_case_keeps_a_number(cast: Cast) -> None:
    row = team_of_two(cast)
    number = do.put_in_envelope(cast.actor("colleague"), row.pk, TEXTS, now=NOW)
    assert envelope_number(row) == number
    assert Envelope.objects.get().organisation_id == cast.here.pk
    assert told()[-2:] == ["envelope_sealed", "envelope_added"]
    assert NAME not in serializers.serialize("json", [*Candidate.objects.all(), *Entry.objects.all()])


def test_there_is_no_envelope_before_his_yes_and_never_a_second(cast: Cast) -> None:
    actor = cast.actor("professional")
    row = settled(cast)
    with pytest.raises(NotAllowedError, match="geen kandidaat"):
        do.put_in_envelope(actor, row.pk, TEXTS, now=NOW)
    note_told(actor, row.pk, Told(TODAY, "face_to_face", knows=True, papers={}), now=NOW)
    with pytest.raises(NotAllowedError, match="ja heeft gezegd"):
        do.put_in_envelope(actor, row.pk, TEXTS, now=NOW)
    assert envelope_of(actor, as_seen(cast, "professional", row), NOW) is None
    assert not Envelope.objects.exists()
    other = with_envelope(cast)
    with pytest.raises(NotAllowedError, match="al een envelop"):
        do.put_in_envelope(actor, other.pk, TEXTS, now=NOW)
    assert Envelope.objects.count() == 1


def test_putting_in_and_changing_want_a_fresh_factor(cast: Cast) -> None:
    stale = cast.actor("professional", proved_at=NOW - timedelta(minutes=6))
    row = team_of_two(cast)
    with pytest.raises(NotAllowedError, match="opnieuw zien"):
        do.put_in_envelope(stale, row.pk, TEXTS, now=NOW)
    assert envelope_of(stale, as_seen(cast, "professional", row), NOW) is not None
    assert Candidate.objects.get(case=row).envelope is None
    other = with_envelope(cast)
    with pytest.raises(NotAllowedError, match="opnieuw zien"):
        do.change_envelope(stale, other.pk, {Field.NAME: "Anders"}, now=NOW)


def test_a_text_is_replaced_or_added_to_without_being_seen(cast: Cast) -> None:
    row, actor = with_envelope(cast), cast.actor("professional")
    do.change_envelope(cast.actor("colleague"), row.pk, {Field.NAME: "Zuster Anders"}, now=NOW)
    do.change_envelope(actor, row.pk, {Field.NEVER: "Ook niet bellen."}, now=NOW, adding=True)
    opened(cast, row)
    read = do.read_envelope(actor, row.pk, now=NOW)
    assert read == {**TEXTS, Field.NAME: "Zuster Anders", Field.NEVER: f"{NEVER}\nOok niet bellen."}
    with pytest.raises(NotAllowedError, match="nog geen envelop"):
        do.change_envelope(actor, at_assessment(cast).pk, {Field.NAME: "Anders"}, now=NOW)


def test_what_the_guard_remarked_on_is_told_to_the_fg_by_kind_only(cast: Cast) -> None:
    row = team_of_two(cast)
    overrules = [Overrule((Kind.RELIGION,), "Staat in een verzegelde envelop.")]
    do.put_in_envelope(cast.actor("professional"), row.pk, TEXTS, overrules, now=NOW)
    assert (GuardException.objects.get().place, GuardException.objects.get().kinds) == ("candidate", ["religion"])


def test_a_locked_file_takes_only_what_must_never_be_used_and_still_opens(cast: Cast) -> None:
    row, actor = with_envelope(cast), cast.actor("professional")
    note_request(actor, row.pk, Question(Right.RESTRICT, TODAY), now=NOW)
    with pytest.raises(NotAllowedError):
        do.change_envelope(actor, row.pk, {Field.REACH: "Anders"}, now=NOW)
    with pytest.raises(NotAllowedError):
        do.change_envelope(actor, row.pk, {Field.NEVER: "Anders"}, now=NOW)
    do.change_envelope(actor, row.pk, {Field.NEVER: "Niet bellen."}, now=NOW, adding=True)
    opened(cast, row)
    assert do.read_envelope(actor, row.pk, now=NOW)[Field.NEVER] == f"{NEVER}\nNiet bellen."


def test_in_a_finished_file_nothing_changes_and_he_can_still_be_found(cast: Cast) -> None:
    row, empty, actor = with_envelope(cast), team_of_two(cast), cast.actor("professional")
    Case.objects.update(stage="ending", ended_at=NOW)
    with pytest.raises(NotAllowedError, match="afgerond"):
        do.change_envelope(actor, row.pk, {Field.NAME: "Anders"}, now=NOW)
    with pytest.raises(NotAllowedError, match="afgerond"):
        do.put_in_envelope(actor, empty.pk, TEXTS, now=NOW)
    opened(cast, row)
    assert do.read_envelope(actor, row.pk, now=NOW)[Field.NAME] == NAME


def test_a_colleague_lets_one_read_for_a_time_and_the_team_sees_it(cast: Cast) -> None:
    row, actor = with_envelope(cast), cast.actor("professional")
    with pytest.raises(NotAllowedError, match="Vraag eerst"):
        do.read_envelope(actor, row.pk, now=NOW)
    assert told()[-1] == "envelope_withheld", "that it was tried stays recorded"
    opening = asked(cast, row)
    with pytest.raises(NotAllowedError, match="Een ander dan u"):
        do.agree_to_open(actor, row.pk, opening, HOUR, now=NOW)
    until = do.agree_to_open(cast.actor("colleague"), row.pk, opening, HOUR, now=NOW)
    assert until == NOW + HOUR
    assert do.read_envelope(actor, row.pk, now=NOW) == TEXTS
    with pytest.raises(NotAllowedError):
        do.read_envelope(cast.actor("colleague"), row.pk, now=NOW)
    late = NOW + HOUR
    with pytest.raises(NotAllowedError):
        do.read_envelope(cast.actor("professional", proved_at=late), row.pk, now=late)
    (line,) = opening_lines(cast.actor("colleague"), as_seen(cast, "colleague", row), NOW)
    assert (line.asked_by, line.agreed_by, line.reason, line.until) == ("Professional", "Colleague", REASON, until)
    assert (line.runs, line.mine, line.may_answer, line.may_close) == (True, False, False, True)


def test_reading_wants_a_fresh_factor(cast: Cast) -> None:
    row = with_envelope(cast)
    opened(cast, row, lasting=HOUR)
    with pytest.raises(NotAllowedError, match="opnieuw zien"):
        do.read_envelope(cast.actor("professional"), row.pk, now=NOW + timedelta(minutes=6))


def test_every_end_is_told_in_words_newest_first(cast: Cast) -> None:
    row, actor, colleague = with_envelope(cast), cast.actor("professional"), cast.actor("colleague")
    do.refuse_to_open(colleague, row.pk, asked(cast, row), now=NOW)
    do.close_opening(actor, row.pk, asked(cast, row, now=NOW + HOUR), now=NOW + HOUR)
    at = NOW + 2 * HOUR
    do.close_opening(colleague, row.pk, opened(cast, row, now=at), now=at)
    opened(cast, row, now=NOW + 3 * HOUR)
    asked(cast, row, now=NOW + 5 * HOUR)
    lines = opening_lines(actor, as_seen(cast, "professional", row), NOW + 6 * HOUR + WAITS)
    assert [one.ended for one in lines] == [
        "Niemand gaf antwoord", "De tijd was om", "Dichtgedaan", "Vraag ingetrokken", "Een collega zei nee",
    ]  # fmt: skip


def test_an_opening_of_another_case_is_not_there(cast: Cast) -> None:
    """The colleague is in both teams; what is asked in one is not answered in the other."""
    mine, other = with_envelope(cast), with_envelope(cast)
    opening = asked(cast, other)
    colleague = cast.actor("colleague")
    for what in (
        lambda: do.agree_to_open(colleague, mine.pk, opening, USUAL, now=NOW),
        lambda: do.refuse_to_open(colleague, mine.pk, opening, now=NOW),
        lambda: do.close_opening(cast.actor("professional"), mine.pk, opening, now=NOW),
        lambda: do.refuse_to_open(colleague, mine.pk, uuid4(), now=NOW),
        lambda: do.refuse_to_open(colleague, team_of_two(cast).pk, opening, now=NOW),
    ):
        with pytest.raises(NotAllowedError, match="Deze envelop is er niet"):
            what()
    assert Opening.objects.get(pk=opening).ended_at is None
    do.refuse_to_open(colleague, other.pk, opening, now=NOW)


def test_partners_and_others_do_nothing_with_it(cast: Cast) -> None:
    row = with_envelope(cast)
    with_partner(cast, row)
    opening = asked(cast, row)
    for who in ("outside_professional", "decision_maker", "fg", "administrator"):
        actor = cast.actor(who)
        for what in (
            lambda actor=actor: do.change_envelope(actor, row.pk, {Field.NAME: "Anders"}, now=NOW),
            lambda actor=actor: do.ask_to_open(actor, row.pk, REASON, now=NOW),
            lambda actor=actor: do.agree_to_open(actor, row.pk, opening, USUAL, now=NOW),
            lambda actor=actor: do.refuse_to_open(actor, row.pk, opening, now=NOW),
            lambda actor=actor: do.close_opening(actor, row.pk, opening, now=NOW),
            lambda actor=actor: do.read_envelope(actor, row.pk, now=NOW),
        ):
            with pytest.raises(NotAllowedError):
                what()
    partners = as_seen(cast, "outside_professional", row)
    assert envelope_of(cast.actor("outside_professional"), partners, NOW) is None
    assert opening_lines(cast.actor("outside_professional"), partners, NOW) == []
    empty = team_of_two(cast)
    assert opening_lines(cast.actor("professional"), as_seen(cast, "professional", empty), NOW) == []


def test_a_colleague_who_left_lets_nobody_in_and_reads_no_more(cast: Cast) -> None:
    row, actor = with_envelope(cast), cast.actor("professional")
    opening = asked(cast, row, "colleague")
    do.agree_to_open(actor, row.pk, opening, HOUR, now=NOW)
    asked(cast, row)
    remove_member(actor, row.pk, cast["colleague"].pk, now=NOW)
    with pytest.raises(NotAllowedError):
        do.read_envelope(cast.actor("colleague"), row.pk, now=NOW)
    held = envelope_of(actor, as_seen(cast, "professional", row), NOW)
    assert held is not None
    assert (held.alone, held.next, list(held.keepers)) == (True, Next.WAIT, ["Professional"])
    do.close_opening(actor, row.pk, opening, now=NOW)


def test_the_fg_sees_in_the_trail_that_it_was_opened_by_whom_and_not_whose_it_is(cast: Cast) -> None:
    row = with_envelope(cast)
    opened(cast, row)
    do.read_envelope(cast.actor("professional"), row.pk, now=NOW)
    page = trail(cast.actor("fg"), TrailAsked())
    assert page is not None
    assert told()[-4:] == ["envelope_added", "opening_asked", "opening_agreed", "envelope_read"]
    shown = repr(page)
    for word in ("Iemand las in een envelop wie een persoon is.", "Professional", "Colleague"):
        assert word in shown
    pseudonym = Candidate.objects.get().pseudonym
    for secret in (NAME, REASON, pseudonym, str(envelope_number(row)), str(row.pk)):
        assert secret not in shown
        assert secret not in " ".join(Entry.objects.values_list("body", flat=True))


def test_what_asks_for_attention(cast: Cast) -> None:
    row, empty = with_envelope(cast), team_of_two(cast)
    lead, colleague = cast.actor("professional"), cast.actor("colleague")
    cases = [as_seen(cast, "colleague", one) for one in (row, empty)]
    assert asks_to_open(colleague, cases, NOW) == set()
    asked(cast, row)
    assert asks_to_open(colleague, cases, NOW) == {row.pk}
    assert asks_to_open(lead, cases, NOW) == set()
    assert asks_to_open(colleague, cases, NOW + WAITS) == set()
    assert [lacks_envelope(lead, one, TODAY) for one in cases] == [False, True]
    with_partner(cast, empty)
    partner = cast.actor("outside_professional")
    assert not lacks_envelope(partner, as_seen(cast, "outside_professional", empty), TODAY)
    Case.objects.update(ended_at=NOW)
    assert not lacks_envelope(lead, as_seen(cast, "professional", empty), TODAY)
    assert not lacks_envelope(lead, as_seen(cast, "professional", settled(cast)), TODAY)


def test_when_he_stops_his_envelope_goes_with_him(cast: Cast) -> None:
    row, other = with_envelope(cast), with_envelope(cast)
    opened(cast, row)
    gone, kept = envelope_number(row), envelope_number(other)
    stop_candidate(cast.actor("colleague"), row.pk, now=NOW)
    assert list(Envelope.objects.values_list("pk", flat=True)) == [kept]
    assert list(EnvelopeKey.objects.values_list("envelope", flat=True)) == [kept]
    assert not Opening.objects.exists()
    with pytest.raises(NotAllowedError):
        do.read_envelope(cast.actor("professional"), row.pk, now=NOW)
    assert told().count("envelope_destroyed") == 1
    assert told()[-1] == "candidate_stopped"
    assert str(gone) not in serializers.serialize("json", Entry.objects.all())


def test_he_can_stop_also_when_his_envelope_is_gone_already(cast: Cast) -> None:
    row = with_envelope(cast)
    Envelope.objects.all().delete()
    stop_candidate(cast.actor("professional"), row.pk, now=NOW)
    assert not Candidate.objects.exists()


def test_who_is_refused_to_stop_him_destroys_nothing(cast: Cast) -> None:
    row = with_envelope(cast)
    with_partner(cast, row)
    Case.objects.filter(pk=row.pk).update(stage="carrying_out")
    for who in ("professional", "outside_professional", "decision_maker"):
        with pytest.raises(NotAllowedError):
            stop_candidate(cast.actor(who), row.pk, now=NOW)
    assert EnvelopeKey.objects.count() == 1


def test_forgetting_the_silent_needs_nobody_and_leaves_the_envelopes_of_others(cast: Cast) -> None:
    with_envelope(cast)
    silent = settled(cast)
    note_told(cast.actor("professional"), silent.pk, Told(TODAY, "face_to_face", knows=True, papers={}), now=NOW)
    # it cannot come about by itself: an envelope comes after a yes
    lost = with_envelope(cast)
    Candidate.objects.filter(case=lost).update(agreed_on=None)
    tasks.forget_silent_candidates(NOW + timedelta(days=29))
    assert Candidate.objects.count() == 1
    assert Envelope.objects.count() == EnvelopeKey.objects.count() == 1


BEGIN = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from datetime import timedelta
from django.utils import timezone
from tests.cases.envelopes import with_envelope
from tests.people import NOW, make_cast
cast = make_cast()
print(with_envelope(cast).pk)
"""
STOP = """
from sleutelwerk.vault.actions import ending
from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.queries.actors import actor_for
from sleutelwerk.cases.actions.candidate import stop_candidate
def dies(envelope):
    print("the key is gone", flush=True)
    sys.stdin.readline()
if "dies" in sys.argv:
    ending.remove_row = dies
stop_candidate(actor_for(User.objects.get(name="Professional"), []), chain, now=datetime.now(UTC))
"""
LOOK = """
from sleutelwerk.cases.models import Candidate
from sleutelwerk.vault.models import Envelope, EnvelopeKey
print(Candidate.objects.count(), Envelope.objects.count(), EnvelopeKey.objects.count())
"""
SWEEP = """
from sleutelwerk.vault.tasks import sweep
sweep(datetime.now(UTC))
"""


@pytest.mark.django_db
def test_a_process_killed_while_he_stops_leaves_nothing_that_opens_and_he_can_stop_again(tmp_path: Path) -> None:
    with installation(tmp_path / "data") as made:
        made.environment["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
        case = UUID(made.run(BEGIN, UUID(int=1)).strip())
        assert made.run(LOOK, case).split() == ["1", "1", "1"]
        victim = made.start(STOP, case, "dies")
        assert victim.stdout is not None
        assert victim.stdout.readline() == "the key is gone\n"
        victim.send_signal(signal.SIGKILL)
        victim.communicate(timeout=30)
        assert victim.returncode == -signal.SIGKILL
        assert made.run(LOOK, case).split() == ["1", "1", "0"]
        made.run(SWEEP, case)
        assert made.run(LOOK, case).split() == ["1", "0", "0"]
        made.run(STOP, case)
        assert made.run(LOOK, case).split() == ["0", "0", "0"]
