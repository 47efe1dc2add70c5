"""Exports: an outsider can verify them with openssl and a script, and finds whatever was altered."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from tests.audit.trails import EVENTS, NOW, fill, finished, write

from sleutelwerk.audit.actions import Selection, export_trail, purge
from sleutelwerk.audit.engine.export import (
    ENTRIES,
    HEAD,
    PUBLIC_KEY,
    README,
    SIGNATURE,
    ExportReport,
    UnreadableExport,
    verify_export,
)
from sleutelwerk.audit.models import Seal
from sleutelwerk.audit.queries import entries_of
from sleutelwerk.core.events import Retention

pytestmark = pytest.mark.django_db

COUNT = 450


@pytest.fixture
def export(chain: uuid.UUID, tmp_path: Path) -> Path:
    """A good export, in which some entries were purged."""
    fill(chain, COUNT)
    purge(chain=chain, now=NOW, selection=Selection(events=EVENTS, terms={Retention.SIGN_IN: 0}))
    write(chain)
    path = tmp_path / "export.zip"
    with path.open("wb") as file:
        head = export_trail(actor=uuid.UUID(int=3), chain=chain, target=file, now=NOW)
    assert head.number == COUNT + 3
    return path


def verified(path: Path) -> ExportReport:
    return finished(verify_export(path))


def altered(path: Path, **files: Callable[[bytes], bytes]) -> Path:
    """Copy an export with files in it changed; names are written with an underscore for the dot."""
    target = path.with_name("altered.zip")
    with ZipFile(path) as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for name in source.namelist():
            change = files.get(name.replace(".", "_"), bytes)
            copy.writestr(name, change(source.read(name)))
    return target


def on_line(number: int, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Change one entry and nothing else."""

    def on_all(content: bytes) -> bytes:
        lines = content.splitlines(keepends=True)
        lines[number - 1] = change(lines[number - 1])
        return b"".join(lines)

    return on_all


def by_script(path: Path, repository: Path) -> subprocess.CompletedProcess[str]:
    """Run the script of the manual, exactly as it stands there, on an export."""
    page = (repository / "docs" / "how-to" / "verify-the-audit-trail.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    file = path.with_name("narekenen.py")
    file.write_text(script, encoding="utf-8")
    # -I: nothing but the standard library
    command = [sys.executable, "-I", str(file), str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_an_export_holds_what_it_says(export: Path, chain: uuid.UUID) -> None:
    with ZipFile(export) as archive:
        assert set(archive.namelist()) == {README, HEAD, SIGNATURE, PUBLIC_KEY, ENTRIES}
        lines = archive.read(ENTRIES).splitlines()
        assert "BESTAND.zip" in archive.read(README).decode()
    assert [json.loads(line)["number"] for line in lines] == list(range(1, COUNT + 4))
    last = json.loads(json.loads(lines[-1])["body"])
    assert (last["kind"], last["actor"]) == ("trail_exported", str(uuid.UUID(int=3)))
    assert entries_of(chain).entries[0].kind == "trail_exported"
    assert Seal.objects.filter(chain=chain, number=COUNT + 3).exists()


def test_a_good_export_is_right_for_us_and_for_the_script(export: Path, chain: uuid.UUID, repository: Path) -> None:
    report = verified(export)
    assert report.problem is None
    assert (report.head.chain, report.head.number) == (chain, COUNT + 3)
    assert report.purged > 50
    done = by_script(export, repository)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"GOED: {COUNT + 3} regels, tot en met 2026-11-27T10:00:00.000Z\n"


def test_openssl_agrees(export: Path, tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    assert openssl, "install openssl: outsiders verify with it, so its agreement must be tested"
    with ZipFile(export) as archive:
        archive.extractall(tmp_path)
    verify = [
        openssl,
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        PUBLIC_KEY,
        "-rawin",
        "-in",
        HEAD,
        "-sigfile",
        SIGNATURE,
    ]
    done = subprocess.run(verify, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Signature Verified Successfully" in done.stdout + done.stderr
    der = [openssl, "pkey", "-pubin", "-in", PUBLIC_KEY, "-outform", "DER"]
    key = subprocess.run(der, cwd=tmp_path, capture_output=True, check=True)
    digest = subprocess.run([openssl, "dgst", "-sha256"], input=key.stdout, capture_output=True, check=True)
    assert verified(export).fingerprint in digest.stdout.decode()
    (tmp_path / HEAD).write_bytes((tmp_path / HEAD).read_bytes().replace(b"number 4", b"number 5"))
    assert subprocess.run(verify, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def first_with(path: Path, part: str) -> int:
    """Give the number of the first entry with this in it."""
    with ZipFile(path) as archive:
        lines = archive.read(ENTRIES).decode().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if part in line)


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("case_read", lambda line: line.replace(b"case_read", b"case_kept")),
        ("case_changed", lambda line: line.replace(b'\\"via\\":\\"page\\"', b'\\"via\\":\\"task\\"')),
        ("case_read", lambda _: b""),
        ("case_read", lambda line: line * 2),
        ("purged", lambda line: re.sub(rb'\\"previous\\":\\"....', rb'\\"previous\\":\\"0123', line)),
        ("purged", lambda line: line.replace(b":451}", b":452}")),
        ("entries_purged", lambda line: line.replace(b'\\"entries\\":1', b'\\"entries\\":2')),
    ],
)
def test_whatever_is_altered_is_found_by_both(
    export: Path, repository: Path, part: str, change: Callable[[bytes], bytes]
) -> None:
    number = first_with(export, part)
    path = altered(export, entries_jsonl=on_line(number, change))
    assert path.read_bytes() != export.read_bytes()
    problem = verified(path).problem
    assert problem is not None
    assert problem.since <= number + 1
    done = by_script(path, repository)
    assert done.returncode == 1
    assert done.stderr.startswith("NIET GOED")


def test_a_tail_that_was_cut_off_is_found_by_both(export: Path, repository: Path) -> None:
    path = altered(export, entries_jsonl=lambda content: b"".join(content.splitlines(keepends=True)[:-1]))
    problem = verified(path).problem
    assert problem is not None
    assert problem.what == f"Ondertekend zijn {COUNT + 3} regels; in dit bestand staan er {COUNT + 2}."
    assert by_script(path, repository).returncode == 1


def test_purged_entries_without_their_statement_are_found_by_both(export: Path, repository: Path) -> None:
    path = altered(export, entries_jsonl=lambda content: b"".join(content.splitlines(keepends=True)[:COUNT]))
    problem = verified(path).problem
    assert problem is not None
    assert "verklaring" in problem.what
    assert "zonder verklaring" in by_script(path, repository).stderr


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("head_txt", lambda text: re.sub(rb"hash ....", b"hash 0000", text), "handtekening"),
        ("head_txt", lambda text: re.sub(rb"time 2026", b"time 2025", text), "handtekening"),
        ("head_sig", lambda signature: signature[:-1] + bytes([signature[-1] ^ 1]), "handtekening"),
    ],
)
def test_a_head_that_was_not_signed_is_found(
    export: Path, name: str, change: Callable[[bytes], bytes], says: str
) -> None:
    problem = verified(altered(export, **{name: change})).problem
    assert problem is not None
    assert says in problem.what


