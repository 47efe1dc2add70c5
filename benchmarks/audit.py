"""Measures the audit trail: verifying from the database, and what a chained save costs, as ratios inside one run.

.venv/bin/python benchmarks/audit.py [--on sqlite|postgresql|both] [--entries 300000] [--rounds 5] [--saves 300]
"""

from __future__ import annotations

import argparse
import atexit
import gc
import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

ROOT = Path(__file__).resolve().parent.parent
#: Ratios that must hold, and how they are read: verifying at least so much of the floor, a save at most so much.
VERIFY_ONE, VERIFY_TWO, SAVE = 0.40, 0.70, 1.5
#: Verifying a hundred times as many entries may need this much more memory at its highest.
MEMORY_GROWTH = 1.15
#: Saves in one turn.
BLOCK = 25
NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)


def prepare(folder: str, vendor: str) -> None:
    """Make the site's own settings ready, on an empty database of this run."""
    sys.path.insert(0, str(ROOT))
    os.environ.update(SLEUTELWERK_DATA=folder, DJANGO_SETTINGS_MODULE="sleutelwerk.config.settings")
    if vendor == "postgresql" and "SLEUTELWERK_DATABASE_URL" not in os.environ:
        from tests.databases import postgresql_url

        os.environ["SLEUTELWERK_DATABASE_URL"] = new_database(postgresql_url(keeps_what_it_has=True))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def new_database(address: str) -> str:
    """Make a database on this server for as long as this process lives; give its address."""
    from urllib.parse import urlsplit, urlunsplit

    from psycopg import connect

    name = f"bench_{uuid4().hex[:8]}"
    with connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"'.encode())
    atexit.register(_drop, address, name)
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def _drop(address: str, name: str) -> None:
    from psycopg import connect

    with connect(address, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def fill(chain: UUID, count: int) -> None:
    """Write entries as a busy organisation would."""
    from django.db import connection, transaction

    from sleutelwerk.audit.actions import record_many
    from sleutelwerk.audit.engine.body import Details, Happening
    from sleutelwerk.audit.events import TRAIL_EXPORTED
    from sleutelwerk.audit.queries import pseudonym

    subjects = [pseudonym("case", number) for number in range(1_000)]
    people = [uuid4() for _ in range(50)]
    details = Details(fields=("valid_until", "state"), counts={"documents": 2}, flags={"printed": True})
    happenings = (
        Happening(
            kind=TRAIL_EXPORTED,
            at=NOW + timedelta(seconds=number),
            actor=people[number % 50],
            subject=subjects[number % 1_000],
            details=details,
        )
        for number in range(count)
    )
    with transaction.atomic():
        record_many(chain=chain, happenings=happenings)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)" if connection.vendor == "sqlite" else "ANALYZE audit_entry")


def hash_floor(chain: UUID, count: int) -> float:
    """Give the seconds of the bare floor: one hashlib call per entry, over the same bytes, with nothing around it."""
    from sleutelwerk.audit.queries.streams import one_moment, rows_between

    sha256, seconds = hashlib.sha256, 0.0
    with one_moment():
        for after in range(0, count, 20_000):
            hashed = [bytes(32) + row.body for row in rows_between(chain, after, after + 20_000)]
            began = time.perf_counter()
            for piece in hashed:
                sha256(piece).digest()
            seconds += time.perf_counter() - began
    return seconds


def timed(does: Callable[[], object]) -> float:
    """Give the seconds that something takes."""
    began = time.perf_counter()
    does()
    return time.perf_counter() - began


def verifying(chain: UUID, count: int, rounds: int) -> Iterator[tuple[str, float, float]]:
    """Give name, ratio and goal of verifying on one core and on two; the contenders take turns."""
    from sleutelwerk.audit.queries import verify_chain

    def verify(processes: int) -> None:
        report = verify_chain(chain, processes=processes)
        assert report.ok
        assert report.length == count

    one, two = [], []
    for _ in range(rounds):
        floor = hash_floor(chain, count)
        one.append(floor / timed(lambda: verify(1)))
        floor = (floor + hash_floor(chain, count)) / 2
        two.append(floor / timed(lambda: verify(2)))
        print(f"    floor {floor / count * 1e6:.2f} us an entry; one core {one[-1]:.2f}, two {two[-1]:.2f}")
    yield "verify from the database, one core, of the floor", statistics.median(one), VERIFY_ONE
    yield "verify from the database, two cores, of the floor", statistics.median(two), VERIFY_TWO


