"""Which tables hold keys under which master key: what rotation goes by, as rooms do not know each other."""

from __future__ import annotations

from sleutelwerk.core.master_keys import Keyring

KEYRINGS = {
    ring.name: ring
    for ring in (
        Keyring("identities", ("vault.EnvelopeKey",)),
        Keyring("cases", ("cases.CaseKey", "cases.CandidateKey")),
        Keyring("deliberation", ("deliberation.DeliberationKey",)),
    )
}
