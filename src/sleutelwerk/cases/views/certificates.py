"""The pages of what went: each certificate on the screen and on paper, and the FG who looks afterwards."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sleutelwerk.accounts.rules.roles import OVERSEERS
from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, in_role, refuse
from sleutelwerk.cases.actions import certificates as do
from sleutelwerk.cases.documents.certificate import certificate_pdf
from sleutelwerk.cases.queries.certificates import CertificateShown, certificate_for, certificates_for
from sleutelwerk.cases.rules.destroying import may_look_afterwards
from sleutelwerk.core.verdict import NotAllowedError


@require_safe
@in_role(*OVERSEERS)
def certificates(request: HttpRequest) -> HttpResponse:
    """Show every certificate of one's own organisation."""
    actor = actor_of(request)
    found = certificates_for(actor)
    do.look_at_certificates(actor, now=timezone.now())
    return render(request, "cases/certificates.html", {"certificates": found})


@require_safe
@in_role(*OVERSEERS)
def certificate(request: HttpRequest, certificate: UUID) -> HttpResponse:
    """Show one."""
    actor, one = actor_of(request), _found(request, certificate)
    do.read_certificate(actor, one.row, now=timezone.now())
    looks = may_look_afterwards(actor, looked_before=bool(one.row.looked_before), seen=one.row.seen_at is not None)
    return render(request, "cases/certificate.html", {"one": one, "looks": looks})


@require_safe
@in_role(*OVERSEERS)
@freshly_proved
def certificate_paper(request: HttpRequest, certificate: UUID) -> HttpResponse:
    """Give one as a PDF."""
    one, now = _found(request, certificate), timezone.now()
    raw = certificate_pdf(one, now=now)
    do.print_certificate(actor_of(request), one.row, now=now)
    named = {"Content-Disposition": 'inline; filename="bewijs-van-vernietiging.pdf"'}
    return HttpResponse(raw, content_type="application/pdf", headers=named)


@require_POST
@in_role(*OVERSEERS)
def look_afterwards(request: HttpRequest, certificate: UUID) -> HttpResponse:
    """Say as FG that one looked."""
    try:
        do.look_afterwards(actor_of(request), certificate, now=timezone.now())
    except NotAllowedError as refusal:
        if str(refusal) == do.NO_CERTIFICATE.reason:
            refuse(request)
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("U keek hiernaar. Dat staat op het bewijs."))
    return HttpResponseRedirect(reverse("cases:certificate", args=[certificate]))


def _found(request: HttpRequest, certificate: UUID) -> CertificateShown:
    one = certificate_for(actor_of(request), certificate)
    if one is None:
        refuse(request)
    return one
