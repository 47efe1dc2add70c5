"""How far verifying is: a bar on the terminal once it takes more than a second, and never where the answer goes."""

from __future__ import annotations

import io
import json
import sys
import uuid
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from tests.audit.trails import write

from sleutelwerk.cli import audit as commands

pytestmark = pytest.mark.django_db(transaction=True)


class Terminal(io.StringIO):
    """Keeps what is drawn on it."""

    def isatty(self) -> bool:
        """Draw as for a person."""
        return True


def verified(monkeypatch: pytest.MonkeyPatch, *, seconds: float) -> tuple[str, dict[str, Any]]:
    """Give what verifying draws and what it answers, where each look at the clock takes so many seconds."""
    terminal, answer, clock = Terminal(), io.StringIO(), count(0, seconds)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", terminal)
        patch.setattr(sys, "stdout", answer)
        patch.setattr(commands, "time", SimpleNamespace(monotonic=lambda: next(clock)))
        with pytest.raises(SystemExit) as left:
            commands.audit.main(["verify", "--json"], prog_name="sleutelwerk audit")
    assert not left.value.code
    return terminal.getvalue(), json.loads(answer.getvalue())


def test_a_long_one_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = uuid.uuid4()
    for _ in range(3):
        write(chain)
    shown, answer = verified(monkeypatch, seconds=1.5)
    assert "Narekenen" in shown
    assert "100%" in shown
    found = {one["chain"]: one for one in answer["chains"]}
    assert found[str(chain)]["number"] == 3, "and the answer is whole"


def test_a_short_one_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    write(uuid.uuid4())
    assert verified(monkeypatch, seconds=0.0)[0] == ""
