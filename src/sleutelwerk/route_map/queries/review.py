"""The answers so far as a list, with the address at which each can be changed."""

from __future__ import annotations

from sleutelwerk.route_map.queries.chart import Texts
from sleutelwerk.route_map.queries.visit import Visit, question_url
from sleutelwerk.route_map.rules.answers import set_aside


def review_of(visit: Visit) -> Texts:
    """The given answers per section, and how many were kept although the route no longer meets them."""
    chart = visit.chart
    sections: list[Texts] = []
    for position, (node, option) in enumerate(visit.route.steps, start=1):
        question = chart.questions[node]
        if not sections or sections[-1]["title"] != question["section"]["title"]:
            sections.append(
                {"title": question["section"]["title"], "about_person": question["about_person"], "answers": []}
            )
        sections[-1]["answers"].append(
            {
                "position": position,
                "url": question_url(position),
                "question": question["text"],
                "answer": question["options"][option]["text"],
                "notices": chart.notices[node][option],
            }
        )
    return {"sections": sections, "kept": len(set_aside(visit.answers, visit.route))}
