"""The promises of the site: well formed, readable, each with a test that exists, and shown without the database."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from tests.architecture.test_personal_data import missing

from sleutelwerk.core.findings import Position
from sleutelwerk.core.plain_language import reading_ease
from sleutelwerk.home.content import KIND, current_promises, newest_promises
from sleutelwerk.home.engine.promises import Promises, load_promises
from sleutelwerk.publishing.content import NoSuchContent, shipped_root
from sleutelwerk.ui.templatetags.ui import ICONS

#: The formula calls 60 to 70 plain for everybody; the families of key figures read these texts.
EASY = 60.0
HEAD = """\
schema: sleutelwerk/promises/1
slug: proef
version: 1
title: Proef
summary: Een proef.
checked: 2026-11-27
groups:
  - {id: a, title: A, intro: Over a., icon: lock}
limits:
  - {title: Grens, text: Er is een grens.}
promises:
"""
GOOD = """\
  - {id: %s, group: %s, title: Titel, text: Tekst., requirement: [N1],
     proven_by: [{test: "tests/home/test_promises.py::test_x", how: Zo.}]}
"""


@pytest.fixture
def shipped() -> Promises:
    """Give the promises as they ship."""
    found = load_promises(shipped_root() / KIND / "sleutelwerk" / "1" / "promises.yaml")
    assert [str(finding) for finding in found.findings] == []
    assert found.promises is not None
    return found.promises


def written(folder: Path, text: str) -> Path:
    """Write a file of promises."""
    path = folder / "promises.yaml"
    path.write_text(text, "utf-8")
    return path


def unproven(promises: Promises, repository: Path) -> list[str]:
    """Name the promises that cite a test that does not exist."""
    return [p.id for p in promises.all if list(missing([proof.test for proof in p.proven_by], repository))]


def test_every_promise_names_tests_that_exist(shipped: Promises, repository: Path) -> None:
    assert len(shipped.all) >= 18
    assert unproven(shipped, repository) == []


def test_a_planted_promise_without_a_test_is_caught(tmp_path: Path, repository: Path) -> None:
    promises = load_promises(written(tmp_path, HEAD + GOOD % ("gebroken", "a"))).promises
    assert promises is not None
    assert unproven(promises, repository) == ["gebroken"]


def test_every_promise_reads_easily(shipped: Promises) -> None:
    for promise in shipped.all:
        told = f"{promise.title}. {promise.text} " + " ".join(proof.how for proof in promise.proven_by)
        ease = reading_ease(told)
        assert ease is not None
        assert ease >= EASY, f"{promise.id}: {ease:.0f}"


def test_every_group_has_an_icon_of_ours(shipped: Promises) -> None:
    assert [group.icon for group in shipped.groups if not (ICONS / f"{group.icon}.svg").is_file()] == []


def test_a_promise_tells_which_requirement_it_belongs_to(shipped: Promises) -> None:
    assert shipped.proven("N21")
    assert not shipped.proven("N56")
    assert shipped.proofs >= len(shipped.all)


@pytest.mark.parametrize(
    ("promises", "code", "position"),
    [
        (GOOD % ("een", "a") + GOOD % ("een", "a"), "duplicate-id", Position(14, 10)),
        (GOOD % ("een", "b") + GOOD % ("twee", "a"), "unknown-group", Position(12, 22)),
        ("  []\n", "too-few", Position(12, 3)),
        ("  - {id: een}\n", "missing-key", Position(12, 5)),
        ((GOOD % ("een", "a")).replace("N1", "N61"), "wrong-form", Position(12, 67)),
        ((GOOD % ("een", "a")).replace("tests/home", "elders"), "wrong-form", Position(13, 25)),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(tmp_path: Path, promises: str, code: str, position: Position) -> None:
    loaded = load_promises(written(tmp_path, HEAD + promises))
    assert loaded.promises is None
    assert (loaded.findings[0].code, loaded.findings[0].position) == (code, position)


def test_a_group_without_promises_and_a_group_twice_are_told(tmp_path: Path) -> None:
    more = HEAD.replace("limits:", "  - {id: b, title: B, intro: Over b., icon: lock}\nlimits:")
    found = load_promises(written(tmp_path, more + GOOD % ("een", "a"))).findings
    assert [finding.code for finding in found] == ["empty-group"]
    twice = HEAD.replace("limits:", "  - {id: a, title: B, intro: Over b., icon: lock}\nlimits:")
    found = load_promises(written(tmp_path, twice + GOOD % ("een", "a"))).findings
    assert [finding.code for finding in found] == ["duplicate-id"]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    assert load_promises(tmp_path / "weg.yaml").findings[0].code == "no-file"


def test_an_organisation_may_bring_its_own_promises(tmp_path: Path, settings: LazySettings) -> None:
    folder = tmp_path / KIND / "proef" / "1"
    folder.mkdir(parents=True)
    written(folder, HEAD + GOOD % ("een", "a"))
    settings.CONTENT_FOLDER = str(tmp_path)
    assert current_promises().slug == "proef"
    settings.CONTENT_FOLDER = ""
    assert current_promises().slug == "sleutelwerk"
    with pytest.raises(NoSuchContent):
        newest_promises([tmp_path / "leeg"])


def test_the_page_shows_every_promise_with_its_proof(client: Client, shipped: Promises) -> None:
    """No database mark stands on this test, so a single query would make it fail."""
    html = client.get(reverse("home:promises")).content.decode()
    assert html.count("<details") == len(shipped.all)
    for promise in shipped.all:
        assert f'id="belofte-{promise.id}"' in html
        assert all(proof.test in html for proof in promise.proven_by)
    assert all(limit.title in html for limit in shipped.limits)


@pytest.mark.parametrize("where", ["home:start", "home:privacy"])
def test_the_promises_are_found_from_every_page(client: Client, where: str) -> None:
    assert f'href="{reverse("home:promises")}"' in client.get(reverse(where)).content.decode()
