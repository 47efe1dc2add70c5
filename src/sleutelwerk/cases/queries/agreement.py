"""Gives the agreements of a case to its team: what holds, what is being written, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.content import agreement_version, newest_agreement
from sleutelwerk.cases.engine import agreements as content
from sleutelwerk.cases.engine.agreements import agreed_sum
from sleutelwerk.cases.engine.clauses import Choices, Composed, Problem
from sleutelwerk.cases.engine.retention import told
from sleutelwerk.cases.engine.stored_agreement import (
    Change,
    Paper,
    PaperText,
    composed_with,
    control_code,
    differences,
    paper_from_data,
    text_of,
)
from sleutelwerk.cases.models import Agreement, Candidate, Case
from sleutelwerk.cases.models.vault import opened_vault
from sleutelwerk.cases.queries.assignment import profile_title
from sleutelwerk.cases.queries.candidate import papers_of
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.plain import Joined
from sleutelwerk.cases.queries.terms import terms_of_case
from sleutelwerk.cases.rules.agreement import LONGEST, TRIAL, Step, Written, may_agree, may_say_our_yes, next_step
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.core.sealing import CannotOpenError

PAPER = "paper"
_NEWEST_FIRST = Joined(
    "SELECT {columns} FROM cases_agreement one WHERE one.candidate_id = %s ORDER BY one.revision DESC",
    {"one": Agreement},
)
#: How his own wishes are called in the agreement that ships; content that calls them otherwise starts without a choice.
_BY_PLACE = {"at_home": "bij-hem", "with_us": "bij-ons", "with_trusted": "bij-vertrouwenspersoon"}
_BY_REACH = {"phone_call": "bellen", "text": "sms"}


@dataclass(frozen=True)
class Revision:
    """One revision. Its paper is opened when something of it is asked for, and empty when the key is gone."""

    row: Agreement
    candidate: Candidate

    @cached_property
    def paper(self) -> Paper:
        """Open what stands on its paper: that it holds is told without that."""
        try:
            return paper_from_data(opened_vault(self.candidate).open(PAPER, bytes(self.row.paper)))
        except CannotOpenError:
            return Paper()

    @property
    def ready(self) -> bool:
        """Tell whether its text stands, so that both can read it."""
        return bool(self.row.fingerprint)

    @property
    def code(self) -> str:
        """Give the short code that stands on its paper."""
        return control_code(self.row.fingerprint)

    @property
    def holds(self) -> bool:
        """Tell whether it holds now."""
        return self.row.active_from is not None and self.row.over_at is None

    @property
    def written(self) -> Written:
        """Give who wrote in it."""
        return Written(frozenset(map(UUID, self.paper.writers)), self.paper.in_company)

    @property
    def ready_on(self) -> date | None:
        """Give the day from which its text stands."""
        return date.fromisoformat(self.paper.ready_on) if self.paper.ready_on else None


@dataclass(frozen=True, slots=True)
class GroupShown:
    """One group of topics with what is still to do in it."""

    id: str
    title: str
    topics: tuple[content.Topic, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Agreements:
    """All that was agreed in one case. `template` is what a draft is made from, or None when there is nothing."""

    profile: str
    revisions: Sequence[Revision]
    case: Case

    @cached_property
    def template(self) -> content.Agreement | None:
        """Give the content that a draft is made from, with the terms that hold in its words."""
        return template_of(self.case)

    @property
    def draft(self) -> Revision | None:
        """Give the one that is being written or read, when there is one."""
        return next((one for one in self.revisions if one.row.active_from is None and one.row.over_at is None), None)

    @property
    def holding(self) -> Revision | None:
        """Give the one that holds."""
        return next((one for one in self.revisions if one.holds), None)

    @property
    def earlier(self) -> list[Revision]:
        """Give those that held before."""
        return [one for one in self.revisions if one.row.over_at is not None]

    def revision(self, number: int) -> Revision | None:
        """Give one by its number."""
        return next((one for one in self.revisions if one.row.revision == number), None)

    @cached_property
    def composed(self) -> Composed:
        """Give the draft put together, with what is still to do; nothing when there is no draft or no content."""
        draft = self.draft
        if draft is None or self.template is None:
            return Composed((), ())
        return composed_with(self.template, self.profile, draft.paper.choices)

    @cached_property
    def groups(self) -> tuple[GroupShown, ...]:
        """Give the groups of the draft, in the order in which they are talked about."""
        if self.template is None:
            return ()
        topics, problems = self.template.topics_for(self.profile), self.composed.problems
        return tuple(
            GroupShown(
                one.id,
                one.title,
                within,
                tuple(found for found in problems if found.ref.partition(".")[0] in {topic.id for topic in within}),
            )
            for one in self.template.groups
            if (within := tuple(topic for topic in topics if topic.group == one.id))
        )

    @property
    def changes(self) -> tuple[Change, ...]:
        """Give how the draft differs from what holds; nothing when nothing holds yet."""
        draft, holding = self.draft, self.holding
        if draft is None or holding is None or holding.paper.text is None:
            return ()
        new = draft.paper.text.composed if draft.paper.text else self.composed
        return differences(holding.paper.text.composed, new)

    @property
    def drifted(self) -> bool:
        """Tell whether the content that the draft was made from has changed since, or is not there any more."""
        draft = self.draft
        if draft is None:
            return False
        made_from = agreement_version(draft.row.template_version) if draft.ready else self.template
        return made_from is None or made_from.content_hash != draft.row.template_hash

    def text(self, one: Revision) -> PaperText | None:
        """Give a revision to read: as it stands, or a draft with its gaps."""
        if one.paper.text is not None or self.template is None or one.ready:
            return one.paper.text
        return text_of(self.template, composed_with(self.template, self.profile, one.paper.choices))

    def lacking(self, one: Revision) -> tuple[str, ...]:
        """Name what a stored text lacks: fixed sentences, or that it is not the text of its fingerprint (N16).

        What holds may tell of terms that others followed: both said yes to those.
        """
        text = one.paper.text
        made_from = agreement_version(one.row.template_version) or newest_agreement(self.profile)
        if text is None or made_from is None or self.profile not in made_from.profiles:
            return (_("De tekst of de vaste afspraken zijn er niet meer."),)
        if one.row.active_from is None:
            # nobody says yes to a term that the site does not keep to: it may have changed since the text was made
            made_from = content.agreement_with_terms(made_from, told(terms_of_case(self.case)))
        titles = {topic.id: topic.section.title for topic in made_from.topics}
        refs = [problem.ref for problem in content.lacks(made_from, self.profile, text.composed)]
        problems = list(dict.fromkeys(titles[ref.partition(".")[0]] for ref in refs))
        if text.fingerprint != one.row.fingerprint:
            problems.append(_("De tekst is niet meer die van de controlecode."))
        return tuple(problems)

    def may_be_read(self, one: Revision) -> bool:
        """Tell whether a text is good to hand out: untouched, and while it does not hold, with every fixed sentence.

        What both accepted stays theirs to read when the content changes afterwards.
        """
        text = one.paper.text
        untouched = text is not None and text.fingerprint == one.row.fingerprint
        return untouched and (one.row.active_from is not None or not self.lacking(one))

    @property
    def step(self) -> Step:
        """Give what comes next."""
        newest = self.draft or self.holding
        if newest is None:
            return Step.BEGIN
        row = newest.row
        return next_step(
            exists=True, holds=newest.holds, ready=newest.ready, to_do=len(self.composed.problems),
            ours=row.our_yes_at is not None, his=row.his_yes_on is not None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgreementPanel:
    """How far the agreements of a case are, for its overview."""

    step: Step
    draft: Revision | None
    holding: Revision | None
    to_do: int
    begun: bool
    may_change: bool
    may_say_yes: bool
    #: Whether one says goodbye or it is over, so that nobody says yes any more to a draft that was left.
    stopped: bool
    #: Whether whoever decided wanted something arranged before anybody says yes, and it is not so yet.
    first_waits: bool


def template_of(case: Case) -> content.Agreement | None:
    """Give the newest content for the profile of a case: in its words how long all stays, by the terms that hold."""
    newest = newest_agreement(case.profile)
    return newest and content.agreement_with_terms(newest, told(terms_of_case(case)))


def agreements_of(found: OpenCase) -> Agreements:
    """Give the agreements of a case, with who of us wrote and said yes: one question to the database."""
    if found.candidate is None:
        return Agreements(found.row.profile, (), found.row)
    rows = Agreement.objects.filter(candidate=found.candidate.pk).order_by("-revision")
    people = ("drafted_by", "our_yes_by", "his_yes_heard_by")
    revisions = [Revision(row, found.candidate) for row in rows.select_related(*people)]
    return Agreements(found.row.profile, revisions, found.row)


def agreement_panel(viewer: Actor, found: OpenCase, *, today: date) -> AgreementPanel | None:
    """Give how far the agreements are; None before it is time for them. At most one question to the database."""
    order = list(Stage)
    if found.candidate is None or order.index(Stage(found.row.stage)) < order.index(Stage.AGREEMENT):
        return None
    rows = _NEWEST_FIRST.of(found.candidate.pk)
    every = Agreements(found.row.profile, [Revision(row, found.candidate) for (row,) in rows], found.row)
    draft = every.draft
    goes_on = bool(may_agree(Stage(found.row.stage), ended=found.row.ended_at is not None))
    return AgreementPanel(
        step=every.step,
        draft=draft,
        holding=every.holding,
        to_do=len(every.composed.problems) if draft and not draft.ready else 0,
        begun=bool(every.revisions),
        may_change=goes_on and not found.on_lock,
        may_say_yes=bool(draft and may_say_our_yes(viewer, found.team, today, draft.written)),
        stopped=not goes_on,
        first_waits=every.holding is None and found.condition_by is not None,
    )


def agreed_cents(candidate: UUID) -> int | None:
    """Give what somebody gets each month by the agreement that holds; None when it says nothing of it, or none holds.

    0 when they agreed that he gets nothing but his costs.
    """
    rows = Agreement.objects.filter(candidate=candidate, active_from__isnull=False, over_at=None)
    row = rows.select_related("candidate__case").first()
    template = newest_agreement(row.candidate.case.profile) if row is not None else None
    if row is None or template is None:
        return None
    euros = agreed_sum(template, row.candidate.case.profile, Revision(row, row.candidate).paper.choices)
    return None if euros is None else euros * 100


def first_choices(found: OpenCase, template: content.Agreement) -> Choices:
    """Give what is known already for a first draft, so that nobody types it again; fields that are not here stay empty.

    The content says what its fields are called; a field of a name that is not here starts empty.
    """
    known = _known(found)
    fields = [
        f"{topic.id}.{clause.id}.{one.id}"
        for topic in template.topics_for(found.row.profile)
        for clause in topic.section.clauses
        for one in clause.fields
    ]
    filled = {ref: known[name] for ref in fields if known.get(name := ref.rpartition(".")[2])}
    assert found.candidate is not None
    papers = papers_of(found.candidate)
    chosen = {
        "papieren.bewaren": _BY_PLACE.get(papers["place"], ""), "berichten.app": _BY_REACH.get(papers["reach"], ""),
    }  # fmt: skip
    return Choices(chosen={ref: one for ref, one in chosen.items() if one}, filled=filled)


def _known(found: OpenCase) -> Mapping[str, str]:
    text, row = found.facts.text, found.row
    begin = row.starts_on
    end = min(row.ends_on, LONGEST.after(begin)) if begin and row.ends_on else None
    first = TRIAL.after(begin) if begin else None
    look_back = min(first, end) if first and end else first
    return {
        "doel": text("goal").rstrip("."),
        "rol": profile_title(row.profile).lower(),
        "contactpersoon": text("contact"),
        "vervanger": text("deputy"),
        "opdrachtgever": text("commissioner"),
        "begin": begin.isoformat() if begin else "",
        "terugkijken": look_back.isoformat() if look_back else "",
        "einde": end.isoformat() if end else "",
    }


def waits_for_our_yes(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether somebody can say our yes to a text that stands, for his start page."""
    panel = agreement_panel(viewer, found, today=today)
    if panel is None or panel.draft is None or not panel.may_change or panel.first_waits:
        return False
    return panel.may_say_yes and panel.step in {Step.BOTH_YES, Step.OUR_YES}


def waits_for_his_yes(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether only his yes is still to be asked: a week is enough to think, longer asks for a talk."""
    panel = agreement_panel(viewer, found, today=today)
    asks = panel is not None and panel.may_change and not panel.first_waits
    return asks and panel is not None and panel.step is Step.HIS_YES


def lacks_agreement(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether a case waits for its first agreements to be written."""
    panel = agreement_panel(viewer, found, today=today)
    return panel is not None and panel.may_change and panel.step in {Step.BEGIN, Step.FILL_IN, Step.MAKE_READY}
