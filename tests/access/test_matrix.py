"""The access matrix: every address and every person of the cast, each with the answer that is expected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse
from tests.access import present
from tests.access.addresses import addresses
from tests.cases.assessed import at_decision, with_assessors
from tests.cases.begun import TODAY, a_receipt, at_agreement, at_work, begun, complete
from tests.cases.begun import settled as settled_case
from tests.cases.envelopes import asked, with_envelope
from tests.cases.handed import offered_elsewhere
from tests.cases.ordered import ordered
from tests.cases.working import spoke, working
from tests.config.test_private_area import filled
from tests.deliberation.begun import settled
from tests.deliberation.deliberations import make_deliberation
from tests.deliberation.held import a_record
from tests.knowledge.documents.files import a_pdf
from tests.knowledge.requests.asking import granted, in_queue
from tests.people import NOW, Cast, make_cast, sign_in

from sleutelwerk.cases.actions.agreement import begin_agreement
from sleutelwerk.cases.actions.allowance import Proposal, propose_allowance
from sleutelwerk.cases.actions.assignment import attach_receipt
from sleutelwerk.cases.actions.candidate import Told, note_told
from sleutelwerk.cases.actions.emergency import Plea, open_alone
from sleutelwerk.cases.actions.ending import Farewell, begin_ending
from sleutelwerk.cases.actions.holding import Wanted, put_on_hold
from sleutelwerk.cases.actions.looking_back import begin_look_back
from sleutelwerk.cases.actions.pausing import pause_work
from sleutelwerk.cases.actions.rights import Question, note_request
from sleutelwerk.cases.actions.team import add_member
from sleutelwerk.cases.actions.theme_signals import Heard, note_signal
from sleutelwerk.cases.models import Agreement, Batch, Certificate, Emergency, Invitation
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.config.private_area import PUBLIC_PAGES
from sleutelwerk.deliberation.actions.opening import open_room
from sleutelwerk.deliberation.content import current as content_of_deliberation
from sleutelwerk.knowledge.actions.articles import begin_article
from sleutelwerk.knowledge.actions.documents import CleanFile, Described, add_document
from sleutelwerk.knowledge.content import current
from sleutelwerk.knowledge.models import AccessRequest
from sleutelwerk.knowledge.queries.articles import shipped_versions
from sleutelwerk.knowledge.queries.documents import documents
from sleutelwerk.publishing.models import ReadingGrant

PAGE, ABSENT, SIGN_IN, ENROL, DONE = "page", "absent", "sign in", "make a factor", "done"
ADMINISTRATORS = frozenset({"administrator", "second_administrator", "outside_administrator"})
OVERSEERS = frozenset({"fg", "security_officer", "outside_fg"})
#: Who watches over the organisation that most of these tests are about.
OWN_OVERSEERS = OVERSEERS - {"outside_fg"}
FGS = frozenset({"fg", "outside_fg"})
REVIEWERS = frozenset({"access_reviewer"})
HOUSE_ADMINISTRATORS = ADMINISTRATORS - {"outside_administrator"}


@dataclass(frozen=True)
class Row:
    """Who gets in at an address; for all others of the cast it does not exist. `takes` fills the address in.

    Where the library of signing in decides, `signed_in` and `visitor` say what each of them gets: a page, or where he
    is led. `refuses` are the statuses (400, 403, 405) that are right as well, for everybody; others are a fault.
    """

    who: frozenset[str] | str
    post: bool = False
    signed_in: str = ""
    visitor: str = ""
    refuses: frozenset[int] = frozenset()
    takes: Callable[[Cast], dict[str, Any]] = field(default=lambda _cast: {})
    data: dict[str, str] = field(default_factory=dict)
    #: What is sent is JSON, as a phone sends it.
    as_json: bool = False
    #: Why nobody of the cast gets in, where that is so.
    why: str = ""


EVERYBODY, ANYONE_SIGNED_IN, OUTSIDE = "everybody", "signed in", "the library decides"


def colleague(cast: Cast) -> dict[str, Any]:
    """Fill in somebody of 'here'."""
    return {"person": cast["newcomer"].pk}


def organisation_elsewhere(_cast: Cast) -> dict[str, Any]:
    """Fill in the name, in addresses, of an organisation's provider that is not there."""
    return {"slug": "no-such-organisation"}


def dilemma(_cast: Cast) -> dict[str, Any]:
    """Fill in a dilemma that ships."""
    found = content_of_deliberation().dilemmas
    assert found is not None
    return {"slug": found.dilemmas[0].id}


def article(_cast: Cast) -> dict[str, Any]:
    """Fill in an article that ships."""
    return {"slug": next(iter(current().articles))}


def draft(cast: Cast) -> dict[str, Any]:
    """Fill in a version that the content owner of the house works on."""
    return {"version": begin_article(cast.actor("content_owner"), article(cast)["slug"], now=NOW).pk}


def older_text(cast: Cast) -> dict[str, Any]:
    """Fill in a version that ships."""
    return {**article(cast), "ref": f"meegeleverd-{shipped_versions(article(cast)['slug'])[-1].version}"}


def gated_article(_cast: Cast) -> dict[str, Any]:
    """Fill in an article behind the gate."""
    return {"slug": next(slug for slug, one in current().articles.items() if one.gated)}


def document(cast: Cast) -> dict[str, Any]:
    """Fill in a document of the house."""
    if not documents():
        described = Described("Een stuk", "Een stuk dat alleen lezers met toegang openen.", "beginnen")
        add_document(cast.actor("content_owner"), described, CleanFile(a_pdf(1), 1), now=NOW)
    return {"slug": documents()[0].slug}


CONTENT_OWNERS = frozenset({"content_owner"})


def request_of_somebody(_cast: Cast) -> dict[str, Any]:
    """Fill in a request that a reviewer of the house judges."""
    email = f"sanne{AccessRequest.objects.count()}@gemeente-proef.nl"
    return {"asked": in_queue(email).pk}


def access_of_somebody(cast: Cast) -> dict[str, Any]:
    """Fill in access that a reviewer of the house can end."""
    email = f"sanne{AccessRequest.objects.count()}@gemeente-proef.nl"
    return {"grant": ReadingGrant.objects.get(request=granted(cast, email).pk).pk}


def ready_deliberation(cast: Cast) -> dict[str, Any]:
    """Fill in a deliberation that its facilitator can open."""
    return {"deliberation": make_deliberation(cast).pk}


def open_deliberation(cast: Cast) -> dict[str, Any]:
    """Fill in a deliberation that goes on."""
    row = make_deliberation(cast)
    open_room(cast.actor("facilitator"), row.pk, login="", now=NOW)
    return {"deliberation": row.pk}


def prepared_deliberation(cast: Cast) -> dict[str, Any]:
    """Fill in a deliberation that the facilitator prepares."""
    return {"deliberation": settled(cast).pk}


