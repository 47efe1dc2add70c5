"""The virus scanner: what a real clamd finds is told, and without its judgement nothing is called clean."""

from __future__ import annotations

import logging
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from tests.knowledge.uploads.nasty import EICAR, attached, changed, report

from sleutelwerk.knowledge.engine.uploads import (
    BadAddress,
    ClamdAddress,
    Clean,
    CleanUpload,
    Found,
    Limits,
    Unavailable,
    read_address,
    scan,
)
from sleutelwerk.knowledge.engine.uploads.cleaning import cleaned

CLAMD = shutil.which("clamd") or shutil.which("/usr/sbin/clamd")
with_clamd = pytest.mark.skipif(CLAMD is None, reason="clamd is not there: install clamav-daemon")
#: The words of EICAR wherever they stand, in ClamAV's own form: the real database comes from servers of its maker.
SIGNATURE = "Eigen.Proef:0:*:" + EICAR[-40:-8].hex() + "\n"


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, ClamdAddress]]:
    """A real clamd with one signature of our own, on a socket and on a port; takes a second and 20 MB."""
    assert CLAMD
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "db").mkdir()
    (folder / "db" / "own.ndb").write_text(SIGNATURE)
    port = free_port()
    lines = [
        "Foreground yes", "StreamMaxLength 1M", f"LocalSocket {folder}/s", f"DatabaseDirectory {folder}/db",
        f"TCPSocket {port}", "TCPAddr 127.0.0.1",
    ]  # fmt: skip
    (folder / "clamd.conf").write_text("\n".join(lines) + "\n")
    running = subprocess.Popen([CLAMD, "-c", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL)
    try:
        addresses = {"unix": read_address(f"unix:{folder}/s"), "tcp": read_address(f"tcp://127.0.0.1:{port}")}
        until = time.monotonic() + 60
        while not (folder / "s").exists():
            assert running.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        yield addresses
    finally:
        running.terminate()
        running.wait(20)


@with_clamd
@pytest.mark.parametrize("way", ["unix", "tcp"])
def test_a_real_scanner_finds_what_it_knows(way: str, clamd: dict[str, ClamdAddress]) -> None:
    assert scan(BytesIO(EICAR), clamd[way]) == Found("Eigen.Proef.UNOFFICIAL")
    assert scan(BytesIO(b"een gewone tekst"), clamd[way]) == Clean()
    assert scan(BytesIO(b""), clamd[way]) == Clean()
    assert scan(BytesIO(b"x" * 300_000 + EICAR), clamd[way]) == Found("Eigen.Proef.UNOFFICIAL")


@with_clamd
def test_a_real_scanner_finds_it_in_a_pdf_and_no_longer_in_the_clean_one(clamd: dict[str, ClamdAddress]) -> None:
    data = changed(lambda pdf: pdf.Root.__setattr__("AF", [attached(pdf)]))
    assert scan(BytesIO(data), clamd["unix"]) == Found("Eigen.Proef.UNOFFICIAL")
    found = cleaned(data, Limits())
    assert isinstance(found, CleanUpload)
    assert scan(BytesIO(found.data), clamd["unix"]) == Clean()


@with_clamd
def test_what_a_real_scanner_does_not_take_is_not_clean(
    clamd: dict[str, ClamdAddress], caplog: pytest.LogCaptureFixture
) -> None:
    answer = scan(BytesIO(bytes(3_000_000)), clamd["unix"])
    assert isinstance(answer, Unavailable)
    assert caplog.records
    assert caplog.records[-1].levelno == logging.ERROR


def test_a_scanner_that_is_not_there_is_told_loudly(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for address in (f"unix:{tmp_path}/none", f"tcp://127.0.0.1:{free_port()}"):
        answer = scan(BytesIO(report()), read_address(address))
        assert isinstance(answer, Unavailable)
        assert answer.why in caplog.text
    assert {record.levelno for record in caplog.records} == {logging.ERROR}


@contextmanager
def answering(answer: Callable[[socket.socket], object]) -> Iterator[ClamdAddress]:
    """A server that answers as it likes: what clamd says when it is ill cannot be had from a healthy one."""

    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            answer(connection)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        yield ClamdAddress(host="127.0.0.1", port=server.getsockname()[1])
        thread.join(10)


def said(*pieces: bytes) -> Callable[[socket.socket], None]:
    """Take in the whole stream, and then say this."""

    def answer(connection: socket.socket) -> None:
        came = b""
        while not came.endswith(bytes(4)):
            came += connection.recv(1 << 16)
        assert came == b"zINSTREAM\0" + (5).to_bytes(4, "big") + b"hallo" + bytes(4)
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(0.02)

    return answer


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ((b"stream: OK\0",), Clean()),
        ((b"stre", b"am: OK", b"\0"), Clean()),
        ((b"stream: Naam met FOUND erin FOUND\0",), Found("Naam met FOUND erin")),
        ((), Unavailable("no answer")),
        ((b"stream: OK? ERROR\0",), Unavailable("OK? ERROR")),
        ((b"stream: NOT OK\0",), Unavailable("NOT OK")),
        ((b"INSTREAM size limit exceeded. ERROR\0",), None),
        ((b"\xff\xfe\0",), Unavailable("\ufffd\ufffd")),
        ((b"x" * 9_000,), None),
    ],
)
def test_only_a_clear_answer_counts(pieces: tuple[bytes, ...], expected: object) -> None:
    with answering(said(*pieces)) as address:
        found = scan(BytesIO(b"hallo"), address)
    assert found == expected if expected else isinstance(found, Unavailable)


def test_the_operator_reads_which_setting_to_change() -> None:
    with answering(said(b"INSTREAM size limit exceeded. ERROR\0")) as address:
        found = scan(BytesIO(b"hallo"), address)
    assert isinstance(found, Unavailable)
    assert "StreamMaxLength" in found.why


def test_a_scanner_that_hangs_up_halfway_is_heard_out() -> None:
    def hang_up(connection: socket.socket) -> None:
        connection.recv(10)
        connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")

    with answering(hang_up) as address:
        assert isinstance(scan(BytesIO(bytes(30_000_000)), address), Unavailable)


def test_a_scanner_that_never_answers_is_not_waited_for() -> None:
    done = threading.Event()
    with answering(lambda _: done.wait(10)) as address:
        began = time.monotonic()
        assert isinstance(scan(BytesIO(b"hallo"), address, patience=0.1), Unavailable)
        done.set()
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("unix:/run/clamav/clamd.ctl", ClamdAddress(path="/run/clamav/clamd.ctl")),
        ("tcp://127.0.0.1:3310", ClamdAddress(host="127.0.0.1", port=3310)),
        ("tcp://localhost:3310", ClamdAddress(host="localhost", port=3310)),
        ("tcp://[::1]:3310", ClamdAddress(host="::1", port=3310)),
    ],
)
def test_addresses_on_this_machine_are_read(text: str, expected: ClamdAddress) -> None:
    assert read_address(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "clamd", "unix:run/x", "tcp://127.0.0.1", "tcp://10.0.0.1:3310", "tcp://clamd:3310", "http://127.0.0.1:1",
        "tcp://127.0.0.1:x", "tcp://[:1",
    ],
)  # fmt: skip
def test_any_other_address_is_refused(text: str) -> None:
    with pytest.raises(BadAddress, match="alleen op deze computer"):
        read_address(text)
