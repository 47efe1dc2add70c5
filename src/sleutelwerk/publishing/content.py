"""Where content files are, their plain data without parsing them twice, and whether published versions stayed the same.

Content lives at `<root>/<kind>/<slug>/<version>/`. The first root is an organisation's own folder, if it has one; the
last is the content that ships with the package. No Django here: the command line uses it as well.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from sleutelwerk.core.findings import Finding, has_errors
from sleutelwerk.core.yaml_source import MAX_BYTES, Document, read_yaml

#: Raised when what is checked changes, so that data that passed an older check is checked again.
CHECKS_VERSION = 1

LOCK_FILE = "published.json"

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,60}")
_VERSION = re.compile(r"[1-9][0-9]{0,3}")


class ContentError(Exception):
    """A content file has errors; `findings` has them all."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = tuple(findings)


class NoSuchContent(LookupError):
    """No root has this kind, slug and version."""


@cache
def shipped_root() -> Path:
    """The content folder inside the package."""
    return Path(str(files("sleutelwerk").joinpath("content")))


def content_roots(own: Path | None = None) -> tuple[Path, ...]:
    """The folders to look in, an organisation's own first."""
    return (shipped_root(),) if own is None else (own, shipped_root())


def folder_of(roots: Iterable[Path], kind: str, slug: str, version: int) -> Path:
    """The folder of one version. Raises NoSuchContent; a slug that is no slug is never looked up."""
    if _SLUG.fullmatch(slug):
        for root in roots:
            folder = root / kind / slug / str(version)
            if folder.is_dir():
                return folder
    missing = f"{kind}/{slug}/{version}"
    raise NoSuchContent(missing)


def versions_of(roots: Iterable[Path], kind: str, slug: str) -> tuple[int, ...]:
    """The versions that exist, the oldest first."""
    found: set[int] = set()
    for root in roots:
        folder = root / kind / slug
        if _SLUG.fullmatch(slug) and folder.is_dir():
            found.update(int(inner.name) for inner in folder.iterdir() if _VERSION.fullmatch(inner.name))
    return tuple(sorted(found))


def checked_data(
    path: Path, check: Callable[[Document], Sequence[Finding]], *, cache: Path | None = None, rests_on: str = ""
) -> Any:
    """The plain data of a file that has no errors, parsed and checked once per content. Raises ContentError.

    `check` gets the document and gives the findings, those of reading included. `rests_on` is the hash of whatever else
    the check looks at, so that a change there means checking again.
    """
    kept = None if cache is None else _cache_file(path, cache, rests_on)
    if kept is not None:
        with suppress(OSError, ValueError):
            return json.loads(kept.read_bytes())
    document = read_yaml(path)
    found = check(document)
    if has_errors(list(found)):
        raise ContentError(found)
    if kept is not None:
        with suppress(OSError):
            # a cache that cannot be written only costs time
            write_whole(kept, json.dumps(document.data, ensure_ascii=False).encode())
    return document.data


def _cache_file(path: Path, cache: Path, rests_on: str) -> Path | None:
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        digest = sha256(path.read_bytes())
    except OSError:
        return None
    digest.update(f"\0{CHECKS_VERSION}\0{path.parent.parent.parent.name}\0{rests_on}".encode())
    return cache / f"{digest.hexdigest()}.json"


def write_whole(path: Path, raw: bytes) -> None:
    """Write so that a reader sees the old file or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(raw)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def file_hashes(root: Path) -> dict[str, str]:
    """The SHA-256 of every YAML and Markdown file below `<kind>/<slug>/<version>/`, by its path inside the root."""
    found = sorted(
        path
        for path in root.glob("*/*/*/*")
        if path.suffix in {".yaml", ".md"} and _VERSION.fullmatch(path.parent.name)
    )
    return {path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest() for path in found}


def changed_since_publication(root: Path) -> list[Finding]:
    """Compare the files with the lock file: a published version never changes. Files not in the lock are drafts."""
    lock = root / LOCK_FILE
    if not lock.exists():
        return []
    pinned: dict[str, str] = json.loads(lock.read_text("utf-8"))
    present = file_hashes(root)
    return [
        Finding(
            "published-changed" if name in present else "published-missing",
            "Deze versie is gepubliceerd en mag niet meer veranderen of verdwijnen.",
            "Zet het bestand terug zoals het was en maak een nieuwe versie.",
            str(root / name),
        )
        for name, digest in sorted(pinned.items())
        if present.get(name) != digest
    ]


def publish(root: Path, folders: Iterable[str]) -> None:
    """Pin the files in these folders (`kind/slug/version`). Raises ContentError if a file pinned before has changed."""
    changed = changed_since_publication(root)
    if changed:
        raise ContentError(changed)
    lock = root / LOCK_FILE
    pinned: dict[str, str] = json.loads(lock.read_text("utf-8")) if lock.exists() else {}
    chosen = tuple(f"{folder}/" for folder in folders)
    pinned |= {name: digest for name, digest in file_hashes(root).items() if name.startswith(chosen)}
    write_whole(lock, (json.dumps(pinned, indent=2, sort_keys=True) + "\n").encode())
