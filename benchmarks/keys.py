"""Measures re-wrapping data keys for a new master key, against the bare calls that unwrap and wrap them in one run.

.venv/bin/python benchmarks/keys.py [--keys 100000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap

#: Keys a second on one core, in memory.
LEAST = 100_000
NOW = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)


def seconds(does: Callable[[], Any]) -> float:
    """Give the processor time of this process that something takes."""
    begun = time.process_time()
    does()
    return time.process_time() - begun


def in_memory(folder: Path, count: int) -> tuple[Callable[[], None], Callable[[], None]]:
    """Give re-wrapping as the site does it, and the bare calls."""
    from sleutelwerk.core.master_keys import Source, master_key

    master = master_key("bench", folder, Source())
    wrapped = master.wrap([secrets.token_bytes(32) for _ in range(count)])
    old = master._providers[master.current().kind]._key("bench", 0)
    master.renew()
    new = secrets.token_bytes(32)
    bare = [one[4:] for one in wrapped]

    def ours() -> None:
        for begin in range(0, count, 1_000):
            master.wrap(master.unwrap(wrapped[begin : begin + 1_000]))

    def floor() -> None:
        for one in bare:
            aes_key_wrap(new, aes_key_unwrap(old, one))

    return ours, floor


def fill(count: int) -> None:
    """Put so many envelopes with keys in the database."""
    from sleutelwerk.accounts.models import Organisation
    from sleutelwerk.vault.models import Envelope, EnvelopeKey
    from sleutelwerk.vault.models.sealed import identities

    here = Organisation.objects.create(name="Bench", created_at=NOW)
    rows = [Envelope(organisation=here, contents=b"x" * 284, put_in_at=NOW, changed_at=NOW) for _ in range(count)]
    Envelope.objects.bulk_create(rows, batch_size=2_000)
    wrapped = identities().wrap([secrets.token_bytes(32) for _ in rows])
    keys = [EnvelopeKey(envelope=row, wrapped=one) for row, one in zip(rows, wrapped, strict=True)]
    EnvelopeKey.objects.bulk_create(keys, batch_size=2_000)


def taking_turns(ours: Callable[[], Any], floor: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """Give the medians of both, in seconds."""
    times = [(seconds(ours), seconds(floor)) for _ in range(rounds)]
    return statistics.median(one for one, _ in times), statistics.median(one for _, one in times)


def main() -> int:
    """Measure, tell, and give 1 when a goal is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-keys-") as folder:
        os.environ.update(SLEUTELWERK_DATA=folder, DJANGO_SETTINGS_MODULE="sleutelwerk.config.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        from sleutelwerk.config.keyrings import KEYRINGS
        from sleutelwerk.vault.actions import rotate

        count = given.keys
        ours, floor = taking_turns(*in_memory(Path(folder) / "bench", count), given.rounds)
        met = count / ours >= LEAST
        print(f"{'met ' if met else 'MISSED'} re-wrapping in memory: {count / ours:,.0f} a second (goal {LEAST:,})")
        print(
            f"      floor, bare unwrap and wrap: {count / floor:,.0f} a second; ours takes {ours / floor:.2f} times it"
        )
        fill(count)
        spent = [seconds(lambda: rotate(ring=KEYRINGS["identities"], now=NOW)) for _ in range(given.rounds)]
        whole = statistics.median(spent)
        print(f"no goal rotating {count:,} keys in SQLite: {count / whole:,.0f} a second of processor time,")
        print(f"      {whole / floor:.1f} times the floor; slowest {max(spent):.2f} s")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
