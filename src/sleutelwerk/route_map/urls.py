"""Addresses of the route map; they carry a position at most, never a question's subject, an answer or a result."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from sleutelwerk.core.later import later

app_name = "route_map"
_HERE = "sleutelwerk.route_map.views"
#: Only to choose where an upload goes before anything reads it: the view checks the token itself.
_reopen = csrf_exempt(later(f"{_HERE}.files.reopen_answers"))

urlpatterns = [
    path("", later(f"{_HERE}.walking.start"), name="start"),
    path("vraag/<int:position>/", later(f"{_HERE}.walking.answer_question"), name="answer-question"),
    path("antwoorden/", later(f"{_HERE}.walking.review_answers"), name="review-answers"),
    path("uitkomst/", later(f"{_HERE}.results.show_result"), name="show-result"),
    path("uitkomst/uitkomst.pdf", later(f"{_HERE}.documents.result_pdf"), name="result-pdf"),
    path("uitkomst/een-pagina.pdf", later(f"{_HERE}.documents.summary_pdf"), name="summary-pdf"),
    path("uitkomst/deel-b/", later(f"{_HERE}.results.show_person_result"), name="show-person-result"),
    path("opnieuw/", later(f"{_HERE}.walking.start_over"), name="start-over"),
    path("deel-b/", later(f"{_HERE}.candidates.test_candidate"), name="test-candidate"),
    path("deel-b/volgende/", later(f"{_HERE}.candidates.next_candidate"), name="next-candidate"),
    path("deel-b/klaar/", later(f"{_HERE}.candidates.finish_candidate"), name="finish-candidate"),
    path("bewaren/", later(f"{_HERE}.files.save_answers"), name="save-answers"),
    path("openen/", _reopen, name="reopen-answers"),
    path("kaart/", later(f"{_HERE}.whole_map.show_map"), name="show-map"),
    path("kaart/kaart.pdf", later(f"{_HERE}.documents.map_pdf"), name="map-pdf"),
    path("kaart/<int:number>.svg", later(f"{_HERE}.whole_map.show_picture"), name="show-picture"),
]