def closed_deliberation(cast: Cast) -> dict[str, Any]:
    """Fill in a deliberation that the facilitator led, which is over."""
    row = settled(cast)
    row.state = "concept"
    row.save()
    return {"deliberation": row.pk}


def reported_deliberation(cast: Cast) -> dict[str, Any]:
    """Fill in a deliberation that the facilitator led, of which the draft lies ready."""
    return {"deliberation": a_record(cast).pk}


def record_of_deliberation(cast: Cast) -> dict[str, Any]:
    """Fill in the draft of a report."""
    return {**reported_deliberation(cast), "kind": "reflectieverslag"}


def final_deliberation(cast: Cast) -> dict[str, Any]:
    """Fill in a deliberation of which the report is final."""
    return {"deliberation": a_record(cast, final=True).pk}


def case_of_professional(cast: Cast) -> dict[str, Any]:
    """Fill in a case that the professional leads, which is new each time."""
    return {"case": complete(cast).pk}


def settled_case_of_professional(cast: Cast) -> dict[str, Any]:
    """Fill in a case of which the assignment stands."""
    return {"case": settled_case(cast).pk}


def case_with_receipt(cast: Cast) -> dict[str, Any]:
    """Fill in a case with the receipt of a route-map run."""
    row = complete(cast)
    attach_receipt(cast.actor("professional"), row.pk, a_receipt(), now=NOW)
    return {"case": row.pk}


def case_with_candidate(cast: Cast) -> dict[str, Any]:
    """Fill in a case in which somebody was told."""
    row = settled_case(cast)
    told = Told(TODAY, "face_to_face", knows=True, papers={})
    note_told(cast.actor("professional"), row.pk, told, now=NOW)
    return {"case": row.pk}


def case_that_is_assessed(cast: Cast) -> dict[str, Any]:
    """Fill in a case of two colleagues who were asked to assess."""
    return {"case": with_assessors(cast).pk}


def case_with_question(cast: Cast) -> dict[str, Any]:
    """Fill in a case of which the candidate asked that all about him goes."""
    found = case_with_candidate(cast)
    question = Question(Right.ERASE, TODAY)
    row = note_request(cast.actor("professional"), found["case"], question, now=NOW)
    return {**found, "question": row.pk}


def case_with_envelope(cast: Cast) -> dict[str, Any]:
    """Fill in a case of two colleagues, with who the candidate is in an envelope."""
    return {"case": with_envelope(cast).pk}


def case_with_opening(cast: Cast) -> dict[str, Any]:
    """Fill in one of which the lead asked to open the envelope."""
    row = with_envelope(cast)
    return {"case": row.pk, "opening": asked(cast, row)}


def an_order(cast: Cast) -> dict[str, Any]:
    """Fill in an order about a case with two people."""
    return {"order": ordered(cast, with_envelope(cast)).pk}


def a_hold(cast: Cast) -> dict[str, Any]:
    """Fill in a hold on a case with a candidate."""
    case = case_with_candidate(cast)["case"]
    wanted = Wanted("complaint", TODAY + timedelta(days=30))
    return {"hold": put_on_hold(cast.actor("professional"), case, wanted, now=NOW).pk}


def a_batch(cast: Cast) -> dict[str, Any]:
    """Fill in something that the FG proposed to destroy."""
    return {"batch": Batch.objects.create(
        organisation=cast.here, proposed_by=cast["fg"], proposed_at=NOW, proposed_role="fg", proposed_mark="user:1"
    ).pk}  # fmt: skip


def a_certificate(cast: Cast) -> dict[str, Any]:
    """Fill in the proof of something that went."""
    number = Certificate.objects.count() + 1
    return {"certificate": Certificate.objects.create(
        organisation=cast.here, number=number, destroyed_on=TODAY, counts={"file": 1}, terms_version=1,
        terms_hash="0" * 64, entries=[1], entries_hash="1" * 64,
    ).pk}  # fmt: skip


def an_emergency(cast: Cast) -> dict[str, Any]:
    """Fill in the one that the colleague opened alone: there is no second before others looked back."""
    if known := Emergency.objects.filter(organisation=cast.here).first():
        return {"emergency": known.pk}
    row = with_envelope(cast)
    plea = Plea("warn_him", ("called_lead", "called_colleagues"), NOW)
    return {"emergency": open_alone(cast.actor("colleague"), row.pk, plea, site="https://x.example/", now=NOW)}


def an_offer(cast: Cast) -> dict[str, Any]:
    """Fill in a case that was offered to somebody of another organisation."""
    return {"offer": offered_elsewhere(cast, begun(cast)).pk}


def case_with_draft(cast: Cast) -> dict[str, Any]:
    """Fill in a case with agreements that are being written."""
    return {"case": begin_agreement(cast.actor("professional"), at_agreement(cast).pk, now=NOW).candidate.case_id}


def case_that_agrees(cast: Cast) -> dict[str, Any]:
    """Fill in a case with agreements that wait for a yes; what they say is for their own tests."""
    found = case_with_draft(cast)
    Agreement.objects.filter(candidate__case=found["case"]).update(fingerprint="a" * 64)
    return found


def case_at_work(cast: Cast) -> dict[str, Any]:
    """Fill in a case in which he works with us, with a team of three."""
    return {"case": at_work(cast, team=("colleague", "decision_maker")).pk}


def case_with_allowance(cast: Cast) -> dict[str, Any]:
    """Fill in a case in which the lead proposed something."""
    case = case_at_work(cast)
    proposal = Proposal("kosten", TODAY.replace(day=1), 100, "reiskosten bus")
    row = propose_allowance(cast.actor("professional"), case["case"], proposal, now=NOW)
    return {**case, "allowance": row.pk}


def case_of_waarnemer(cast: Cast) -> dict[str, Any]:
    """Fill in a case with an agreement that holds, in which he tells of themes; the team is of two."""
    return {"case": working(cast, profile="waarnemer").pk}


def case_with_contact(cast: Cast) -> dict[str, Any]:
    """Fill in a case in which the lead noted a contact."""
    row = working(cast)
    return {"case": row.pk, "contact": spoke(cast, row).pk}


def case_with_signal(cast: Cast) -> dict[str, Any]:
    """Fill in a case with a signal that waits for an answer."""
    case = case_of_waarnemer(cast)
    signal = note_signal(cast.actor("professional"), case["case"], Heard("school", "Ouders zoeken hulp."), now=NOW)
    return {**case, "signal": signal.pk}


def case_that_lies_still(cast: Cast) -> dict[str, Any]:
    """Fill in a case of which the lead laid the work still."""
    case = case_of_waarnemer(cast)
    pause_work(cast.actor("professional"), case["case"], "dreiging", now=NOW)
    return case


