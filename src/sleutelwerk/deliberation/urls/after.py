"""Addresses after a deliberation: its records for whoever led it, and the draft for those who took part."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_after = "sleutelwerk.deliberation.views.after"
_evaluating = "sleutelwerk.deliberation.views.evaluating"
_checking = "sleutelwerk.deliberation.views.checking"
_one = "<uuid:deliberation>/verslag"
urlpatterns = [
    path(f"{_one}/", later(f"{_after}.report"), name="report"),
    path(f"{_one}/deel/<slug:part>/", later(f"{_after}.report_part"), name="report-part"),
    path(f"{_one}/voorbeeld/<slug:kind>/", later(f"{_after}.report_preview"), name="report-preview"),
    path(f"{_one}/nota-maken/", later(f"{_after}.add_note"), name="add-note"),
    path(f"{_one}/nota-weglaten/", later(f"{_after}.leave_out_note"), name="leave-out-note"),
    path(f"{_one}/nalezen-tot/", later(f"{_after}.set_check_days"), name="set-check-days"),
    path(f"{_one}/definitief/<slug:kind>/", later(f"{_after}.make_final"), name="make-final"),
    path(f"{_one}/afspraak/<int:number>/", later(f"{_after}.mark_action"), name="mark-action"),
    path(f"{_one}/eigen-terugblik/", later(f"{_evaluating}.own_evaluation"), name="own-evaluation"),
    path(f"{_one}/terugkijken/", later(f"{_after}.look_back"), name="look-back"),
    path(f"{_one}/terugkijken.ics", later(f"{_after}.review_calendar"), name="review-calendar"),
    path(f"{_one}/eerder/", later(f"{_after}.earlier_reasons"), name="earlier-reasons"),
    path(f"{_one}/<slug:kind>.pdf", later(f"{_after}.report_pdf"), name="report-pdf"),
    path(f"{_one}/<slug:kind>.odt", later(f"{_after}.report_odt"), name="report-odt"),
    path(f"{_one}/<slug:kind>.json", later(f"{_after}.report_json"), name="report-json"),
    path("nalezen/<slug:token>/", later(f"{_checking}.check"), name="check"),
    path("nalezen/<slug:token>/doorhalen/", later(f"{_checking}.strike"), name="check-strike"),
]
