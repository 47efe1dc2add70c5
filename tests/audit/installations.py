"""A real installation for tests with real processes: a data folder and a database, on SQLite or PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.own_database import own_database
from tests.read_content import keep_from, lend_to

PREAMBLE = """
import sys, uuid
from datetime import UTC, datetime
import django
django.setup()
from django.db import connection, transaction
from sleutelwerk.audit.actions import record, record_many, sign_heads
from sleutelwerk.audit.events import TRAIL_EXPORTED
from sleutelwerk.audit.queries import pseudonym, verify_chain
chain = uuid.UUID(sys.argv[1])
def write():
    with transaction.atomic():
        return record(chain=chain, kind=TRAIL_EXPORTED, actor=None, now=datetime.now(UTC))
"""


@dataclass(frozen=True)
class Installation:
    """Where the processes of one installation find their data."""

    environment: dict[str, str]

    def start(self, code: str, *arguments: object) -> subprocess.Popen[str]:
        """Start a process with the site's own settings; `chain` and `write()` are there, the arguments in sys.argv."""
        command = [sys.executable, "-c", PREAMBLE + code, *map(str, arguments)]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=self.environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True)

    def run(self, code: str, *arguments: object) -> str:
        """Run such a process to its end and give what it printed."""
        with self.start(code, *arguments) as process:
            out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return out

    def command(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Give a `sleutelwerk` command."""
        command = [sys.executable, "-m", "sleutelwerk", *map(str, arguments)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=120)


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """Make one that is migrated and that nobody has used, and take its database away afterwards."""
    folder.mkdir()
    lend_to(folder)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("SLEUTELWERK_", "DJANGO_"))
    }
    environment |= {"SLEUTELWERK_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "sleutelwerk.config.settings"}
    environment["SLEUTELWERK_KEYS"] = str(folder / "keys")
    with own_database(folder) as own:
        yield Installation(environment | own)
        keep_from(folder)
