"""From asking for access to reading, renewing and losing it: two people, two browsers, and the mail between them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from email.message import Message
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.new_site import NewSite, add_passkey_device, new_site, press
from tests.journeys.signed_in import environment_of, run_in, sessions_of, signed_in
from tests.mailroom.servers import Mailbox, mail_server

ADDRESS = "sanne@gemeente-proef.nl"
#: What she typed when she asked, and what a reviewer judged: so it stands in every mark.
MARKED = "Sanne Proef, Gemeente Proef"
#: The first page of a new site makes its content ready, which takes a while on a busy machine.
PATIENCE = 120_000
#: Moves the one access that was given to shortly before its end, and lets the site do what it then does by itself.
_NEAR_THE_END = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from sleutelwerk.knowledge.tasks.requests import see_to_ends
from sleutelwerk.publishing.models import ReadingGrant
grant = ReadingGrant.objects.get()
ReadingGrant.objects.update(since=grant.since - timedelta(days=360), until=grant.until - timedelta(days=360))
see_to_ends(timezone.now())
"""
#: Moves it past its end, which the site then sees more than once, as it looks every so often.
_PAST_THE_END = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from sleutelwerk.knowledge.tasks.requests import see_to_ends
from sleutelwerk.publishing.models import ReadingGrant
grant = ReadingGrant.objects.get()
ReadingGrant.objects.update(since=grant.since - timedelta(days=366), until=grant.until - timedelta(days=366))
for _ in range(2):
    see_to_ends(timezone.now())
print(ReadingGrant.objects.get(revoked_at=None).ended_at is not None)
"""
#: Another process of the site, which does one job only and is quick at it: mail goes as soon as it is there.
_POSTMAN = """
import time, django
django.setup()
from datetime import timedelta
from django.utils import timezone
from sleutelwerk.upkeep.actions import run_due
from sleutelwerk.upkeep.rules import Schedule
often = Schedule("deliver-mail", "sleutelwerk.mailroom.tasks.deliver", timedelta(seconds=0.3))
while True:
    run_due([often], now=timezone.now())
    time.sleep(0.3)
"""
#: What was written to somebody, in the order in which that happened.
_LETTERS = """
import json, sys, django
django.setup()
from sleutelwerk.mailroom.models import Letter
print(json.dumps([one.body for one in Letter.objects.filter(recipient=sys.argv[1]).order_by("written_at")]))
"""
_ADD_DOCUMENT = """
from django.utils import timezone
from tests.knowledge.documents.files import a_pdf
from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.queries.actors import actor_for
from sleutelwerk.knowledge.actions.documents import CleanFile, Described, add_document
owner = actor_for(User.objects.get(name="Content Owner"), [])
about = Described("Gespreksleidraad", "Vragen voor een eerste gesprek.", "kiezen")
add_document(owner, about, CleanFile(a_pdf(2), 2), now=timezone.now())
"""
#: Gives the reviewer a session in which he just showed his second factor, however long this journey took.
_SIGN_IN_AGAIN = """
from django.test import Client
from tests.people import sign_in
from sleutelwerk.accounts.models import User
client = Client()
sign_in(client, User.objects.get(name="Access Reviewer"))
print(client.cookies["sleutelwerk_session"].value)
"""

#: Gives the newest link of a kind in the letters to the asker.
Link = Callable[[str], str]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast in it."""
    with new_site(tmp_path_factory.mktemp("asking")) as site:
        yield site


@pytest.fixture
def look(assert_accessible: Callable[[Page], None]) -> Callable[[Page], None]:
    """Check a page as everybody meets it: accessible, and no sideways scrolling on a narrow phone."""

    def check(page: Page) -> None:
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            # asked until it holds: the page may be on its way, with nothing in it yet
            page.wait_for_function(f"document.documentElement?.scrollWidth <= {width}")
            assert_accessible(page)

    return check


@pytest.fixture
def outbox(site: NewSite) -> Link:
    """Find links in the letters that wait in the outbox."""

    def link_to(what: str) -> str:
        return newest_link(what, json.loads(run_in(site, _LETTERS, ADDRESS)))

    return link_to


def newest_link(what: str, letters: Sequence[str]) -> str:
    """Give the last link of a kind in letters."""
    found = [link for letter in letters for link in re.findall(r"https?://\S+", letter) if f"/{what}/" in link]
    assert found, what
    return str(found[-1])


def body_of(letter: Message) -> str:
    """Give the words of a letter as they came."""
    payload = letter.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


@contextmanager
def postman(site: NewSite, box: Mailbox) -> Iterator[Link]:
    """Find links in what the mail server took, while a postman walks."""

    def link_to(what: str) -> str:
        until = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < until:
            letters = [body_of(letter) for to, letter in box.letters if to == [ADDRESS]]
            if any(f"/{what}/" in letter for letter in letters):
                return newest_link(what, letters)
            time.sleep(0.1)
        pytest.fail(f"no letter came with a link to {what}")

    with subprocess.Popen([sys.executable, "-c", _POSTMAN], env=environment_of(site)) as process:
        try:
            yield link_to
        finally:
            process.terminate()


