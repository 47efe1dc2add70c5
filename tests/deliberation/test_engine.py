"""Fitting a method to the time there is, choosing one, and the question test."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sleutelwerk.deliberation.content import collection
from sleutelwerk.deliberation.engine.choose import Fit, Reason, Wish, choose
from sleutelwerk.deliberation.engine.model import Goal, Method
from sleutelwerk.deliberation.engine.question import question_test
from sleutelwerk.deliberation.engine.shorten import shorten
from sleutelwerk.publishing.content import shipped_root

METHODS = collection((shipped_root(),)).methods
LONG = METHODS["dilemmamethode"]


@given(st.sampled_from(sorted(METHODS)), st.integers(min_value=1, max_value=200))
def test_a_plan_honours_every_limit(slug: str, minutes: int) -> None:
    method = METHODS[slug]
    plan = shorten(method, minutes)
    for one in plan.steps:
        assert one.step.shortest <= one.minutes <= one.step.minutes or (one.left_out and one.step.skip)
    assert plan.missing == max(0, plan.minutes - minutes)
    assert plan.minutes == min(minutes, method.minutes) or plan.missing or any(one.left_out for one in plan.steps)
    starts = [one.starts for one in plan.steps]
    assert starts == sorted(starts)


def test_all_the_time_changes_nothing() -> None:
    plan = shorten(LONG, 200)
    assert not plan.changed
    assert plan.minutes == LONG.minutes


def test_steps_get_shorter_before_any_is_left_out() -> None:
    plan = shorten(LONG, LONG.shortest)
    assert [one.minutes for one in plan.steps] == [step.shortest for step in LONG.steps]
    assert not any(one.left_out for one in plan.steps)
    assert any(one.shorter for one in plan.steps)


def test_the_last_that_may_go_goes_first() -> None:
    plan = shorten(LONG, LONG.shortest - 1)
    assert [one.step.id for one in plan.steps if one.left_out] == ["evaluatie"]
    assert plan.missing == 0


def test_silent_weighing_never_gets_shorter() -> None:
    found = {one.step.id: one.minutes for one in shorten(LONG, 1).steps}
    assert found["afweging"] == 8


def fits(wish: Wish) -> dict[str, tuple[Fit, tuple[Reason, ...]]]:
    return {one.method.slug: (one.fit, one.reasons) for one in choose(METHODS.values(), wish)}


def test_without_a_wish_everything_fits() -> None:
    assert {fit for fit, _ in fits(Wish()).values()} == {Fit.FITS}


def test_each_reason_is_given() -> None:
    assert fits(Wish(goal=Goal.LEARN))["dilemmamethode"] == (Fit.NOT, (Reason.GOAL,))
    assert fits(Wish(people=1))["dilemmamethode"] == (Fit.NOT, (Reason.FEW_PEOPLE,))
    assert fits(Wish(people=16))["terugblik"] == (Fit.NOT, (Reason.MANY_PEOPLE,))
    assert fits(Wish(minutes=20))["dilemmamethode"] == (Fit.NOT, (Reason.TOO_LITTLE_TIME,))
    assert fits(Wish(minutes=90))["dilemmamethode"] == (Fit.SHORTER, (Reason.LESS_TIME,))


def test_what_fits_stands_first() -> None:
    found = [one.fit for one in choose(METHODS.values(), Wish(minutes=60, people=6, goal=Goal.WEIGH))]
    assert found == sorted(found, key=list(Fit).index)


def codes(question: str) -> set[str]:
    return {one.code for one in question_test(question)}


@pytest.mark.parametrize(
    "question",
    [
        "Mogen wij een gunst verlenen om de deur open te houden?",
        "Is het juist dat wij stoppen als het geld op is?",
        "Moet ik hem vertellen wat ik opschreef?",
        "Moeten wij hem zeggen wie er beslist?",
        "Mogen wij bewoners vertellen wie hij is?",
        "Mogen wij iemand aanwijzen als contactpersoon?",
        "Mogen wij hem laten vertellen wat hij ziet?",
        "Mogen wij Veilig Thuis bellen zonder het hem te zeggen?",
    ],
)
def test_a_good_question_passes(question: str) -> None:
    assert codes(question) == set()


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("  ", "empty"),
        ("Hoe kunnen wij hem inzetten?", "how"),
        ("Wat moeten wij doen?", "open"),
        ("Is er een risico voor ons?", "facts"),
        ("Vinden wij dit goed?", "start"),
        ("Mag dit?", "nobody"),
        ("Mogen wij stoppen, nu hij het zwaar heeft?", "comma"),
        ("Mogen wij stoppen", "mark"),
        ("Mogen wij stoppen of moeten wij doorgaan?", "two"),
        ("Mogen wij hem toch vragen?", "leading"),
        ("Moeten wij niet stoppen?", "negative"),
        ("Mogen wij stoppen omdat hij liegt?", "assumes"),
        ("Mogen wij dit volgens de wet doen?", "legal"),
        ("Is het goed als wij iets handig regelen?", "clever"),
        ("Mogen wij aan Jansen vragen of hij helpt?", "name"),
        ("Mogen wij mevrouw vragen?", "name"),
        ("Mogen wij een imam vragen?", "group"),
        ("Mogen wij hem stiekem laten helpen?", "fixed"),
        ("Mogen wij hem inzetten als informant?", "fixed"),
        ("Mogen wij hem vragen of hij ons wil vertellen wie dealt?", "fixed"),
        ("Mogen wij hem vragen wie er meedoet?", "fixed"),
        ("Mogen wij hem vragen namen te geven?", "fixed"),
        ("Mogen wij hem naar de namen vragen?", "fixed"),
        ("Mogen wij hem vragen de daders aan te wijzen?", "fixed"),
        ("Mogen wij " + "heel " * 14 + "lang wachten?", "long"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_named(question: str, code: str) -> None:
    found = {one.code: one for one in question_test(question)}
    assert code in found
    assert found[code].what
    assert found[code].better


def test_a_how_question_leads_to_the_block() -> None:
    assert question_test("Hoe kan hij ons helpen?")[0].leads_to == "afspraken"


def test_a_better_wording_is_made_of_the_question() -> None:
    better = " ".join(one.better for one in question_test("Mogen wij hem toch vragen, want hij wil het?"))
    assert "Vraag het zonder: Mogen wij hem vragen, want hij wil het?" in better
    assert "Stop bij de komma: Mogen wij hem toch vragen?" in better
    assert "Laat de reden weg: Mogen wij hem toch vragen?" in better


@given(st.text(max_size=700))
def test_no_text_breaks_the_test(text: str) -> None:
    assert all(one.what and one.better for one in question_test(text))


def test_a_method_without_room_is_as_it_is() -> None:
    stiff: Method = replace(LONG, steps=tuple(replace(step, shortest=step.minutes, skip=False) for step in LONG.steps))
    assert shorten(stiff, 10).missing == LONG.minutes - 10