def saving(saves: int, rounds: int) -> float:
    """Give what a save with its entry takes, as a ratio to the same save without; both in a transaction."""
    from django.db import transaction

    from sleutelwerk.accounts.models import Organisation
    from sleutelwerk.audit.actions import record
    from sleutelwerk.audit.events import TRAIL_EXPORTED
    from sleutelwerk.audit.queries import pseudonym

    organisation = Organisation.objects.create(name="Bench", created_at=NOW)
    actor, subject = uuid4(), pseudonym("organisation", organisation.pk)

    def save(*, chained: bool) -> None:
        for number in range(BLOCK):
            with transaction.atomic():
                organisation.name = f"Bench {number}"
                organisation.save()
                if chained:
                    record(chain=organisation.pk, kind=TRAIL_EXPORTED, actor=actor, subject=subject, now=NOW)

    save(chained=True)
    plain, chained = [], []
    for _ in range(rounds * saves // BLOCK):  # short turns, so that what else the machine does falls on both
        plain.append(timed(lambda: save(chained=False)) / BLOCK)
        chained.append(timed(lambda: save(chained=True)) / BLOCK)
    middle = [statistics.median(times) for times in (plain, chained)]
    print(f"    median: plain {middle[0] * 1e3:.3f} ms, chained {middle[1] * 1e3:.3f} ms")
    return middle[1] / middle[0]


PEAK = """
import resource, sys, uuid
import django
django.setup()
from sleutelwerk.audit.queries import verify_chain
assert verify_chain(uuid.UUID(sys.argv[1])).ok
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(chain: UUID) -> int:
    """Give the highest memory of a process that verifies a chain, in KiB."""
    done = subprocess.run([sys.executable, "-c", PEAK, str(chain)], capture_output=True, text=True, check=True)
    return int(done.stdout)


def measure(vendor: str, given: argparse.Namespace) -> bool:
    """Measure on one database; tell whether every goal was met."""
    with tempfile.TemporaryDirectory(prefix="bench-audit-") as folder:
        prepare(folder, vendor)
        small, large = uuid4(), uuid4()
        print(f"{vendor}: writing {given.entries} entries", flush=True)
        seconds = timed(lambda: fill(large, given.entries))
        print(f"    {given.entries / seconds:,.0f} an s")
        fill(small, max(given.entries // 100, 1_000))
        gc.collect()
        gc.freeze()
        met = True
        for name, ratio, goal in verifying(large, given.entries, given.rounds):
            if vendor == "sqlite":
                met &= tell(name, ratio, goal, at_least=True)
            else:  # a server of its own reads for us, at its own pace
                print(f"no goal {name}: {ratio:.2f}")
        memory = [peak(small), peak(large)]
        print(f"    highest memory {memory[0] / 1024:.0f} MiB for few entries, {memory[1] / 1024:.0f} MiB for all")
        met &= tell("highest memory, all entries to a hundredth of them", memory[1] / memory[0], MEMORY_GROWTH)
        return met & tell("a chained save to a plain one", saving(given.saves, given.rounds), SAVE)


def tell(name: str, ratio: float, goal: float, *, at_least: bool = False) -> bool:
    """Print a ratio with its goal; tell whether it was met."""
    met = ratio >= goal if at_least else ratio <= goal
    print(
        f"{'ok    ' if met else 'MISSED'} {name}: {ratio:.2f} (goal {'>=' if at_least else '<='} {goal:.2f})",
        flush=True,
    )
    return met


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--entries", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--saves", type=int, default=300)
    given = parser.parse_args()
    if given.on != "both":
        return 0 if measure(given.on, given) else 1
    # a process each, as Django's settings are read once
    arguments = [f"--{name}={getattr(given, name)}" for name in ("entries", "rounds", "saves")]
    runs = [
        subprocess.run([sys.executable, __file__, f"--on={vendor}", *arguments], check=False)
        for vendor in ("sqlite", "postgresql")
    ]
    return max(run.returncode for run in runs)


if __name__ == "__main__":
    sys.exit(main())
