"""Gets somebody the invented cases to look around in, and takes them away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.views.gates import actor_of, in_role
from sleutelwerk.cases.actions import examples as do
from sleutelwerk.core.verdict import NotAllowedError


@require_POST
@in_role(Role.PROFESSIONAL)
def make_examples(request: HttpRequest) -> HttpResponse:
    """Make them, and go back to the list, where they stand."""
    try:
        do.make_examples(actor_of(request), now=timezone.now())
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Er staan drie voorbeelden voor u klaar. Alleen u ziet ze."))
    return HttpResponseRedirect(reverse("cases:my-cases"))


@require_POST
@in_role(Role.PROFESSIONAL)
def begin_examples_again(request: HttpRequest) -> HttpResponse:
    """Take them away and make them anew, and go back to the list."""
    try:
        do.begin_examples_again(actor_of(request), now=timezone.now())
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("De voorbeelden staan er weer zoals in het begin. Alleen u ziet ze."))
    return HttpResponseRedirect(reverse("cases:my-cases"))


@require_POST
@in_role(Role.PROFESSIONAL)
def remove_examples(request: HttpRequest) -> HttpResponse:
    """Take all of them away, and say how many went."""
    went = do.remove_examples(actor_of(request), now=timezone.now())
    if went:
        said = ngettext("Het voorbeeld is weggehaald.", "De %(n)s voorbeelden zijn weggehaald.", went)
        messages.success(request, said % {"n": went})
    return HttpResponseRedirect(reverse("cases:my-cases"))
