"""Documents coming in, as a content owner meets it: taken, cleaned, or refused with what to do; nothing half done."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingUnixStreamServer
from threading import Thread

import pikepdf
import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.knowledge.documents.conftest import SUMMARY, TITLE
from tests.knowledge.documents.files import a_pdf
from tests.people import Cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.knowledge.models import DocumentFile, LibraryDocument
from sleutelwerk.knowledge.queries.documents import documents

pytestmark = pytest.mark.django_db
ADD = reverse("knowledge:add-document")
LIST = reverse("knowledge:documents")


@pytest.fixture
def owner(client: Client, cast: Cast) -> Client:
    """Give the browser of a content owner."""
    sign_in(client, cast["content_owner"])
    return client


def upload(data: bytes, name: str = "stuk.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/pdf")


def add(owner: Client, data: bytes, **more: str) -> tuple[int, str]:
    said = {"title": TITLE, "summary": SUMMARY, "theme": "beginnen", "file": upload(data)} | more
    answer = owner.post(ADD, said, follow=True)
    return answer.status_code, unescape(answer.content.decode())


def with_script() -> bytes:
    pdf = pikepdf.open(BytesIO(a_pdf()))
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_a_document_is_taken_and_what_came_out_is_told(owner: Client) -> None:
    status, page = add(owner, with_script())
    assert status == 200
    assert "Het stuk staat in de kennisbank." in page
    assert "scripts (JavaScript)" in page
    assert [one.title for one in documents()] == [TITLE]
    assert "Er is geen virusscanner ingesteld" in page


def test_a_file_that_is_no_pdf_is_refused_with_what_to_do_and_nothing_is_lost(owner: Client) -> None:
    status, page = add(owner, b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert status == 422
    assert "Dit is een afbeelding" in page
    assert TITLE in page
    assert SUMMARY in page
    assert not LibraryDocument.objects.exists()
    assert Entry.objects.filter(body__contains="document_refused").count() == 1


def test_what_is_missing_is_said_beside_its_field(owner: Client) -> None:
    answer = owner.post(ADD, {"title": "", "summary": "te kort", "theme": "beginnen"})
    assert answer.status_code == 422
    assert answer.content.decode().count("sw-field--error") == 3


def test_a_title_that_is_taken_is_said_at_the_title(owner: Client, slug: str) -> None:
    status, page = add(owner, a_pdf())
    assert status == 422
    assert "Kies een andere titel" in page
    assert DocumentFile.objects.count() == 1
    assert slug


def test_a_file_is_replaced_and_a_document_withdrawn(owner: Client, slug: str) -> None:
    replace, withdraw = (reverse(f"knowledge:{name}-document", args=[slug]) for name in ("replace", "withdraw"))
    assert owner.get(replace).status_code == 200
    assert owner.post(replace, {"file": upload(b"geen pdf")}).status_code == 422
    owner.post(replace, {"file": upload(a_pdf(2))})
    assert [(one.version, one.pages) for one in documents()] == [(2, 2)]
    assert "wissen het bestand" in owner.get(withdraw).content.decode()
    owner.post(withdraw)
    assert documents() == ()
    assert owner.get(replace).status_code == 404


@pytest.mark.parametrize("name", ["professional", "administrator", "access_reviewer", "outside_administrator"])
def test_nobody_else_sees_the_pages(client: Client, cast: Cast, slug: str, name: str) -> None:
    sign_in(client, cast[name])
    for page in (LIST, ADD, reverse("knowledge:replace-document", args=[slug])):
        assert client.get(page).status_code == 404


class Scanner(StreamRequestHandler):
    """Speaks clamd's protocol: takes the pieces of a file, and says what the server was told to say."""

    def handle(self) -> None:
        """Take one file."""
        assert self.rfile.read(10) == b"zINSTREAM\0"
        while size := int.from_bytes(self.rfile.read(4), "big"):
            self.rfile.read(size)
        self.wfile.write(self.server.says)  # type: ignore[attr-defined]


@pytest.fixture
def scanner(settings: LazySettings, tmp_path: Path) -> Iterator[ThreadingUnixStreamServer]:
    """Run a server that speaks as clamd does."""
    path = tmp_path / "clamd.ctl"
    with ThreadingUnixStreamServer(str(path), Scanner) as server:
        server.says = b"stream: OK\0"  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMD = f"unix:{path}"
        yield server
        server.shutdown()


@pytest.mark.usefixtures("scanner")
def test_a_scanner_that_finds_nothing_lets_a_file_in(owner: Client) -> None:
    status, page = add(owner, a_pdf())
    assert status == 200
    assert "geen virusscanner" not in page


def test_what_a_scanner_finds_stays_out_and_is_recorded(owner: Client, scanner: ThreadingUnixStreamServer) -> None:
    scanner.says = b"stream: Eicar-Test-Signature FOUND\0"  # type: ignore[attr-defined]
    status, page = add(owner, a_pdf())
    assert status == 422
    assert "virusscanner vond iets kwaads" in page
    assert not LibraryDocument.objects.exists()
    assert Entry.objects.filter(body__contains="malware_found").count() == 1


def test_without_an_answer_of_the_scanner_no_file_comes_in(
    owner: Client, settings: LazySettings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CLAMD = f"unix:{tmp_path}/er-is-niets.ctl"
    status, page = add(owner, a_pdf())
    assert [one.levelname for one in caplog.records if "scanner" in one.getMessage()] == ["ERROR"], "said once"
    assert status == 422
    assert "antwoordt niet" in page
    assert Entry.objects.filter(body__contains="not_scanned").count() == 1
