"""The page on which whoever led a talk looks at his own part in it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sleutelwerk.accounts.views.gates import actor_of, refuse
from sleutelwerk.deliberation.actions.evaluating import keep_own_evaluation
from sleutelwerk.deliberation.actions.reporting import open_records
from sleutelwerk.deliberation.forms.evaluating import OwnEvaluationForm
from sleutelwerk.deliberation.queries.evaluating import own_evaluation as kept_answers
from sleutelwerk.deliberation.views.preparing import for_facilitators


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@for_facilitators
def own_evaluation(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Ask the own questions, with what was answered before."""
    actor, now = actor_of(request), timezone.now()
    after = open_records(actor, deliberation, now=now)
    if after is None or after.reflection is None:
        refuse(request)
    form = OwnEvaluationForm(request.POST if request.method == "POST" else None, initial=kept_answers(after))
    if form.is_valid():
        keep_own_evaluation(actor, deliberation, form.answers(), overrules=form.overrules(), now=now)
        messages.success(request, _("Bewaard. Alleen wie dit gesprek leidde, ziet dit."))
        return HttpResponseRedirect(reverse("sessions:report", args=[deliberation]))
    shown = {"after": after, "form": form}
    return render(request, "deliberation/after/own_evaluation.html", shown, status=422 if form.errors else 200)
