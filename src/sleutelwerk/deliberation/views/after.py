"""Where a facilitator writes the records of his deliberation, takes them along, and looks back later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, refuse
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.deliberation.actions import reporting as do
from sleutelwerk.deliberation.actions.reporting import Form
from sleutelwerk.deliberation.documents import records
from sleutelwerk.deliberation.engine.calendar import Moment, calendar_file
from sleutelwerk.deliberation.engine.report import Part, map_of_differences, to_verify
from sleutelwerk.deliberation.forms.after import CheckDaysForm, LookBackForm, PartForm
from sleutelwerk.deliberation.queries import after as look
from sleutelwerk.deliberation.queries.after import After, Kept, Kind
from sleutelwerk.deliberation.queries.looking_through import looked_through
from sleutelwerk.deliberation.views.preparing import for_facilitators

FOLDER = "deliberation/after"
#: What a record is called in addresses.
KINDS = {"reflectieverslag": Kind.REFLECTION, "nota": Kind.NOTE}
NAMES = {kind: name for name, kind in KINDS.items()}
ODT = "application/vnd.oasis.opendocument.text"


@require_safe
@for_facilitators
def report(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Show both records beside each other, with what can be done with each."""
    now = timezone.now()
    after = do.open_records(actor_of(request), deliberation, now=now)
    if after is None:
        refuse(request)
    shown = {
        "after": after,
        "records": [_card(after, kept, now) for kept in (after.reflection, after.note) if kept],
        "looked_back": [one for kept in (after.reflection, after.note) if kept for one in kept.looked_back],
        "checks": after.row.check_until is not None and now < after.row.check_until and after.row.raw_gone_at is None,
        "check_address": request.build_absolute_uri(reverse("sessions:check", args=[after.row.check_token])),
        "days_form": CheckDaysForm(initial={"days": _check_days(after)}),
    }
    return render(request, f"{FOLDER}/report.html", shown)


def _check_days(after: After) -> int:
    closed, until = after.row.closed_at, after.row.check_until
    return (until - closed).days if closed and until else 0


def _card(after: After, kept: Kept, now: datetime) -> dict[str, Any]:
    kind = Kind(kept.row.kind)
    # what is final changes no more: a remark on it would help nobody
    shown, looks = (kept, ()) if kept.is_final else looked_through(kept)
    return {
        "kept": kept,
        "name": NAMES[kind],
        "title": records.title_of(kept),
        "sections": look.sections_of(shown),
        "grounds": map_of_differences(shown.body),
        "looks": looks,
        "to_verify": to_verify(kept.body),
        "soft_points": [(look.TITLES[one.part], one) for one in after.soft_points(kind)],
        "why_not_final": "" if kept.is_final else after.why_not_final(kind, now=now),
    }


@require_safe
@for_facilitators
def report_preview(request: HttpRequest, deliberation: UUID, kind: str) -> HttpResponse:
    """Show a record as it will be in its file."""
    after = do.open_records(actor_of(request), deliberation, now=timezone.now())
    kept = after.of(KINDS[kind]) if after and kind in KINDS else None
    if after is None or kept is None:
        refuse(request)
    blocks = [records.plain(one) for one in records.blocks_of(after, kept)]
    return render(request, f"{FOLDER}/report_preview.html", {"after": after, "kept": kept, "blocks": blocks})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@for_facilitators
def report_part(request: HttpRequest, deliberation: UUID, part: str) -> HttpResponse:
    """Change one part of a draft, line by line."""
    actor, now = actor_of(request), timezone.now()
    after = look.after_of(actor, deliberation)
    chosen = next((one for one in Part if one.value.replace("_", "-") == part), None)
    kept = next((one for one in (after.reflection, after.note) if one and chosen in one.parts), None) if after else None
    if after is None or chosen is None or kept is None or kept.is_final:
        refuse(request)
    form = PartForm(request.POST if request.method == "POST" else None, part=chosen, body=kept.body)
    if form.is_valid():
        try:
            do.save_part(actor, deliberation, chosen, form.lines(), overrules=form.overrules(), now=now)
        except NotAllowedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(f"{_address('report', deliberation)}#{part}")
    shown = {"after": after, "form": form, "section": look.section_of(kept.body, chosen)}
    return render(request, f"{FOLDER}/report_part.html", shown, status=422 if form.errors else 200)


def _acted(request: HttpRequest, deliberation: UUID, act: Callable[[], None], done: str) -> HttpResponse:
    """Do one thing and go back to the records, with what came of it."""
    if look.after_of(actor_of(request), deliberation) is None:
        refuse(request)
    try:
        act()
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(_address("report", deliberation))


