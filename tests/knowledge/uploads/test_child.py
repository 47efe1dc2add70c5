"""The process of its own: what it may use, what it says, and what it does not get to know."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from tests.knowledge.uploads.nasty import report

from sleutelwerk.knowledge.engine.uploads import CleanUpload, Limits, Reason, Refusal, apart, child
from sleutelwerk.knowledge.engine.uploads.cleaning import cleaned

MODULE = "sleutelwerk.knowledge.engine.uploads.child"


def question(*, clean: bool = True, **limits: object) -> dict[str, object]:
    """What is asked of the process."""
    return {"limits": asdict(Limits()) | limits, "clean": clean}


def test_it_tells_what_it_found_and_gives_the_file_only_when_asked() -> None:
    told, data = child.look_through(question(), report())
    assert told["upload"]["pages"] == 2
    assert data == cleaned(report(), Limits()).data
    assert child.look_through(question(clean=False), report()) == (told, b"")
    assert child.look_through(question(), b"%PDF-1.7") == ({"refused": "damaged"}, b"")


def test_a_lack_of_memory_is_told_as_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacks(_data: bytes, _limits: Limits) -> CleanUpload:
        raise MemoryError

    monkeypatch.setattr(child, "cleaned", lacks)
    assert child.look_through(question(), b"x") == ({"refused": "too_heavy"}, b"")


def test_it_bounds_itself_before_it_reads_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    bounds: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", bounds.__setitem__)
    before = pikepdf.settings.get_qpdf_limits()
    goes = BytesIO()
    try:
        child.main(BytesIO(json.dumps(question()).encode() + b"\n" + report()), goes)
        assert pikepdf.settings.get_qpdf_limits()["flate_max_memory"] == Limits().unpacked_part
    finally:
        pikepdf.settings.set_qpdf_limits(flate_max_memory=0, run_length_max_memory=0)
    assert pikepdf.settings.get_qpdf_limits() == before
    assert bounds[resource.RLIMIT_AS] == (Limits().memory, Limits().memory)
    assert bounds[resource.RLIMIT_CPU] == (30, 30)
    assert bounds[resource.RLIMIT_FSIZE] == bounds[resource.RLIMIT_CORE] == (0, 0)
    told, _, data = goes.getvalue().partition(b"\n")
    assert json.loads(told)["upload"]["title"] == "Verslag"
    assert data.startswith(b"%PDF-")


def test_the_real_process_cannot_write_a_file(tmp_path: Path) -> None:
    code = (
        f"from {MODULE} import restrain; from sleutelwerk.knowledge.engine.uploads import Limits; restrain(Limits());"
        f"open({str(tmp_path / 'x')!r}, 'wb', buffering=0).write(b'x' * 10)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode != 0
    assert (tmp_path / "x").read_bytes() == b""


def test_the_process_gets_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = tmp_path / "told"
    teller = tmp_path / "teller"
    teller.write_text(f'#!/bin/sh\nenv > {told}\necho \'{{"refused": "damaged"}}\'\n')
    teller.chmod(0o700)
    monkeypatch.setenv("SLEUTELWERK_SECRET_KEY", "geheim")
    monkeypatch.setattr(sys, "executable", str(teller))
    assert apart.clean_pdf(report()) == Refusal(Reason.DAMAGED)
    assert "geheim" not in told.read_text()
    assert {line.partition("=")[0] for line in told.read_text().split("\n")} <= {
        "",
        "PATH",
        "LANG",
        "PWD",
        "_",
        "SHLVL",
    }


@pytest.mark.parametrize(
    "body", ["exit 3", "exec cat /dev/zero", "kill -SEGV $$", "exec sleep 60", "exec 0<&-; exit 1"]
)
def test_a_process_that_was_taken_over_says_nothing_that_is_believed(
    body: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    taken.write_text(f"#!/bin/sh\n{body}\n")
    taken.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(taken))
    before = children()
    assert apart.clean_pdf(report() + bytes(300_000), Limits(patience=2)) == Refusal(Reason.TOO_HEAVY)
    assert children() <= before  # none is left behind, dead or alive


def children() -> set[str]:
    """Give the processes that this one started and has not seen end; a worker may have others, such as a scanner."""
    return {pid for told in Path("/proc/self/task").glob("*/children") for pid in told.read_text().split()}