def case_that_looks_back(cast: Cast) -> dict[str, Any]:
    """Fill in a case in which looking back has begun."""
    case = case_of_waarnemer(cast)
    return {**case, "look": begin_look_back(cast.actor("professional"), case["case"], now=NOW).pk}


def case_that_ends(cast: Cast) -> dict[str, Any]:
    """Fill in a case in which the farewell has begun."""
    case = case_of_waarnemer(cast)
    begin_ending(cast.actor("professional"), case["case"], Farewell("done", TODAY), now=NOW)
    return case


def case_with_invitation(cast: Cast) -> dict[str, Any]:
    """Fill in an invitation of somebody of a partner, with its case."""
    place = present.offered_place(cast)["place"]
    return {"case": Invitation.objects.get(pk=place).case_id, "invitation": place}


def case_with_colleague(cast: Cast) -> dict[str, Any]:
    """Fill in a case with a colleague of the lead in its team."""
    row = begun(cast)
    add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    return {"case": row.pk, "person": cast["colleague"].pk}


#: Who may have case files, who may begin one, and who leads the ones of these tests.
CASE_WORKERS = frozenset({"professional", "colleague", "decision_maker", "outside_professional"})
PROFESSIONALS = frozenset({"professional", "colleague", "outside_professional"})
LEADS_CASE = frozenset({"professional"})
TEAM_OF_TWO = LEADS_CASE | {"colleague"}
TEAM_AT_WORK = LEADS_CASE | {"colleague", "decision_maker"}
#: Who leads deliberations in his own organisation, and who leads the one of these tests.
FACILITATORS = frozenset({"facilitator", "police_officer"})
LEADS = frozenset({"facilitator"})
NEWCOMER = frozenset({"newcomer"})
#: A button of the desk, as it is sent.
LOCK = {"send": str(UUID(int=1)), "verb": "lock"}
SEES_PEOPLE_HERE = (ADMINISTRATORS | OVERSEERS) - {"outside_administrator", "outside_fg"}

#: The rooms that are for everybody: whoever is signed in reads on there as a visitor does.
PROFILE, METHOD = {"slug": "verbinder"}, {"slug": "dilemmamethode"}
OPEN_ROOMS: dict[str, Row] = {
    "route_map:start": Row(EVERYBODY),
    "route_map:answer-question": Row(EVERYBODY, takes=lambda _: {"position": 1}),
    "route_map:review-answers": Row(EVERYBODY, takes=present.walked),
    "route_map:show-result": Row(EVERYBODY, takes=present.walked),
    "route_map:result-pdf": Row(EVERYBODY, takes=present.walked),
    "route_map:summary-pdf": Row(EVERYBODY, takes=present.walked),
    "route_map:show-person-result": Row(EVERYBODY, takes=present.walked_with_candidate),
    "route_map:start-over": Row(EVERYBODY),
    "route_map:test-candidate": Row(EVERYBODY, takes=present.walked_with_candidate),
    "route_map:next-candidate": Row(EVERYBODY, post=True, takes=present.walked_with_candidate),
    "route_map:finish-candidate": Row(EVERYBODY, post=True, takes=present.walked_with_candidate),
    "route_map:save-answers": Row(EVERYBODY, takes=present.walked),
    "route_map:reopen-answers": Row(EVERYBODY),
    "route_map:show-map": Row(EVERYBODY),
    "route_map:map-pdf": Row(EVERYBODY),
    "route_map:show-picture": Row(EVERYBODY, takes=lambda _: {"number": 1}),
    "function_profiles:overview": Row(EVERYBODY),
    "function_profiles:compare": Row(EVERYBODY),
    "function_profiles:all-pdf": Row(EVERYBODY),
    "function_profiles:base": Row(EVERYBODY),
    **{
        f"function_profiles:{name}": Row(EVERYBODY, takes=lambda _: PROFILE)
        for name in ("profile", "card", "profile-pdf", "card-pdf")
    },
    "deliberation:overview": Row(EVERYBODY),
    "deliberation:test-question": Row(EVERYBODY),
    **{
        f"deliberation:{name}": Row(EVERYBODY, takes=lambda _: METHOD)
        for name in ("method", "overview-pdf", "sheets-pdf", "observer-pdf")
    },
    "deliberation:dilemmas": Row(EVERYBODY),
    **{f"deliberation:{name}": Row(EVERYBODY, takes=dilemma) for name in ("dilemma", "card-pdf")},
}

