"""Keeps what was left standing, shows it to the FG, and forgets it in time."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from sleutelwerk.accounts.actions.trace import trace, trace_forgotten
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.core.verdict import first_refusal, require
from sleutelwerk.privacy.events import EXCEPTIONS_FORGOTTEN, EXCEPTIONS_READ, GUARD_OVERRULED
from sleutelwerk.privacy.models import GuardException, seal_for_site
from sleutelwerk.privacy.queries import exceptions_visible_to
from sleutelwerk.privacy.rules import (
    KEPT_FOR,
    KeptUnder,
    Overrule,
    Place,
    Sealer,
    may_lie_under,
    may_overrule,
    may_see_exceptions,
)

_AT_ONCE = 200


@transaction.atomic
def record_exception(
    actor: Actor, *, place: Place, overrule: Overrule, now: datetime, sealer: Sealer | None = None
) -> GuardException:
    """Keep that somebody let words of these kinds stand, and why; the words are not kept. Raises NotAllowedError.

    Call it in the transaction that keeps the text, so that neither stays without the other. `sealer` seals the reason
    under the key of what the words are about; only a request for access, which has none, goes without.
    """
    under = sealer.under if sealer else KeptUnder.SITE
    require(first_refusal(may_overrule(actor, overrule), may_lie_under(place, under)))
    assert actor.organisation is not None
    number, reason = uuid4(), " ".join(overrule.reason.split())
    kept = GuardException.objects.create(
        pk=number,
        organisation_id=actor.organisation,
        actor=actor.id,
        place=place,
        kinds=sorted(set(overrule.kinds)),
        reason=sealer.seal(number, reason) if sealer else seal_for_site(number, reason),
        kept_under=under,
        key_of=sealer.row if sealer else None,
        at=now,
    )
    flags = {str(kind): True for kind in set(overrule.kinds)}
    trace(GUARD_OVERRULED, actor=actor, now=now, details=Details(flags=flags, codes={"place": place}))
    return kept


@transaction.atomic
def open_exceptions(viewer: Actor, *, now: datetime) -> list[GuardException]:
    """Show the FG what was left standing in his organisation, and record that he looked. Raises NotAllowedError."""
    require(may_see_exceptions(viewer, viewer.organisation))
    found = list(exceptions_visible_to(viewer)[:_AT_ONCE])
    trace(EXCEPTIONS_READ, actor=viewer, now=now, details=Details(counts={"shown": len(found)}))
    return found


@transaction.atomic
def forget_exceptions(*, now: datetime) -> int:
    """Delete what was left standing more than a year ago; give how many. Each organisation finds its own number."""
    old = GuardException.objects.filter(at__lt=now - KEPT_FOR)
    counts = Counter(old.values_list("organisation", flat=True))
    old.delete()
    for organisation, count in sorted(counts.items()):
        trace_forgotten(EXCEPTIONS_FORGOTTEN, {"exceptions": count}, chain=organisation, now=now)
    return sum(counts.values())
