"""Gives the pages of the later stages their case, at a stage to which they belong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.views.gates import refuse
from sleutelwerk.cases.queries.candidate import CandidateShown
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.views.opened import found_with_candidate


def found_at(
    request: HttpRequest, actor: Actor, case: UUID, now: datetime, fits: Callable[[Stage], object]
) -> tuple[OpenCase, CandidateShown]:
    """Give a case and its candidate at a stage to which a page belongs; at another one the page is not there."""
    found, shown = found_with_candidate(request, actor, case, now)
    if not fits(Stage(found.row.stage)):
        refuse(request)
    return found, shown


def since_work(stage: Stage) -> bool:
    """Tell whether an agreement holds, or held."""
    return list(Stage).index(stage) >= list(Stage).index(Stage.REWARD)
