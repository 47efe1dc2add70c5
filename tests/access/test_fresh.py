"""Whoever does or takes along what weighs shows a second factor anew, on every page whose code says so (N34)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.access.addresses import addresses
from tests.access.fresh import asking
from tests.access.test_matrix import MATRIX, undone
from tests.people import Cast, make_cast, sign_in

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


def test_each_of_them_asks_for_a_fresh_factor(cast: Cast, repository: Path) -> None:
    passed = []
    for name in sorted(always(repository)):
        row = MATRIX[name]
        person = "administrator" if isinstance(row.who, str) or "administrator" in row.who else min(row.who, default="")
        if not person:
            continue  # nobody gets in by the matrix: what it needs is not there
        client = Client()
        sign_in(client, cast[person], proved_ago=timedelta(minutes=6))
        with undone():
            address = reverse(name, kwargs=row.takes(cast))
            answer = client.post(address, row.data) if row.post else client.get(address)
        if not answer.headers.get("Location", "").startswith("/bevestigen/"):
            passed.append((name, person, answer.status_code))
    assert passed == []


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