MATRIX: dict[str, Row] = {
    **OPEN_ROOMS,
    "home:start": Row(EVERYBODY),
    "home:contact": Row(EVERYBODY),
    "home:accessibility": Row(EVERYBODY),
    "home:privacy": Row(EVERYBODY),
    "home:promises": Row(EVERYBODY),
    "home:quick-exit": Row(EVERYBODY),
    "home:robots-txt": Row(EVERYBODY),
    "home:favicon": Row(EVERYBODY),
    "home:security-txt": Row(EVERYBODY),
    "home:dashboard": Row(ANYONE_SIGNED_IN),
    "home:who-looked": Row(ANYONE_SIGNED_IN),
    "home:audit-trail": Row(OVERSEERS),
    "home:audit-entries": Row(OVERSEERS),
    "home:breach": Row(OVERSEERS),
    "home:export-trail": Row(OVERSEERS, post=True),
    "home:documents": Row(ADMINISTRATORS | OVERSEERS),
    "home:document": Row(ADMINISTRATORS | OVERSEERS, takes=lambda _: {"document": "dpia"}),
    "home:document-pdf": Row(ADMINISTRATORS | OVERSEERS, takes=lambda _: {"document": "dpia"}),
    "home:guard-exceptions": Row(FGS),
    "home:visibility": Row(CONTENT_OWNERS),
    "home:outbox": Row(HOUSE_ADMINISTRATORS),
    "accounts:set-up": Row(frozenset({"visitor"}), takes=present.set_up_in_hand),
    "accounts:open-set-up-link": Row(EVERYBODY, takes=present.set_up_link),
    "accounts:accept-invitation": Row(frozenset({"visitor"}), takes=present.invitation_in_hand),
    "accounts:start-new-factor": Row(frozenset({"visitor"}), takes=present.new_factor_in_hand),
    "accounts:open-invitation": Row(EVERYBODY, takes=present.invitation),
    "accounts:choose-factor": Row(ANYONE_SIGNED_IN),
    "accounts:totp-picture": Row(NEWCOMER, takes=present.without_app),
    "accounts:my-account": Row(ANYONE_SIGNED_IN),
    "accounts:sign-out-everywhere": Row(ANYONE_SIGNED_IN, post=True),
    "accounts:change-name": Row(ANYONE_SIGNED_IN),
    "accounts:send-confirmation": Row(ANYONE_SIGNED_IN, post=True),
    "accounts:confirm-address": Row(NEWCOMER, takes=present.confirmation),
    "accounts:people": Row(ADMINISTRATORS | OVERSEERS),
    "accounts:invite-person": Row(ADMINISTRATORS),
    "accounts:withdraw-invitation": Row(HOUSE_ADMINISTRATORS, post=True, takes=present.open_invitation),
    "accounts:reviews": Row(ADMINISTRATORS | OVERSEERS),
    "accounts:person": Row(SEES_PEOPLE_HERE, takes=colleague),
    "accounts:suspend-person": Row(HOUSE_ADMINISTRATORS, post=True, takes=colleague),
    "accounts:restore-person": Row(HOUSE_ADMINISTRATORS, post=True, takes=colleague),
    "accounts:review-access": Row(SEES_PEOPLE_HERE, post=True, takes=colleague, data={"keeps": "ja"}),
    "accounts:send-new-factor-link": Row(HOUSE_ADMINISTRATORS, post=True, takes=colleague),
    "accounts:organisation": Row(ADMINISTRATORS),
    "accounts:give-advice": Row(FGS),
    "accounts:sso-start": Row(EVERYBODY),
    "accounts:sso-organisation": Row(EVERYBODY, takes=organisation_elsewhere),
    "accounts:sso-callback": Row(EVERYBODY, takes=organisation_elsewhere),
    "accounts:sso-failed": Row(EVERYBODY, takes=lambda _: {"fault": "declined"}),
    "accounts:saml-metadata": Row(EVERYBODY, takes=present.slug_of_saml),
    "accounts:saml-answer": Row(EVERYBODY, post=True, takes=organisation_elsewhere),
    "accounts:saml-callback": Row(EVERYBODY, post=True, takes=organisation_elsewhere),
    "accounts:saml-provider": Row(ADMINISTRATORS),
    "accounts:sso-keys": Row(EVERYBODY, takes=present.slug_of_provider),
    "accounts:sso-step-up": Row(NEWCOMER, takes=present.linked),
    "accounts:sso-link": Row(ANYONE_SIGNED_IN),
    "accounts:sso-provider": Row(ADMINISTRATORS),
    "accounts:sso-check": Row(HOUSE_ADMINISTRATORS, post=True, takes=present.provider),
    "accounts:sso-try": Row(HOUSE_ADMINISTRATORS, post=True, takes=present.provider),
    "accounts:sso-switch": Row(HOUSE_ADMINISTRATORS, post=True, takes=present.provider),
    "privacy:check-text": Row(EVERYBODY),
    "accounts:close-account": Row(frozenset({"reader"})),
    "knowledge:library": Row(EVERYBODY),
    "knowledge:terms": Row(EVERYBODY),
    "knowledge:search": Row(EVERYBODY),
    "knowledge:article": Row(EVERYBODY, takes=article),
    "knowledge:document": Row(EVERYBODY, takes=document),
    "knowledge:read-article": Row(ANYONE_SIGNED_IN, takes=gated_article),
    "knowledge:keep-reading": Row(ANYONE_SIGNED_IN, takes=gated_article),
    "knowledge:still-allowed": Row(EVERYBODY, takes=gated_article),
    "knowledge:download-document": Row(ANYONE_SIGNED_IN, takes=document),
    "knowledge:documents": Row(CONTENT_OWNERS),
    "knowledge:add-document": Row(CONTENT_OWNERS),
    "knowledge:replace-document": Row(CONTENT_OWNERS, takes=document),
    "knowledge:withdraw-document": Row(CONTENT_OWNERS, takes=document),
    "knowledge:trace-code": Row(frozenset({"access_reviewer", "security_officer"})),
    "knowledge:ask-access": Row(EVERYBODY),
    "knowledge:asked": Row(EVERYBODY),
    "knowledge:confirm-request": Row(EVERYBODY, takes=present.asked_access),
    "knowledge:follow-request": Row(EVERYBODY, takes=present.followed_request),
    "knowledge:vouch": Row(EVERYBODY, takes=present.asked_voucher),
    "knowledge:renew-access": Row(EVERYBODY, takes=present.renewable),
    "knowledge:access-requests": Row(REVIEWERS),
    "knowledge:set-substitute": Row(REVIEWERS, post=True),
    "knowledge:enter-request": Row(REVIEWERS),
    "knowledge:readers": Row(REVIEWERS),
    "knowledge:revoke-access": Row(REVIEWERS, takes=access_of_somebody),
    "knowledge:access-request": Row(REVIEWERS, takes=request_of_somebody),
    "knowledge:invite-reader-again": Row(REVIEWERS, post=True, takes=request_of_somebody),
    "knowledge:desk": Row(CONTENT_OWNERS),
    "knowledge:new-article": Row(CONTENT_OWNERS),
    "knowledge:article-history": Row(CONTENT_OWNERS, takes=article),
    "knowledge:begin-article": Row(CONTENT_OWNERS, post=True, takes=article),
    "knowledge:compare-article": Row(CONTENT_OWNERS, takes=article),
    "knowledge:hide-article": Row(CONTENT_OWNERS, takes=article),
    "knowledge:roll-back-article": Row(CONTENT_OWNERS, takes=older_text),
    "knowledge:edit-article": Row(CONTENT_OWNERS, takes=draft),
    "knowledge:preview-article": Row(CONTENT_OWNERS, takes=draft),
    "knowledge:propose-article": Row(CONTENT_OWNERS, takes=draft),
    "knowledge:sign-article": Row(CONTENT_OWNERS, takes=draft),
    "knowledge:return-article": Row(CONTENT_OWNERS, post=True, takes=draft),
    "knowledge:withdraw-article": Row(CONTENT_OWNERS, post=True, takes=draft),
    "knowledge:discard-article": Row(CONTENT_OWNERS, post=True, takes=draft),
    "sessions:enter": Row(EVERYBODY),
    "sessions:pair-screen": Row(EVERYBODY),
    "sessions:retake": Row(EVERYBODY),
    "sessions:phone": Row(frozenset({"visitor"}), takes=present.phone_in_room),
    "sessions:screen": Row(frozenset({"visitor"}), takes=present.screen_in_room),
    "sessions:code-picture": Row(frozenset({"visitor"}), takes=present.screen_in_room),
    "sessions:act": Row(LEADS, post=True, takes=present.desk_in_room, data=LOCK, as_json=True),
    "sessions:close": Row(LEADS, post=True, takes=present.desk_in_room),
    "sessions:open": Row(frozenset({"facilitator"}), post=True, takes=ready_deliberation),
    "sessions:desk": Row(frozenset({"facilitator"}), takes=open_deliberation),
    "sessions:my-deliberations": Row(FACILITATORS),
    "sessions:new-deliberation": Row(FACILITATORS),
    "sessions:preparation": Row(LEADS, takes=prepared_deliberation),
    "sessions:prepare": Row(LEADS, takes=lambda cast: {**prepared_deliberation(cast), "page": "vraag"}),
    "sessions:invitation": Row(LEADS, takes=prepared_deliberation),
    "sessions:calendar": Row(LEADS, takes=prepared_deliberation),
    "sessions:preparation-pdf": Row(LEADS, takes=prepared_deliberation),
    "sessions:own-sheets-pdf": Row(LEADS, takes=prepared_deliberation),
    "sessions:use-method": Row(
        LEADS, post=True, takes=lambda cast: {**prepared_deliberation(cast), "method": "afspraken"}
    ),
    "sessions:follow-deliberation": Row(LEADS, post=True, takes=closed_deliberation),
    "sessions:delete-deliberation": Row(LEADS, takes=prepared_deliberation),
    "sessions:report": Row(LEADS, takes=reported_deliberation),
    "sessions:report-part": Row(LEADS, takes=lambda cast: {**reported_deliberation(cast), "part": "dissenting-view"}),
    "sessions:report-preview": Row(LEADS, takes=record_of_deliberation),
    "sessions:add-note": Row(LEADS, post=True, takes=reported_deliberation),
    "sessions:leave-out-note": Row(LEADS, post=True, takes=reported_deliberation),
    "sessions:set-check-days": Row(LEADS, post=True, takes=reported_deliberation, data={"days": "2"}),
    "sessions:make-final": Row(LEADS, takes=record_of_deliberation),
    "sessions:mark-action": Row(LEADS, post=True, takes=lambda cast: {**reported_deliberation(cast), "number": 0}),
    "sessions:look-back": Row(LEADS, takes=final_deliberation),
    "sessions:own-evaluation": Row(LEADS, takes=reported_deliberation),
    "sessions:review-calendar": Row(LEADS, takes=final_deliberation),
    "sessions:earlier-reasons": Row(LEADS, takes=reported_deliberation),
    "sessions:report-pdf": Row(LEADS, takes=lambda cast: {**final_deliberation(cast), "kind": "reflectieverslag"}),
    "sessions:report-odt": Row(LEADS, takes=lambda cast: {**final_deliberation(cast), "kind": "reflectieverslag"}),
    "sessions:report-json": Row(LEADS, takes=lambda cast: {**final_deliberation(cast), "kind": "reflectieverslag"}),
    # whoever has the address of a talk may read its draft
    "sessions:check": Row(EVERYBODY, takes=present.draft_to_check),
    "sessions:check-strike": Row(
        frozenset(),
        post=True,
        takes=present.draft_to_check,
        why="Asks for the key of one line, which only the phone that wrote it has: test_checking.py strikes with it.",
    ),
    "cases:my-cases": Row(CASE_WORKERS),
    "cases:begin-case": Row(PROFESSIONALS),
    "cases:make-examples": Row(PROFESSIONALS, post=True),
    "cases:begin-examples-again": Row(PROFESSIONALS, post=True),
    "cases:remove-examples": Row(PROFESSIONALS, post=True),
    "cases:open-case": Row(LEADS_CASE, takes=case_of_professional),
    "cases:delete-case": Row(LEADS_CASE, takes=case_of_professional),
    "cases:save-assignment": Row(LEADS_CASE, takes=lambda cast: {**case_of_professional(cast), "page": "doel"}),
    "cases:settle-assignment": Row(LEADS_CASE, post=True, takes=case_of_professional),
    "cases:reopen-assignment": Row(LEADS_CASE, post=True, takes=settled_case_of_professional),
    "cases:attach-receipt": Row(LEADS_CASE, takes=case_of_professional),
    "cases:save-receipt": Row(LEADS_CASE, takes=case_with_receipt),
    "cases:team": Row(LEADS_CASE, takes=case_of_professional),
    "cases:add-member": Row(LEADS_CASE, post=True, takes=case_of_professional),
    "cases:invite-partner": Row(LEADS_CASE, post=True, takes=case_of_professional),
    "cases:withdraw-invitation": Row(LEADS_CASE, post=True, takes=case_with_invitation),
    "cases:remove-member": Row(LEADS_CASE | {"colleague"}, post=True, takes=case_with_colleague),
    "cases:hand-over": Row(LEADS_CASE | {"colleague"}, post=True, takes=case_with_colleague),
    "cases:take-back-lead": Row(LEADS_CASE, post=True, takes=case_of_professional),
    "cases:answer-lead": Row(LEADS_CASE, post=True, takes=case_of_professional),
    "cases:offer-case": Row(LEADS_CASE, takes=case_of_professional),
    "cases:revoke-offer": Row(LEADS_CASE, post=True, takes=case_of_professional),
    "cases:answer-offer": Row(frozenset({"outside_professional"}), post=True, takes=an_offer),
    "cases:look-at-content": Row(LEADS_CASE, post=True, takes=case_of_professional),
    "cases:write-letter": Row(LEADS_CASE, takes=settled_case_of_professional),
    "cases:note-told": Row(LEADS_CASE, takes=settled_case_of_professional),
    "cases:note-yes": Row(LEADS_CASE, takes=case_with_candidate),
    "cases:save-papers": Row(LEADS_CASE, takes=case_with_candidate),
    "cases:stop-candidate": Row(LEADS_CASE, takes=case_with_candidate),
    "cases:name-assessors": Row(LEADS_CASE, takes=case_that_is_assessed),
    "cases:save-findings": Row(TEAM_OF_TWO, takes=lambda cast: {**case_that_is_assessed(cast), "page": "voorwaarden"}),
    "cases:hand-in": Row(TEAM_OF_TWO, takes=case_that_is_assessed),
    "cases:compare-assessments": Row(TEAM_OF_TWO, takes=case_that_is_assessed),
    "cases:save-weighing": Row(TEAM_OF_TWO, takes=case_that_is_assessed),
    "cases:look-again": Row(LEADS_CASE, takes=case_that_is_assessed),
    "cases:ask-decision": Row(LEADS_CASE, takes=case_that_is_assessed),
    "cases:withdraw-decision": Row(LEADS_CASE, takes=case_that_is_assessed),
    # who decides is in no team, and finds his own page only
    "cases:decide": Row(frozenset({"decision_maker"}), takes=lambda cast: {"decision": at_decision(cast).pk}),
    "cases:decision": Row(TEAM_OF_TWO, takes=case_that_is_assessed),
    "cases:arrange-condition": Row(
        TEAM_OF_TWO, post=True, takes=lambda cast: {**case_that_is_assessed(cast), "number": 1}
    ),
    "cases:write-outcome": Row(TEAM_OF_TWO, takes=case_that_is_assessed),
    "cases:note-outcome-told": Row(TEAM_OF_TWO, takes=case_that_is_assessed),
    "cases:envelope": Row(LEADS_CASE | {"colleague"}, takes=case_with_envelope),
    "cases:put-in-envelope": Row(LEADS_CASE | {"colleague"}, takes=case_with_envelope),
    "cases:change-envelope": Row(
        LEADS_CASE | {"colleague"}, takes=lambda cast: {**case_with_envelope(cast), "part": "nooit"}
    ),
    "cases:envelope-confirmed": Row(LEADS_CASE | {"colleague"}, takes=case_with_envelope),
    "cases:ask-to-open": Row(LEADS_CASE | {"colleague"}, takes=case_with_envelope),
    "cases:read-envelope": Row(LEADS_CASE | {"colleague"}, takes=case_with_envelope),
    "cases:agree-to-open": Row(LEADS_CASE | {"colleague"}, post=True, takes=case_with_opening),
    "cases:refuse-to-open": Row(LEADS_CASE | {"colleague"}, post=True, takes=case_with_opening),
    "cases:close-opening": Row(LEADS_CASE | {"colleague"}, post=True, takes=case_with_opening),
    "cases:open-alone": Row(TEAM_OF_TWO, takes=case_with_envelope),
    "cases:emergencies": Row(OVERSEERS),
    "cases:emergency": Row(TEAM_OF_TWO | OWN_OVERSEERS, takes=an_emergency),
    "cases:emergency-told": Row(TEAM_OF_TWO, takes=an_emergency),
    "cases:look-back-emergency": Row(TEAM_OF_TWO | OWN_OVERSEERS, takes=an_emergency),
    "cases:agree-emergency": Row(TEAM_OF_TWO | OWN_OVERSEERS, post=True, takes=an_emergency),
    "cases:orders": Row(CASE_WORKERS | OVERSEERS),
    "cases:record-order": Row(CASE_WORKERS | OVERSEERS),
    "cases:record-case-order": Row(TEAM_OF_TWO, takes=case_with_envelope),
    "cases:order": Row(TEAM_OF_TWO | OWN_OVERSEERS, takes=an_order),
    "cases:name-case": Row(OWN_OVERSEERS, takes=an_order),
    "cases:order-step": Row(TEAM_OF_TWO | OWN_OVERSEERS, takes=lambda cast: {**an_order(cast), "step": "lawyer"}),
    "cases:holds": Row(OVERSEERS),
    "cases:hold-by-code": Row(OVERSEERS),
    "cases:hold-case": Row(LEADS_CASE, takes=case_with_candidate),
    "cases:lift-hold": Row(LEADS_CASE | OWN_OVERSEERS, post=True, takes=a_hold),
    "cases:going": Row(OVERSEERS),
    "cases:propose-batch": Row(OVERSEERS, post=True),
    "cases:confirm-batch": Row(OWN_OVERSEERS, post=True, takes=a_batch),
    "cases:certificates": Row(OVERSEERS),
    "cases:certificate": Row(OWN_OVERSEERS, takes=a_certificate),
    "cases:certificate-paper": Row(OWN_OVERSEERS, takes=a_certificate),
    "cases:look-afterwards": Row(OWN_OVERSEERS, post=True, takes=a_certificate),
    "cases:terms": Row(OVERSEERS),
    "cases:confirm-terms": Row(OVERSEERS, post=True),
    "cases:rights": Row(LEADS_CASE, takes=case_with_candidate),
    "cases:read-report": Row(LEADS_CASE, takes=case_with_candidate),
    "cases:note-request": Row(LEADS_CASE, takes=case_with_candidate),
    "cases:answer-request": Row(LEADS_CASE, takes=case_with_question),
    "cases:take-longer": Row(LEADS_CASE, takes=case_with_question),
    "cases:lift-lock": Row(LEADS_CASE, post=True, takes=case_with_question),
    "cases:erase-candidate": Row(LEADS_CASE, takes=lambda cast: {"case": case_with_question(cast)["case"]}),
    "cases:agreement": Row(LEADS_CASE, takes=case_with_draft),
    "cases:begin-agreement": Row(LEADS_CASE, post=True, takes=lambda cast: {"case": at_agreement(cast).pk}),
    "cases:save-agreement": Row(LEADS_CASE, takes=lambda cast: {**case_with_draft(cast), "group": "samen"}),
    "cases:make-agreement-ready": Row(LEADS_CASE, post=True, takes=case_with_draft),
    "cases:reopen-agreement": Row(LEADS_CASE, post=True, takes=case_that_agrees),
    "cases:discard-agreement": Row(LEADS_CASE, post=True, takes=case_with_draft),
    "cases:say-our-yes": Row(LEADS_CASE, takes=case_that_agrees),
    "cases:note-his-yes": Row(LEADS_CASE, takes=case_that_agrees),
    "cases:read-agreement": Row(LEADS_CASE, takes=lambda cast: {**case_with_draft(cast), "revision": 1}),
    "cases:print-agreement": Row(LEADS_CASE, takes=lambda cast: {**case_with_draft(cast), "revision": 1}),
    "cases:agreement-paper": Row(LEADS_CASE, takes=lambda cast: {**case_with_draft(cast), "revision": 1}),
    "cases:settle-reward": Row(TEAM_AT_WORK, takes=case_at_work),
    "cases:benefits-card": Row(TEAM_AT_WORK, takes=case_at_work),
    "cases:allowances": Row(TEAM_AT_WORK, takes=case_at_work),
    "cases:propose-allowance": Row(TEAM_AT_WORK, takes=case_at_work),
    "cases:declare-elsewhere": Row(TEAM_AT_WORK, takes=case_at_work),
    "cases:print-allowances": Row(TEAM_AT_WORK, takes=case_at_work),
    "cases:allowance": Row(TEAM_AT_WORK, takes=case_with_allowance),
    "cases:approve-allowance": Row(TEAM_AT_WORK, post=True, takes=case_with_allowance),
    "cases:record-allowance": Row(TEAM_AT_WORK, post=True, takes=case_with_allowance),
    "cases:refuse-allowance": Row(TEAM_AT_WORK, post=True, takes=case_with_allowance),
    "cases:ask-removal": Row(TEAM_AT_WORK, post=True, takes=case_with_allowance),
    "cases:keep-elsewhere": Row(TEAM_AT_WORK, post=True, takes=case_with_allowance),
    "cases:remove-elsewhere": Row(TEAM_AT_WORK, post=True, takes=case_with_allowance),
    # what somebody should know who hears of an offence or of danger belongs to no case, and asks for none
    "cases:crime": Row(CASE_WORKERS),
    "cases:safety": Row(CASE_WORKERS),
    "cases:threat-form": Row(CASE_WORKERS),
    "cases:contacts": Row(TEAM_OF_TWO, takes=case_of_waarnemer),
    "cases:note-contact": Row(TEAM_OF_TWO, takes=case_of_waarnemer),
    "cases:settle-promise": Row(TEAM_OF_TWO, post=True, takes=case_with_contact),
    "cases:remove-contact": Row(TEAM_OF_TWO, post=True, takes=case_with_contact),
    "cases:signals": Row(TEAM_OF_TWO, takes=case_of_waarnemer),
    "cases:note-signal": Row(TEAM_OF_TWO, takes=case_of_waarnemer),
    "cases:feed-back": Row(TEAM_OF_TWO, takes=case_with_signal),
    "cases:pause-work": Row(TEAM_OF_TWO, takes=case_of_waarnemer),
    "cases:resume-work": Row(TEAM_OF_TWO, takes=case_that_lies_still),
    "cases:look-backs": Row(TEAM_OF_TWO, takes=case_of_waarnemer),
    "cases:look-back-sheet": Row(TEAM_OF_TWO, takes=case_of_waarnemer),
    "cases:look-back": Row(TEAM_OF_TWO, takes=case_that_looks_back),
    "cases:look-back-side": Row(TEAM_OF_TWO, takes=lambda cast: {**case_that_looks_back(cast), "side": "hij"}),
    "cases:close-look-back": Row(TEAM_OF_TWO, takes=case_that_looks_back),
    "cases:begin-ending": Row(TEAM_OF_TWO, takes=case_of_waarnemer),
    "cases:ending": Row(TEAM_OF_TWO, takes=case_that_ends),
    "cases:stop-sooner": Row(TEAM_OF_TWO, takes=case_that_ends),
    "cases:save-ending": Row(TEAM_OF_TWO, takes=case_that_ends),
    "cases:finish-ending": Row(TEAM_OF_TWO, post=True, takes=case_that_ends),
    # a place is offered to one person
    "cases:answer-invitation": Row(frozenset({"outside_professional"}), post=True, takes=present.offered_place),
    # who is in need not sign in; the second step asks for the first
    "account_login": Row(OUTSIDE, signed_in="/mijn/", visitor=PAGE),
    "mfa_login_webauthn": Row(OUTSIDE, signed_in="/mijn/", visitor="/inloggen/"),
    "mfa_authenticate": Row(OUTSIDE, signed_in="/mijn/", visitor="/inloggen/"),
    "account_inactive": Row(EVERYBODY),
    "account_signup": Row(EVERYBODY),
    "account_logout": Row(OUTSIDE, signed_in=PAGE, visitor="/"),
    # people of tests have no password to change: they are led to where they can ask for one
    "account_change_password": Row(OUTSIDE, signed_in="/mijn/account/", visitor="/inloggen/"),
    "account_reset_password": Row(OUTSIDE, signed_in=PAGE, visitor=PAGE),
    "account_reset_password_done": Row(EVERYBODY),
    "account_reset_password_from_key_done": Row(EVERYBODY),
    "account_reset_password_from_key": Row(EVERYBODY, takes=lambda _: {"uidb36": "0", "key": "no-such-key"}),
    "mfa_reauthenticate": Row(ANYONE_SIGNED_IN),
    "mfa_reauthenticate_webauthn": Row(ANYONE_SIGNED_IN),
    "mfa_index": Row(ANYONE_SIGNED_IN),
    # they have an app already: another one takes its place only after that is let go
    "mfa_activate_totp": Row(OUTSIDE, signed_in="/inlogmiddel/app/loskoppelen/", visitor="/inloggen/"),
    "mfa_deactivate_totp": Row(ANYONE_SIGNED_IN),
    "mfa_view_recovery_codes": Row(NEWCOMER, takes=present.recovery_codes),
    "mfa_generate_recovery_codes": Row(ANYONE_SIGNED_IN),
    "mfa_list_webauthn": Row(ANYONE_SIGNED_IN),
    "mfa_add_webauthn": Row(ANYONE_SIGNED_IN),
    "mfa_remove_webauthn": Row(NEWCOMER, takes=present.own_passkey),
    "mfa_edit_webauthn": Row(NEWCOMER, takes=present.own_passkey),
}
#: Where somebody who showed a password alone may go.
WEAK_MAY = frozenset(
    {
        "accounts:choose-factor",
        "mfa_add_webauthn",
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "account_logout",
        "accounts:sso-link",
        "accounts:sso-callback",
        "accounts:sso-failed",
        "accounts:saml-answer",
        "accounts:saml-callback",
    }
)
CAST = tuple(sorted(
    {"newcomer", "professional", "colleague", "facilitator", "decision_maker", "content_owner", "access_reviewer",
     "police_officer", "reader"} | ADMINISTRATORS | OVERSEERS | {"outside_professional"}
))  # fmt: skip