def test_an_export_under_another_head_is_found(export: Path, chain: uuid.UUID, tmp_path: Path) -> None:
    other = uuid.uuid4()
    fill(other, COUNT + 2)
    path = tmp_path / "other.zip"
    with path.open("wb") as file:
        export_trail(actor=None, chain=other, target=file, now=NOW)
    with ZipFile(path) as archive:
        head, signature = archive.read(HEAD), archive.read(SIGNATURE)
    mixed = altered(export, head_txt=lambda _: head, head_sig=lambda _: signature)
    problem = verified(mixed).problem
    assert problem is not None
    assert problem.what == "De laatste regel heeft een andere hash dan er is ondertekend."
    assert verified(mixed).head.chain != chain


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("head_txt", lambda _: b"hello"),
        ("head_txt", lambda text: text * 100),
        ("public_pem", lambda _: b"hello"),
        ("entries_jsonl", lambda content: content[:-20]),
        ("entries_jsonl", lambda _: b"hello\n"),
        ("entries_jsonl", lambda _: b"[]\n"),
        ("entries_jsonl", lambda _: b'{"number":"1","hash":"00","body":"x"}\n'),
        ("entries_jsonl", lambda _: b'{"number":1,"hash":"zz","body":"x"}\n'),
        ("entries_jsonl", lambda _: b'{"number":1,"hash":"00"}\n'),
        ("entries_jsonl", lambda _: b"[" * 300_000),
    ],
)
def test_what_is_no_export_is_said_in_words(export: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    with pytest.raises(UnreadableExport, match="Dit is geen uitvoer"):
        verified(altered(export, **{name: change}))


def test_what_is_no_zip_or_not_there_is_said_in_words(export: Path, tmp_path: Path) -> None:
    content = export.read_bytes()
    for damaged in (b"", b"x" * 100, content[:-30], content[: len(content) // 2]):
        path = tmp_path / "damaged.zip"
        path.write_bytes(damaged)
        with pytest.raises(UnreadableExport, match="Dit is geen uitvoer"):
            verified(path)
    with pytest.raises(UnreadableExport, match="niet te lezen"):
        verified(tmp_path / "nowhere.zip")
    empty = tmp_path / "empty.zip"
    with ZipFile(empty, "w") as archive:
        archive.writestr("x", "y")
    with pytest.raises(UnreadableExport, match="Dit is geen uitvoer"):
        verified(empty)


def test_progress_counts_every_entry(chain: uuid.UUID) -> None:
    fill(chain, 1_200)
    told: list[int] = []
    export_trail(actor=None, chain=chain, target=io.BytesIO(), now=NOW, progress=told.append)
    assert sum(told) == 1_201
    assert len(told) > 1


def test_an_export_of_whole_bundles_is_right(chain: uuid.UUID, tmp_path: Path) -> None:
    fill(chain, 199)
    path = tmp_path / "export.zip"
    with path.open("wb") as file:
        export_trail(actor=None, chain=chain, target=file, now=NOW)
    assert verified(path).problem is None
