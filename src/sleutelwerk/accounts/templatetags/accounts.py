"""The bar under the header, which shows who is signed in and where he may go."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template.context import Context
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import gettext as _

from sleutelwerk.accounts.queries.organisations import shown_name
from sleutelwerk.accounts.rules.oversight import may_oversee
from sleutelwerk.accounts.rules.people import may_lead_deliberations, may_manage_people, may_see_people
from sleutelwerk.accounts.views.gates import account_of, actor_of

register = template.Library()


@register.inclusion_tag("accounts/_bar.html", takes_context=True)
def account_bar(context: Context) -> dict[str, Any]:
    """Draw the bar; nothing for a visitor who is not signed in."""
    request = context["request"]
    if not request.user.is_authenticated:
        return {}
    match = request.resolver_match
    here = match.view_name if match else ""
    links = [(name, _address(name, get_script_prefix()), label) for name, label in _links(request)]
    return {
        "links": [(address, label, here == name) for name, address, label in links if address],
        "who": shown_name(account_of(request)),
        "csrf_token": context.get("csrf_token"),
    }


def _links(request: Any) -> list[tuple[str, str]]:
    actor = actor_of(request)
    if actor.proved_at is None:
        return []  # a password alone opens nothing yet
    links = [("home:dashboard", _("Overzicht"))]
    if may_lead_deliberations(actor):
        links.append(("sessions:my-deliberations", _("Mijn beraden")))
    if may_see_people(actor, actor.organisation):
        links.append(("accounts:people", _("Mensen")))
    if may_manage_people(actor, actor.organisation):
        links.append(("accounts:organisation", _("Organisatie")))
    if may_oversee(actor, actor.organisation):
        links.append(("home:audit-trail", _("Toezicht")))
    return [*links, ("accounts:my-account", _("Mijn account"))]


@lru_cache(maxsize=32)
def _address(name: str, _prefix: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
