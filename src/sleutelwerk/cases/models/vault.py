"""The key of a case file, wrapped by a master key outside the database, and what seals and opens with it."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings

from sleutelwerk.cases.models.candidate import Candidate, CandidateKey
from sleutelwerk.cases.models.case import Case, CaseKey
from sleutelwerk.core.destroyed import is_destroyed, key_name
from sleutelwerk.core.master_keys import MasterKey, master_key
from sleutelwerk.core.sealing import CannotOpenError, Cipher

KEY_NAME = "cases"


class CaseVault:
    """Seals and opens what belongs to one row, each text for its own table and column. It opens nothing else."""

    def __init__(self, row: UUID, key: bytes | None, *, table: str = "cases") -> None:
        self._cipher = None if key is None else Cipher(key)
        self._place = f"{table}/{row}/"

    def seal(self, column: str, data: Any) -> bytes:
        """Seal plain data for one column. Raises CannotOpenError when the key is gone."""
        return self._held().seal(json.dumps(data, ensure_ascii=False).encode(), self._place + column)

    def open(self, column: str, sealed: bytes) -> Any:
        """Give plain data back. Raises CannotOpenError, also when the key is gone."""
        return json.loads(self._held().unseal(sealed, self._place + column).decode())

    def _held(self) -> Cipher:
        if self._cipher is None:
            raise CannotOpenError
        return self._cipher


def vault_of(case: UUID) -> CaseVault:
    """Give what opens the texts of a case."""
    wrapped = CaseKey.objects.filter(case=case).values_list("wrapped", flat=True).first()
    return CaseVault(case, _case_key(case, wrapped))


def case_vault(case: Case) -> CaseVault:
    """Give the same for a case whose key was looked up along with it: no question to the database."""
    key = getattr(case, "key", None)
    return CaseVault(case.pk, None if key is None else _case_key(case.pk, key.wrapped))


def candidate_vault(candidate: UUID) -> CaseVault:
    """Give what opens the texts about a candidate, which has a key of its own."""
    key = CandidateKey.objects.filter(candidate=candidate).first()
    return CaseVault(candidate, _candidate_key(key), table="candidates")


def opened_vault(candidate: Candidate) -> CaseVault:
    """Give the same for a candidate whose key was looked up along with him: no question to the database."""
    return CaseVault(candidate.pk, _candidate_key(getattr(candidate, "key", None)), table="candidates")


def _case_key(case: UUID, wrapped: bytes | memoryview | None) -> bytes | None:
    """Open the key of a case, unless it was destroyed and an older backup brought it back."""
    name = key_name(CaseKey._meta.label, case)
    return None if wrapped is None or is_destroyed(settings.KEYS_FOLDER, name) else _unwrapped(bytes(wrapped))


def _candidate_key(key: CandidateKey | None) -> bytes | None:
    """Do the same for the key of a candidate, which is named with its own number."""
    if key is None or is_destroyed(settings.KEYS_FOLDER, key_name(key._meta.label, key.candidate_id, key.pk)):
        return None
    return _unwrapped(bytes(key.wrapped))


@lru_cache(maxsize=512)
def _unwrapped(wrapped: bytes) -> bytes:
    return master().unwrap([wrapped])[0]


def master() -> MasterKey:
    """Give the master key under which the keys of cases and candidates lie."""
    return master_key(KEY_NAME, settings.KEYS_FOLDER, settings.KEY_SOURCE)


def forget_opened_keys() -> None:
    """Let go of the keys that this process opened."""
    _unwrapped.cache_clear()
