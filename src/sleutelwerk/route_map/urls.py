"""Addresses of the route map; they carry a position at most, never a question's subject, an answer or a result."""

from django.urls import path

from sleutelwerk.route_map import views

app_name = "route_map"

urlpatterns = [
    path("", views.start, name="start"),
    path("vraag/<int:position>/", views.answer_question, name="answer-question"),
    path("antwoorden/", views.review_answers, name="review-answers"),
    path("uitkomst/", views.show_result, name="show-result"),
    path("uitkomst/uitkomst.pdf", views.result_pdf, name="result-pdf"),
    path("uitkomst/een-pagina.pdf", views.summary_pdf, name="summary-pdf"),
    path("uitkomst/deel-b/", views.show_person_result, name="show-person-result"),
    path("opnieuw/", views.start_over, name="start-over"),
    path("deel-b/", views.test_candidate, name="test-candidate"),
    path("deel-b/volgende/", views.next_candidate, name="next-candidate"),
    path("deel-b/klaar/", views.finish_candidate, name="finish-candidate"),
    path("bewaren/", views.save_answers, name="save-answers"),
    path("openen/", views.reopen_answers, name="reopen-answers"),
    path("kaart/", views.show_map, name="show-map"),
    path("kaart/kaart.pdf", views.map_pdf, name="map-pdf"),
    path("kaart/<int:number>.svg", views.show_picture, name="show-picture"),
]
