"""Signs the heads of chains, and changes the key that signs them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from sleutelwerk.audit.actions.record import lock_head, record
from sleutelwerk.audit.engine import keys
from sleutelwerk.audit.engine.body import Details, moment
from sleutelwerk.audit.engine.chain import SITE_CHAIN
from sleutelwerk.audit.engine.keys import Signer, UnusableKeys
from sleutelwerk.audit.engine.seals import Head
from sleutelwerk.audit.events import HEAD_SIGNED, KEY_ROTATED
from sleutelwerk.audit.models import Seal, SigningKey
from sleutelwerk.audit.queries.chains import grown_chains, head_of
from sleutelwerk.audit.queries.pseudonyms import keys_folder


@transaction.atomic
def sign_heads(*, now: datetime) -> int:
    """Sign every chain that grew since its last seal, and give how many. Raises UnusableKeys.

    That it was done is an entry of the installation's own chain, and that entry is signed along: so an hour in which
    nothing happens adds nothing.
    """
    lock_head(SITE_CHAIN)  # two runs at once would sign, and tell, the same twice
    signer = signer_in_use(now)
    grown = grown_chains()
    if not grown:
        return 0
    record(chain=SITE_CHAIN, kind=HEAD_SIGNED, actor=None, now=now, details=Details(counts={"chains": len(grown)}))
    seal_chains({*grown, SITE_CHAIN}, signer, now)
    return len(grown)


def seal_chains(chains: Iterable[UUID], signer: Signer, now: datetime) -> dict[UUID, tuple[Head, bytes]]:
    """Sign the heads of these chains as they are now; give each with its signature. A head is sealed once."""
    made = {}
    for chain in sorted(chains):
        place = head_of(chain)
        if place is not None and place[0]:
            head = Head(chain, *place, moment(now))
            made[chain] = (head, signer.sign(head.text()))
    Seal.objects.bulk_create(
        [
            Seal(chain=chain, number=head.number, hash=head.hash, at=head.at, key_id=signer.key_id, signature=signature)
            for chain, (head, signature) in made.items()
        ],
        ignore_conflicts=True,
    )
    return made


def signer_in_use(now: datetime) -> Signer:
    """Give the key that signs, known to the database and beside the other public keys. Raises UnusableKeys.

    A key that was put in use but whose file had not been put in place yet is put in place now.
    """
    folder = keys_folder()
    signer = keys.signer(folder)
    known = SigningKey.objects.select_for_update().filter(valid_until__isnull=True).first()
    if known is None:
        SigningKey.objects.create(key_id=signer.key_id, public_pem=signer.public_pem, valid_from=now)
    elif known.key_id != signer.key_id:
        waiting = keys.next_signer(folder)
        if waiting is None or waiting.key_id != known.key_id:
            raise UnusableKeys(
                f"De sleutel in {folder} is niet de sleutel {known.key_id} waarmee dit logboek wordt ondertekend. "
                "Zet de map met sleutels uit de back-up terug."
            )
        keys.promote(folder)
        signer = waiting
    keys.keep_public(folder, signer)
    return signer


@transaction.atomic
def rotate_key(*, actor: UUID | None, now: datetime) -> str:
    """Replace the key that signs, and give the id of the new one. Raises UnusableKeys.

    The old key signs every chain one last time, the entry about the new key included: so whoever trusts the old one can
    trust the new one. Then its private half is gone.
    """
    folder = keys_folder()
    lock_head(SITE_CHAIN)
    old = signer_in_use(now)
    new = keys.make_next_signer(folder)
    record(
        chain=SITE_CHAIN,
        kind=KEY_ROTATED,
        actor=actor,
        now=now,
        details=Details(hashes={"public_key": new.fingerprint}),
    )
    seal_chains({*grown_chains(), SITE_CHAIN}, old, now)
    SigningKey.objects.filter(key_id=old.key_id).update(valid_until=now)
    SigningKey.objects.create(key_id=new.key_id, public_pem=new.public_pem, valid_from=now)
    keys.keep_public(folder, new)
    transaction.on_commit(partial(keys.promote, folder))
    return new.key_id
