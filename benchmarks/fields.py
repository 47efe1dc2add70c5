"""Measures opening the encrypted fields of a case, against the bare calls that decrypt as many fields in the same run.

.venv/bin/python benchmarks/fields.py [--contacts 20] [--rounds 15]

A row of a case keeps all its fields in one sealed text. So there are two floors: one bare call for each field, which is
what a case with a cipher per field would cost, and one for each sealed text, which is only the decrypting in ours. It
needs the `test` extra.
"""

from __future__ import annotations

import argparse
import json
import secrets
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cases import set_up, working_case

#: Times the bare calls, one for each field.
GOAL = 1.3
REPEATS = 200
NONCE = 12


def sealed_texts(contacts: int) -> list[tuple[Any, str, bytes]]:
    """Give of a case with so many contacts what opens each sealed text, the column it is for, and the text."""
    from sleutelwerk.cases.models import Case, Contact
    from sleutelwerk.cases.models.vault import candidate_vault, vault_of
    from sleutelwerk.cases.queries.contact import contact_column

    _, row = working_case(contacts)
    case = Case.objects.select_related("candidate").get(pk=row.pk)
    own, about_him = vault_of(case.pk), candidate_vault(case.candidate.pk)
    texts = [(own, "assignment", bytes(case.assignment)), (about_him, "papers", bytes(case.candidate.papers))]
    return texts + [(about_him, contact_column(one.pk), bytes(one.notes)) for one in Contact.objects.all()]


def bare_calls(opened: list[Any]) -> list[tuple[AESGCM, bytes, bytes, bytes]]:
    """Seal each field by itself, for a place as long as ours, under one key for all; give what opens them."""
    fields = [field for one in opened for field in (one.items() if isinstance(one, dict) else [("papers", one)])]
    cipher, calls = AESGCM(secrets.token_bytes(32)), []
    for name, value in fields:
        nonce, place = secrets.token_bytes(NONCE), f"{'x' * 48}{name}".encode()
        calls.append((cipher, nonce, cipher.encrypt(nonce, json.dumps(value).encode(), place), place))
    return calls


def seconds(does: Callable[[], Any]) -> float:
    """Give the processor time that something takes, the mean of many times."""
    begun = time.process_time()
    for _ in range(REPEATS):
        does()
    return (time.process_time() - begun) / REPEATS


def main() -> int:
    """Measure, tell, and give 1 when the goal is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--contacts", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    set_up("sqlite")
    texts = sealed_texts(given.contacts)
    each_field = bare_calls([vault.open(column, sealed) for vault, column, sealed in texts])
    each_text = [(vault._held()._aead, sealed[:NONCE], sealed[NONCE:], (vault._place + column).encode())
                 for vault, column, sealed in texts]  # fmt: skip

    def ours() -> None:
        for vault, column, sealed in texts:
            vault.open(column, sealed)

    def bare(calls: list[tuple[AESGCM, bytes, bytes, bytes]]) -> None:
        for cipher, nonce, sealed, place in calls:
            cipher.decrypt(nonce, sealed, place)

    rounds = [
        (seconds(ours), seconds(lambda: bare(each_field)), seconds(lambda: bare(each_text)))
        for _ in range(given.rounds)
    ]
    own, fields, whole = (statistics.median(column) * 1e6 for column in zip(*rounds, strict=True))
    met = own <= GOAL * fields
    print(f"{'met   ' if met else 'MISSED'} {len(each_field)} fields in {len(texts)} sealed texts: {own:.0f} us, "
          f"{own / fields:.2f} times a bare call for each field ({fields:.0f} us; goal {GOAL})")  # fmt: skip
    print(f"       {own / whole:.1f} times a bare call for each text ({whole:.0f} us): the rest is reading JSON")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
