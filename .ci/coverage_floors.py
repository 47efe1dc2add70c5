"""Fails when the tests leave decisions uncovered (100 % of branches in rules and engine) or much of the rest (90 %)."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

DECISIONS = frozenset({"rules", "engine", "rules.py", "engine.py"})
FLOOR_ELSEWHERE = 90.0


def is_decision(path: str) -> bool:
    """Tell whether a file holds decisions."""
    return bool(DECISIONS & set(Path(path).parts))


def problems_in(files: dict[str, dict[str, Any]]) -> list[str]:
    """Say what falls below its floor, given coverage's own figures per file."""
    found: list[str] = []
    covered = total = 0
    for path, figures in sorted(files.items()):
        summary = figures["summary"]
        done = summary["covered_lines"] + summary["covered_branches"]
        everything = summary["num_statements"] + summary["num_branches"]
        if not is_decision(path):
            covered += done
            total += everything
        elif done < everything:
            branches = [f"{start}->{end}" for start, end in figures["missing_branches"]]
            missing = ", ".join([*map(str, figures["missing_lines"]), *branches])
            found.append(f"{path}: {100 * done / everything:.1f} % where decisions need 100 %; missing {missing}")
    if total and 100 * covered / total < FLOOR_ELSEWHERE:
        found.append(f"the rest: {100 * covered / total:.1f} % where {FLOOR_ELSEWHERE:.0f} % is needed")
    return found


def main() -> int:
    """Read what the last test run measured and judge it."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "coverage", "json", "--quiet", "-o", str(report)]
        subprocess.run(command, check=True)
        measured = json.loads(report.read_text(encoding="utf-8"))
    problems = problems_in(measured["files"])
    for problem in problems:
        print(problem)
    print(
        f"Coverage: {measured['totals']['percent_covered']:.1f} % of lines and branches; {len(problems)} below a floor"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
