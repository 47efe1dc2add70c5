"""The main job in a real browser: from start to profile by keyboard, on a phone, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.journeys.looking import width_of

from sleutelwerk.core.yaml_source import read_yaml
from sleutelwerk.publishing.content import shipped_root

MAP = shipped_root() / "route_maps" / "sleutelfiguren" / "1"
ROUTE = cast("dict[str, Any]", read_yaml(MAP / "route.yaml").data)
EXAMPLES = cast("dict[str, Any]", read_yaml(MAP / "examples.yaml").data)["examples"]
OUTCOMES = {outcome["id"]: outcome for outcome in ROUTE["outcomes"]}
QUESTIONS = {question["text"]: question for question in ROUTE["questions"]}

Check = Callable[[Page], None]


def answers_to(kind: str, *, person: bool, first: bool = False) -> tuple[dict[str, str], str]:
    """The answers of an example that ends in this kind of outcome, and the title of that outcome."""
    about_person = {question["id"] for question in ROUTE["questions"] if question.get("about_person")}
    for example in EXAMPLES:
        answers = {name: option for answer in example["answers"] for name, option in answer.items()}
        end = OUTCOMES[example["ends_in"]]
        if (
            end["kind"] == kind
            and bool(answers.keys() & about_person) is person
            and bool(example.get("first")) is first
        ):
            return answers, end["title"]
    raise AssertionError(f"no example ends in {kind}")


def asked(page: Page) -> dict[str, Any]:
    """The question of the map that stands on the page."""
    found: dict[str, Any] = QUESTIONS[page.get_by_role("heading", level=1).inner_text()]
    return found


def card(page: Page, answers: dict[str, str]) -> Locator:
    """The radio button that these answers ask for."""
    question = asked(page)
    ids = [option["id"] for option in question["options"]]
    return page.locator("input[name=answer]").nth(ids.index(answers[str(question["id"])]))


def go_on(page: Page) -> None:
    """Press the button and wait for the next page."""
    here = page.url
    page.get_by_role("button", name="Verder").click()
    page.wait_for_url(lambda url: url != here)


def walk(page: Page, answers: dict[str, str]) -> None:
    """Answer by pointer until a result, on through part B if the answers are about a person."""
    page.goto("/routekaart/vraag/1/")
    while True:
        while "/vraag/" in page.url:
            card(page, answers).check()
            go_on(page)
        if page.url.endswith("/deel-b/") or not _asks_for_more(page, answers):
            return
        page.get_by_role("link", name="Kijk samen of het kan").click()
        page.get_by_role("button", name="Ik begrijp het").click()
        page.wait_for_url(re.compile("/vraag/"))


def _asks_for_more(page: Page, answers: dict[str, str]) -> bool:
    return len(answers) > int(page.request.get("/routekaart/antwoorden/").text().count('class="rm-change'))


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, as somebody without a mouse does."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("the keyboard does not reach it")


def walk_by_keyboard(page: Page) -> None:
    """From the start page to a profile without touching a mouse."""
    answers, title = answers_to("profile", person=False)
    page.goto("/routekaart/")
    tab_to(page, page.get_by_role("link", name="Begin met de eerste vraag"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/vraag/1/")
    while "/vraag/" in page.url:
        here, question = page.url, asked(page)
        ids = [option["id"] for option in question["options"]]
        tab_to(page, page.locator("input[name=answer]").first)
        page.keyboard.press("Space")
        for _ in range(ids.index(answers[str(question["id"])])):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page).not_to_have_url(here)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text("Waarom niet een ander profiel?")).to_be_visible()


def test_start_to_result_by_keyboard_with_javascript(phone_page: Page) -> None:
    walk_by_keyboard(phone_page)


def test_start_to_result_by_keyboard_without_javascript(bare_page: Page) -> None:
    walk_by_keyboard(bare_page)


def test_a_swap_moves_focus_and_title_and_the_back_button_works(page: Page) -> None:
    page.goto("/routekaart/vraag/1/")
    page.evaluate("window.stillHere = true")
    page.locator("input[name=answer]").first.check()
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page).to_have_title("Vraag 2 · Routekaart · Sleutelwerk")
    assert page.evaluate("window.stillHere"), "the page was loaded anew"
    page.go_back()
    expect(page).to_have_url(re.compile("/vraag/1/$"))
    expect(page.locator("input[name=answer]").first).to_be_checked()


def test_a_change_skips_what_is_answered_and_the_way_back_stays(bare_page: Page) -> None:
    answers, title = answers_to("profile", person=False)
    walk(bare_page, answers)
    end = re.compile("/uitkomst/[?]gewijzigd=1$")
    bare_page.goto("/routekaart/vraag/1/")
    question = asked(bare_page)
    ends = [option["id"] for option in question["options"] if str(option["to"]) in OUTCOMES]
    card(bare_page, {question["id"]: ends[0]}).check()
    go_on(bare_page)
    expect(bare_page).to_have_url(end)
    bare_page.go_back()
    expect(bare_page).to_have_url(re.compile("/vraag/1/$"))
    bare_page.go_forward()
    expect(bare_page).to_have_url(end)
    expect(bare_page.get_by_role("heading", level=1)).not_to_have_text(title)
    bare_page.goto("/routekaart/vraag/1/")
    card(bare_page, answers).check()
    go_on(bare_page)
    expect(bare_page).to_have_url(end)
    expect(bare_page.get_by_role("heading", level=1)).to_have_text(title)
    expect(bare_page.get_by_text("Uw antwoord is gewijzigd.")).to_be_visible()


def test_no_answer_moves_focus_to_what_is_wrong(page: Page) -> None:
    page.goto("/routekaart/vraag/1/")
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title(re.compile("^Fout: "))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=answer]").first).to_be_focused()


def test_a_question_of_another_tab_is_explained_in_place(page: Page) -> None:
    page.goto("/routekaart/vraag/1/")
    page.locator("input[name=question]").evaluate("field => field.value = '5'")
    page.locator("input[name=answer]").first.check()
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit antwoord hoort niet bij deze vraag")


@pytest.mark.parametrize("address", ["", "vraag/1/", "vraag/40/", "openen/", "kaart/", "antwoorden/", "opnieuw/"])
def test_pages_before_walking_are_accessible_and_fit_a_narrow_phone(
    phone_page: Page, assert_accessible: Check, address: str
) -> None:
    phone_page.goto(f"/routekaart/{address}")
    assert_accessible(phone_page)
    _assert_fits(phone_page)


@pytest.mark.parametrize(
    "example",
    ["profile, first", "stop", "none", "first", "profile, person, first", "stop, person"],
)
def test_results_are_accessible_and_fit_a_narrow_phone(page: Page, assert_accessible: Check, example: str) -> None:
    kind, *marks = example.split(", ")
    person, first = "person" in marks, "first" in marks
    answers, title = answers_to(kind, person=person, first=first)
    walk(page, answers)
    expect(page.get_by_role("heading", level=1)).to_contain_text(title, ignore_case=True)
    page.locator("main details").evaluate_all("all => all.forEach(part => part.open = true)")
    assert_accessible(page)
    _assert_fits(page)
    for address in ("antwoorden/", "kaart/", "") if first else ():
        page.goto(f"/routekaart/{address}")
        assert_accessible(page)
        _assert_fits(page)


def test_every_question_on_the_way_is_accessible(page: Page, assert_accessible: Check) -> None:
    answers, _ = answers_to("profile", person=True, first=True)
    page.goto("/routekaart/vraag/1/")
    while "/vraag/" in page.url:
        assert_accessible(page)
        card(page, answers).check()
        go_on(page)
    page.goto("/routekaart/deel-b/")
    assert_accessible(page)
    page.get_by_role("button", name="Ik begrijp het").click()
    expect(page.get_by_text("Deze vragen gaan over een persoon.")).to_be_visible()
    assert_accessible(page)


def test_what_is_about_a_person_never_reaches_paper(page: Page) -> None:
    answers, title = answers_to("profile", person=True)
    walk(page, answers)
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1, name=title)).to_be_hidden()
    expect(page.get_by_text("wordt niet afgedrukt")).to_be_visible()
    page.goto("/routekaart/antwoorden/")
    expect(page.locator(".rm-review").first).to_be_visible()
    expect(page.locator(".rm-person-only").first).to_be_hidden()
    page.goto("/routekaart/kaart/")
    on_paper = page.locator(".rm-mine").filter(visible=True)
    assert on_paper.count() > 0
    for mark in on_paper.all():
        assert mark.locator("xpath=ancestor::section[@aria-labelledby='kaart-person']").count() == 0
        assert title not in mark.locator("xpath=..").inner_text()


def test_what_is_about_a_person_stays_off_paper_when_a_style_sheet_fails(page: Page) -> None:
    """An update in place or a broken connection may cost the look, never the promise."""
    answers, title = answers_to("profile", person=True)
    walk(page, answers)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.route("**/*.css*", lambda route: route.abort())
    for address in (page.url, "/routekaart/antwoorden/"):
        page.goto(address)
        for media in ("print", "screen"):
            page.emulate_media(media=media)
            shown = page.locator("body").inner_text()
            assert title.lower() not in shown.lower()
            assert not page.locator(".rm-about-person, .rm-person-only").first.is_visible()


def test_save_and_reopen(page: Page, tmp_path: Path) -> None:
    answers, title = answers_to("profile", person=False)
    walk(page, answers)
    with page.expect_download() as download:
        page.get_by_role("link", name="bestand om later verder te gaan").click()
    saved = tmp_path / "routekaart.json"
    download.value.save_as(saved)
    page.goto("/routekaart/opnieuw/")
    page.get_by_role("button", name="Wis alles").click()
    page.get_by_role("link", name="Open een bewaard bestand").click()
    page.get_by_label("Uw bewaarde bestand").set_input_files(saved)
    page.get_by_role("button", name="Open het bestand").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_nothing_is_blocked_or_asked_elsewhere_while_walking(
    page: Page, live_site: str, visited_hosts: list[str]
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    walk(page, answers_to("profile", person=False)[0])
    assert complaints == []
    assert [address for address in visited_hosts if not address.startswith(live_site)] == []


def _assert_fits(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    assert width_of(page) <= 320
    page.set_viewport_size({"width": 1280, "height": 900})
