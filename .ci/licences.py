"""Fails when something that is installed or copied along has a licence that was not agreed on."""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: May be used together with, and shipped beside, work under the EUPL-1.2.
AGREED = frozenset(
    {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EUPL-1.2", "HPND", "ISC", "MIT", "MIT-0",
     "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib"}
)  # fmt: skip
#: How older packages word theirs.
WORDINGS = {
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "bsd license": "BSD-3-Clause",
    "bsd": "BSD-3-Clause",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
}


def names_in(lock: str) -> list[str]:
    """Give the packages that a lock file pins; one may have two versions, for an older and a newer Python."""
    return [*dict.fromkeys(re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE))]


def licences_of(found: Distribution) -> list[str]:
    """Give a package's licence in its own words: the expression, else the classifiers, else the free text."""
    expression = found.metadata.json.get("license_expression")
    if expression:
        return [part for part in re.split(r"\s+(?:AND|OR|WITH)\s+|[()]", str(expression)) if part]
    classifiers = found.metadata.get_all("Classifier") or []
    named = [line.rsplit(" :: ", 1)[1] for line in classifiers if line.startswith("License :: OSI Approved :: ")]
    return named or [str(found.metadata.json.get("license") or "unknown")]


def is_agreed(licences: list[str]) -> bool:
    """Tell whether every licence named is on the list."""
    return bool(licences) and all(WORDINGS.get(name.lower().strip(), name.strip()) in AGREED for name in licences)


def main() -> int:
    """Judge the runtime's packages and what the build hook copies from npm."""
    refused: list[str] = []
    names = names_in((ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8"))
    for name in names:
        try:
            licences = licences_of(distribution(name))
        except PackageNotFoundError:
            continue  # for another operating system
        if not is_agreed(licences):
            refused.append(f"{name}: {', '.join(licences)}")
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    refused += [
        f"{name}: {found.get('license')}"
        for name, found in packages.items()
        if not is_agreed([str(found.get("license"))])
    ]
    for line in refused:
        print(f"not agreed: {line}")
    print(f"Licences: {len(names)} Python and {len(packages)} npm packages, {len(refused)} not agreed")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
