"""The order in which a map reads: every question before those that it leads to, otherwise as the file has it."""

from __future__ import annotations

import heapq

from sleutelwerk.route_map.engine.model import Question, RouteMap


def reading_order(route_map: RouteMap) -> tuple[Question, ...]:
    """The questions, each before those that it may lead to; questions in a circle keep their place at the end."""
    place = {question.id: index for index, question in enumerate(route_map.questions)}
    follows = [_leads_to(question, place) for question in route_map.questions]
    waiting = [0] * len(place)
    for targets in follows:
        for target in targets:
            waiting[target] += 1
    ready = [index for index, count in enumerate(waiting) if count == 0]
    order: list[int] = []
    while ready:
        index = heapq.heappop(ready)
        order.append(index)
        for target in follows[index]:
            waiting[target] -= 1
            if waiting[target] == 0:
                heapq.heappush(ready, target)
    left = [index for index in range(len(place)) if waiting[index]]
    return tuple(route_map.questions[index] for index in (*order, *left))


def _leads_to(question: Question, place: dict[str, int]) -> set[int]:
    """The places of the questions to which a question may lead directly."""
    ends = (branch.to for option in question.options for branch in option.branches)
    return {place[end] for end in ends if end in place}