def kind_of(answer: Any) -> str:
    """Say in one word what an answer comes to."""
    to = answer.headers.get("Location", "")
    if answer.status_code in {301, 302, 303}:
        if to.startswith("/inloggen/"):
            return SIGN_IN
        return ENROL if to == "/inlogmiddel/" else DONE
    # a form that comes back with what is wrong in it (422) is a page; a refusal (400, 403, 405) is none
    return {200: PAGE, 204: PAGE, 422: PAGE, 404: ABSENT}.get(answer.status_code, str(answer.status_code))


def ask(client: Client, address: str, row: Row) -> str:
    """Ask for an address as the matrix says."""
    kind = "application/json" if row.as_json else MULTIPART_CONTENT
    answer = client.post(address, row.data, content_type=kind) if row.post else client.get(address)
    if answer.streaming:
        b"".join(getattr(answer, "streaming_content"))  # noqa: B009 - read to the end, so that the file is let go
    if row.who == OUTSIDE and answer.status_code in {301, 302, 303}:
        return str(answer.headers["Location"]).partition("?")[0]
    return kind_of(answer)


def leaving_last() -> list[tuple[str, Row]]:
    """Give the matrix, with the addresses that sign somebody out at the end."""
    return sorted(MATRIX.items(), key=lambda pair: pair[0] in {"account_logout", "home:quick-exit"})


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()


