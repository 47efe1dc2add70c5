"""Sets an organisation up: from the one-time link to its first administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from sleutelwerk.accounts.actions.fiction import add_fiction
from sleutelwerk.accounts.actions.letters import write_invitation
from sleutelwerk.accounts.actions.links import LinkUsedError, end_links, make_link, use_up
from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.events import ORGANISATION_ADDED, ORGANISATION_SET_UP, PERSON_INVITED, SET_UP_LINK_MADE
from sleutelwerk.accounts.models import OneTimeLink, Organisation, RoleGrant, User
from sleutelwerk.accounts.queries.actors import actor_for, of_police
from sleutelwerk.accounts.queries.organisations import house
from sleutelwerk.accounts.rules.links import INVITATION_LASTS, SET_UP_LASTS
from sleutelwerk.accounts.rules.roles import Role, may_be_held
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.core.verdict import require


class AlreadySetUpError(Exception):
    """The organisation has an administrator; a set-up link would be a way round him."""


@dataclass(frozen=True, slots=True)
class Founder:
    """The first administrator, as he fills himself in. Without a password he signs in by passkey."""

    name: str
    email: str
    password: str | None
    roles: frozenset[Role]


@transaction.atomic
def house_link(*, now: datetime) -> str | None:
    """Make the set-up link of the house, ending earlier ones; None once it has been set up."""
    organisation = house() or Organisation.objects.create(is_house=True, created_at=now)
    if organisation.set_up_at:
        return None
    return _set_up_link(organisation, now)


@transaction.atomic
def add_organisation(*, name: str, now: datetime) -> str:
    """Add an organisation beside the house and give the secret of its set-up link."""
    organisation = Organisation.objects.create(name=name, created_at=now)
    trace(ORGANISATION_ADDED, actor=None, now=now, details=Details(ids={"organisation": organisation.pk}))
    return _set_up_link(organisation, now)


@transaction.atomic
def renew_link(organisation: Organisation, *, now: datetime) -> str:
    """Make a new set-up link for an organisation that waits for one. Raises AlreadySetUpError."""
    if organisation.set_up_at:
        raise AlreadySetUpError(str(organisation.pk))
    return _set_up_link(organisation, now)


def _set_up_link(organisation: Organisation, now: datetime) -> str:
    purpose = OneTimeLink.Purpose.SET_UP
    drafts = OneTimeLink.objects.filter(organisation=organisation, purpose=purpose, used_at=None).order_by("-made_at")
    draft: dict[str, Any] = next((link.draft for link in drafts), {})  # whoever was halfway goes on where he was
    end_links(now=now, organisation=organisation, purpose=purpose)
    trace(SET_UP_LINK_MADE, actor=None, now=now, details=Details(ids={"organisation": organisation.pk}))
    return make_link(purpose, now=now, lasts=SET_UP_LASTS, organisation=organisation, draft=draft)


@transaction.atomic
def complete_set_up(link: OneTimeLink, founder: Founder, *, site: str, now: datetime) -> User:
    """Make the organisation as it was filled in, with its first administrator, and invite its FG.

    `site` is the address of the site, for the letters. Raises LinkUsedError when the link was used meanwhile, and
    NotAllowedError when his roles do not go together.
    """
    use_up(link, now=now)
    assert link.organisation_id is not None
    organisation = Organisation.objects.select_for_update().get(pk=link.organisation_id)
    if organisation.set_up_at:
        raise LinkUsedError(str(link.pk))  # by another link, made while that one was on its last page
    draft: dict[str, Any] = link.draft
    _fill_in(organisation, draft, now)
    user = _make_founder(organisation, founder, now)
    actor = actor_for(user)
    trace(ORGANISATION_SET_UP, actor=actor, now=now, details=Details(ids={"organisation": organisation.pk}))
    _invite_fg(organisation, draft["oversight"], user, site, now)
    if draft["fiction"].get("shows_fiction"):
        add_fiction(actor, now=now)
    return user


def _fill_in(organisation: Organisation, draft: dict[str, Any], now: datetime) -> None:
    for name, value in {**draft["organisation"], **draft["controller"]}.items():
        setattr(organisation, name, value)
    agreed = draft["oversight"].get("works_council_agreed_on")
    organisation.works_council_agreed_on = date.fromisoformat(agreed) if agreed else None
    organisation.set_up_at = now
    organisation.save()


def _make_founder(organisation: Organisation, founder: Founder, now: datetime) -> User:
    roles = founder.roles | {Role.ADMINISTRATOR}
    user = User(email=founder.email, name=founder.name, organisation=organisation, joined_at=now)
    require(may_be_held(roles, police=of_police(user)))
    if founder.password:
        user.set_password(founder.password)
    else:
        user.set_unusable_password()
    user.save()
    # he typed the address himself and nothing came out of its mailbox yet; he confirms it by a link of his own
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    for role in sorted(roles):
        RoleGrant.objects.create(user=user, organisation=organisation, role=role, granted_at=now, reviewed_at=now)
    return user


def _invite_fg(organisation: Organisation, oversight: dict[str, Any], by: User, site: str, now: datetime) -> None:
    secret = make_link(
        OneTimeLink.Purpose.INVITATION, now=now, lasts=INVITATION_LASTS, organisation=organisation,
        email=oversight["fg_email"], name=oversight["fg_name"], roles=[Role.FG], made_by=by,
    )  # fmt: skip
    write_invitation(to=oversight["fg_email"], link=f"{site}uitnodiging/{secret}/", now=now)
    trace(PERSON_INVITED, actor=actor_for(by), now=now, details=Details(codes={"role": Role.FG}))