def ask(page: Page, look: Callable[[Page], None]) -> None:
    """Fill the form in, making a mistake on the way."""
    page.goto("/kennisbank/toegang/", timeout=PATIENCE)
    look(page)
    press(page, "Vraag toegang")
    expect(page.get_by_role("alert")).to_contain_text("Uw naam")
    look(page)
    page.get_by_label("Uw naam").fill("Sanne Proef")
    page.get_by_label("Uw werkadres (e-mail)").fill("sanne@gmail.com")
    page.get_by_label("Uw organisatie").fill("Gemeente Proef")
    page.get_by_label("Uw functie").fill("adviseur veiligheid")
    page.get_by_label("Bij wat voor aanpak").select_option("neighbourhood")
    page.get_by_label("Waarvoor hebt u").fill("Voor een aanpak in onze wijk.")
    press(page, "Vraag toegang")
    expect(page.get_by_label("Werkadres van een collega")).to_be_visible()
    look(page)
    page.get_by_label("Uw werkadres (e-mail)").fill(ADDRESS)
    press(page, "Vraag toegang")
    expect(page.get_by_role("heading", name="Kijk in uw mail")).to_be_visible()
    look(page)


def judge(page: Page, look: Callable[[Page], None]) -> None:
    """Answer the one request that waits, as a reviewer."""
    page.goto("/mijn/", timeout=PATIENCE)
    page.get_by_role("link", name="Bekijk de aanvragen").click()
    look(page)
    page.get_by_role("link", name="Beoordeel").click()
    look(page)
    press(page, "Geef dit antwoord")
    expect(page.get_by_role("alert")).to_be_visible()
    look(page)
    for box in page.locator("input[name=met]").all():
        box.check()
    page.get_by_label("Toegang voor een jaar").check()
    press(page, "Geef dit antwoord")
    expect(page.get_by_role("heading", name="Er wacht geen aanvraag")).to_be_visible()
    look(page)


def confirm(page: Page, link_to: Link, look: Callable[[Page], None]) -> None:
    """Confirm the address, find that the link works once, and follow the request."""
    link = link_to("bevestigen")
    page.goto(link)
    look(page)
    press(page, "Ja, dat was ik")
    page.goto(link)
    expect(page.get_by_role("heading", name="Deze link werkt niet meer")).to_be_visible()
    look(page)
    page.goto(link_to("vraag"))
    look(page)


def come_in(page: Page, link_to: Link, look: Callable[[Page], None]) -> None:
    """Make an account with a passkey, and find until when there is access."""
    add_passkey_device(page)
    page.goto(link_to("uitnodiging"))
    look(page)
    press(page, "Ga verder")
    press(page, "Ga verder")
    page.get_by_role("link", name="Maak een passkey").click()
    press(page, "Maak mijn passkey")
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    expect(page.get_by_text("U kunt de afgeschermde stukken lezen tot en met")).to_be_visible()
    look(page)


def renew(page: Page, link_to: Link, look: Callable[[Page], None]) -> None:
    """Let access go on, by the button behind the link in the letter."""
    page.goto(link_to("verlengen"))
    look(page)
    press(page, "Ja, verleng mijn toegang")
    expect(page.get_by_role("heading", name="Uw toegang is verlengd")).to_be_visible()
    look(page)


def run_out(page: Page, site: NewSite, look: Callable[[Page], None]) -> None:
    """Let access come to its end while a page is open: nobody does anything, and it closes."""
    page.clock.install()
    read(page)
    assert run_in(site, _PAST_THE_END).strip() == "True"
    with page.expect_navigation(url="**/kennisbank/artikelen/**"):
        page.clock.fast_forward("00:21")
    expect(page.get_by_role("heading", name="Dit stuk lezen")).to_be_visible()
    page.goto("/kennisbank/lezen/veiligheidsplan-voorbeeld/")
    expect(page).to_have_url(re.compile("/kennisbank/artikelen/veiligheidsplan-voorbeeld/$"))
    expect(page.get_by_text(f"Voor {MARKED}")).to_have_count(0)
    look(page)
    letters = json.loads(run_in(site, _LETTERS, ADDRESS))
    assert len([letter for letter in letters if "Uw toegang is geëindigd" in letter]) == 1


def ask_again(page: Page) -> None:
    """Ask for access once more, from the page that says that there is none; the mailbox is known by now."""
    page.goto("/mijn/")
    page.get_by_role("link", name="Vraag opnieuw toegang").click()
    page.get_by_label("Uw organisatie").fill("Gemeente Proef")
    page.get_by_label("Uw functie").fill("adviseur veiligheid")
    page.get_by_label("Bij wat voor aanpak").select_option("neighbourhood")
    page.get_by_label("Waarvoor hebt u").fill("Voor een aanpak in onze wijk.")
    press(page, "Vraag toegang")


