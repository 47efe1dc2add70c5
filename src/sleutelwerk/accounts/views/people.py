"""Looking after the accounts of an organisation: inviting, roles, closing, and the regular look at who needs what."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sleutelwerk.accounts.actions import invitations
from sleutelwerk.accounts.actions import people as change
from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.events import PEOPLE_READ, PERSON_READ, REVIEWS_READ
from sleutelwerk.accounts.forms.people import InvitationForm, RolesForm
from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.queries.actors import person_for
from sleutelwerk.accounts.queries.people import account_of, colleague, colleagues, open_invitations
from sleutelwerk.accounts.queries.reviews import to_review
from sleutelwerk.accounts.rules.people import may_change_person, may_manage_people
from sleutelwerk.accounts.rules.roles import OVERSEERS, Role
from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, in_role, refuse
from sleutelwerk.core.verdict import NotAllowedError

SEES_PEOPLE = (Role.ADMINISTRATOR, *OVERSEERS)


@require_safe
@in_role(*SEES_PEOPLE)
@transaction.atomic
def people(request: HttpRequest) -> HttpResponse:
    """Show who works with the site in this organisation. That it was looked at is recorded."""
    actor, now = actor_of(request), timezone.now()
    trace(PEOPLE_READ, actor=actor, now=now)
    return render(request, "accounts/people.html", {
        "people": colleagues(actor, now=now),
        "invitations": open_invitations(actor, now=now),
        "may_manage": bool(may_manage_people(actor, actor.organisation)),
        "to_review": len(to_review(actor, now=now)),
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(Role.ADMINISTRATOR)
@freshly_proved
def invite_person(request: HttpRequest) -> HttpResponse:
    """Invite somebody."""
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        invitation = invitations.Invitation(given["name"], given["email"], frozenset(given["roles"]))
        site = request.build_absolute_uri("/")
        try:
            invitations.invite_person(actor_of(request), invitation, site=site, now=timezone.now())
        except NotAllowedError as refusal:
            form.add_error("roles", str(refusal))
        else:
            messages.success(request, _("De uitnodiging is onderweg."))
            return HttpResponseRedirect(reverse("accounts:people"))
    return render(request, "accounts/invite_person.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@in_role(Role.ADMINISTRATOR)
def withdraw_invitation(request: HttpRequest, invitation: UUID) -> HttpResponse:
    """End an invitation that nobody took up."""
    if not invitations.withdraw_invitation(actor_of(request), invitation, now=timezone.now()):
        raise Http404
    messages.success(request, _("De uitnodiging is ingetrokken."))
    return HttpResponseRedirect(reverse("accounts:people"))


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*SEES_PEOPLE)
def person(request: HttpRequest, person: UUID) -> HttpResponseBase:
    """Show one colleague; an administrator changes his roles here."""
    actor, now = actor_of(request), timezone.now()
    user = _account(request, person)
    if request.method == "POST":
        return set_roles(request, user)
    with transaction.atomic():
        trace(PERSON_READ, actor=actor, person=user.pk, now=now)
    return _show(request, user, RolesForm(initial={"roles": sorted(person_for(user).roles)}))


@freshly_proved
def set_roles(request: HttpRequest, user: User) -> HttpResponse:
    """Give a colleague exactly the roles that were ticked."""
    form = RolesForm(request.POST)
    if form.is_valid():
        try:
            change.set_roles(actor_of(request), user, form.cleaned_data["roles"], now=timezone.now())
        except NotAllowedError as refusal:
            form.add_error("roles", str(refusal))
        else:
            messages.success(request, _("De rollen zijn bewaard."))
            return _back_to(user)
    return _show(request, user, form, status=422)


def _show(request: HttpRequest, user: User, form: RolesForm, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    verdict = may_change_person(actor, person_for(user))
    context = {
        "one": colleague(actor, user.pk, now=timezone.now()),
        "form": form,
        "changes": bool(verdict),
        "why_not": verdict.reason if may_manage_people(actor, user.organisation_id) else "",
    }
    return render(request, "accounts/person.html", context, status=status)


@require_POST
@in_role(Role.ADMINISTRATOR)
@freshly_proved
def suspend_person(request: HttpRequest, person: UUID) -> HttpResponse:
    """Close a colleague's account for now."""
    user = _account(request, person)
    return _do(request, user, change.suspend_person, _("Het account is gesloten."))


@require_POST
@in_role(Role.ADMINISTRATOR)
@freshly_proved
def restore_person(request: HttpRequest, person: UUID) -> HttpResponse:
    """Open a closed account again."""
    user = _account(request, person)
    return _do(request, user, change.restore_person, _("Het account is weer open."))


def _do(request: HttpRequest, user: User, action: object, done: str) -> HttpResponse:
    assert callable(action)
    try:
        action(actor_of(request), user, now=timezone.now())
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return _back_to(user)


@require_POST
@in_role(Role.ADMINISTRATOR)
@freshly_proved
def send_new_factor_link(request: HttpRequest, person: UUID) -> HttpResponse:
    """Send a colleague who lost his phone a link to make a new second factor."""
    user = _account(request, person)
    try:
        site = request.build_absolute_uri("/")
        invitations.send_new_factor_link(actor_of(request), user, site=site, now=timezone.now())
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("De link is onderweg."))
    return _back_to(user)


@require_safe
@in_role(*SEES_PEOPLE)
@transaction.atomic
def reviews(request: HttpRequest) -> HttpResponse:
    """Show whose access is to be looked at again. That it was looked at is recorded."""
    actor, now = actor_of(request), timezone.now()
    trace(REVIEWS_READ, actor=actor, now=now)
    return render(request, "accounts/reviews.html", {"people": to_review(actor, now=now)})


@require_POST
@in_role(*SEES_PEOPLE)
@freshly_proved
def review_access(request: HttpRequest, person: UUID) -> HttpResponse:
    """Say that a colleague still needs his roles, or close his account."""
    user = _account(request, person)
    keeps = request.POST.get("keeps")
    if keeps not in {"ja", "nee"}:
        raise Http404
    try:
        change.review_access(actor_of(request), user, keeps=keeps == "ja", now=timezone.now())
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Dat is vastgelegd."))
    return HttpResponseRedirect(reverse("accounts:reviews"))


def _account(request: HttpRequest, person: UUID) -> User:
    """Give the account of a colleague. One of another organisation does not exist here."""
    user = account_of(actor_of(request), person)
    if user is None:
        refuse(request)
        raise Http404
    return user


def _back_to(user: User) -> HttpResponse:
    return HttpResponseRedirect(reverse("accounts:person", kwargs={"person": user.pk}))
