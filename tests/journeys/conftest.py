"""A real browser against the real server, with and without JavaScript, and a check on accessibility."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Browser, Page, ViewportSize

#: The first is the same Chromium without a window of its own: it draws the same pages for little over half of the work.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
#: A browser with a window lets letters fall between pixels, as here; without one it would round their widths off.
ARGUMENTS = ["--font-render-hinting=none"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Of what it finds good axe need not tell which elements that are: it takes as long to describe those as to look.
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"]}
PHONE = ViewportSize(width=390, height=844)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the distribution's Chromium; the sandbox refuses to work for root only."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("Chromium is missing")
    return {"executable_path": path, "args": [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]}


@pytest.fixture(scope="session")
def base_url(live_site: str) -> str:
    """Let `page.goto("/")` find the site."""
    return live_site


@pytest.fixture
def bare_page(browser: Browser, base_url: str) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = browser.new_context(base_url=base_url, java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone_page(browser: Browser, base_url: str) -> Iterator[Page]:
    """A phone with JavaScript."""
    context = browser.new_context(base_url=base_url, viewport=PHONE)
    yield context.new_page()
    context.close()


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Fail on any axe violation of WCAG 2.2 A and AA on the page as it stands."""

    def check(page: Page) -> None:
        page.wait_for_load_state()
        # the page that says so is accessible as well, and no story means to look at it
        assert not page.title().startswith("Er ging iets mis"), page.url
        # a page that is looked at for the second time has it already
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(AXE_SCRIPT)
        results = AxeResults(page.evaluate("options => axe.run(options)", OPTIONS))
        assert results.violations_count == 0, results.generate_report()

    return check


@pytest.fixture
def visited_hosts(page: Page) -> list[str]:
    """Every address that the page asks for, to prove that nothing is fetched elsewhere."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked
