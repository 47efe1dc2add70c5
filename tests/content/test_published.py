"""Every version that ships is pinned, so that it can never change unseen."""

from __future__ import annotations

import json

import pytest

from sleutelwerk.publishing.content import LOCK_FILE, file_hashes, shipped_root

#: Kinds of which the first version is still being written: not published, so not pinned.
DRAFTS = {
    "allowances", "evaluation", "example_cases", "help", "retention",
}  # fmt: skip
#: `kind/slug/version/file`; what has another place (schemas, the list of words for tests) has no versions.
PARTS = 4


def unpinned(pinned: dict[str, str]) -> set[str]:
    """Name the kinds that have a version of which a file is not pinned."""
    versions = [name for name in file_hashes(shipped_root()) if name.count("/") + 1 == PARTS]
    return {name.split("/")[0] for name in versions if name not in pinned}


def pins() -> dict[str, str]:
    found: dict[str, str] = json.loads((shipped_root() / LOCK_FILE).read_text("utf-8"))
    return found


def test_every_version_that_is_no_draft_is_pinned() -> None:
    assert unpinned(pins()) <= DRAFTS


@pytest.mark.parametrize("kind", ["terms", "deliberation_methods"])
def test_a_version_without_a_pin_is_noticed(kind: str) -> None:
    some = {name: digest for name, digest in pins().items() if not name.startswith(f"{kind}/")}
    assert kind in unpinned(some)
