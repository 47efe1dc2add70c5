"""Looks up the case files in whose team somebody is; every other one is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.models import Candidate, Case, Decision, Invitation
from sleutelwerk.cases.models.vault import CaseVault, case_vault
from sleutelwerk.cases.queries.rows import rows_for
from sleutelwerk.cases.queries.standing import with_standing
from sleutelwerk.cases.queries.team import TeamMember, teams_of
from sleutelwerk.cases.rules.assignment import EMPTY_TEXTS, Assignment, Basis, Page, Point, Theme, open_points
from sleutelwerk.cases.rules.examples import exercise_gone_on, gone_on, is_example
from sleutelwerk.cases.rules.stages import BEFORE_WORK, Stage
from sleutelwerk.cases.rules.team import Readers, Team, may_see, may_work_with_cases, reads
from sleutelwerk.core.sealing import CannotOpenError

ASSIGNMENT, RECEIPT = "assignment", "receipt"
Words = Mapping[str, str | Promise]

PAGES: Mapping[Page, str | Promise] = {
    Page.GOAL: _("Het doel"),
    Page.PLACE: _("Thema en gebied"),
    Page.MANDATE: _("Opdrachtgever"),
    Page.BASIS: _("Grondslag"),
    Page.PROFILE: _("Profiel en termijn"),
}
THEMES: Mapping[Theme, str | Promise] = {
    Theme.SAFE_HOME: _("Veilig thuis en opgroeien"),
    Theme.SCHOOL: _("School"),
    Theme.WORK_INCOME: _("Werk en inkomen"),
    Theme.LIVING: _("Wonen en samenleven"),
    Theme.HEALTH: _("Gezondheid en zorg"),
    Theme.YOUTH: _("Jongeren"),
    Theme.TRUST: _("Vertrouwen tussen bewoners en overheid"),
    Theme.EXPLOITATION: _("Uitbuiting voorkomen"),
    Theme.SAFETY: _("Veiligheid in de openbare ruimte"),
}
BASES: Mapping[Basis, str | Promise] = {
    Basis.PUBLIC_TASK: _("Een taak van algemeen belang (art. 6 lid 1 onder e AVG)"),
    Basis.LEGAL_DUTY: _("Een wettelijke plicht (art. 6 lid 1 onder c AVG)"),
    Basis.OTHER: _("Een andere grond, met de FG besproken"),
}
#: What each stage is called and what it is for.
STAGES: Mapping[Stage, tuple[str | Promise, str | Promise]] = {
    Stage.ASSIGNMENT: (_("Opdracht"), _("Wat wordt er beter voor bewoners, en namens wie?")),
    Stage.CANDIDATE: (_("Kandidaat"), _("Eerst vertellen, dan pas iets opschrijven.")),
    Stage.ASSESSMENT: (_("Afwegen"), _("Twee mensen kijken, los van elkaar. Hij mag antwoorden.")),
    Stage.DECISION: (_("Besluiten"), _("Iemand anders beslist, met redenen.")),
    Stage.AGREEMENT: (_("Afspreken"), _("Op papier, in gewone taal. Stoppen mag altijd.")),
    Stage.REWARD: (_("Waarderen"), _("Nooit voor een tip of een resultaat.")),
    Stage.CARRYING_OUT: (_("Uitvoeren"), _("Contact houden, en vragen hoe het gaat.")),
    Stage.EVALUATION: (_("Evalueren"), _("Met beide kanten en een buitenstaander.")),
    Stage.ENDING: (_("Afronden"), _("Bedanken, nazorg, en de sporen wissen.")),
}


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case with its assignment opened, for somebody of its team."""

    row: Case
    team: Team
    people: Sequence[TeamMember]
    facts: Assignment
    vault: CaseVault
    candidate: Candidate | None
    #: Who of the team gets the page that it is opened for, and by name where the rule of a page looks at each.
    readers: Readers = Readers.TEAM
    named: frozenset[UUID] | None = None

    @property
    def title(self) -> str:
        """What the team calls it."""
        return self.facts.text("title") or self.row.code

    @property
    def points(self) -> tuple[Point, ...]:
        """Give what the assignment still lacks."""
        return open_points(self.facts)

    @property
    def settled(self) -> bool:
        """Tell whether the assignment stands: also anew, after another organisation took the case over.

        In a case that is over nothing is settled any more.
        """
        return self.row.settled_at is not None and (self.over or not self.row.resettle_due)

    @property
    def over(self) -> bool:
        """Tell whether it was rounded off: nothing is added any more, and only its lead reads about him."""
        return self.row.ended_at is not None

    @property
    def example(self) -> bool:
        """Tell whether it is one of our invented ones: nobody else is asked anything in it."""
        return is_example(self.row.code, practice=self.row.practice)

    @property
    def gone_on(self) -> date:
        """Give the day on which an example, or an exercise, goes by itself."""
        begun_on = timezone.localdate(self.row.created_at)
        return (
            gone_on(begun_on) if self.example else exercise_gone_on(begun_on, timezone.localdate(self.row.changed_at))
        )

    @property
    def decision(self) -> Decision | None:
        """Give what was asked of somebody to decide, answered or not."""
        return getattr(self.candidate, "decision", None)

    @property
    def decider(self) -> str:
        """Name who is looking at it from outside the team, while he was asked to decide and did not yet."""
        return getattr(self.row, "decider_name", None) or getattr(self.row, "decider_email", None) or ""

    @property
    def told_by(self) -> str:
        """Name who told him; empty when nobody did yet, or who did is no longer known here."""
        return getattr(self.row, "told_by_name", None) or ""

    @property
    def stops_at_once(self) -> bool:
        """Tell whether all about him goes when he stops; later it is an ending, with a farewell."""
        return Stage(self.row.stage) in BEFORE_WORK

    @property
    def on_lock(self) -> bool:
        """Tell whether he asked that nothing changes for now."""
        return bool(getattr(self.row, "on_lock", False))

    @property
    def he_waits(self) -> bool:
        """Tell whether he asked something and has no answer yet."""
        return bool(getattr(self.row, "he_waits", False))

    @property
    def condition_by(self) -> date | None:
        """Give the first day by which a condition of the decision must be arranged and is not."""
        return getattr(self.row, "condition_by", None)

    @property
    def anew_waits(self) -> UUID | None:
        """Give the no after which somebody wants to look anew, while no other said yet that he asked for it."""
        return getattr(self.row, "anew_waits", None)

    @property
    def anew_asked_by(self) -> UUID | None:
        """Give who wants that; None also when his account is gone."""
        return getattr(self.row, "anew_asked_by", None)

    @property
    def order_runs(self) -> UUID | None:
        """Give the order of justice because of which nothing may be destroyed now, or the drill of one."""
        return getattr(self.row, "order_runs", None)

    @property
    def held_until(self) -> date | None:
        """Give the last day on which nothing may be destroyed, as somebody asked for that; orders stand beside it."""
        return getattr(self.row, "held_until", None)

    @property
    def offered_until(self) -> date | None:
        """Give the last day on which another organisation, to which it was offered, can still say yes."""
        return getattr(self.row, "offered_until", None)

    @property
    def emergency_waits(self) -> UUID | None:
        """Give the emergency that two others must still look back at."""
        return getattr(self.row, "emergency_waits", None)

    @property
    def emergency_untold(self) -> UUID | None:
        """Give the emergency of which he does not know yet."""
        return getattr(self.row, "emergency_untold", None)

    @property
    def who_sees(self) -> Sequence[TeamMember]:
        """Give who gets in today."""
        return [one for one in self.people if one.counts]

    @property
    def who_reads(self) -> Sequence[TeamMember]:
        """Give who gets the page that it was opened for, by the rule of that page."""
        return [
            one for one in self.who_sees
            if reads(one.place, self.team, self.readers) and (self.named is None or one.person in self.named)
        ]  # fmt: skip


