"""Who may prepare, and what keeps the door closed: every point that is hard, and every one that only warns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.deliberation.content import current
from sleutelwerk.deliberation.engine.justice import of_justice
from sleutelwerk.deliberation.rules.preparing import (
    EMPTY_PLAN,
    Justice,
    Leaders,
    Page,
    Preparation,
    is_no_deliberation,
    limit_in_the_way,
    may_begin,
    may_change,
    may_delete,
    may_follow,
    may_see,
    may_start_talking,
    may_take_justice_answer,
    open_points,
)

HERE, ELSEWHERE = uuid4(), uuid4()
LEADER, SECOND, COLLEAGUE = uuid4(), uuid4(), uuid4()
LEADERS = Leaders(HERE, LEADER, SECOND)
INTAKE = {"own_experience": "yes", "real_doubt": "yes", "still_open": "yes", "decided": "no", "limits": "none"}


def actor(who: Any = LEADER, *roles: Role, organisation: Any = HERE) -> Actor:
    return Actor(who, organisation, frozenset(roles or (Role.FACILITATOR,)))


@pytest.fixture(scope="module")
def whole() -> Preparation:
    """Give a preparation in which nothing is open."""
    plan = {
        **EMPTY_PLAN,
        "question": "Mogen wij hem vragen nu zijn gezin daar last van kan krijgen?",
        "side_a": "Wij vragen hem.",
        "side_b": "Wij vragen hem niet.",
        "situation": "Hij wil vertellen waar hij voor staat.",
        "decider_function": "teamleider",
        "functions": ["wijkadviseur", "jongerenwerker", "wijkmanager", "leerkracht"],
        "note_agreement": "De redenen, voor het team.",
        "voice_note": "De jongerenwerker vroeg het hem.",
        "mandate": "Het team heeft hier een afspraak over.",
        "answers": {**INTAKE, "room": "Kamer 3"},
    }
    return Preparation(
        method=current().methods["dilemmamethode"], phase="vooraf", aim="advise", decider="later", voice="asked",
        justice="no", police_leads=False, practice=False, starts_at=datetime(2026, 12, 3, tzinfo=UTC), passed=False,
        minutes=105, has_second=True, plan=plan,
    )  # fmt: skip


def changed(one: Preparation, *, answers: dict[str, str] | None = None, **changes: Any) -> Preparation:
    """Give it with texts of the plan, answers or facts changed."""
    plan = {**one.plan, "answers": {**one.plan["answers"], **(answers or {})}}
    plan |= {name: changes.pop(name) for name in tuple(changes) if name in EMPTY_PLAN}
    return replace(one, plan=plan, **changes)


def codes(one: Preparation, *, hard: bool) -> set[str]:
    return {point.code for point in open_points(one) if point.hard is hard}


def test_with_everything_settled_nothing_is_open(whole: Preparation) -> None:
    assert open_points(whole) == ()
    assert may_start_talking(whole)


@pytest.mark.parametrize(
    ("code", "page", "change"),
    [
        ("limits", Page.INTAKE, {"answers": {"limits": ""}}),
        ("limit", Page.INTAKE, {"answers": {"limits": "personen"}}),
        ("method", Page.METHOD, {"method": None}),
        ("aim", Page.METHOD, {"aim": ""}),
        ("decider", Page.PEOPLE, {"decider": ""}),
        ("decider", Page.PEOPLE, {"decider_function": " "}),
        ("nobody_decides", Page.PEOPLE, {"aim": "decide", "decider": "none"}),
        ("voice", Page.PEOPLE, {"voice": ""}),
        ("justice", Page.PEOPLE, {"justice": ""}),
        ("justice", Page.PEOPLE, {"justice": "no", "police_leads": True}),
        ("justice_named", Page.PEOPLE, {"functions": ["wijkadviseur", "jongerenwerker", "de Wijkagent", "leerkracht"]}),
        ("justice_named", Page.PEOPLE, {"decider": "last", "decider_function": "officier van justitie"}),
        ("justice_not_told", Page.PEOPLE, {"justice": "not_told"}),
        ("note_agreement", Page.RECORD, {"note_agreement": ""}),
    ],
)
def test_the_hard_things_keep_the_door_closed(whole: Preparation, code: str, page: Page, change: Any) -> None:
    found = changed(whole, **change)
    assert codes(found, hard=True) == {code}
    verdict = may_start_talking(found)
    assert not verdict
    point = next(one for one in open_points(found) if one.hard)
    assert (point.page, point.what) == (page, verdict.reason)
    assert point.instead


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("intake", {"answers": {"real_doubt": ""}}),
        ("own_experience", {"answers": {"own_experience": "no"}}),
        ("real_doubt", {"answers": {"real_doubt": "no"}}),
        ("still_open", {"answers": {"still_open": "no"}}),
        ("decided", {"answers": {"decided": "yes"}}),
        ("question", {"question": ""}),
        ("question_test", {"question": "Hoe doen wij dat?"}),
        ("sides", {"side_b": ""}),
        ("situation", {"situation": ""}),
        ("functions", {"functions": []}),
        ("few", {"functions": ["wijkadviseur"]}),
        ("many", {"functions": ["wijkadviseur"] * 13}),
        ("mandate", {"mandate": ""}),
        ("voice_note", {"voice_note": ""}),
        ("starts_at", {"starts_at": None}),
        ("passed", {"passed": True}),
        ("nobody_advised", {"aim": "advise", "decider": "none", "decider_function": ""}),
        ("decides_later", {"aim": "decide"}),
        ("short", {"minutes": 10}),
        ("room", {"answers": {"room": ""}}),
        ("home", {"answers": {"room": "Bij hem thuis"}}),
        ("home", {"answers": {"room": "in de woonkamer van zijn tante"}}),
        ("second", {"has_second": False}),
    ],
)
def test_all_else_only_warns(whole: Preparation, code: str, change: Any) -> None:
    found = changed(whole, **change)
    assert (codes(found, hard=False), codes(found, hard=True)) == ({code}, set())
    assert may_start_talking(found)


@pytest.mark.parametrize("room", ["Buurthuis De Brug", "kantoor van Veilig Thuis", "Spreekkamer 2", "Stadhuis, zaal 4"])
def test_a_room_of_work_is_nobodys_home(whole: Preparation, room: str) -> None:
    assert open_points(changed(whole, answers={"room": room})) == ()


def test_a_method_for_another_moment_warns(whole: Preparation) -> None:
    found = changed(whole, method=current().methods["terugblik"], phase="vooraf")
    assert "phase" in codes(found, hard=False)


def test_nothing_needs_to_be_decided_when_nobody_decides(whole: Preparation) -> None:
    assert open_points(changed(whole, aim="learn", decider="none", decider_function="")) == ()


@pytest.mark.parametrize(
    "function",
    ["wijkagent", "Agenten", "politie", "politieadviseur", "het OM", "officier van justitie", "rechercheur",
     "teamleider recherche", "adviseur justitie", "parketsecretaris", "operationeel expert politie", "thema-agent"],
)  # fmt: skip
def test_functions_of_police_and_justice(function: str) -> None:
    assert of_justice(["jongerenwerker", function])


@pytest.mark.parametrize(
    "function",
    ["beleidsofficier", "officier van dienst brandweer", "politiek adviseur", "agendabeheerder", "om de week een ouder",
     "oud-agent", "reagent", "privacy officer", "wijkmanager", "adviseur Veiligheidshuis", "handhaver", "burgemeester"],
)  # fmt: skip
def test_functions_that_only_look_like_it(function: str) -> None:
    assert not of_justice([function])


def test_whoever_hears_it_later_is_not_in_the_room(whole: Preparation) -> None:
    assert open_points(changed(whole, decider="later", decider_function="officier van justitie")) == ()


def test_police_takes_part_when_he_knows(whole: Preparation) -> None:
    assert open_points(changed(whole, justice=Justice.TOLD, functions=["politie", *whole.plan["functions"]])) == ()
    assert open_points(changed(whole, justice=Justice.TOLD, police_leads=True)) == ()


def test_an_exercise_asks_nothing_of_a_man_who_does_not_exist(whole: Preparation) -> None:
    bare = changed(whole, practice=True, voice="", justice="", voice_note="", mandate="",
                   answers=dict.fromkeys(INTAKE, ""))  # fmt: skip
    assert open_points(bare) == ()
    assert limit_in_the_way(changed(bare, answers={"limits": "personen"})) == ""


def test_what_is_open_stands_in_the_order_of_the_pages_with_what_is_hard_first(whole: Preparation) -> None:
    empty = replace(whole, plan=EMPTY_PLAN, voice="", justice="", starts_at=None, has_second=False)
    found = [(list(Page).index(point.page), not point.hard) for point in open_points(empty)]
    assert found == sorted(found)
    assert len({point.code for point in open_points(empty)}) == len(found)


def test_only_facilitators_of_an_organisation_begin() -> None:
    assert may_begin(actor())
    assert not may_begin(actor(LEADER, Role.PROFESSIONAL))
    assert not may_begin(actor(organisation=None))


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (actor(), True),
        (actor(SECOND), True),
        (actor(COLLEAGUE), False),
        (actor(LEADER, Role.PROFESSIONAL), False),
        (actor(organisation=ELSEWHERE), False),
        (actor(COLLEAGUE, Role.FG), False),
        (actor(COLLEAGUE, Role.ADMINISTRATOR), False),
    ],
)
def test_only_who_leads_it_knows_of_it(who: Actor, seen: bool) -> None:
    assert bool(may_see(who, LEADERS)) is seen
    assert bool(may_change(who, LEADERS, opened=False)) is seen
    assert bool(may_follow(who, LEADERS, closed=True)) is seen


def test_after_opening_nothing_changes_and_nothing_is_thrown_away() -> None:
    assert not may_change(actor(), LEADERS, opened=True)
    assert not may_delete(actor(), LEADERS, opened=True)
    assert not may_follow(actor(), LEADERS, closed=False)


def test_whoever_began_it_throws_it_away() -> None:
    assert may_delete(actor(), LEADERS, opened=False)
    assert "begon" in may_delete(actor(SECOND), LEADERS, opened=False).reason
    assert not may_delete(actor(COLLEAGUE), LEADERS, opened=False)


def test_whoever_is_of_the_police_cannot_say_that_police_stays_away() -> None:
    assert not may_take_justice_answer(police_leads=True, justice=Justice.ABSENT)
    assert may_take_justice_answer(police_leads=True, justice=Justice.TOLD)
    assert may_take_justice_answer(police_leads=False, justice=Justice.ABSENT)


@pytest.mark.parametrize(
    ("answers", "advise", "learn"),
    [
        ({"real_doubt": "no"}, {"real_doubt"}, {"real_doubt"}),
        ({"still_open": "no"}, {"still_open"}, set()),
        ({"decided": "yes", "still_open": "no"}, {"decided", "still_open"}, set()),
        ({"own_experience": "no", "real_doubt": "unsure", "decided": ""}, set(), set()),
    ],
)
def test_without_doubt_or_a_choice_there_is_nothing_to_deliberate(
    whole: Preparation, answers: dict[str, str], advise: set[str], learn: set[str]
) -> None:
    """To learn of what is settled people may still come together; and no answer closes the door by itself."""
    for aim, expected in (("advise", advise), ("learn", learn)):
        one = changed(whole, answers=answers, aim=aim)
        assert {point.code for point in is_no_deliberation(one)} == expected
        assert may_start_talking(one)
    assert is_no_deliberation(changed(whole, answers=answers, practice=True)) == ()
