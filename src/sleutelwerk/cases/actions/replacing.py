"""Replaces a whole text only while nobody else can, and only when it is still what its writer saw."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from sleutelwerk.cases.models import Case


@transaction.atomic
def replace_text(case: UUID, still_newest: Callable[[], bool], what: Callable[[], bool]) -> bool:
    """Do what replaces a text of a case while holding its row; False when a colleague came first, or it was refused."""
    Case.objects.select_for_update().filter(pk=case).first()
    return still_newest() and what()
