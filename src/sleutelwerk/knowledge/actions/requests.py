"""What askers do: ask, confirm their address, let a colleague vouch, answer a question, and withdraw."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sleutelwerk.accounts.actions.readers import invite_reader_again
from sleutelwerk.accounts.queries.organisations import house
from sleutelwerk.accounts.queries.readers import account_of_mailbox
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.core.verdict import ALLOWED, Verdict, refused, require
from sleutelwerk.knowledge.actions.request_letters import (
    write_confirm,
    write_known,
    write_news,
    write_running,
    write_vouch,
)
from sleutelwerk.knowledge.actions.request_trace import trace_request
from sleutelwerk.knowledge.engine.addresses import compared
from sleutelwerk.knowledge.events import (
    REQUEST_CONFIRMED,
    REQUEST_ENTERED,
    REQUEST_MADE,
    REQUEST_NOT_VOUCHED,
    REQUEST_REPLIED,
    REQUEST_VOUCHED,
    REQUEST_WITHDRAWN,
)
from sleutelwerk.knowledge.models import AccessRequest, RequestLink
from sleutelwerk.knowledge.queries.requests import running_request
from sleutelwerk.knowledge.rules.requests import CLOSED, LinkFor, State
from sleutelwerk.privacy.actions import record_exception
from sleutelwerk.privacy.rules import Overrule, Place
from sleutelwerk.publishing.queries import as_grant, grant_of_request, live_grant_of_address
from sleutelwerk.publishing.rules import Scope, ScopeKind, may_give_access

NO_HOUSE = refused("Deze site is nog niet ingericht. Probeer het later opnieuw.")
HAS_ACCESS = refused("Wat u vraagt, kunt u al lezen. U hoeft niets te vragen.")
RUNS = refused("Uw eerdere aanvraag loopt nog. In uw mail staat de link ernaartoe.")
LINK_GONE = refused("Deze link werkt niet meer.")


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody fills in. The addresses are as `normalised` gives them."""

    name: str
    email: str
    workplace: str
    function: str
    approach: str
    purpose: str
    voucher_email: str = ""
    scope: Scope = field(default_factory=Scope)
    #: What of the purpose the guard remarked on and the asker let stand; only members of an organisation can.
    overrule: Overrule | None = None


@transaction.atomic
def ask_for_access(ask: Ask, *, site: str, now: datetime) -> None:
    """Keep a request of somebody who is not signed in, and write to his mailbox. Raises NotAllowedError without house.

    Whether the mailbox is known makes no difference here: the same rows are made and one letter is written. Only the
    letter itself, which the owner of the mailbox alone can read, tells what is the case.
    """
    row = _new_row(ask, site, now)
    trace_request(REQUEST_MADE, row, actor=None, now=now)
    _write_first(row, now)


@transaction.atomic
def enter_request(actor: Actor, ask: Ask, *, site: str, now: datetime) -> None:
    """Keep a request that came by mail, entered by a reviewer; it follows the same way. Raises NotAllowedError."""
    own = house()
    require(may_give_access(actor, own.pk if own else None))
    row = _new_row(ask, site, now, entered_by=actor.id)
    trace_request(REQUEST_ENTERED, row, actor=actor.id, now=now)
    if ask.overrule:
        record_exception(actor, place=Place.ACCESS_REQUEST, overrule=ask.overrule, now=now)
    _write_first(row, now)


@transaction.atomic
def ask_as_member(actor: Actor, ask: Ask, *, site: str, now: datetime) -> None:
    """Put the request of somebody who is signed in, with a confirmed address, straight into the queue.

    Raises NotAllowedError when he has access to what he asks, or a running request: about himself he may know.
    """
    require(HAS_ACCESS if live_grant_of_address(ask.email, asked=ask.scope, now=now) else ALLOWED)
    require(RUNS if running_request(compared(ask.email)) else ALLOWED)
    row = _new_row(ask, site, now, person=actor.id)
    trace_request(REQUEST_MADE, row, actor=actor.id, now=now)
    if ask.overrule:
        record_exception(actor, place=Place.ACCESS_REQUEST, overrule=ask.overrule, now=now)
    _confirm(row, now)


def _new_row(
    ask: Ask, site: str, now: datetime, *, person: UUID | None = None, entered_by: UUID | None = None
) -> AccessRequest:
    own = house()
    require(NO_HOUSE if own is None or own.set_up_at is None else ALLOWED)
    assert own is not None
    return AccessRequest.objects.create(
        organisation=own, state=State.ASKED, name=ask.name, email=ask.email, address=compared(ask.email),
        workplace=ask.workplace, function=ask.function, approach=ask.approach, purpose=ask.purpose,
        scope_kind=ask.scope.kind, scope_key=ask.scope.key, person_id=person, entered_by_id=entered_by,
        voucher_email=ask.voucher_email, asked_at=now, changed_at=now, site=site,
    )  # fmt: skip


