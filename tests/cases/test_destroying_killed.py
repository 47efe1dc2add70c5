"""A process that is killed while it destroys leaves whole cases and true certificates, and the next run goes on."""

from __future__ import annotations

import signal
from pathlib import Path
from uuid import UUID

import pytest
from tests.audit.installations import installation

pytestmark = pytest.mark.django_db
FILL = """
from tests.people import make_cast
from tests.cases.test_ending import ended
cast = make_cast()
ended(cast), ended(cast)
"""
#: Dies in the second case, after its keys went and before its rows did.
DESTROY = """
from tests.cases.test_forgetting_ended import FILE_DAY, at
from sleutelwerk.cases.actions import forgetting_ended
was, times = forgetting_ended._delete_file, []
def dies(case, candidate):
    times.append(1)
    if len(times) == 2:
        print("half-way", flush=True)
        sys.stdin.readline()
    was(case, candidate)
if "dies" in sys.argv:
    forgetting_ended._delete_file = dies
forgetting_ended.forget_ended(now=at(FILE_DAY))
"""
LOOK = """
from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.models import Candidate, Certificate, Ending
from sleutelwerk.cases.queries.ending import steps_of
counts = [row.counts["file"] for row in Certificate.objects.all()]
opens = sum(bool(steps_of(row)["steps"]) for row in Ending.objects.all())
print(Ending.objects.count(), opens, Candidate.objects.filter(key__isnull=False).count(), sum(counts), len(counts),
      Entry.objects.filter(kind="ended_forgotten").count())
"""


def test_a_process_killed_half_way_leaves_whole_cases_and_the_next_run_goes_on(tmp_path: Path) -> None:
    with installation(tmp_path / "data") as made:
        made.environment["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
        migrated = made.command("manage", "migrate", "--verbosity", "0")
        assert migrated.returncode == 0, migrated.stderr
        nobody = UUID(int=1)
        made.run(FILL, nobody)
        assert made.run(LOOK, nobody).split() == ["2", "2", "2", "0", "0", "0"]
        victim = made.start(DESTROY, nobody, "dies")
        assert victim.stdout is not None
        assert victim.stdout.readline() == "half-way\n"
        victim.send_signal(signal.SIGKILL)
        victim.communicate(timeout=30)
        assert victim.returncode == -signal.SIGKILL
        # the first is gone with its proof; the second is whole, opens, and no proof says that it went
        assert made.run(LOOK, nobody).split() == ["1", "1", "2", "1", "1", "1"]
        made.run(DESTROY, nobody)
        assert made.run(LOOK, nobody).split() == ["0", "0", "2", "2", "1", "2"]
        made.run(DESTROY, nobody)
        assert made.run(LOOK, nobody).split() == ["0", "0", "2", "2", "1", "2"]