@require_POST
@for_facilitators
def add_note(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Add a note of a decision and agreements."""
    actor, now = actor_of(request), timezone.now()
    return _acted(request, deliberation, lambda: do.add_note(actor, deliberation, now=now), _("De nota staat klaar."))


@require_POST
@for_facilitators
def leave_out_note(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Throw the draft of the note away."""
    actor, now = actor_of(request), timezone.now()
    return _acted(request, deliberation, lambda: do.leave_out_note(actor, deliberation, now=now), _("De nota is weg."))


@require_POST
@for_facilitators
def set_check_days(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Choose how long those who took part can check the draft."""
    actor, now = actor_of(request), timezone.now()
    form = CheckDaysForm(request.POST)
    days = form.cleaned_data["days"] if form.is_valid() else 0

    def act() -> None:
        if not form.is_valid():
            raise NotAllowedError(_("Kies 2 tot 10 dagen."))
        do.set_check_days(actor, deliberation, days, now=now)

    return _acted(request, deliberation, act, _("De tijd om na te lezen is aangepast."))


@require_http_methods(["GET", "HEAD", "POST"])
@for_facilitators
def make_final(request: HttpRequest, deliberation: UUID, kind: str) -> HttpResponse:
    """Ask whether a record is to be final, with what it lacks or has oddly; and make it so."""
    if kind not in KINDS:
        raise Http404
    actor, now = actor_of(request), timezone.now()
    if request.method != "POST":
        after = do.open_records(actor, deliberation, now=now)
        kept = after.of(KINDS[kind]) if after else None
        if after is None or kept is None:
            refuse(request)
        card = _card(after, kept, now)
        if kept.is_final or card["why_not_final"]:
            return HttpResponseRedirect(f"{_address('report', deliberation)}#{kind}")
        return render(request, f"{FOLDER}/make_final.html", {"after": after, "record": card})
    done = _("Definitief. U kunt het nu meenemen.")
    return _acted(request, deliberation, lambda: do.make_final(actor, deliberation, KINDS[kind], now=now), done)


@require_POST
@for_facilitators
def mark_action(request: HttpRequest, deliberation: UUID, number: int) -> HttpResponse:
    """Mark an agreed action as done, or open again."""
    actor, now, done = actor_of(request), timezone.now(), request.POST.get("done") == "yes"
    said = _("Gedaan.") if done else _("Staat weer open.")
    return _acted(request, deliberation, lambda: do.mark_action(actor, deliberation, number, done=done, now=now), said)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@for_facilitators
def look_back(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Ask the three questions of looking back."""
    actor, now = actor_of(request), timezone.now()
    after = look.after_of(actor, deliberation)
    if after is None or not any(one and one.is_final for one in (after.reflection, after.note)):
        refuse(request)
    form = LookBackForm(request.POST or None)
    if form.is_valid():
        doubt = form.cleaned_data["doubt"]
        overrules = [doubt.overrule] if doubt and doubt.overrule else []
        do.look_back(actor, deliberation, form.answers(), str(doubt or ""), overrules=overrules, now=now)
        messages.success(request, _("Bewaard bij het verslag."))
        return HttpResponseRedirect(_address("report", deliberation))
    shown = {
        "after": after,
        "form": form,
        "actions": look.section_of(after.note.body, Part.ACTIONS) if after.note else None,
    }
    return render(request, f"{FOLDER}/look_back.html", shown, status=422 if form.errors else 200)


@require_safe
@for_facilitators
def review_calendar(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Give the day of looking back for a calendar, with nothing of what it is about."""
    now = timezone.now()
    after = look.after_of(actor_of(request), deliberation)
    if after is None or after.row.review_on is None:
        refuse(request)
    begins = timezone.make_aware(datetime.combine(after.row.review_on, time(9)))
    moment = Moment(
        # not the id itself: that stands in addresses of the room
        uid=f"{sha256(f'review {after.row.pk}'.encode()).hexdigest()[:32]}@sleutelwerk",
        title=_("Oefening: terugkijken") if after.row.practice else _("Overleg: terugkijken"), place="",
        starts_at=begins.astimezone(UTC), minutes=30,
    )  # fmt: skip
    return _file(calendar_file(moment, made_at=now), "text/calendar; charset=utf-8", "terugkijken.ics")


@require_safe
@for_facilitators
def earlier_reasons(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Show reasons of earlier deliberations on the same dilemma beside those of this one."""
    actor = actor_of(request)
    after = do.open_records(actor, deliberation, now=timezone.now())
    if after is None:
        refuse(request)
    chain = [*look.chain_of(actor, after), after]
    columns = [(one, _card(one, one.reflection, timezone.now())) for one in chain if one.reflection]
    return render(request, f"{FOLDER}/earlier_reasons.html", {"after": after, "columns": columns})


@require_safe
@for_facilitators
@freshly_proved
def report_pdf(request: HttpRequest, deliberation: UUID, kind: str) -> HttpResponseBase:
    """Give a final record as a PDF. What leaves the site asks a fresh factor, here and below (N34)."""
    return _record(request, deliberation, kind, Form.PDF)


@require_safe
@for_facilitators
@freshly_proved
def report_odt(request: HttpRequest, deliberation: UUID, kind: str) -> HttpResponseBase:
    """Give a final record as a text document."""
    return _record(request, deliberation, kind, Form.ODT)


@require_safe
@for_facilitators
@freshly_proved
def report_json(request: HttpRequest, deliberation: UUID, kind: str) -> HttpResponseBase:
    """Give a final record as data."""
    return _record(request, deliberation, kind, Form.JSON)


_MADE: dict[Form, tuple[Callable[[After, Kept], bytes], str]] = {
    Form.PDF: (records.record_pdf, "application/pdf"),
    Form.ODT: (records.record_odt, ODT),
    Form.JSON: (records.record_json, "application/json"),
}


def _record(request: HttpRequest, deliberation: UUID, kind: str, form: Form) -> HttpResponse:
    chosen = KINDS.get(kind)
    actor = actor_of(request)
    found = look.after_of(actor, deliberation) if chosen else None
    kept = found.of(chosen) if found and chosen else None
    if chosen is None or kept is None or not kept.is_final:
        refuse(request)
    after = do.take_record(actor, deliberation, chosen, form, now=timezone.now())
    assert after is not None
    make, media = _MADE[form]
    return _file(make(after, kept), media, f"{kind}.{form}")


def _file(body: bytes, media: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _address(name: str, deliberation: UUID) -> str:
    return reverse(f"sessions:{name}", args=[deliberation])