def _write_first(row: AccessRequest, now: datetime) -> None:
    """Write the one letter that fits; both look-ups are always made, so that neither shows in what an answer costs."""
    asked = Scope(ScopeKind(row.scope_kind), row.scope_key)
    granted, running = live_grant_of_address(row.email, asked=asked, now=now), running_request(row.address)
    if granted:
        write_known(row, granted, now=now)
    elif running:
        write_running(row, running, now=now)
    else:
        write_confirm(row, now=now)


@transaction.atomic
def confirm_address(link: RequestLink, *, now: datetime) -> AccessRequest:
    """Keep that the mailbox is the asker's, and put the request in the queue. Raises NotAllowedError.

    Other requests that waited for the same mailbox go: somebody who asked twice has one request.
    """
    row = _by_link(link, LinkFor.CONFIRM, now)
    require(_still(row, State.ASKED))
    require(RUNS if running_request(row.address) else ALLOWED)
    AccessRequest.objects.filter(address=row.address, state=State.ASKED).exclude(pk=row.pk).delete()
    row.person_id = row.person_id or account_of_mailbox(row.email)
    _confirm(row, now)
    return row


def _confirm(row: AccessRequest, now: datetime) -> None:
    row.state, row.changed_at = State.CONFIRMED, now
    if not row.voucher_email:
        row.queued_at = row.waits_since = now
    row.save()
    trace_request(REQUEST_CONFIRMED, row, actor=row.person_id, now=now)
    write_news("request_received", row, now=now)
    if row.voucher_email:
        write_vouch(row, now=now)


@transaction.atomic
def vouch(link: RequestLink, *, knows: bool, now: datetime) -> None:
    """Keep that a colleague vouches for the asker, or does not, which ends the request. Raises NotAllowedError."""
    row = _by_link(link, LinkFor.VOUCH, now)
    require(_still(row, State.CONFIRMED))
    row.voucher_id = account_of_mailbox(row.voucher_email)
    row.changed_at = now
    if knows:
        row.vouched_at = row.queued_at = row.waits_since = now
        row.save()
        trace_request(REQUEST_VOUCHED, row, actor=row.voucher_id, now=now)
        return
    row.state, row.reason = State.WITHDRAWN, "De collega die u noemde, stond niet voor u in."
    row.save()
    trace_request(REQUEST_NOT_VOUCHED, row, actor=row.voucher_id, now=now)
    write_news("request_decided", row, now=now)


@transaction.atomic
def reply(link: RequestLink, text: str, *, now: datetime) -> None:
    """Keep the asker's answer to a question, and put the request back in the queue. Raises NotAllowedError."""
    row = _by_link(link, LinkFor.FOLLOW, now)
    require(_still(row, State.QUESTION))
    row.state, row.reply, row.changed_at, row.waits_since, row.reminders = State.CONFIRMED, text, now, now, 0
    row.save()
    trace_request(REQUEST_REPLIED, row, actor=row.person_id, now=now)


@transaction.atomic
def withdraw(link: RequestLink, *, now: datetime) -> None:
    """Let the asker take his request back while it runs. Raises NotAllowedError."""
    row = _by_link(link, LinkFor.FOLLOW, now)
    require(LINK_GONE if State(row.state) in CLOSED else ALLOWED)
    row.state, row.changed_at = State.WITHDRAWN, now
    row.save()
    trace_request(REQUEST_WITHDRAWN, row, actor=row.person_id, now=now)


@transaction.atomic
def send_account_link(link: RequestLink, *, now: datetime) -> None:
    """Send whoever has access waiting for his mailbox a new link to make an account. Raises NotAllowedError."""
    row = _by_link(link, LinkFor.FOLLOW, now)
    grant = grant_of_request(row.pk)
    require(ALLOWED if grant and grant.person_id is None and as_grant(grant).is_live(now) else LINK_GONE)
    invite_reader_again(email=row.email, name=row.name, site=row.site, now=now)


def _by_link(link: RequestLink, purpose: LinkFor, now: datetime) -> AccessRequest:
    """Take the request of a link under a lock; a link that works once is used up, and the database lets one through."""
    row = AccessRequest.objects.select_for_update().filter(pk=link.request_id).first()
    require(ALLOWED if row is not None and link.purpose == purpose else LINK_GONE)
    assert row is not None
    if purpose is not LinkFor.FOLLOW:
        used = RequestLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now)
        require(ALLOWED if used else LINK_GONE)
    return row


def _still(row: AccessRequest, state: State) -> Verdict:
    return ALLOWED if row.state == state else LINK_GONE
