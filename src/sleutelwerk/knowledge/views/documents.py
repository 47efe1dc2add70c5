"""How content owners keep documents, and how a found page is traced."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, in_role
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.knowledge.actions import documents as keep
from sleutelwerk.knowledge.actions.copies import trace_copy
from sleutelwerk.knowledge.actions.receiving import RefusedFile, receive
from sleutelwerk.knowledge.forms.documents import CodeForm, DocumentForm, FileForm
from sleutelwerk.knowledge.queries.documents import ShownDocument, own_documents
from sleutelwerk.knowledge.rules.documents import TRACERS
from sleutelwerk.publishing.rules import may_give_access


@require_safe
@in_role(Role.CONTENT_OWNER)
def documents(request: HttpRequest) -> HttpResponse:
    """Show the documents that the viewer keeps."""
    shown = {"documents": own_documents(actor_of(request)), "scanned": bool(settings.CLAMD)}
    return render(request, "knowledge/documents.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(Role.CONTENT_OWNER)
def add_document(request: HttpRequest) -> HttpResponse:
    """Add a document: look the file through first, then keep it."""
    form = DocumentForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            file = _received(request, said["file"])
            described = keep.Described(said["title"], said["summary"], said["theme"])
            keep.add_document(actor_of(request), described, file, now=timezone.now())
        except (RefusedFile, NotAllowedError) as refusal:
            form.add_error("file" if isinstance(refusal, RefusedFile) else "title", str(refusal))
        else:
            return _done(request, _("Het stuk staat in de kennisbank."), file)
    return render(request, "knowledge/add_document.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(Role.CONTENT_OWNER)
def replace_document(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a document a new file."""
    document = _own(request, slug)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            file = _received(request, form.cleaned_data["file"])
            keep.replace_file(actor_of(request), document.id, file, now=timezone.now())
        except (RefusedFile, NotAllowedError) as refusal:
            form.add_error("file", str(refusal))
        else:
            return _done(request, _("Lezers krijgen nu het nieuwe bestand."), file)
    shown = {"form": form, "document": document}
    return render(request, "knowledge/replace_document.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(Role.CONTENT_OWNER)
def withdraw_document(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whether a document may go, and take it out of the library."""
    document = _own(request, slug)
    if request.method != "POST":
        return render(request, "knowledge/withdraw_document.html", {"document": document})
    keep.withdraw_document(actor_of(request), document.id, now=timezone.now())
    messages.success(request, _("Het stuk is uit de kennisbank. Het bestand is gewist."))
    return HttpResponseRedirect(reverse("knowledge:documents"))


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*TRACERS)
@freshly_proved
def trace_code(request: HttpRequest) -> HttpResponse:
    """Turn the code on a found page into whose copy it is."""
    actor, form = actor_of(request), CodeForm(request.POST or None)
    shown: dict[str, object] = {"form": form, "judges": may_give_access(actor, actor.organisation)}
    if form.is_valid():
        outcome = trace_copy(actor, form.cleaned_data["code"], now=timezone.now())
        shown |= {"looked": True, "outcome": outcome}
    return render(request, "knowledge/trace_code.html", shown, status=422 if form.errors else 200)


def _own(request: HttpRequest, slug: str) -> ShownDocument:
    found = next((one for one in own_documents(actor_of(request)) if one.slug == slug), None)
    if found is None or found.composed:
        raise Http404
    return found


def _received(request: HttpRequest, file: UploadedFile[bytes]) -> keep.CleanFile:
    return receive(actor_of(request), file, now=timezone.now())


def _done(request: HttpRequest, words: str, file: keep.CleanFile) -> HttpResponse:
    messages.success(request, words)
    if file.removed:
        taken = ", ".join(file.removed)
        messages.info(request, _("Dit haalden wij uit het bestand: %(taken)s.") % {"taken": taken})
    return HttpResponseRedirect(reverse("knowledge:documents"))
