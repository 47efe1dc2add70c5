"""Whoever does or takes along what weighs shows a second factor anew, on every page whose code says so (N34)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.access.addresses import addresses
from tests.access.fresh import asking, giving_files
from tests.access.test_matrix import EVERYBODY, MATRIX, undone
from tests.access.test_mixed_ids import snapshot
from tests.people import Cast, make_cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.rules.order import WITH_FACTOR

#: What takes content out of the site, or opens what lies apart: these must be among what is found.
MUST = frozenset(
    {"sessions:report-pdf", "sessions:report-odt", "sessions:report-json", "cases:read-report", "cases:read-envelope",
     "home:export-trail", "home:outbox", "accounts:invite-person", "accounts:suspend-person", "accounts:restore-person",
     "accounts:review-access", "accounts:send-new-factor-link", "accounts:change-name", "accounts:give-advice"}
)  # fmt: skip


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()


def always(repository: Path) -> set[str]:
    """Give the addresses whose view asks whatever is done there."""
    found = asking(repository / "src" / "sleutelwerk").always
    return {one.name for one in addresses() if one.view in found}


def test_what_takes_content_out_is_found_in_the_code(repository: Path) -> None:
    assert MUST - always(repository) == set()


#: Longer ago than a factor counts as fresh, and short enough to be signed in.
STALE = timedelta(minutes=6)
#: A form with a name in it is never laid in the session, as the gate would: it comes back whole and nothing is kept
#: (tests/cases/test_envelope_pages.py). The page of the case was seen, the envelope was not.
KEEP_THE_FORM = frozenset({"cases:put-in-envelope", "cases:change-envelope"})
#: What the ways of asking come to when they come to nothing: this address knows the other way only.
ONE_WAY = 405


def people_let_in(name: str) -> list[str]:
    """Give everybody of the cast whom the matrix lets in.

    Where it lets nobody in, as what it needs is not there, one who has the role: the factor is asked before that.
    """
    who = MATRIX[name].who
    return [*sorted(who), *([] if who else ["administrator"])] if isinstance(who, frozenset) else ["administrator"]


def trail() -> dict[tuple[str, int], str]:
    """Give all that the trail holds, by its place in it."""
    return {(str(chain), number): body for chain, number, body in Entry.objects.values_list("chain", "number", "body")}


def what_happened(cast: Cast, name: str, person: str, data: dict[str, str], *, ago: timedelta) -> list[str]:
    """Ask and send at an address; tell of each way that was not led to the factor, changed a row or left a trace."""
    client, row, found = Client(), MATRIX[name], []
    sign_in(client, cast[person], proved_ago=ago)
    cookies = client.cookies.output()
    with undone():
        address = reverse(name, kwargs=row.takes(cast))
        for way in (client.get, client.post):
            before, traces = snapshot(), trail()
            with undone():
                answer = way(address, data)
                led = answer.headers.get("Location", "").startswith("/bevestigen/")
                if answer.streaming:
                    answer.getvalue()
                told = " ".join(body for key, body in trail().items() if key not in traces)
                comes_back = name in KEEP_THE_FORM and way == client.post
                if not led and answer.status_code != ONE_WAY and not comes_back:
                    found.append(f"{person} {way.__name__}: {answer.status_code}")
                if snapshot() != before:
                    found.append(f"{person} {way.__name__}: something changed")
                if "envelope" in told if comes_back else told:
                    found.append(f"{person} {way.__name__}: a trace")
            client.cookies.load(cookies.replace("Set-Cookie: ", ""))
    return found


def test_whoever_s_factor_is_stale_gets_nothing_and_does_nothing(cast: Cast, repository: Path) -> None:
    """Each address that asks is tried by all who may be there: no page, no change, no reading in the trail."""
    found = {
        name: what
        for name in sorted(always(repository))
        for person in people_let_in(name)
        if (what := what_happened(cast, name, person, MATRIX[name].data, ago=STALE))
    }
    assert found == {}


def test_with_a_fresh_factor_the_same_is_let_through(cast: Cast, repository: Path) -> None:
    """So that what is refused above is refused for the factor, and for nothing else."""
    told = {}
    for name in sorted(always(repository)):
        row = MATRIX[name]
        if row.who:
            person = people_let_in(name)[0]
            told[name] = what_happened(cast, name, person, row.data, ago=timedelta())
    assert [name for name, what in told.items() if not what] == []


#: What is sent where a page is for everybody who may see it, and only what is done there asks: by the address.
SENT: dict[str, dict[str, Any]] = {
    "home:visibility": {"soort": "articles", "wordt": "dicht"},
    "cases:open-alone": {"reason": "warn_him", "tried": ["called_lead", "called_colleagues"]},
}
#: Most steps of an order are noted by anybody; what leaves the house asks.
PLACE = {"cases:order-step": {"step": min(WITH_FACTOR)}}
#: Asks when its page is opened, with a factor that is shown for it alone; what is sent without that is refused.
ASKS_FIRST = frozenset({"cases:open-alone"})
#: Without a provider there is nothing to link, whoever asks: tests/accounts/sso tries it with one.
NOTHING_THERE = frozenset({"accounts:sso-link"})


def acting(repository: Path) -> list[str]:
    """Give the addresses whose view asks before it does a thing."""
    found = asking(repository / "src" / "sleutelwerk").before_acting
    return sorted(one.name for one in addresses() if one.view in found and one.name not in NOTHING_THERE)


def test_what_is_done_there_asks_for_it_as_well(cast: Cast, repository: Path) -> None:
    """The page is shown; what is sent is led to the factor, and nothing has changed."""
    wrong = []
    for name in acting(repository):
        for person in people_let_in(name):
            client, row = Client(), MATRIX[name]
            sign_in(client, cast[person], proved_ago=STALE)
            with undone():
                address = reverse(name, kwargs={**row.takes(cast), **PLACE.get(name, {})})
                before = snapshot()
                sent = client.post(address, SENT.get(name, row.data))
                asks = client.get(address) if name in ASKS_FIRST else sent
                if not asks.headers.get("Location", "").startswith("/bevestigen/") or snapshot() != before:
                    wrong.append((name, person, sent.status_code, sent.headers.get("Location", "")))
    assert wrong == [], "\n".join(map(str, wrong))


#: Files behind the gate that ask for no fresh factor, each with why.
PLAIN_FILES = {
    "accounts:totp-picture": "A picture in his own page, while he makes the factor.",
    "sessions:code-picture": "A picture in the page of the room: the code that those present type.",
    "sessions:calendar": "A neutral word, a time and a place, for his own calendar.",
    "sessions:review-calendar": "A neutral word and a day, for his own calendar.",
    "knowledge:download-document": "Readers have no role: their access, their mark on each page and a trace guard it.",
}


def private_files(repository: Path) -> set[str]:
    """Give the addresses that are not for everybody and whose answer is a file."""
    giving = giving_files(repository / "src" / "sleutelwerk")
    return {
        one.name
        for one in addresses()
        if one.view in giving and one.name in MATRIX and MATRIX[one.name].who != EVERYBODY
    }


def test_a_private_file_asks_for_it_or_says_why_not(repository: Path) -> None:
    found = private_files(repository)
    assert {"cases:agreement-paper", "sessions:preparation-pdf", "sessions:report-odt", "home:export-trail"} <= found
    assert found - always(repository) == set(PLAIN_FILES)


@pytest.mark.parametrize(
    "line",
    [
        "return HttpResponse(raw, content_type='application/pdf')",
        "return HttpResponse(raw, headers={'Content-Disposition': 'attachment'})",
        "return FileResponse(raw)", "return _file(raw)", "return http.StreamingHttpResponse(raw)",
    ],
)  # fmt: skip
def test_a_planted_file_is_found(tmp_path: Path, line: str) -> None:
    views = tmp_path / "sleutelwerk" / "cases" / "views"
    views.mkdir(parents=True)
    (views / "planted.py").write_text(
        f"def taken(request):\n    {line}\n"
        "def _file(raw):\n    return HttpResponse(raw, content_type='text/csv')\n"
        "def page(request):\n    return render(request, 'x.html')\n"
    )
    found = {path.rpartition(".")[2] for path in giving_files(tmp_path / "sleutelwerk")}
    assert found == {"taken", "_file"}


def test_every_view_that_asks_has_an_address(repository: Path) -> None:
    found = asking(repository / "src" / "sleutelwerk")
    known = {one.view for one in addresses()}
    public = {path for path in found.always if not path.rpartition(".")[2].startswith("_")}
    # one that only another view leads to
    inner = {"sleutelwerk.accounts.views.people.set_roles"}
    assert public - inner - known == set()


def test_a_planted_view_is_found(tmp_path: Path) -> None:
    views = tmp_path / "sleutelwerk" / "cases" / "views"
    views.mkdir(parents=True)
    (views / "planted.py").write_text(
        "@in_role(FG)\n@freshly_proved\ndef taken(request): ...\n"
        "@freshly_proved\ndef _deed(request): ...\n"
        "def shown(request):\n    return _deed(request)\n"
        "def plain(request): ...\n"
    )
    found = asking(tmp_path / "sleutelwerk")
    path = "sleutelwerk.cases.views.planted"
    assert found.always == {f"{path}.taken", f"{path}._deed"}
    assert found.before_acting == {f"{path}.shown"}
