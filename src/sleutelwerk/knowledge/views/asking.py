"""Where somebody asks for access and follows what comes of it; a link in a letter shows a page, and a button acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sleutelwerk.accounts.queries.organisations import greeting
from sleutelwerk.accounts.queries.own_account import is_address_confirmed
from sleutelwerk.accounts.views.gates import account_of, actor_of
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.knowledge.actions import renewal
from sleutelwerk.knowledge.actions import requests as asking
from sleutelwerk.knowledge.content import access_rules
from sleutelwerk.knowledge.engine.addresses import BadAddress, compared, normalised
from sleutelwerk.knowledge.forms.requests import AskForm, MemberAskForm, ReplyForm
from sleutelwerk.knowledge.queries.documents import document
from sleutelwerk.knowledge.queries.library import articles
from sleutelwerk.knowledge.queries.requests import FoundLink, usable_link
from sleutelwerk.knowledge.rules.requests import LinkFor, State
from sleutelwerk.publishing.queries import as_grant, grant_of_request, own_access, reader_for
from sleutelwerk.publishing.rules import Scope, ScopeKind

#: How often somebody may ask: per sender, where a whole office can be one, and per mailbox, which is not to be flooded.
LIMITS = {"ask-access": "20/h/ip", "ask-address": "5/d/key"}


@require_http_methods(["GET", "HEAD", "POST"])
def ask_access(request: HttpRequest) -> HttpResponse:
    """Take a request. Whether the mailbox is known shows nowhere: not in the answer, nor in what it costs."""
    now = timezone.now()
    member = _member_address(request)
    form = _form(request, member)
    if form.is_valid():
        ask = form.ask(email=member)
        too_often = _too_often(request, compared(ask.email))
        if too_often:
            form.add_error(None, too_often)
            return _show_form(request, form, member, status=429)
        try:
            site = request.build_absolute_uri("/")
            if member:
                asking.ask_as_member(actor_of(request), ask, site=site, now=now)
            else:
                asking.ask_for_access(ask, site=site, now=now)
        except NotAllowedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("knowledge:asked") + ("?lid" if member else ""))
    return _show_form(request, form, member, status=422 if form.errors else 200)


def _member_address(request: HttpRequest) -> str:
    """Give the address of somebody who is signed in and has confirmed it; empty for anybody else."""
    if not request.user.is_authenticated or actor_of(request).proved_at is None:
        return ""
    user = account_of(request)
    try:
        return normalised(user.email) if is_address_confirmed(user) else ""
    except BadAddress:
        return ""


def _form(request: HttpRequest, member: str) -> AskForm:
    given = request.POST if request.method == "POST" else None
    piece = _piece(request.GET.get("stuk", ""))
    if not member:
        return AskForm(given, piece=piece)
    who = greeting(account_of(request))
    return MemberAskForm(given, piece=piece, initial={"name": who.name, "workplace": who.organisation})


def _piece(slug: str) -> tuple[str, str] | None:
    """Give the name and title of one gated article or document that is asked for."""
    article = articles().get(slug) if slug else None
    if article is not None:
        return (slug, article.title) if article.gated else None
    found = document(slug) if slug else None
    return (slug, found.title) if found else None


def _too_often(request: HttpRequest, address: str) -> str:
    def passes(action: str, key: str | None = None) -> bool:
        return bool(ratelimit.consume(request, app="knowledge", action=action, config=LIMITS, key=key))

    if not passes("ask-access"):
        return _("Vanaf uw netwerk is al vaak gevraagd. Wacht een uur en probeer het dan opnieuw.")
    if not passes("ask-address", address):
        return _("Voor dit adres is vandaag al een paar keer gevraagd. Probeer het morgen opnieuw.")
    return ""


def _show_form(request: HttpRequest, form: AskForm, member: str, *, status: int) -> HttpResponse:
    shown: dict[str, object] = {"form": form, "criteria": access_rules().criteria, "member": member}
    if member:
        actor, now = actor_of(request), timezone.now()
        asked = Scope(ScopeKind.DOCUMENT, form.piece[0]) if form.piece else Scope()
        own = own_access(actor, now=now)
        shown |= {
            "access": [one for one in own if one.scope.holds(asked)],
            "reads": own,
            "all": any(one.scope.holds(Scope()) for one in own),
            "works_here": reader_for(actor, now=now).works_here,
        }
    return render(request, "knowledge/ask_access.html", shown, status=status)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say what happens next; the same for everybody."""
    return render(request, "knowledge/asked.html", {"member": "lid" in request.GET})


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_request(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what the link confirms; only the button does so."""
    link = usable_link(secret, LinkFor.CONFIRM, now=timezone.now())
    if link is None or link.request.state != State.ASKED:
        return link_lost(request)
    if request.method != "POST":
        return render(request, "knowledge/confirm_request.html", {"row": link.request})
    try:
        row = asking.confirm_address(link, now=timezone.now())
    except NotAllowedError:
        return link_lost(request)
    return render(request, "knowledge/request_confirmed.html", {"waits_for_voucher": bool(row.voucher_email)})


@require_http_methods(["GET", "HEAD", "POST"])
def follow_request(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the asker how his request stands; he answers a question here, or withdraws."""
    link = usable_link(secret, LinkFor.FOLLOW, now=timezone.now())
    if link is None:
        return link_lost(request)
    deeds: dict[str, Callable[[HttpRequest, FoundLink], HttpResponse]] = {
        "antwoord": _reply, "intrekken": _withdraw, "account": _send_account_link,
    }  # fmt: skip
    deed = deeds.get(request.POST.get("doe", "")) if request.method == "POST" else None
    return deed(request, link) if deed else _show_request(request, link, ReplyForm())


def _show_request(request: HttpRequest, link: FoundLink, form: ReplyForm, status: int = 200) -> HttpResponse:
    row = link.request
    grant = grant_of_request(row.pk) if row.state == State.GRANTED else None
    live = grant is not None and as_grant(grant).is_live(timezone.now())
    return render(request, "knowledge/follow_request.html", {
        "row": row, "form": form, "approach": access_rules().label_of(row.approach), "grant": grant, "live": live,
        "needs_account": live and grant is not None and grant.person_id is None,
        "waits_for_voucher": bool(row.voucher_email) and row.vouched_at is None,
    }, status=status)  # fmt: skip


def _reply(request: HttpRequest, link: FoundLink) -> HttpResponse:
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _show_request(request, link, form, status=422)
    return _do(request, _("Uw antwoord is verstuurd."), asking.reply, link, form.cleaned_data["reply"].text)


def _withdraw(request: HttpRequest, link: FoundLink) -> HttpResponse:
    return _do(request, _("Uw aanvraag is ingetrokken. Wij wissen haar over vier weken."), asking.withdraw, link)


def _send_account_link(request: HttpRequest, link: FoundLink) -> HttpResponse:
    if not ratelimit.consume(
        request, app="knowledge", action="ask-address", config=LIMITS, key=f"account-{link.request_id}"
    ):
        messages.error(request, _("Die mail is vandaag al een paar keer verstuurd. Probeer het morgen opnieuw."))
        return HttpResponseRedirect(request.path)
    return _do(request, _("De mail met uw link is onderweg."), asking.send_account_link, link)


def _do(request: HttpRequest, done: str, action: Callable[..., Any], *what: Any) -> HttpResponse:
    try:
        action(*what, now=timezone.now())
    except NotAllowedError:
        messages.error(request, _("Dat kan niet meer. Hieronder ziet u hoe het nu staat."))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(request.path)


@require_http_methods(["GET", "HEAD", "POST"])
def vouch(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a colleague who names him; he says whether he knows the asker."""
    link = usable_link(secret, LinkFor.VOUCH, now=timezone.now())
    if link is None or link.request.state != State.CONFIRMED:
        return link_lost(request)
    knows = {"ja": True, "nee": False}.get(request.POST.get("kent", ""))
    if request.method != "POST" or knows is None:
        return render(request, "knowledge/vouch.html", {"row": link.request})
    try:
        asking.vouch(link, knows=knows, now=timezone.now())
    except NotAllowedError:
        return link_lost(request)
    return render(request, "knowledge/vouched.html", {"knows": knows})


@require_http_methods(["GET", "HEAD", "POST"])
def renew_access(request: HttpRequest, secret: str) -> HttpResponse:
    """Show until when the access lasts; only the button renews, as mail scanners open links."""
    now = timezone.now()
    found = renewal.renewable(secret, now=now)
    if found is None:
        return link_lost(request)
    if request.method != "POST":
        return render(request, "knowledge/renew_access.html", {"until": found.grant.until})
    try:
        until = renewal.renew(found, now=now)
    except NotAllowedError:
        return link_lost(request)
    return render(request, "knowledge/access_renewed.html", {"until": until})


def link_lost(request: HttpRequest) -> HttpResponse:
    """Say that a link does not work; wrong, foreign, used and expired look the same, and there is a way on."""
    return render(request, "knowledge/request_link_lost.html", status=404)
