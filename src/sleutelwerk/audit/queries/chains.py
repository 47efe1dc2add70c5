"""Which chains there are, how far they go, and the seals on them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import OuterRef, Subquery

from sleutelwerk.audit.engine import keys
from sleutelwerk.audit.engine.seals import Head, SealRow
from sleutelwerk.audit.models import Chain, Entry, Seal, SigningKey
from sleutelwerk.audit.queries.pseudonyms import keys_folder


def chains() -> list[UUID]:
    """Give every chain of which there is a trace: a head, entries or seals."""
    found = set(Chain.objects.values_list("id", flat=True))
    found |= set(Entry.objects.values_list("chain", flat=True).distinct())
    found |= set(Seal.objects.values_list("chain", flat=True).distinct())
    return sorted(found)


def head_of(chain: UUID) -> tuple[int, bytes] | None:
    """Give the length and head that the chain says it has; None when it has no head at all."""
    found = Chain.objects.filter(id=chain).values_list("length", "head").first()
    return (found[0], bytes(found[1])) if found else None


def hash_at(chain: UUID, number: int) -> bytes | None:
    """Give the hash of one entry as it is stored."""
    found = Entry.objects.filter(chain=chain, number=number).values_list("hash", flat=True).first()
    return None if found is None else bytes(found)


def body_at(chain: UUID, number: int) -> bytes | None:
    """Give the body of one entry as it is stored."""
    found = Entry.objects.filter(chain=chain, number=number).values_list("body", flat=True).first()
    return None if found is None else found.encode()


def grown_chains() -> list[UUID]:
    """Give the chains whose last entry no seal covers."""
    sealed = Seal.objects.filter(chain=OuterRef("id")).order_by("-number").values("number")[:1]
    found = Chain.objects.filter(length__gt=0).annotate(sealed=Subquery(sealed)).values_list("id", "length", "sealed")
    return sorted(chain for chain, length, number in found if number != length)


def seals_of(chain: UUID) -> Iterator[SealRow]:
    """Give the seals on a chain in order, each with the hash that the chain has at that place."""
    stored = Entry.objects.filter(chain=OuterRef("chain"), number=OuterRef("number")).values("hash")[:1]
    seals = Seal.objects.filter(chain=chain).order_by("number").annotate(in_chain=Subquery(stored))
    columns = ("number", "hash", "at", "key_id", "signature", "in_chain")
    for number, digest, at, key_id, signature, in_chain in seals.values_list(*columns).iterator():
        head = Head(chain, number, bytes(digest), at)
        yield SealRow(head, key_id, bytes(signature), None if in_chain is None else bytes(in_chain))


def trusted_keys() -> dict[str, str]:
    """Give the public keys that this installation made, by id: those that lie in the keys folder as well."""
    known = SigningKey.objects.values_list("key_id", "public_pem")
    return {key_id: pem for key_id, pem in known if keys.is_kept(keys_folder(), key_id, pem)}