def revoke(page: Page, look: Callable[[Page], None]) -> None:
    """End the one reader's access, as a reviewer."""
    page.goto("/kennisbank/aanvragen/toegang/")
    look(page)
    page.get_by_role("link", name="Trek in").click()
    look(page)
    press(page, "Trek de toegang in")
    expect(page.get_by_text("Niemand van buiten heeft nu toegang")).to_be_visible()


def test_asking_judging_reading_renewing_and_losing_access(
    browser: Browser, site: NewSite, outbox: Link, look: Callable[[Page], None]
) -> None:
    session = sessions_of(site, "access_reviewer")["access_reviewer"]
    asker = browser.new_context(base_url=site.address, locale="nl-NL").new_page()
    reviewer = signed_in(browser, site, session, width=1280).new_page()
    for page in (asker, reviewer):
        page.set_default_timeout(PATIENCE)
    ask(asker, look)
    confirm(asker, outbox, look)
    judge(reviewer, look)
    come_in(asker, outbox, look)
    run_in(site, _NEAR_THE_END)
    renew(asker, outbox, look)
    run_out(asker, site, look)
    ask_again(asker)
    judge(reviewer, unlooked)
    read(asker)
    revoke(reviewer, look)
    asker.goto("/mijn/")
    expect(asker.get_by_text("U hebt nu geen toegang tot de afgeschermde stukken")).to_be_visible()
    look(asker)


def unlooked(_page: Page) -> None:
    """Leave the looks of a page to the journey above."""


def read(page: Page) -> None:
    """Open a gated article, with the reader's mark on it."""
    page.goto("/kennisbank/artikelen/veiligheidsplan-voorbeeld/")
    page.get_by_role("link", name="Lees het stuk").click()
    expect(page.get_by_role("main").get_by_text(f"Voor {MARKED} · ")).to_be_visible()


def code_of_download(page: Page, folder: Path) -> str:
    """Download the document, and give the code that stands on each of its pages."""
    page.goto("/kennisbank/stukken/gespreksleidraad/")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download de pdf").click()
    coming.value.save_as(folder / "copy.pdf")
    command = ["pdftotext", str(folder / "copy.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    codes = re.findall(rf"Voor {MARKED} · [^·]* · code (\w{{4}}-\w{{4}})", " ".join(text.split()))
    assert len(codes) == 2
    assert len(set(codes)) == 1
    return str(codes[0])


def trace(page: Page, code: str) -> None:
    """Look up whose copy a page is, as a reviewer."""
    page.goto("/kennisbank/beheer/code/")
    page.get_by_label("Code").fill(code)
    press(page, "Zoek op")
    expect(page.get_by_role("heading", name="Sanne Proef")).to_be_visible()
    expect(page.get_by_text("Gemeente Proef")).to_be_visible()
    expect(page.get_by_text("Voor een aanpak in onze wijk.")).to_be_visible()
    expect(page.get_by_text("door Access Reviewer")).to_be_visible()
    expect(page.get_by_text("Gespreksleidraad")).to_be_visible()
    page.get_by_role("link", name="Bekijk de aanvraag").click()
    expect(page.get_by_role("heading", name="Aanvraag beoordelen")).to_be_visible()


def test_by_real_mail_from_asking_to_the_page_that_closes(browser: Browser, tmp_path: Path) -> None:
    with mail_server() as box, new_site(tmp_path / "site", SMTP_URL=box.url) as site, ExitStack() as walk:
        session = sessions_of(site, "access_reviewer", then=_ADD_DOCUMENT)["access_reviewer"]
        link_to = walk.enter_context(postman(site, box))
        asker = browser.new_context(base_url=site.address, locale="nl-NL").new_page()
        asker.set_default_timeout(PATIENCE)
        reviewer = signed_in(browser, site, session, width=1280).new_page()
        reviewer.set_default_timeout(PATIENCE)
        ask(asker, unlooked)
        confirm(asker, link_to, unlooked)
        judge(reviewer, unlooked)
        come_in(asker, link_to, unlooked)
        read(asker)
        code = code_of_download(asker, tmp_path)
        fresh = run_in(site, _NEAR_THE_END + _SIGN_IN_AGAIN).strip()
        reviewer = signed_in(browser, site, fresh, width=1280).new_page()
        trace(reviewer, code)
        renew(asker, link_to, unlooked)
        (letter,) = [letter for _, letter in box.letters if "/verlengen/" in body_of(letter)]
        for telling in ("Sanne", "Gespreksleidraad", "Gemeente", "wijk", code):
            assert telling not in f"{letter['Subject']} {body_of(letter)}", "a letter says nothing of what it is about"
        asker.clock.install()
        read(asker)
        revoke(reviewer, unlooked)
        with asker.expect_navigation(url="**/kennisbank/artikelen/**"):
            asker.clock.fast_forward("00:21")
        expect(asker.get_by_text("Voor Sanne Proef")).to_have_count(0)
