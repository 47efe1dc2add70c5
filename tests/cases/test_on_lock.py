"""A file that he had locked looks locked: on every page of it, and no page lets one type what cannot be kept."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from tests.cases.assessed import at_decision, both_handed_in, decided, with_assessors
from tests.cases.begun import at_agreement
from tests.cases.envelopes import TEXTS
from tests.cases.test_candidate import with_candidate
from tests.cases.test_contact_pages import browser_of, page_of, text_of
from tests.cases.test_ending import ending
from tests.cases.working import paid, spoke, working
from tests.people import NOW, Cast

from sleutelwerk.cases import actions
from sleutelwerk.cases.actions.agreement import begin_agreement
from sleutelwerk.cases.actions.envelope import put_in_envelope
from sleutelwerk.cases.actions.looking_back import begin_look_back
from sleutelwerk.cases.actions.pausing import pause_work
from sleutelwerk.cases.actions.rights import Question, answer_request, lift_lock, note_request
from sleutelwerk.cases.actions.theme_signals import Heard, note_signal
from sleutelwerk.cases.models import Candidate, Case, Decision, RightsRequest
from sleutelwerk.cases.rules.rights import Right

pytestmark = pytest.mark.django_db
BANNER = "Dit dossier staat op slot"
#: These keep him safe, or let him stop, also while the file is locked: a part of what they do is stopped.
IN_PART = {"change-envelope", "begin-ending"}


@cache
def stopped() -> set[str]:
    """Name the addresses of which the action holds the case only when it is not locked: one verb, one name."""
    found = set()
    for file in Path(actions.__file__).parent.glob("*.py"):
        functions = [one for one in ast.parse(file.read_text()).body if isinstance(one, ast.FunctionDef)]
        stops = {"locked_with_candidate"} if file.stem != "opened" else set()
        for _ in functions:  # also through another function of the same file
            stops |= {one.name for one in functions if stops & _called(one)}
        found |= {one.name.replace("_", "-") for one in functions if one.name in stops}
    return (found | {"look-backs"}) - IN_PART


def _called(function: ast.FunctionDef) -> set[str]:
    return {one.id for one in ast.walk(function) if isinstance(one, ast.Name)}


def locked(cast: Cast, row: Case, right: Right = Right.RESTRICT) -> Case:
    """Let him ask that nothing happens."""
    note_request(cast.actor("professional"), row.pk, Question(right, timezone.localdate(NOW)), now=NOW)
    return row


def told(cast: Cast) -> Case:
    """Tell somebody who did not say yes yet."""
    return with_candidate(cast).case


def agreed_upon(cast: Cast) -> Case:
    """Begin to write the agreements."""
    row = at_agreement(cast)
    begin_agreement(cast.actor("professional"), row.pk, now=NOW)
    return row


def busy(cast: Cast) -> Case:
    """Let all go on at once: contact, a signal, something to pay, an envelope and a look-back."""
    row, actor = working(cast, profile="waarnemer"), cast.actor("professional")
    spoke(cast, row)
    note_signal(actor, row.pk, Heard("school", "Ouders zoeken hulp.", []), now=NOW)
    paid(Candidate.objects.get(case=row), NOW.date().replace(day=1), recorded=False)
    put_in_envelope(actor, row.pk, TEXTS, now=NOW)
    begin_look_back(actor, row.pk, now=NOW)
    return row


def paused(cast: Cast) -> Case:
    """Lay the work still."""
    row = working(cast)
    pause_work(cast.actor("colleague"), row.pk, "gunst", now=NOW)
    return row


def asked_to_decide(cast: Cast) -> Case:
    """Decide, and tell him not yet."""
    return decided(cast).candidate.case


MADE: tuple[Callable[[Cast], Case], ...] = (
    told, with_assessors, both_handed_in, asked_to_decide, at_agreement, agreed_upon, working, busy, paused, ending,
)  # fmt: skip


def pages_of(client: Client, case: Case) -> Iterator[tuple[str, str, list[str]]]:
    """Walk from the overview to every page of a case that a link leads to: its name, text and the links in it."""
    waiting, seen = [page_of("open-case", case)], set[str]()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = client.get(address)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        shown = answer.content.decode()
        links = {one.partition("?")[0] for one in re.findall(r'(?:href|action)="([^"]+)"', shown)}
        here = [one for one in links if one.startswith(f"/dossiers/{case.pk}/")]
        waiting += [one for one in here if one not in seen and one not in waiting]
        yield name_of(address), shown, here


def name_of(address: str) -> str:
    """Give which page it is; empty when it is none."""
    try:
        return str(resolve(address).url_name)
    except Resolver404:
        return ""


def test_enough_is_known_to_be_stopped() -> None:
    assert {"note-contact", "save-agreement", "hand-in", "propose-allowance", "finish-ending", "feed-back"} <= stopped()
    assert not stopped() & {"answer-request", "stop-candidate", "erase-candidate", "ask-to-open", "open-case"}


@pytest.mark.parametrize("make", MADE)
def test_no_page_of_a_locked_file_offers_what_it_stops(cast: Cast, make: Callable[[Cast], Case]) -> None:
    client, row = browser_of(cast), locked(cast, make(cast))
    to_read = {"look-backs", "settle-reward", "hand-in", "resume-work"}  # these show something as well
    walked = set()
    for name, shown, links in pages_of(client, row):
        walked.add(name)
        assert BANNER in shown, name
        offered = {name_of(one) for one in links} & stopped() - to_read
        assert not offered, (name, offered)
    assert {"open-case", "rights", "team"} <= walked
    assert walked & stopped() <= to_read


@pytest.mark.parametrize("make", MADE)
def test_a_page_that_is_only_there_to_write_says_so_first(cast: Cast, make: Callable[[Cast], Case]) -> None:
    """Also by its address: from a note, or from before he asked."""
    client, row = browser_of(cast), make(cast)
    writes = {address for _name, _shown, links in pages_of(client, row) for address in links}
    writes = {one for one in writes if name_of(one) in stopped()}
    assert writes
    locked(cast, row)
    for address in sorted(writes):
        answer = client.get(address, follow=True)
        if answer.status_code == 405:  # nothing to type there
            continue
        main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        assert BANNER in main, address
        posts = [re.search(r'action="([^"]+)"', form) for form in re.findall(r'<form method="post"[^>]*>', main)]
        to = {name_of(one[1]) if one else name_of(address) for one in posts}
        assert not to & stopped(), (address, to)


def test_what_was_typed_before_the_lock_comes_back_with_the_reason(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    locked(cast, row)
    said = {"held_on": str(timezone.localdate()), "channel": "phone", "lasted": "short", "theme": "school"}
    said |= {"mood": "well", "safety": "asked", "follow_up_text": "de cursus uitzoeken"}
    answer = client.post(page_of("note-contact", row), said)
    assert answer.status_code == 422
    assert "de cursus uitzoeken" in answer.content.decode()
    assert "omdat hij dat vroeg" in answer.content.decode()


def test_the_way_to_his_question_says_whether_he_waits(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    assert BANNER not in text_of(client, page_of("open-case", row))
    locked(cast, row)
    shown = text_of(client, page_of("open-case", row))
    assert shown.index(BANNER) < shown.index("De negen stappen")
    assert shown.count("Beantwoord zijn vraag") == 2
    actor, asked = cast.actor("professional"), RightsRequest.objects.get()
    answer_request(actor, row.pk, asked.pk, "Wij doen niets tot u het zegt.", now=NOW)
    shown = text_of(client, page_of("open-case", row))
    assert BANNER in shown
    assert "Beantwoord zijn vraag" not in shown
    assert shown.count("Bekijk zijn vraag") == 2
    lift_lock(actor, row.pk, asked.pk, now=NOW)
    assert BANNER not in text_of(client, page_of("open-case", row))


def test_stopping_and_his_safety_wait_for_no_lock(cast: Cast) -> None:
    row, client = busy(cast), browser_of(cast)
    locked(cast, row)
    shown = text_of(client, page_of("begin-ending", row))
    assert "alleen opschrijven dat hij stopt" in shown
    assert shown.count('type="radio"') == 1
    assert 'name="ends_on"' in text_of(client, page_of("begin-ending", row))
    assert "<form" in text_of(client, page_of("change-envelope", row, part="nooit")).partition("<main")[2]
    kept = text_of(client, page_of("change-envelope", row, part="bereiken"))
    assert "Hier kunt u nu niets opschrijven" in kept
    day = timezone.localdate()
    assert client.post(page_of("begin-ending", row), {"why": "he_stops", "ends_on": str(day)}).status_code == 302


def test_whoever_decides_hears_it_before_he_writes_his_reasons(cast: Cast) -> None:
    decision = at_decision(cast)
    address = reverse("cases:decide", args=[decision.pk])
    client = browser_of(cast, "decision_maker")
    assert 'name="reasons_text"' in text_of(client, address)
    locked(cast, decision.candidate.case, Right.OBJECT)
    shown = text_of(client, address)
    assert "U kunt nu niet beslissen" in shown
    assert 'name="reasons_text"' not in shown
    assert Decision.objects.get().outcome == ""
