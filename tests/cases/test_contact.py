"""Contact, signals around themes, and laying the work still: what is kept, for how long, and what never is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries
from tests.cases.begun import TODAY, at_agreement
from tests.cases.test_ending import all_done
from tests.cases.working import opened_by, spoke, working
from tests.people import NOW, Cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases import tasks
from sleutelwerk.cases.actions.contact import FollowUp, remove_contact, settle_promise
from sleutelwerk.cases.actions.ending import Farewell, begin_ending, finish_ending, save_ending
from sleutelwerk.cases.actions.pausing import Talked, pause_work, resume_work
from sleutelwerk.cases.actions.theme_signals import Heard, feed_back, forget_signals, note_signal
from sleutelwerk.cases.models import Candidate, Case, Contact, Pause, ThemeSignal
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.contact import (
    PAGE_SIZE,
    ContactShown,
    contact_column,
    contacts_of,
    pause_column,
    pause_of,
    pause_signals,
    paused_of,
    signals_of,
)
from sleutelwerk.core.verdict import NotAllowedError

DAY = timedelta(days=1)
TALKED = Talked(deliberated=True, agreed="wij bellen voortaan met twee mensen")
HEARD = Heard("school", "Ouders weten niet waar zij hulp krijgen.")


def waarnemer(cast: Cast) -> Case:
    return working(cast, profile="waarnemer")


def test_a_contact_lies_sealed_and_is_shown_in_words(cast: Cast) -> None:
    row = working(cast)
    kept = spoke(cast, row, follow_up=FollowUp("de cursus uitzoeken", cast["colleague"].pk, TODAY))
    assert b"cursus" not in bytes(Contact.objects.get().notes)
    (shown,) = contacts_of(cast.actor("professional"), opened_by(cast, "professional", row), 1, now=NOW).contacts
    assert (shown.channel, shown.theme, shown.mood, shown.asked) == ("Gebeld", "School", "Hij heeft het druk", True)
    assert (shown.follow_up, shown.who, shown.by) == ("de cursus uitzoeken", "Colleague", TODAY)
    assert shown.removable
    trail = serializers.serialize("json", Entry.objects.all())
    assert "cursus" not in trail
    assert str(kept.pk) not in trail


def test_what_was_promised_is_late_until_it_is_done_and_opens_nothing(cast: Cast) -> None:
    row, actor = working(cast), cast.actor("professional")
    kept = spoke(cast, row, follow_up=FollowUp("de cursus uitzoeken", None, TODAY + DAY))
    assert (kept.follow_up_by, kept.follow_up_done_on) == (TODAY + DAY, None)
    notes = candidate_vault(kept.candidate_id).open(contact_column(kept.pk), bytes(kept.notes))
    assert str(TODAY + DAY) not in str(notes)

    def shown(days: int) -> ContactShown:
        return contacts_of(actor, opened_by(cast, "professional", row), 1, now=NOW + days * DAY).contacts[0]

    assert (shown(0).by, shown(1).late, shown(2).late) == (TODAY + DAY, False, True)
    settle_promise(cast.actor("colleague"), row.pk, kept.pk, done=True, now=NOW + DAY)
    assert (Contact.objects.get().follow_up_done_on, shown(2).late) == (TODAY + DAY, False)
    settle_promise(actor, row.pk, kept.pk, done=False, now=NOW + DAY)
    assert (Contact.objects.get().follow_up_done_on, shown(2).late) == (None, True)
    told = Entry.objects.filter(kind="promise_settled").order_by("number")
    assert ['"done":true' in one.body for one in told] == [True, False]


def test_only_what_was_promised_in_this_case_can_be_settled(cast: Cast) -> None:
    row, actor = working(cast), cast.actor("professional")
    nothing = spoke(cast, row, follow_up=FollowUp())
    with pytest.raises(NotAllowedError, match="niet dat u nog iets zou doen"):
        settle_promise(actor, row.pk, nothing.pk, done=True, now=NOW)
    other = spoke(cast, working(cast))
    with pytest.raises(NotAllowedError, match="staat er niet meer"):
        settle_promise(actor, row.pk, other.pk, done=True, now=NOW)
    mine = spoke(cast, row)
    begin_ending(actor, row.pk, Farewell("done", TODAY), now=NOW)
    settle_promise(actor, row.pk, mine.pk, done=True, now=NOW)
    save_ending(actor, row.pk, all_done(), now=NOW)
    finish_ending(actor, row.pk, now=NOW)
    with pytest.raises(NotAllowedError, match="afgerond"):
        settle_promise(actor, row.pk, mine.pk, done=False, now=NOW)


def test_nothing_is_promised_by_a_day_before_it_was(cast: Cast) -> None:
    row = working(cast)
    with pytest.raises(NotAllowedError, match="Kies de dag van het contact, of een dag daarna"):
        spoke(cast, row, follow_up=FollowUp("de cursus uitzoeken", None, TODAY - DAY))
    with pytest.raises(NotAllowedError, match="Schrijf ook op wat u dan doet"):
        spoke(cast, row, follow_up=FollowUp(" ", None, TODAY))
    kept = spoke(cast, row, follow_up=FollowUp("de cursus uitzoeken", None, TODAY))
    with transaction.atomic(), pytest.raises(IntegrityError):
        Contact.objects.filter(pk=kept.pk).update(follow_up_by=TODAY - DAY)


def test_the_day_of_a_contact_from_before_is_read_from_its_notes(cast: Cast) -> None:
    row = working(cast)
    kept = spoke(cast, row, follow_up=FollowUp("de cursus uitzoeken"))
    vault, column = candidate_vault(kept.candidate_id), contact_column(kept.pk)
    kept.notes = vault.seal(column, {**vault.open(column, bytes(kept.notes)), "by": str(TODAY)})
    kept.save(update_fields=["notes"])
    found = opened_by(cast, "professional", row)
    (shown,) = contacts_of(cast.actor("professional"), found, 1, now=NOW + DAY).contacts
    assert (shown.by, shown.late) == (TODAY, True)


@pytest.mark.parametrize(("safety", "asked"), [("asked", True), ("worry", True), ("not_asked", False)])
def test_a_worry_is_not_written_down_only_that_one_asked(cast: Cast, safety: str, asked: bool) -> None:
    kept = spoke(cast, working(cast), safety=safety)
    notes = candidate_vault(kept.candidate_id).open(contact_column(kept.pk), bytes(kept.notes))
    assert notes["asked"] is asked
    assert safety == "asked" or safety not in str(notes)
    assert set(notes) == {"channel", "lasted", "theme", "mood", "asked", "follow_up", "who"}


def test_a_contact_opens_nowhere_else(cast: Cast) -> None:
    row = working(cast)
    one, other = spoke(cast, row), spoke(cast, row)
    Contact.objects.filter(pk=one.pk).update(notes=bytes(other.notes))
    shown = contacts_of(cast.actor("professional"), opened_by(cast, "professional", row), 1, now=NOW).contacts
    assert sorted(bool(each.channel) for each in shown) == [False, True]


def test_there_is_no_contact_before_the_work_and_none_by_others(cast: Cast) -> None:
    with pytest.raises(NotAllowedError, match="volgende stap"):
        spoke(cast, at_agreement(cast))
    with pytest.raises(NotAllowedError, match="er niet"):
        spoke(cast, working(cast, team=()), "colleague")
    with pytest.raises(NotAllowedError, match="uit het team"):
        spoke(cast, working(cast), follow_up=FollowUp("iets", cast["decision_maker"].pk))
    assert not Contact.objects.exists()


def test_a_slip_is_taken_back_within_a_day(cast: Cast) -> None:
    row = working(cast)
    kept, late = spoke(cast, row), spoke(cast, row)
    me, colleague = cast.actor("professional"), cast.actor("colleague")
    with pytest.raises(NotAllowedError, match="wie het opschreef"):
        remove_contact(colleague, row.pk, kept.pk, now=NOW)
    remove_contact(me, row.pk, kept.pk, now=NOW)
    with pytest.raises(NotAllowedError, match="staat er niet meer"):
        remove_contact(me, row.pk, kept.pk, now=NOW)
    with pytest.raises(NotAllowedError, match="tot een dag"):
        remove_contact(me, row.pk, late.pk, now=NOW + timedelta(days=2))
    assert Contact.objects.get() == late
    assert Entry.objects.filter(kind="contact_removed").count() == 1


def test_ten_thousand_contacts_are_read_a_page_at_a_time(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = working(cast)
    candidate = Candidate.objects.get(case=row)
    kept = spoke(cast, row)
    many = [
        Contact(
            candidate=candidate, held_on=date(2000, 1, 1) + timedelta(days=n // 2), notes=bytes(kept.notes),
            created_at=NOW,
        )
        for n in range(10_000)
    ]  # fmt: skip
    Contact.objects.bulk_create(many, batch_size=1_000)
    found, actor = opened_by(cast, "professional", row), cast.actor("professional")
    with django_assert_num_queries(2):  # the page and his key
        first = contacts_of(actor, found, 1, now=NOW)
    assert len(first.contacts) == PAGE_SIZE
    assert first.older
    assert first.contacts[0].row == kept
    last = contacts_of(actor, found, 501, now=NOW)
    assert (len(last.contacts), last.older) == (1, False)
    assert last.contacts[0].row.held_on == date(2000, 1, 1)


def test_a_signal_is_of_a_theme_and_of_no_person(cast: Cast) -> None:
    row = waarnemer(cast)
    kept = note_signal(cast.actor("professional"), row.pk, HEARD, now=NOW)
    assert b"Ouders" not in bytes(kept.text)
    assert {field.name for field in ThemeSignal._meta.get_fields()} == {
        "id", "case", "theme", "text", "noted_on", "fed_back_on"
    }  # fmt: skip
    (shown,) = signals_of(opened_by(cast, "professional", row))
    assert (shown.theme, shown.said, shown.answer) == ("School", HEARD.said, "")
    assert shown.gone_on == TODAY + timedelta(days=90)
    assert "Ouders" not in serializers.serialize("json", Entry.objects.all())


@pytest.mark.parametrize("profile", ["vertaler", "verbinder"])
def test_other_profiles_tell_no_signals(cast: Cast, profile: str) -> None:
    row = working(cast, profile=profile)
    with pytest.raises(NotAllowedError, match="Alleen een waarnemer"):
        note_signal(cast.actor("professional"), row.pk, HEARD, now=NOW)
    assert not ThemeSignal.objects.exists()


@pytest.mark.parametrize("heard", [Heard("anders", "iets"), Heard("school", "  ")])
def test_a_signal_has_a_theme_and_words(cast: Cast, heard: Heard) -> None:
    with pytest.raises(NotAllowedError, match="Kies een thema"):
        note_signal(cast.actor("professional"), waarnemer(cast).pk, heard, now=NOW)


def test_he_hears_what_came_of_it(cast: Cast) -> None:
    row, actor = waarnemer(cast), cast.actor("professional")
    kept = note_signal(actor, row.pk, HEARD, now=NOW)
    feed_back(cast.actor("colleague"), row.pk, kept.pk, "er komt een spreekuur", now=NOW + timedelta(days=5))
    (shown,) = signals_of(opened_by(cast, "professional", row))
    assert (shown.said, shown.answer) == (HEARD.said, "er komt een spreekuur")
    assert shown.gone_on == TODAY + timedelta(days=33)
    with pytest.raises(NotAllowedError, match="al teruggekoppeld"):
        feed_back(actor, row.pk, kept.pk, "nog eens", now=NOW)
    with pytest.raises(NotAllowedError, match="er niet meer"):
        feed_back(actor, waarnemer(cast).pk, kept.pk, "van een ander dossier", now=NOW)


@pytest.mark.parametrize(("answered_after", "last"), [(None, 89), (5, 32), (80, 89)])
def test_a_signal_goes_on_its_day_and_not_a_day_before(cast: Cast, answered_after: int | None, last: int) -> None:
    row, actor = waarnemer(cast), cast.actor("professional")
    kept = note_signal(actor, row.pk, HEARD, now=NOW)
    if answered_after is not None:
        feed_back(actor, row.pk, kept.pk, "dat is er nu", now=NOW + timedelta(days=answered_after))
    tasks.forget_signals(NOW + timedelta(days=last))
    assert ThemeSignal.objects.filter(pk=kept.pk).exists()
    tasks.forget_signals(NOW + timedelta(days=last + 1))
    assert not ThemeSignal.objects.exists()
    entry = Entry.objects.get(kind="signal_forgotten")
    assert entry.actor is None
    assert forget_signals(now=NOW + timedelta(days=last + 2)) == 0
    assert forget_signals(now=NOW - timedelta(days=400)) == 0


@pytest.mark.parametrize("signal", [one.id for one in pause_signals()])
def test_of_some_signals_only_that_the_work_stopped_is_kept(cast: Cast, signal: str) -> None:
    row = working(cast)
    recognised = pause_work(cast.actor("professional"), row.pk, signal, now=NOW)
    assert recognised.first
    kept = Pause.objects.get()
    about = candidate_vault(kept.candidate_id).open(pause_column(kept.pk), bytes(kept.about))
    assert about == {"signal": signal if recognised.noted else "", "agreed": "", "he_stops": ""}
    shown = pause_of(opened_by(cast, "professional", row))
    assert shown is not None
    assert (shown.signal.id if shown.signal else "") == about["signal"]
    assert signal not in serializers.serialize("json", Entry.objects.all())


def test_while_it_lies_still_no_theme_and_no_signal_is_written(cast: Cast) -> None:
    row, actor = waarnemer(cast), cast.actor("professional")
    pause_work(actor, row.pk, "dreiging", now=NOW)
    assert paused_of(opened_by(cast, "professional", row)) is not None
    with pytest.raises(NotAllowedError, match="ligt al stil"):
        pause_work(actor, row.pk, "gunst", now=NOW)
    with pytest.raises(NotAllowedError, match="ligt stil"):
        note_signal(actor, row.pk, HEARD, now=NOW)
    with pytest.raises(NotAllowedError, match="geen thema"):
        spoke(cast, row)
    spoke(cast, row, theme="")
    assert Contact.objects.count() == 1


def test_somebody_else_lets_it_go_on_after_a_talk(cast: Cast) -> None:
    row, actor = working(cast), cast.actor("professional")
    pause_work(actor, row.pk, "dreiging", now=NOW)
    with pytest.raises(NotAllowedError, match="Een ander dan u"):
        resume_work(actor, row.pk, TALKED, now=NOW)
    colleague = cast.actor("colleague")
    with pytest.raises(NotAllowedError, match="Praat het eerst door"):
        resume_work(colleague, row.pk, Talked(deliberated=False, agreed="iets"), now=NOW)
    resume_work(colleague, row.pk, TALKED, now=NOW)
    kept = Pause.objects.get()
    about = candidate_vault(kept.candidate_id).open(pause_column(kept.pk), bytes(kept.about))
    assert about == {"signal": "dreiging", "agreed": TALKED.agreed, "he_stops": ""}
    assert (kept.ended_by, kept.deliberated) == (cast["colleague"], True)
    assert paused_of(opened_by(cast, "professional", row)) is None
    with pytest.raises(NotAllowedError, match="ligt niet stil"):
        resume_work(colleague, row.pk, TALKED, now=NOW)
    assert [one.kind for one in Entry.objects.filter(kind__startswith="work_").order_by("number")] == [
        "work_paused", "work_resumed"
    ]  # fmt: skip
    pause_work(actor, row.pk, "gunst", now=NOW)


def test_the_database_keeps_to_it_as_well(cast: Cast) -> None:
    row = working(cast)
    pause_work(cast.actor("professional"), row.pk, "dreiging", now=NOW)
    kept = Pause.objects.filter(candidate__case=row)
    for wrong in (
        {"ended_at": NOW, "ended_by": cast["professional"].pk, "deliberated": True},
        {"ended_at": NOW, "ended_by": cast["colleague"].pk, "deliberated": False},
    ):
        with transaction.atomic(), pytest.raises(IntegrityError):
            kept.update(**wrong)


def test_before_an_agreement_holds_nothing_is_laid_still(cast: Cast) -> None:
    with pytest.raises(NotAllowedError, match="volgende stap"):
        pause_work(cast.actor("professional"), at_agreement(cast).pk, "dreiging", now=NOW)
    with pytest.raises(NotAllowedError, match="Kies wat er is"):
        pause_work(cast.actor("professional"), working(cast).pk, "meer-uren", now=NOW)


def test_where_nobody_is_there_is_nothing(cast: Cast) -> None:
    row = working(cast)
    Candidate.objects.all().delete()
    found = opened_by(cast, "professional", row)
    assert contacts_of(cast.actor("professional"), found, 1, now=NOW).contacts == ()
    assert paused_of(found) is None
    assert pause_of(found) is None
