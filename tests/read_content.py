"""Keeps what was read of the content between processes of the tests: a new data folder reads it all again."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
#: How much of a name tells one state of the code from another.
ENOUGH = 16
#: What belongs to code of another day goes, in seconds.
A_DAY = 24 * 60 * 60


@lru_cache(maxsize=1)
def kept_folder() -> Path:
    """Give where things are kept for this state of the code alone: a changed reader reads everything again."""
    code = sha256()
    for path in sorted((HERE / "src").rglob("*.py")):
        code.update(path.read_bytes())
    return HERE / ".pytest_cache" / "read-content" / code.hexdigest()[:ENOUGH]


def lend_to(data: Path) -> None:
    """Put what was read before in a data folder that is new."""
    cache = data / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    for found in kept_folder().glob("*.json"):
        shutil.copyfile(found, cache / found.name)


def keep_from(data: Path) -> None:
    """Keep what a process read into its data folder; of two that read the same the last one wins."""
    kept_folder().mkdir(parents=True, exist_ok=True)
    for other in kept_folder().parent.iterdir():
        if other != kept_folder() and time.time() - other.stat().st_mtime > A_DAY:
            shutil.rmtree(other, ignore_errors=True)
    for made in (data / "cache").glob("*.json"):
        if not (kept_folder() / made.name).exists():
            handle, aside = tempfile.mkstemp(dir=kept_folder())
            os.close(handle)
            shutil.copyfile(made, aside)
            Path(aside).replace(kept_folder() / made.name)
