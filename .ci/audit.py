"""Looks for known leaks in the locked dependencies, and says so loudly when that could not be done."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Has had published advisories for years: an audit that finds nothing here finds nothing at all.
KNOWN_BAD = "django==3.2.0\n"


def audit(requirements: Path) -> subprocess.CompletedProcess[str]:
    """Ask for advisories on exactly the versions that a file pins."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(requirements), "--no-deps", "--disable-pip"]
    return subprocess.run(
        [*command, "--progress-spinner", "off", "--timeout", "10"], capture_output=True, text=True, check=False
    )


def main() -> int:
    """Prove the audit on a known-bad pin, then audit."""
    with tempfile.TemporaryDirectory() as folder:
        bad = Path(folder) / "bad.txt"
        bad.write_text(KNOWN_BAD, encoding="ascii")
        proof = audit(bad)
    if proof.returncode != 1 or "django" not in proof.stdout:
        rule = "!" * 80
        reason = (proof.stderr.strip().splitlines() or ["no advisory for a version that is known to be bad"])[-1]
        reason = f"op een versie die bekend lek is, kwam dit antwoord: {reason[:200]}"
        print(f"{rule}\nAFHANKELIJKHEDEN NIET GECONTROLEERD op bekende lekken: geen adviezen bereikbaar")
        print(f"({reason})\n{rule}")
        return 0
    result = audit(ROOT / "requirements" / "runtime.txt")
    print(result.stdout or result.stderr)
    return result.returncode


if __name__ == "__main__":
    sys.exit(main())
