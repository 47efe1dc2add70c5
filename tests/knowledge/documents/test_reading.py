"""Reading behind the gate: only who may, with his mark on it, and no longer than he may."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.knowledge.documents.conftest import give_access
from tests.knowledge.marking.papers import WHAT_A_MARK_DOES
from tests.knowledge.requests.asking import granted
from tests.people import NOW, Cast, sign_in
from tests.publishing.mirror import mirror_put_back

from sleutelwerk.accounts.models import RoleGrant, User
from sleutelwerk.audit.models import Entry
from sleutelwerk.knowledge.actions import copies
from sleutelwerk.knowledge.actions.copies import PIECE, Withdrawn, while_allowed
from sleutelwerk.knowledge.actions.documents import CleanFile, Described, add_document
from sleutelwerk.knowledge.content import current
from sleutelwerk.knowledge.engine.marking import MarkingDesk
from sleutelwerk.knowledge.models import DocumentFile, Handout
from sleutelwerk.knowledge.queries.documents import path_of
from sleutelwerk.publishing.actions import mirror_visibility, set_visibility
from sleutelwerk.publishing.models import ReadingGrant
from sleutelwerk.publishing.rules import Kind

pytestmark = pytest.mark.django_db
GATED = next(article for article in current().articles.values() if article.gated)
ARTICLE = reverse("knowledge:read-article", args=[GATED.slug])
AGAIN = reverse("knowledge:keep-reading", args=[GATED.slug])
STILL = reverse("knowledge:still-allowed", args=[GATED.slug])


def download(slug: str) -> str:
    return reverse("knowledge:download-document", args=[slug])


def pieces_of(client: Client, slug: str) -> Iterator[bytes]:
    """Ask for a copy, and give it piece by piece as the server sends it."""
    answer: Any = client.get(download(slug))
    return iter(answer.streaming_content)


def open_pieces(cast: Cast) -> None:
    """Open what stands behind the gate to everybody with an account."""
    now = timezone.now()
    set_visibility(cast.actor("content_owner", proved_at=now), Kind.GATED, gated=False, now=now)
    mirror_visibility()


def text_of(pdf: bytes, tmp_path: Path) -> list[str]:
    (tmp_path / "copy.pdf").write_bytes(pdf)
    command = ["pdftotext", "-layout", str(tmp_path / "copy.pdf"), "-"]
    read = subprocess.run(command, capture_output=True, check=True)
    return read.stdout.decode().split("\f")[:-1]


def test_a_stranger_is_asked_to_sign_in(client: Client, slug: str) -> None:
    for address in (ARTICLE, download(slug)):
        answer = client.get(address)
        assert answer.status_code == 302
        assert reverse("account_login") in answer["Location"]


@pytest.mark.parametrize("name", ["reader", "outside_professional", "administrator", "police_officer"])
def test_who_has_no_access_is_sent_to_where_he_can_ask(client: Client, cast: Cast, slug: str, name: str) -> None:
    sign_in(client, cast[name])
    answer = client.get(ARTICLE)
    assert (answer.status_code, answer["Location"]) == (302, reverse("knowledge:article", args=[GATED.slug]))
    answer = client.get(download(slug))
    assert (answer.status_code, answer["Location"]) == (302, reverse("knowledge:document", args=[slug]))
    assert not Handout.objects.exists()


@pytest.mark.parametrize("kind", ["article", "document"])
def test_that_access_is_needed_is_said_where_he_can_ask_and_nowhere_later(
    client: Client, cast: Cast, slug: str, kind: str
) -> None:
    sign_in(client, cast["reader"])
    said = "Hiervoor hebt u toegang nodig"
    gate = client.get(ARTICLE if kind == "article" else download(slug), follow=True)
    assert gate.content.decode().count(said) == 1
    for later in (gate.request["PATH_INFO"], reverse("home:dashboard")):
        assert said not in client.get(later).content.decode()


@pytest.mark.parametrize("name", ["reader", "outside_professional", "police_officer"])
def test_who_was_given_access_reads_with_his_mark_and_it_is_recorded(client: Client, cast: Cast, name: str) -> None:
    give_access(cast, name)
    sign_in(client, cast[name])
    page = unescape(client.get(ARTICLE).content.decode())
    handout = Handout.objects.get()
    assert page.count(f"code {handout.code}") == 2  # on the screen and at the foot of every printed page
    assert f"Voor {cast[name].name}" in page
    assert handout.person == cast[name]
    assert Entry.objects.filter(body__contains="gated_text_read").count() == 1
    assert client.get(ARTICLE).headers["Cache-Control"] == "no-store"
    assert Handout.objects.count() == 1


def test_the_mark_says_who_was_judged_and_not_what_the_account_says(
    client: Client, cast: Cast, slug: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    row = granted(cast, cast["reader"].email)
    User.objects.filter(pk=cast["reader"].pk).update(name="Iemand Anders")
    sign_in(client, cast["reader"])
    page = unescape(client.get(ARTICLE).content.decode())
    assert page.count("Voor Sanne Proef, Gemeente Proef · ") == 2
    assert "Voor Iemand Anders" not in page
    copy = b"".join(pieces_of(client, slug))
    pages = text_of(copy, tmp_path_factory.mktemp("copy"))
    assert ["Voor Sanne Proef, Gemeente Proef · " in " ".join(page.split()) for page in pages] == [True] * 3
    kept = {(one.kind, one.name, one.organisation, one.request_id) for one in Handout.objects.all()}
    assert kept == {(kind, "Sanne Proef", "Gemeente Proef", row.pk) for kind in ("article", "document")}


def test_a_request_that_lets_nobody_in_says_nothing_in_a_mark(client: Client, cast: Cast) -> None:
    granted(cast, cast["reader"].email)
    ReadingGrant.objects.update(scope_kind="document", scope_key="iets-anders")
    give_access(cast, "reader")
    sign_in(client, cast["reader"])
    assert "Voor Reader, zonder organisatie · " in unescape(client.get(ARTICLE).content.decode())
    ReadingGrant.objects.filter(scope_key="iets-anders").update(scope_key=GATED.slug, revoked_at=NOW)
    Handout.objects.all().delete()
    assert "Voor Reader, zonder organisatie · " in unescape(client.get(ARTICLE).content.decode())


def test_a_piece_open_to_every_account_is_marked_with_what_was_judged_elsewhere(client: Client, cast: Cast) -> None:
    mirror_visibility()  # this folder has no mirror yet that could be put back
    with mirror_put_back():
        open_pieces(cast)
        sign_in(client, cast["reader"])
        assert "Voor Reader, zonder organisatie · " in unescape(client.get(ARTICLE).content.decode())
        Handout.objects.all().delete()
        granted(cast, cast["reader"].email)
        ReadingGrant.objects.update(scope_kind="document", scope_key="iets-anders")
        assert "Voor Sanne Proef, Gemeente Proef · " in unescape(client.get(ARTICLE).content.decode())
        assert Handout.objects.get().request is None  # it says who reads, and did not let him in
        Handout.objects.all().delete()
        ReadingGrant.objects.update(revoked_at=NOW)
        assert "Voor Reader, zonder organisatie · " in unescape(client.get(ARTICLE).content.decode())


@pytest.mark.parametrize("place", ["gate of an article", "article", "gate of a document", "document"])
def test_each_place_says_that_a_mark_deters_and_traces_and_prevents_nothing(
    client: Client, cast: Cast, slug: str, place: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sign_in(client, cast["professional"])
    if place == "document":
        copy = b"".join(pieces_of(client, slug))
        text = text_of(copy, tmp_path_factory.mktemp("copy"))[0]
    else:
        gates = {"gate of an article": ("article", GATED.slug), "gate of a document": ("document", slug)}
        name, which = gates.get(place, ("read-article", GATED.slug))
        address = reverse(f"knowledge:{name}", args=[which])
        text = unescape(client.get(address).content.decode())
    for words in WHAT_A_MARK_DOES:
        assert words in " ".join(text.split())


def test_one_code_says_one_name_all_day(client: Client, cast: Cast) -> None:
    sign_in(client, cast["professional"])
    assert "Voor Professional, Gemeente Hier · " in unescape(client.get(ARTICLE).content.decode())
    User.objects.filter(pk=cast["professional"].pk).update(name="Iemand Anders")
    assert "Voor Professional, Gemeente Hier · " in unescape(client.get(ARTICLE).content.decode())


def test_who_works_at_the_house_reads_without_asking(client: Client, cast: Cast) -> None:
    sign_in(client, cast["professional"])
    assert client.get(ARTICLE).status_code == 200


def test_an_article_for_everybody_has_no_second_address(client: Client, cast: Cast) -> None:
    sign_in(client, cast["professional"])
    assert client.get(reverse("knowledge:read-article", args=["vergoeden"])).status_code == 404
    assert client.get(reverse("knowledge:read-article", args=["bestaat-niet"])).status_code == 404


def test_every_page_of_a_copy_carries_the_mark_and_nothing_on_disk_is_legible(
    client: Client, cast: Cast, slug: str, data_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    give_access(cast, "reader")
    sign_in(client, cast["reader"])
    answer = client.get(download(slug))
    copy = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    code = Handout.objects.get().code
    pages = text_of(copy, tmp_path_factory.mktemp("copy"))
    assert len(pages) == 3
    assert all(f"code {code}" in page and "Reader" in page for page in pages)
    assert "reader" not in answer["Content-Disposition"].lower()
    assert code not in answer["Content-Disposition"]
    for path in data_folder.rglob("*"):
        assert not path.is_file() or b"%PDF" not in path.read_bytes()
    again = b"".join(pieces_of(client, slug))
    assert again == copy
    assert client.head(download(slug)).status_code == 200


def test_when_too_many_wait_a_page_says_so_and_when_to_try_again(
    client: Client, cast: Cast, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = MarkingDesk(1, waiting=1, patience=0.05)
    monkeypatch.setattr(copies, "_DESK", desk)
    sign_in(client, cast["professional"])
    with desk._slot(desk.ticket()):  # somebody else's long document
        answer = client.get(download(slug))
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "60", "no-store")
    page = unescape(answer.content.decode())
    assert "Veel mensen vragen nu een exemplaar" in page
    assert download(slug) in page
    assert client.get(download(slug)).status_code == 200


@pytest.mark.parametrize("trouble", ["no pdf", "gone", "damaged"])
def test_a_file_that_cannot_be_marked_gives_a_page_and_a_line_in_the_log(
    client: Client, cast: Cast, slug: str, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    if trouble == "no pdf":
        file = CleanFile(b"dit is geen pdf", 1)
        slug = add_document(
            cast.actor("content_owner"), Described("Stuk twee", "Een kort stuk.", "kiezen"), file, now=NOW
        )
    path = path_of(DocumentFile.objects.get(document__slug=slug).pk)
    if trouble == "gone":
        path.unlink()
    if trouble == "damaged":
        path.write_bytes(path.read_bytes()[:-1])
    sign_in(client, cast["professional"])
    answer = client.get(download(slug))
    assert answer.status_code == 503
    assert "Retry-After" not in answer
    assert "Er is iets mis met dit bestand" in answer.content.decode()
    (line,) = [one for one in caplog.records if one.name == copies.__name__]
    assert line.levelname == "ERROR"
    assert cast["professional"].name not in line.getMessage()


def test_an_open_page_leaves_when_access_is_revoked(client: Client, cast: Cast) -> None:
    grant = give_access(cast, "reader")
    sign_in(client, cast["reader"])
    assert "HX-Redirect" not in client.get(STILL).headers
    grant.revoked_at = grant.since + timedelta(hours=1)
    grant.save()
    answer = client.get(STILL)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse("knowledge:article", args=[GATED.slug]))
    assert client.get(ARTICLE).status_code == 302


def test_an_open_page_leaves_when_the_session_has_ended_and_keeps_none_awake(client: Client, cast: Cast) -> None:
    assert client.get(STILL)["HX-Redirect"]
    give_access(cast, "reader")
    sign_in(client, cast["reader"])
    session = client.session
    session["seen_at"] = before = session["seen_at"] - 60
    session.save()
    assert client.get(STILL).status_code == 204
    assert client.session["seen_at"] == before
    session = client.session
    session["seen_at"] = before - 3600
    session.save()
    assert client.get(STILL)["HX-Redirect"] == reverse("account_login")


def test_without_scripts_the_way_on_is_no_new_reading_and_closes_when_access_ends(client: Client, cast: Cast) -> None:
    grant = give_access(cast, "reader")
    sign_in(client, cast["reader"])
    assert client.get(AGAIN)["Location"] == ARTICLE  # nothing was read today: first that is written down
    assert not Handout.objects.exists()
    first = client.get(ARTICLE).content.decode()
    without_scripts = first.partition("<noscript>")[2].partition("</noscript>")[0]
    assert f'href="{AGAIN}"' in without_scripts
    assert "knowledge/closing" in without_scripts
    again = client.get(AGAIN)
    assert (again.status_code, again["Cache-Control"]) == (200, "no-store")
    assert unescape(again.content.decode()).count(f"code {Handout.objects.get().code}") == 2
    assert Entry.objects.filter(body__contains="gated_text_read").count() == 1
    grant.revoked_at = grant.since + timedelta(hours=1)
    grant.save()
    gate = client.get(AGAIN, follow=True)
    assert gate.request["PATH_INFO"] == reverse("knowledge:article", args=[GATED.slug])
    assert "Daarom is het gesloten" in gate.content.decode()


def test_a_running_download_breaks_off_when_access_is_revoked() -> None:
    answers = iter([True, False])
    coming = while_allowed(bytes(PIECE * 3), lambda: next(answers))
    assert len(next(coming)) == PIECE
    assert len(next(coming)) == PIECE
    with pytest.raises(Withdrawn):
        next(coming)


@pytest.mark.parametrize("loses", ["access", "role", "account"])
def test_who_loses_what_let_him_in_gets_no_more_of_a_running_download(
    client: Client, cast: Cast, slug: str, monkeypatch: pytest.MonkeyPatch, loses: str
) -> None:
    monkeypatch.setattr("sleutelwerk.knowledge.actions.copies.PIECE", 512)
    person = cast["reader" if loses == "access" else "professional"]
    grant = give_access(cast, "reader")
    sign_in(client, person)
    coming = pieces_of(client, slug)
    assert next(coming)
    if loses == "access":
        grant.revoked_at = grant.since + timedelta(hours=1)
        grant.save()
    elif loses == "role":
        RoleGrant.objects.filter(user=person).delete()
    else:
        User.objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(Withdrawn):
        next(coming)
