"""A deliberation in a running site, ready to open, with everybody in a browser of his own."""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.journeys.looking import width_of
from tests.journeys.new_site import NewSite
from tests.journeys.signed_in import run_in

#: Pictures for eyes, when somebody asks for them.
PICTURES = Path(os.environ["BERAAD_PICTURES"]) if os.environ.get("BERAAD_PICTURES") else None
_PREPARE = """
import sys
from datetime import UTC, datetime
import django
django.setup()
from sleutelwerk.accounts.models import RoleGrant, User
from sleutelwerk.deliberation.actions.vault import KEPT, make_keys
from sleutelwerk.deliberation.content import current
from sleutelwerk.deliberation.models import Deliberation
from tests.deliberation.deliberations import PLAN
method, now = current().methods[sys.argv[1]], datetime.now(UTC)
lead, second = (User.objects.get(email=f"{name}@voorbeeld.example") for name in ("facilitator", "professional"))
RoleGrant.objects.get_or_create(
    user=second, role="facilitator", defaults=dict(organisation=second.organisation, granted_at=now, reviewed_at=now)
)
row = Deliberation(
    organisation=lead.organisation, facilitator=lead, second_facilitator=second, method_slug=method.slug,
    method_version=method.version, method_hash=method.content_hash, phase="vooraf", aim="advise", voice="asked",
    minutes=method.minutes, created_at=now, plan=b"",
)
row.save()
row.plan = make_keys(row).seal(KEPT, "plan", PLAN)
row.save()
print(row.pk)
"""
_POST = """(address) => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = address;
    form.append(document.querySelector('input[name=csrfmiddlewaretoken]'));
    document.body.append(form);
    form.submit();
}"""


def prepared(site: NewSite, method: str = "dilemmamethode") -> str:
    """Make a deliberation that is ready to open, led by the facilitator of the cast; give its id."""
    return run_in(site, _PREPARE, method).strip()


def open_room(desk: Page, deliberation: str) -> tuple[str, str]:
    """Open the room as its facilitator; give the code of the door and that of the big screen."""
    desk.goto("/beraad/")
    desk.evaluate(_POST, f"/beraad/{deliberation}/openen/")
    # a new site indexes its library in its first half minute, and holds whoever writes
    expect(desk.get_by_role("heading", name="Start", exact=True)).to_be_visible(timeout=120_000)
    return desk.locator(".rm-code").first.inner_text(), desk.locator(".rm-code--small").inner_text()


def join(phone: Page, code: str, name: str, role: str = "Ik doe mee") -> str:
    """Knock at the door by code; give the words by which a lost phone comes back."""
    phone.goto("/beraad/")
    phone.get_by_label("De code").fill(code)
    phone.get_by_label("Hoe noemen we u?").fill(name)
    phone.get_by_label(role, exact=True).check()
    phone.get_by_role("button", name="Klop aan").click()
    words = phone.locator(".rm-words").inner_text()
    phone.get_by_role("link", name="Naar de kamer").click()
    expect(phone.get_by_role("heading", name="Wacht even")).to_be_visible()
    return words


def let_in(desk: Page, name: str) -> None:
    """Let somebody in whose name shows at the desk."""
    desk.locator(".rm-people--waiting li", has_text=name).get_by_role("button", name="Laat binnen").click()
    expect(desk.locator(".rm-people--waiting li", has_text=name)).to_have_count(0)


def browser_of(browser: Browser, site: NewSite, *, width: int = 390, height: int = 844) -> BrowserContext:
    """Open a browser of nobody in particular."""
    return browser.new_context(base_url=site.address, viewport={"width": width, "height": height}, locale="nl-NL")


def next_phase(desk: Page, label: str) -> None:
    """Press the one button of the desk, which says this."""
    desk.get_by_role("button", name=re.compile(f"^{re.escape(label)}")).click()


def collect_unready(desk: Page) -> None:
    """Collect while somebody still writes: the first press warns them, and the second one ends the writing.

    A press before the desk heard that they are warned counts as the first one once more, so it waits to hear it.
    """
    next_phase(desk, "Verzamel")
    expect(desk.locator("[data-count]")).to_be_visible()
    next_phase(desk, "Verzamel")


def shots(folder: Path | None, **pages: Page) -> None:
    """Take pictures, for eyes; nothing when there is no folder."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, page in pages.items():
            page.screenshot(path=folder / f"{name}.png", full_page=True)


def at_both_widths(page: Page, name: str) -> None:
    """See that a page of the facilitator needs no scrolling sideways, on a phone and on a desk."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        shots(PICTURES, **{f"{name}_{width}": page})
        assert width_of(page) <= width
