"""Changes what somebody himself keeps right about his account: that his address is confirmed, and his name."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from sleutelwerk.accounts.actions.letters import write
from sleutelwerk.accounts.actions.links import end_links, make_link, use_up
from sleutelwerk.accounts.actions.trace import trace_account
from sleutelwerk.accounts.events import ADDRESS_CONFIRMATION_SENT, ADDRESS_CONFIRMED, NAME_CHANGED
from sleutelwerk.accounts.models import OneTimeLink, User
from sleutelwerk.accounts.queries.own_account import is_address_confirmed
from sleutelwerk.accounts.rules.links import CONFIRMATION_LASTS, Confirmation, may_confirm_address
from sleutelwerk.core.verdict import require

PURPOSE = OneTimeLink.Purpose.CONFIRM_ADDRESS


@transaction.atomic
def send_confirmation(user: User, *, site: str, now: datetime) -> bool:
    """Send somebody a link to confirm his own address, ending earlier ones; give whether there was a need to."""
    if is_address_confirmed(user):
        return False
    end_links(now=now, purpose=PURPOSE, made_by=user)
    secret = make_link(
        PURPOSE, now=now, lasts=CONFIRMATION_LASTS, organisation_id=user.organisation_id, email=user.email, made_by=user
    )  # fmt: skip
    write("confirm_address", to=user.email, now=now, link=f"{site}mijn/account/adres/{secret}/")
    trace_account(ADDRESS_CONFIRMATION_SENT, user, now=now)
    return True


@transaction.atomic
def confirm_address(user: User, link: OneTimeLink, *, now: datetime) -> None:
    """Keep that somebody's address is his. Raises LinkUsedError, and NotAllowedError when the link is not for him."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require(may_confirm_address(user.pk, user.email, Confirmation(link.made_by_id, link.email)))
    use_up(link, now=now)
    EmailAddress.objects.filter(user=user, email__iexact=user.email).update(verified=True)
    trace_account(ADDRESS_CONFIRMED, user, now=now)


@transaction.atomic
def change_name(user: User, name: str, *, now: datetime) -> None:
    """Keep how somebody writes his own name. The trail tells that it changed, and holds neither name."""
    if user.name == name:
        return
    user.name = name
    user.save(update_fields=["name"])
    trace_account(NAME_CHANGED, user, now=now)