def test_every_address_has_a_row() -> None:
    names = {address.name for address in addresses()}
    assert "accounts:people" in names
    assert names == set(MATRIX)


#: Links that tell a visitor by themselves whether they open anything.
LINKS = frozenset(
    {"accounts:set-up", "accounts:open-set-up-link", "accounts:accept-invitation", "accounts:start-new-factor",
     "accounts:open-invitation", "accounts:sso-keys", "accounts:saml-metadata", "knowledge:confirm-request",
     "knowledge:follow-request", "knowledge:vouch", "knowledge:renew-access", "sessions:phone", "sessions:screen",
     "sessions:code-picture", "sessions:act", "sessions:close", "sessions:check", "sessions:check-strike"}
)  # fmt: skip
VISITOR = "visitor"


def expected(name: str, row: Row, person: str) -> frozenset[str]:
    """Give the answers that are right for somebody."""
    return _let_in(name, row, person) | {str(status) for status in row.refuses}


def _let_in(name: str, row: Row, person: str) -> frozenset[str]:
    if row.who == OUTSIDE:
        return frozenset({row.visitor if person == VISITOR else row.signed_in})
    if person == VISITOR and row.who != EVERYBODY and VISITOR not in row.who:
        return frozenset({ABSENT if name in LINKS else SIGN_IN})
    lets_in = isinstance(row.who, str) or person in row.who
    return frozenset({PAGE, DONE} if lets_in else {ABSENT})


