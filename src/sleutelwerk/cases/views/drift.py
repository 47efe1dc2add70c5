"""What somebody says about newer content than a case began with: that his team talked about it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sleutelwerk.accounts.rules.roles import OPENS_CASES
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse
from sleutelwerk.cases.actions.drift import look_at_content as do
from sleutelwerk.cases.queries.cases import case_for
from sleutelwerk.cases.views.opened import back
from sleutelwerk.core.verdict import NotAllowedError


@require_POST
@in_role(*OPENS_CASES)
def look_at_content(request: HttpRequest, case: UUID) -> HttpResponse:
    """Note that the team talked about what is newer."""
    actor, now = actor_of(request), timezone.now()
    if case_for(actor, case, today=timezone.localdate(now)) is None:
        refuse(request)
    try:
        do(actor, case, now=now)
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Genoteerd. Het dossier gaat verder zoals het was."))
    return back(case)
