"""The page on which the information letter is filled in, and the letter itself, to print and to read aloud."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sleutelwerk.accounts.rules.roles import OPENS_CASES
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse
from sleutelwerk.cases.actions.letter import take_letter_along
from sleutelwerk.cases.content import INFORMATION, newest_letter
from sleutelwerk.cases.forms.letter import LetterForm
from sleutelwerk.cases.queries.cases import case_for
from sleutelwerk.cases.queries.letter import known_for, letter_for
from sleutelwerk.cases.rules.team import Readers, may_record
from sleutelwerk.cases.views.opened import show

#: What the letter promises and the site does: nobody types over it.
KEPT_IN_LETTER = frozenset({"dagen"})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def write_letter(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask what the letter still needs, and give it; nothing of what was filled in is kept."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    found = case_for(actor, case, today=today)
    newest = newest_letter(INFORMATION)
    if found is None or newest is None or not found.settled or not may_record(actor, found.team, today):
        refuse(request)
    letter = letter_for(found, newest)
    named = request.GET.get("weg", "")
    variant = next((one for one in letter.variants if one.id == named), letter.variants[0])
    known = known_for(actor, found, letter, today=today)
    form = LetterForm(request.POST or None, letter=letter, variant=variant.id, known=known, fixed=KEPT_IN_LETTER)
    shown = {"found": found, "letter": letter, "variant": variant, "form": form}
    if not form.is_valid():
        return show(request, "cases/write_letter.html", shown, status=422 if form.errors else 200, only=Readers.HOUSE)
    take_letter_along(actor, found, form.overrules(), now=now)
    return render(request, "cases/letter.html", {**shown, "composed": form.composed(form.cleaned_data)})
