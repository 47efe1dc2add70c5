"""Each key in turn is lost: what the reference says becomes unreadable, and nothing else does."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core import signing
from tests.cases.begun import begun as a_case
from tests.deliberation.begun import begun as a_deliberation
from tests.people import NOW, Cast
from tests.vault.envelopes import sealed

from sleutelwerk.accounts.actions.sealing import open_sealed as open_factor
from sleutelwerk.accounts.actions.sealing import seal as seal_factor
from sleutelwerk.audit.actions import sign_heads
from sleutelwerk.audit.engine import keys as trail_keys
from sleutelwerk.audit.queries import pseudonym, verify_chain
from sleutelwerk.cases.models import vault as case_vault
from sleutelwerk.core.key_files import load_or_make_key
from sleutelwerk.deliberation.models import DeliberationKey
from sleutelwerk.deliberation.models import vault as deliberation_vault
from sleutelwerk.knowledge.engine.sealed import open_sealed as open_document
from sleutelwerk.knowledge.engine.sealed import seal as seal_document
from sleutelwerk.knowledge.queries.documents import key_path
from sleutelwerk.mailroom.actions import post
from sleutelwerk.mailroom.models import Letter
from sleutelwerk.privacy.models import open_for_site, seal_for_site
from sleutelwerk.vault.models import Envelope
from sleutelwerk.vault.models.sealed import forget_opened_keys, seal_of
from sleutelwerk.vault.rules import Keepers

REFERENCE = "docs/reference/keys.md"
SECRETS = {"before": "a" * 25 + "bcdefghijklmnopqrstuvwxyz", "after": "z" * 25 + "bcdefghijklmnopqrstuvwxyz"}


@dataclass(frozen=True)
class Site:
    """A site with something under every key: by what it is called in the reference, what reads it."""

    folder: Path
    reads: dict[str, Callable[[], object]]


def told_lost(reference: str) -> dict[str, set[str]]:
    """Read the table: each key with what goes with it."""
    part = reference.partition("## What is lost with which")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")]
    return {row[0]: {one.strip() for one in row[3].split(";")} - {"nothing"} for row in rows[2:]}


def forget() -> None:
    """Let go of every key in memory, as a new process has none."""
    load_or_make_key.cache_clear()
    trail_keys.pseudonym_key.cache_clear()
    forget_opened_keys()
    deliberation_vault.forget_opened_keys()
    case_vault.forget_opened_keys()


@pytest.fixture
def site(cast: Cast, team: Keepers, settings: LazySettings, tmp_path: Path) -> Site:
    """Put something under every key."""
    forget()
    folder = tmp_path / "keys"
    settings.KEYS_FOLDER = settings.AUDIT_KEYS_FOLDER = folder
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = SECRETS["before"], []
    envelope, case, talk = sealed(cast, team), a_case(cast), a_deliberation(cast)
    factor, cookie, known = seal_factor("geheim"), signing.dumps("sessie"), pseudonym("case", case.pk)
    number = uuid4()
    reason = seal_for_site(number, "een reden")
    seal_document(BytesIO(b"een stuk"), tmp_path / "een.sealed", load_or_make_key(key_path()), b"stuk")
    sign_heads(now=NOW)
    post(recipient="iemand@voorbeeld.example", subject="Een brief", body="Met een link.", now=NOW)
    (folder / "sso-00.pem").write_bytes(b"signs only")

    def trail_holds() -> None:
        assert verify_chain(cast.here.pk).ok

    def letter_waits() -> None:
        assert Letter.objects.get().body == "Met een link."

    def is_recognised() -> None:
        assert pseudonym("case", case.pk) == known

    return Site(
        folder,
        {
            "envelopes": lambda: seal_of(envelope).open_contents(
                envelope, bytes(Envelope.objects.get(pk=envelope).contents)
            ),
            "case files": lambda: case_vault.vault_of(case.pk).open("assignment", bytes(case.assignment)),
            "deliberations": lambda: deliberation_vault.vault_of(talk.pk).open(
                DeliberationKey.Kind.KEPT, "plan", bytes(talk.plan)
            ),
            "documents": lambda: list(open_document(tmp_path / "een.sealed", load_or_make_key(key_path()), b"stuk")),
            "reasons for overruling": lambda: open_for_site(number, reason),
            "letters that wait": letter_waits,
            "authenticator apps": lambda: open_factor(factor),
            "recognising in the trail": is_recognised,
            "sessions": lambda: signing.loads(cookie),
            "the trail itself": trail_holds,
        },
    )


def unreadable(site: Site) -> set[str]:
    """Name what cannot be read by a process that starts now."""
    forget()
    failing = set()
    for name, read in site.reads.items():
        try:
            read()
        except Exception:  # noqa: BLE001 - each kind of key refuses in its own way
            failing.add(name)
    return failing


def lose(name: str, site: Site, settings: LazySettings) -> None:
    """Take a key of the table away, in every generation."""
    if "secret_key" in name:
        settings.SECRET_KEY = SECRETS["after"]
        return
    patterns = [re.sub("N|…", "*", one) for one in re.findall(r"`([^`]+)`", name)]
    lost = [path for pattern in patterns for path in site.folder.glob(pattern)]
    assert lost, f"there was no {name} to lose"
    for path in lost:
        path.unlink()


def test_each_key_takes_along_what_the_reference_says_and_nothing_else(
    site: Site, settings: LazySettings, repository: Path, tmp_path: Path
) -> None:
    told = told_lost((repository / REFERENCE).read_text(encoding="utf-8"))
    assert len(told) > 5
    assert set.union(*told.values()) == set(site.reads) - {"the trail itself"}, "the table and this test know the same"
    assert unreadable(site) == set()
    shutil.copytree(site.folder, tmp_path / "kept")
    for name, goes in told.items():
        lose(name, site, settings)
        assert unreadable(site) == goes, name
        shutil.rmtree(site.folder)
        shutil.copytree(tmp_path / "kept", site.folder)
        settings.SECRET_KEY = SECRETS["before"]
        assert unreadable(site) == set(), f"putting {name} back mends it"


def test_every_key_in_the_folder_stands_in_the_table(site: Site, repository: Path) -> None:
    table = (repository / REFERENCE).read_text(encoding="utf-8")
    names = {path.name for path in site.folder.iterdir() if path.suffix in {".key", ".pem"}}
    assert {"identities.key", "cases.key", "signing.pem"} <= names
    public = {name for name in names if name.startswith("public-")}
    named = {"sso-….pem" if name.startswith("sso-") else name for name in names - public}
    assert {name for name in named if f"`{name}`" not in table} == set()


def test_a_planted_row_is_read(repository: Path) -> None:
    reference = (repository / REFERENCE).read_text(encoding="utf-8")
    planted = reference.replace("| documents |", "| documents; envelopes |")
    assert told_lost(planted)["`documents.key`"] == {"documents", "envelopes"}
