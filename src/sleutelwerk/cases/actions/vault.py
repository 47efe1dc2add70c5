"""Makes the keys of a case file and of its candidate, and destroys them when it is time."""

from __future__ import annotations

from uuid import UUID

from sleutelwerk.cases.models import Candidate, CandidateKey, Case, CaseKey
from sleutelwerk.cases.models.vault import CaseVault, forget_opened_keys, master
from sleutelwerk.core.sealing import new_key


def make_key(case: Case) -> CaseVault:
    """Give a new case its key."""
    key = new_key()
    CaseKey.objects.create(case=case, wrapped=master().wrap([key])[0])
    return CaseVault(case.pk, key)


def destroy_key(case: UUID) -> None:
    """Make everything under the key of a case unreadable, for good; what is gone already stays gone."""
    CaseKey.objects.filter(case=case).delete()
    forget_opened_keys()


def make_candidate_key(candidate: Candidate) -> CaseVault:
    """Give a new candidate a key of his own."""
    key = new_key()
    CandidateKey.objects.create(candidate=candidate, wrapped=master().wrap([key])[0])
    return CaseVault(candidate.pk, key, table="candidates")


def destroy_candidate_key(candidate: UUID) -> None:
    """Make everything about a candidate unreadable, for good; what is gone already stays gone."""
    CandidateKey.objects.filter(candidate=candidate).delete()
    forget_opened_keys()