@contextmanager
def undone() -> Iterator[None]:
    """Undo what happens inside, so that the next one finds everything as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def askers(cast: Cast) -> dict[str, Client]:
    """Give a browser for everybody who is signed in, and for a visitor."""
    clients = {person: Client() for person in (*CAST, VISITOR)}
    for person in CAST:
        sign_in(clients[person], cast[person])
    return clients


def asked_by_all(clients: dict[str, Client], name: str, row: Row, fills: dict[str, Any]) -> dict[str, str]:
    """Let everybody ask for an address; give who got an answer that is not right.

    What somebody must carry to get in, such as a seat, is laid in the browsers of those who get in, and of no others.
    """
    wrong, address = {}, reverse(name, kwargs=fills)
    for person, client in clients.items():
        right, cookies = expected(name, row, person), client.cookies.output()
        with undone():
            if isinstance(fills, present.Carried) and (row.who == EVERYBODY or person in row.who):
                fills.lay(client)
            answer = ask(client, address, row)
        client.cookies.clear()
        client.cookies.load(cookies.replace("Set-Cookie: ", ""))
        if answer not in right:
            wrong[person] = answer
    return wrong


@pytest.mark.parametrize("room", sorted({name.partition(":")[0] for name in MATRIX}))
def test_somebody_signed_in_gets_what_the_matrix_says(room: str, cast: Cast) -> None:
    """And a visitor is asked to sign in."""
    clients, wrong = askers(cast), {}
    for name, row in MATRIX.items():
        if name.partition(":")[0] == room:
            with undone():
                wrong[name] = asked_by_all(clients, name, row, row.takes(cast))
    assert {name: who for name, who in wrong.items() if who} == {}


def unexplained(matrix: dict[str, Row]) -> list[str]:
    """Name the rows that let in nobody of the cast and do not say why, and those with a reason that is none."""
    return [name for name, row in matrix.items() if bool(row.why) is bool(row.who)]


def test_a_row_lets_somebody_in_or_says_why_not() -> None:
    assert unexplained(MATRIX) == []


def test_a_planted_row_that_lets_nobody_in_is_found() -> None:
    rows = {"empty": Row(frozenset()), "told": Row(frozenset(), why="x"), "both": Row(EVERYBODY, why="x")}
    assert unexplained({**rows, "fine": Row(EVERYBODY)}) == ["empty", "both"]


#: What stands in an address for something that nobody can guess.
SECRETS = {"secret": "no-such-secret", "token": "no-such-token", "slug": "no-such-organisation"}
#: Where a name in an address is no secret, and a page may say that it does not know it.
PUBLIC_NAMES = (
    "knowledge:", "function_profiles:", "deliberation:", "accounts:sso-organisation", "accounts:sso-callback",
    "accounts:saml-",
)  # fmt: skip


def test_an_invented_secret_opens_nothing_for_anybody(cast: Cast) -> None:
    clients, wrong, tried = askers(cast), {}, 0
    for one in addresses():
        if len(one.takes) != 1 or one.takes[0] not in SECRETS:
            continue
        if one.takes[0] == "slug" and one.name.startswith(PUBLIC_NAMES):
            continue
        for person, client in clients.items():
            row, tried = MATRIX[one.name], tried + 1
            with undone():
                answer = ask(client, reverse(one.name, kwargs={one.takes[0]: SECRETS[one.takes[0]]}), row)
            if answer not in {ABSENT, SIGN_IN}:
                wrong[one.name, person] = answer
    assert tried > 10 * len(CAST)
    assert wrong == {}


def test_every_row_says_what_everybody_gets() -> None:
    for name, row in MATRIX.items():
        for person in (*CAST, VISITOR):
            assert expected(name, row, person), name
            assert "" not in expected(name, row, person), name
        assert row.refuses <= {400, 403, 405}, name


@pytest.mark.parametrize("status", [400, 403, 405, 410, 429, 500, 503])
def test_a_refusal_is_no_page(status: int) -> None:
    """It would pass for one on every row otherwise; a row that expects one says so."""
    said = kind_of(HttpResponse(status=status))
    assert said == str(status)
    assert said not in expected("home:start", Row(EVERYBODY), VISITOR)
    assert (said in expected("x", Row(EVERYBODY, refuses=frozenset({405})), VISITOR)) is (status == 405)


def test_a_deed_is_not_done_by_looking(cast: Cast) -> None:
    """Where something is done by a form, whoever asks for the address as a page is refused, or finds nothing."""
    clients, wrong = askers(cast), {}
    for name, row in MATRIX.items():
        if not row.post:
            continue
        person = VISITOR if isinstance(row.who, str) and row.who == EVERYBODY else "administrator"
        person = person if isinstance(row.who, str) or not row.who else min(row.who)
        with undone():
            answer = kind_of(clients[person].get(reverse(name, kwargs=row.takes(cast))))
        if answer not in {"405", ABSENT}:
            wrong[name] = (person, answer)
    assert wrong == {}


def test_a_password_alone_leads_to_making_a_factor_and_nowhere_else(cast: Cast) -> None:
    client, takes = Client(), {one.name: one.takes for one in addresses()}
    sign_in(client, cast["administrator"], proved_ago=None)
    Authenticator.objects.all().delete()
    for name, row in leaving_last():
        # whether it is there does not matter: nobody may learn that before he made a factor
        answer = ask(client, filled(name, takes[name]), row)
        public = (name in PUBLIC_PAGES or name in OPEN_ROOMS or name.startswith("privacy:")) and row.who == EVERYBODY
        if not public and name not in WEAK_MAY and name != "accounts:totp-picture":
            # of a page that is for whoever is outside the answer is told as where it leads
            assert answer in {ENROL, reverse("accounts:choose-factor")}, name


def test_what_is_private_is_not_kept(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast["administrator"])
    for name in ("home:dashboard", "accounts:people", "accounts:my-account", "accounts:organisation"):
        assert client.get(reverse(name))["Cache-Control"] == "no-store", name
    assert "no-store" not in client.get("/").get("Cache-Control", "")
