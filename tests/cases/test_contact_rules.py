"""What may be written of a contact, on each side of every line, and when the work lies still."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from sleutelwerk.cases.queries.contact import CHANNELS, LASTS, MOODS
from sleutelwerk.cases.rules.contact import (
    HE_STOPS,
    NOTES_SIGNALS,
    Channel,
    Lasted,
    Mood,
    Pausing,
    is_overdue,
    is_paused,
    longest_silence,
    may_feed_back,
    may_go_on,
    may_note_contact,
    may_note_signal,
    may_pause,
    may_remove_contact,
    may_resume,
    may_resume_at_all,
    signal_gone_on,
    silent_until,
)
from sleutelwerk.cases.rules.stages import Stage

TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
ME, OTHER = uuid4(), uuid4()
STILL = Pausing(ME)


def test_a_contact_is_of_a_day_that_was_and_not_long_ago() -> None:
    def may(day: date | None, stage: Stage = Stage.CARRYING_OUT) -> bool:
        return bool(may_note_contact(stage, day, "school", paused=False, today=TODAY))

    assert may(TODAY)
    assert may(TODAY - timedelta(days=28))
    assert not may(TODAY - timedelta(days=29))
    assert not may(TODAY + timedelta(days=1))
    assert not may(None)
    assert may(TODAY, Stage.EVALUATION)
    for stage in (Stage.REWARD, Stage.ENDING, Stage.AGREEMENT):
        assert not may(TODAY, stage)


@pytest.mark.parametrize(
    ("theme", "paused", "allowed"),
    [("school", False, True), ("", False, False), ("anders", False, False), ("", True, True), ("school", True, False)],
)
def test_there_is_a_theme_unless_the_work_lies_still(theme: str, paused: bool, allowed: bool) -> None:
    assert bool(may_note_contact(Stage.CARRYING_OUT, TODAY, theme, paused=paused, today=TODAY)) is allowed


def test_a_slip_is_taken_back_within_a_day_by_whoever_made_it() -> None:
    assert may_remove_contact(ME, ME, NOW, NOW + timedelta(days=1))
    assert "tot een dag" in may_remove_contact(ME, ME, NOW, NOW + timedelta(days=1, seconds=1)).reason
    for by in (OTHER, None):
        assert "wie het opschreef" in may_remove_contact(ME, by, NOW, NOW).reason


def test_after_twenty_eight_days_it_has_been_too_long() -> None:
    assert silent_until(None, None) is None
    assert not is_overdue(None, None, TODAY)
    assert silent_until(TODAY, TODAY - timedelta(days=300)) == TODAY + timedelta(days=28)
    for last, since in ((TODAY, None), (None, TODAY)):
        assert not is_overdue(last, since, TODAY + timedelta(days=28))
        assert is_overdue(last, since, TODAY + timedelta(days=29))


@pytest.mark.parametrize(("agreed", "days"), [(None, 28), (7, 7), (14, 14), (28, 28), (90, 28)])
def test_what_was_agreed_counts_and_never_longer_than_four_weeks(agreed: int | None, days: int) -> None:
    assert longest_silence(agreed) == timedelta(days=days)
    assert silent_until(TODAY, None, agreed) == TODAY + timedelta(days=days)
    assert not is_overdue(TODAY, None, TODAY + timedelta(days=days), agreed)
    assert is_overdue(TODAY, None, TODAY + timedelta(days=days + 1), agreed)


@pytest.mark.parametrize("profile", ["vertaler", "verbinder", "waarnemer", "ambassadeur", "anders"])
def test_only_a_waarnemer_and_who_stands_above_him_tells_of_themes(profile: str) -> None:
    verdict = may_note_signal(Stage.CARRYING_OUT, profile, paused=False)
    assert bool(verdict) is (profile in NOTES_SIGNALS)
    assert verdict or "Alleen een waarnemer" in verdict.reason
    assert not may_note_signal(Stage.CARRYING_OUT, profile, paused=True)
    assert not may_note_signal(Stage.ENDING, profile, paused=False)


def test_one_tells_him_once_what_came_of_it() -> None:
    assert may_feed_back(Stage.CARRYING_OUT, fed_back=False, answer="er is nu een spreekuur")
    assert not may_feed_back(Stage.CARRYING_OUT, fed_back=True, answer="nog eens")
    assert not may_feed_back(Stage.CARRYING_OUT, fed_back=False, answer="  ")
    assert not may_feed_back(Stage.ENDING, fed_back=False, answer="te laat")


def test_a_signal_goes_at_the_first_of_its_days() -> None:
    after = timedelta(days=90)
    assert signal_gone_on(TODAY, None, None) == TODAY + after
    assert signal_gone_on(TODAY, None, TODAY + timedelta(days=200)) == TODAY + after
    assert signal_gone_on(TODAY, None, TODAY + timedelta(days=30)) == TODAY + timedelta(days=30)
    assert signal_gone_on(TODAY, TODAY, TODAY + after) == TODAY + timedelta(days=28)
    assert signal_gone_on(TODAY, TODAY + timedelta(days=80), TODAY + after) == TODAY + after


def test_the_work_is_laid_still_once_and_for_a_signal_that_there_is() -> None:
    for stage in (Stage.REWARD, Stage.CARRYING_OUT, Stage.EVALUATION):
        assert may_pause(stage, "dreiging", {"dreiging"}, paused=False)
    assert not may_pause(Stage.CARRYING_OUT, "dreiging", {"dreiging"}, paused=True)
    assert not may_pause(Stage.CARRYING_OUT, "iets", {"dreiging"}, paused=False)
    for stage in (Stage.AGREEMENT, Stage.ENDING):
        assert not may_pause(stage, "dreiging", {"dreiging"}, paused=False)


def test_while_it_lies_still_nothing_is_begun() -> None:
    assert not is_paused(None)
    assert is_paused(STILL)
    assert not is_paused(Pausing(ME, NOW))
    assert may_go_on(paused=False)
    assert "ligt stil" in may_go_on(paused=True).reason


@pytest.mark.parametrize(
    ("actor", "pausing", "deliberated", "agreed", "reason"),
    [
        (OTHER, STILL, True, "wij bellen nu altijd samen", ""),
        (OTHER, Pausing(None), True, "wij bellen nu altijd samen", ""),
        (ME, STILL, True, "wij bellen nu altijd samen", "Een ander dan u"),
        (OTHER, STILL, False, "wij bellen nu altijd samen", "Praat het eerst door"),
        (OTHER, STILL, True, "  ", "Schrijf op wat u afsprak"),
        (OTHER, None, True, "iets", "ligt niet stil"),
        (OTHER, Pausing(ME, NOW), True, "iets", "ligt niet stil"),
    ],
)
def test_somebody_else_lets_it_go_on_after_a_talk(
    actor: UUID,
    pausing: Pausing | None,
    deliberated: bool,
    agreed: str,
    reason: str,
) -> None:
    verdict = may_resume(actor, pausing, deliberated=deliberated, agreed=agreed)
    assert bool(verdict) is not bool(reason)
    assert reason in verdict.reason


def test_who_was_not_there_may_decide() -> None:
    assert may_resume_at_all(ME, None)


def test_screens_and_rules_know_the_same_choices() -> None:
    assert (list(CHANNELS), list(LASTS), list(MOODS)) == (list(Channel), list(Lasted), list(Mood))


def test_who_wants_no_longer_is_on_another_road() -> None:
    stops = {"dreiging", HE_STOPS}
    assert "geen pauze" in may_pause(Stage.CARRYING_OUT, HE_STOPS, stops, paused=False).reason
    assert may_pause(Stage.CARRYING_OUT, "dreiging", stops, paused=False)
    assert "heft niemand op" in may_resume(OTHER, Pausing(ME, he_stops=True), deliberated=True, agreed="iets").reason
