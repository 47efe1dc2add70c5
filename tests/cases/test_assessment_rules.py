"""The decisions of assessing: who looks, what is whole, when both lie side by side, and that nothing is counted."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from sleutelwerk.cases.rules.assessment import (
    Criterion,
    Noted,
    Place,
    Section,
    differs,
    lacks,
    may_assess,
    may_change,
    may_compare,
    may_hand_in,
    may_look_again,
    may_name_assessors,
    may_note_shown,
    may_see_vog,
    open_criteria,
    places_for,
)
from sleutelwerk.cases.rules.stages import Stage

ONE, TWO, THREE = (uuid4() for _ in range(3))
TODAY = date(2026, 11, 27)
HIS = Criterion("basis.volwassen", Section.PRECONDITIONS, "Hij is 18.")
CAN = Criterion("basis.contact", Section.COMPETENCES, "Hij luistert.")
OURS = Criterion("basis.coach", Section.ARRANGEMENTS, "Er is een coach.")
ALL = (HIS, CAN, OURS)
DONE = {HIS.ref: Noted("met", "Hij zei het."), CAN.ref: Noted(words="Hij luisterde."), OURS.ref: Noted("done")}


def place(number: int, assessor: UUID | None, *, handed_in: bool = False) -> Place:
    """Give a place."""
    return Place(number, assessor, handed_in)


def test_two_different_people_of_the_team_assess() -> None:
    assert may_name_assessors([ONE, TWO], {ONE, TWO}, [])
    assert "verschillende" in may_name_assessors([ONE, ONE], {ONE}, []).reason
    assert "verschillende" in may_name_assessors([ONE], {ONE}, []).reason
    assert "in het team" in may_name_assessors([ONE, THREE], {ONE, TWO}, []).reason


def test_who_handed_in_keeps_his_place_and_who_did_not_makes_place() -> None:
    places = [place(1, ONE, handed_in=True), place(2, TWO)]
    assert may_name_assessors([THREE, ONE], {THREE}, places)
    assert "blijft staan" in may_name_assessors([THREE, TWO], {TWO, THREE}, places).reason
    assert places_for([THREE, ONE], places) == {1: ONE, 2: THREE}
    assert places_for([TWO, ONE], places) == {1: ONE, 2: TWO}
    assert places_for([ONE, TWO], [place(1, None)]) == {1: ONE, 2: TWO}


def test_each_writes_his_own_until_he_hands_in() -> None:
    places = [place(1, ONE), place(2, TWO, handed_in=True)]
    assert may_assess(ONE, places)
    assert "staat nu vast" in may_assess(TWO, places).reason
    assert "niet gevraagd" in may_assess(THREE, places).reason


@pytest.mark.parametrize(
    ("ref", "noted"),
    [
        (HIS.ref, Noted("met", " ")), (HIS.ref, Noted(words="Hij zei het.")), (CAN.ref, Noted()),
        (OURS.ref, Noted()), (OURS.ref, Noted("not_yet")),
    ],
)  # fmt: skip
def test_what_is_half_done_is_not_handed_in(ref: str, noted: Noted) -> None:
    half = {**DONE, ref: noted}
    assert [one.ref for one in open_criteria(ALL, half)] == [ref]
    assert "nog niet af" in may_hand_in(ALL, half).reason


def test_a_whole_assessment_is_handed_in_and_none_without_a_profile() -> None:
    assert may_hand_in(ALL, DONE)
    assert may_hand_in(ALL, {**DONE, OURS.ref: Noted("not_yet", "de teamleider")})
    assert len(open_criteria(ALL, {})) == 3
    # an objection at home or a suspicion is never written down: a no needs no words
    assert may_hand_in(ALL, {**DONE, HIS.ref: Noted("not")})
    assert "Zonder profiel" in may_hand_in((), {}).reason


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("second", [True, False])
def test_nobody_sees_either_before_both_are_done(*, first: bool, second: bool) -> None:
    verdict = may_compare([place(1, ONE, handed_in=first), place(2, TWO, handed_in=second)])
    assert bool(verdict) is (first and second)


def test_one_alone_is_no_two() -> None:
    assert not may_compare([place(1, ONE, handed_in=True)])
    assert not may_compare([])


def test_a_choice_counts_where_there_is_one_and_words_where_there_is_none() -> None:
    assert not differs(Section.PRECONDITIONS, Noted("met", "zo"), Noted("met", "anders"))
    assert differs(Section.PRECONDITIONS, Noted("met"), Noted("not"))
    assert differs(Section.PRECONDITIONS, Noted("met", seen_on="2026-11-20"), Noted("met"))
    assert not differs(Section.COMPETENCES, Noted(words="Hij  Luistert"), Noted(words="hij luistert"))
    assert differs(Section.COMPETENCES, Noted(words="Hij luistert"), Noted(words="Hij praat"))
    assert differs(Section.ARRANGEMENTS, Noted("not_yet", "de een"), Noted("not_yet", "de ander"))
    assert not differs(Section.ARRANGEMENTS, Noted("done", "de een"), Noted("done"))


def test_what_either_misses_asks_for_a_plan_and_what_is_ours_stays_apart() -> None:
    second = {**DONE, HIS.ref: Noted("not", "Hij is 17."), OURS.ref: Noted("not_yet", "de teamleider")}
    assert list(lacks(ALL, DONE, second)) == [HIS, OURS]
    assert list(lacks(ALL, DONE, DONE)) == []
    assert list(lacks(ALL, {}, DONE)) == []


def test_he_saw_it_on_a_day_that_was_and_after_both_were_done() -> None:
    def noted(day: date | None) -> str:
        return may_note_shown(day, handed_in_on=date(2026, 11, 20), today=TODAY).reason

    assert noted(None) == noted(date(2026, 11, 20)) == noted(TODAY) == ""
    assert "al geweest" in noted(date(2026, 11, 28))
    assert "nog niet ingeleverd" in noted(date(2026, 11, 19))


def test_a_vog_is_seen_on_a_day_that_was() -> None:
    assert may_see_vog(None, today=TODAY)
    assert may_see_vog(TODAY, today=TODAY)
    assert not may_see_vog(date(2026, 11, 28), today=TODAY)


def test_everything_has_its_stage_and_nothing_is_written_in_a_finished_case() -> None:
    assert may_change(Stage.ASSESSMENT, Stage.ASSESSMENT, ended=False)
    assert "volgende stap" in may_change(Stage.CANDIDATE, Stage.ASSESSMENT, ended=False).reason
    assert "al voorbij" in may_change(Stage.REWARD, Stage.ASSESSMENT, ended=False).reason
    assert "afgerond" in may_change(Stage.ASSESSMENT, Stage.ASSESSMENT, ended=True).reason


def test_two_people_look_anew_when_both_are_done_and_nobody_is_asked_to_decide() -> None:
    done = [place(1, ONE, handed_in=True), place(2, TWO, handed_in=True)]
    assert may_look_again(Stage.ASSESSMENT, done, ended=False, decided=False)
    assert may_look_again(Stage.DECISION, done, ended=False, decided=True)
    assert "Trek eerst" in may_look_again(Stage.DECISION, done, ended=False, decided=False).reason
    assert not may_look_again(Stage.ASSESSMENT, [], ended=False, decided=False)
    assert not may_look_again(Stage.AGREEMENT, done, ended=False, decided=True)
    assert not may_look_again(Stage.DECISION, done, ended=True, decided=True)
