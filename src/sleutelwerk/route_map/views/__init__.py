"""The pages of the route map, one function per address; each reads the visit and renders one template."""

from sleutelwerk.route_map.views.candidates import finish_candidate, next_candidate, test_candidate
from sleutelwerk.route_map.views.documents import map_pdf, result_pdf, summary_pdf
from sleutelwerk.route_map.views.files import reopen_answers, save_answers
from sleutelwerk.route_map.views.results import show_person_result, show_result
from sleutelwerk.route_map.views.walking import answer_question, review_answers, start, start_over
from sleutelwerk.route_map.views.whole_map import show_map, show_picture

__all__ = [
    "answer_question",
    "finish_candidate",
    "map_pdf",
    "next_candidate",
    "reopen_answers",
    "result_pdf",
    "review_answers",
    "save_answers",
    "show_map",
    "show_person_result",
    "show_picture",
    "show_result",
    "start",
    "start_over",
    "summary_pdf",
    "test_candidate",
]
