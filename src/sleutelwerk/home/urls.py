"""The addresses of the front door and of the overview."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later
from sleutelwerk.home.views import public

app_name = "home"
urlpatterns = [
    path("", public.start, name="start"),
    path("contact/", public.contact, name="contact"),
    path("toegankelijkheid/", public.accessibility, name="accessibility"),
    path("privacy/", public.privacy, name="privacy"),
    path("gegevens/", later("sleutelwerk.home.views.promises.promises"), name="promises"),
    path("weg/", later("sleutelwerk.home.views.leaving.quick_exit"), name="quick-exit"),
    path("robots.txt", public.robots_txt, name="robots-txt"),
    path("favicon.ico", public.favicon, name="favicon"),
    path(".well-known/security.txt", public.security_txt, name="security-txt"),
    path("mijn/", later("sleutelwerk.home.views.dashboard.dashboard"), name="dashboard"),
    path("mijn/wie-keek/", later("sleutelwerk.home.views.oversight.who_looked"), name="who-looked"),
    path("toezicht/", later("sleutelwerk.home.views.oversight.audit_trail"), name="audit-trail"),
    path("toezicht/logboek/", later("sleutelwerk.home.views.oversight.audit_entries"), name="audit-entries"),
    path("toezicht/logboek/ophalen/", later("sleutelwerk.home.views.oversight.export"), name="export-trail"),
    path("toezicht/datalek/", later("sleutelwerk.home.views.breach.breach"), name="breach"),
    path("toezicht/documenten/", later("sleutelwerk.home.views.documents.documents"), name="documents"),
    path("toezicht/documenten/<slug:document>/", later("sleutelwerk.home.views.documents.document"), name="document"),
    path(
        "toezicht/documenten/<slug:document>/pdf/",
        later("sleutelwerk.home.views.documents.document_pdf"),
        name="document-pdf",
    ),
    path(
        "toezicht/uitzonderingen/", later("sleutelwerk.home.views.oversight.guard_exceptions"), name="guard-exceptions"
    ),
    path("kennisbank/beheer/zichtbaarheid/", later("sleutelwerk.home.views.visibility.visibility"), name="visibility"),
    path("postbus/", later("sleutelwerk.home.views.outbox.outbox"), name="outbox"),
]
