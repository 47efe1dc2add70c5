"""Looks up what was left standing, for the FG of an organisation."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.privacy.models import GuardException, open_for_site
from sleutelwerk.privacy.rules import may_see_exceptions

#: The type of what was left standing, for rooms above, which may not reach for the model itself.
LeftStanding = GuardException


def exceptions_visible_to(viewer: Actor) -> QuerySet[GuardException]:
    """Give the exceptions of the viewer's organisation, the latest first; nothing to anybody but its FG.

    Seeing them is recorded: open them by `actions.open_exceptions`.
    """
    if viewer.organisation is None or not may_see_exceptions(viewer, viewer.organisation):
        return GuardException.objects.none()
    return GuardException.objects.filter(organisation_id=viewer.organisation).order_by("-at", "pk")


def reason_for_site(number: UUID, sealed: bytes) -> str | None:
    """Give a reason that lies under the key of the site; None when that is gone."""
    try:
        return open_for_site(number, sealed)
    except CannotOpenError:
        return None
