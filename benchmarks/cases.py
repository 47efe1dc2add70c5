"""Measures the page of a case with many contacts, as a ratio to a bare Django page of the same size in the same run.

.venv/bin/python benchmarks/cases.py [--on sqlite|postgresql|both] [--contacts 500] [--cases 10000] [--pages 200]

The floor asks the same database as many questions as ours does (a session, a person, and rows by their key), and sends
as many bytes through a template of as many lines; it decides, decrypts and records nothing. It needs the `test` extra.
"""

from __future__ import annotations

import argparse
import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
GOAL_PAGE, GOAL_MANY, MOST_QUESTIONS = 2.0, 1.2, 12


def p95(times: list[float]) -> float:
    """Give the time that nineteen of twenty stay under."""
    return statistics.quantiles(times, n=20)[-1]


def seconds(does: Callable[[], object]) -> float:
    """Give how long something takes on the clock: a database server of its own counts too."""
    begun = time.perf_counter()
    does()
    return time.perf_counter() - begun


def working_case(contacts: int) -> tuple[Any, Any]:
    """Make a case at work with so many contacts; give the cast and the case."""
    from tests.cases.working import spoken, working
    from tests.people import NOW, make_cast

    from sleutelwerk.cases.actions.contact import note_contact

    cast = make_cast()
    row = working(cast)
    for _ in range(contacts):
        note_contact(cast.actor("professional"), row.pk, spoken(), now=NOW)
    return cast, row


def fill(cast: Any, count: int) -> None:
    """Put so many other cases in the organisation, each with a candidate, keys and a lead of its own."""
    from sleutelwerk.cases.models import Candidate, Case, Member
    from sleutelwerk.cases.models.vault import CandidateKey, CaseKey

    now, lead = datetime.now(UTC), cast["colleague"]
    for begin in range(0, count, 1_000):
        some = range(begin, min(begin + 1_000, count))
        cases = [
            Case(organisation=cast.here, code=f"bench-{n}", stage="carrying_out", theme="school", profile="verbinder",
                 assignment=secrets.token_bytes(900), created_at=now, settled_at=now, starts_on=now.date(),
                 ends_on=now.date() + timedelta(days=300))
            for n in some
        ]  # fmt: skip
        Case.objects.bulk_create(cases)
        CaseKey.objects.bulk_create([CaseKey(case=one, wrapped=secrets.token_bytes(44)) for one in cases])
        Member.objects.bulk_create(
            [
                Member(case=one, person=lead, organisation=cast.here, part="lead", added_at=now, accepted_at=now)
                for one in cases
            ]
        )
        people = [
            Candidate(case=one, pseudonym=f"bench-{n}", told_on=now.date() - timedelta(days=3), told_how="phone",
                      written_on=now.date(), created_at=now, agreed_on=now.date(), papers=secrets.token_bytes(120))
            for n, one in zip(some, cases, strict=True)
        ]  # fmt: skip
        Candidate.objects.bulk_create(people)
        keys = [CandidateKey(candidate=one, wrapped=secrets.token_bytes(44)) for one in people]
        CandidateKey.objects.bulk_create(keys)


def pages_of(cast: Any, row: Any) -> tuple[Callable[[], bytes], Callable[[], bytes], int]:
    """Give what asks for our page, what asks for the floor's, and how often both ask the database, the trail too."""
    from bare_case_page import Floor
    from django.db import connection
    from django.test import Client
    from tests.people import sign_in

    from sleutelwerk.audit.models import Entry

    client = Client(HTTP_HOST="localhost")
    sign_in(client, cast["professional"])

    def page() -> bytes:
        answer = client.get(f"/dossiers/{row.pk}/")
        assert answer.status_code == 200, answer.status_code
        return answer.content

    def noting(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            asked.append(sql)
        return execute(sql, *more)

    asked: list[str] = []
    page()  # what a process reads once is not the point
    before = Entry.objects.count()
    with connection.execute_wrapper(noting):
        shown = page()
    # the trail asks past Django: on SQLite where its chain ends and then to add, on PostgreSQL both at once
    trail = (Entry.objects.count() - before) * (2 if connection.vendor == "sqlite" else 1)
    questions = len(asked) + trail
    print(f"       {connection.vendor}: {len(shown):,} bytes")
    floor = Floor(cast["professional"], row, questions=questions, size=len(shown), lines=shown.count(b"\n"))
    return page, floor.page, questions


def measure(given: argparse.Namespace) -> bool:
    """Measure on the database that is set up; give whether every goal is met."""
    cast, row = working_case(given.contacts)
    page, bare_page, questions = pages_of(cast, row)

    def in_turns() -> tuple[list[float], list[float]]:
        times = [(seconds(page), seconds(bare_page)) for _ in range(20 + given.pages)][20:]
        return [one for one, _ in times], [one for _, one in times]

    ours, bare = in_turns()
    ratio, few = p95(ours) / p95(bare), statistics.median(ours) / statistics.median(bare)
    good = ratio <= GOAL_PAGE and questions <= MOST_QUESTIONS
    print(f"{'met   ' if good else 'MISSED'} {given.contacts} contacts: {questions} questions (goal {MOST_QUESTIONS});")
    print(f"       p95 {1e3 * p95(ours):.1f} ms, bare {1e3 * p95(bare):.1f} ms: {ratio:.2f} times (goal {GOAL_PAGE})")
    print(f"       median {1e3 * statistics.median(ours):.1f} ms, {few:.2f} times the bare one's")
    fill(cast, given.cases)
    ours, bare = in_turns()
    many = statistics.median(ours) / statistics.median(bare)
    same = many / few <= GOAL_MANY
    told = f"{many / few:.2f} times that (goal {GOAL_MANY}); p95 {p95(ours) / p95(bare):.2f} times the bare one's"
    print(f"{'met   ' if same else 'MISSED'} with {given.cases:,} cases more: {many:.2f} times, {told}")
    return good and same


def set_up(database: str) -> None:
    """Set Django up with an empty database of this kind, which goes when the process does."""
    sys.path[:0] = [str(HERE), str(HERE.parent)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["TEST_ON"] = database
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def main() -> int:
    """Measure, tell, and give 1 when a goal is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--on", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--contacts", type=int, default=500)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--pages", type=int, default=200)
    given = parser.parse_args()
    if given.on == "both":
        each = [[*sys.argv, "--on", kind] for kind in ("sqlite", "postgresql")]
        return max(subprocess.run([sys.executable, *one], check=False).returncode for one in each)
    set_up(given.on)
    return 0 if measure(given) else 1


if __name__ == "__main__":
    sys.exit(main())
