"""Searching the kennisbank: the same page for everybody, with what each may find."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sleutelwerk.accounts.views.gates import actor_of
from sleutelwerk.knowledge.actions.searching import record_search
from sleutelwerk.knowledge.engine.search.model import Answer, Status

#: What many look for and is not ours to give: then the page says so.
_WHITEPAPER = re.compile(r"\bwhite[ -]?paper", re.IGNORECASE)
#: Nobody turns more pages than this.
LAST_PAGE = 100


@never_cache
@require_safe
def search_library(request: HttpRequest) -> HttpResponse:
    """Show what was found. What somebody looked for is kept nowhere; that somebody signed in searched, is recorded."""
    # what adds up takes a tenth of a second and some memory to load: nobody waits for it who looks for nothing
    from sleutelwerk.knowledge.queries.search import scope_for, search  # noqa: PLC0415 - slow to load

    query = request.GET.get("vraag", "")
    now = timezone.now()
    actor = actor_of(request) if request.user.is_authenticated else None
    answer = search(scope_for(actor, now=now), query, page=_page(request.GET.get("blad", "")))
    if actor is not None and answer.status in {Status.FOUND, Status.NOTHING}:
        record_search(actor, answer.total, now=now)
    shown = {
        "query": query[:200],
        "answer": answer,
        "status": answer.status.value,
        "hits": [(hit, reverse(hit.url_name, args=hit.url_args)) for hit in answer.hits],
        "before": _onward(query, answer, -1),
        "after": _onward(query, answer, 1),
        "suggested": _address(answer.suggestion),
        "whitepaper": bool(_WHITEPAPER.search(query[:200])),
    }
    return render(request, "knowledge/search.html", shown)


def _page(text: str) -> int:
    return min(int(text), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < len("1000") else 1


def _address(query: str, page: int = 1) -> str:
    more = {"blad": str(page)} if page > 1 else {}
    return f"{reverse('knowledge:search')}?{urlencode({'vraag': query} | more)}"


def _onward(query: str, answer: Answer, step: int) -> str:
    """Give the address of the page before or after this one, or an empty text when there is none."""
    page = answer.page + step
    return _address(query, page) if 1 <= page <= min(answer.pages, LAST_PAGE) else ""