def cases_of(viewer: Actor, *, today: date) -> list[OpenCase]:
    """Give the cases in whose team somebody is, those that end first in front."""
    rows = with_standing(rows_for(viewer, today), today)
    teams = teams_of([row.pk for row in rows], today)
    found = (_opened(row, teams[row.pk]) for row in rows)
    return [one for one in found if one is not None and may_see(viewer, one.team, today)]


def case_for(viewer: Actor, case: UUID, *, today: date, lock: bool = False) -> OpenCase | None:
    """Give a case; None when there is none, he is not in its team, or its key is gone."""
    if lock and not Case.objects.select_for_update().filter(pk=case).exists():
        return None
    rows = with_standing(rows_for(viewer, today, case), today)
    if not rows:
        return None
    row = rows[0]
    found = _opened(row, teams_of([row.pk], today)[row.pk])
    return found if found is not None and may_see(viewer, found.team, today) else None


def invitations_for(viewer: Actor, *, today: date) -> list[Invitation]:
    """Give the places that were offered to somebody of a partner and that he has not taken yet."""
    if viewer.organisation is None or not may_work_with_cases(viewer):
        return []
    waiting = Invitation.objects.filter(person=viewer.id, until__gte=today, case__ended_at=None)
    mine = waiting.filter(organisation_id=viewer.organisation)
    return list(mine.select_related("case__organisation", "invited_by").order_by("invited_at"))


def _opened(row: Case, people: Sequence[TeamMember]) -> OpenCase | None:
    vault = case_vault(row)
    try:
        texts = {**EMPTY_TEXTS, **vault.open(ASSIGNMENT, bytes(row.assignment))}
    except CannotOpenError:
        return None
    team = Team(row.organisation_id, [one.place for one in people])
    return OpenCase(row, team, people, facts_of(row, texts), vault, getattr(row, "candidate", None))


def facts_of(row: Case, texts: Mapping[str, Any]) -> Assignment:
    """Give an assignment as decisions are about it."""
    return Assignment(theme=row.theme, profile=row.profile, starts_on=row.starts_on, ends_on=row.ends_on, texts=texts)
