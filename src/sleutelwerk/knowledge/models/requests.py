"""Requests for access, the links in letters about them, and who stands in for a reviewer."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sleutelwerk.core.personal import Personal
from sleutelwerk.knowledge.rules.requests import CLOSED, LONGEST_ANSWER, LONGEST_PURPOSE, LinkFor, State
from sleutelwerk.publishing.rules import ScopeKind

_FORGET = "tests/knowledge/requests/test_forgetting.py"
_GONE = f"{_FORGET}::test_requests_go_four_weeks_after_their_end"
_LINKS = f"{_FORGET}::test_links_go_with_their_request"
_STANDS_IN = f"{_FORGET}::test_a_substitute_is_forgotten_when_his_time_is_over"
_KEPT = "Tot 28 dagen nadat de aanvraag is afgewezen of de toegang is geëindigd. Nooit bevestigd: 28 dagen."


class AccessRequest(models.Model):
    """Somebody's request to read gated texts. It stays as long as the access that came of it, as its grounds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=[(state.value, state.label) for state in State])
    name = models.CharField(max_length=80)
    email = models.EmailField()
    #: The address without what stands behind a '+', to see that two requests are of one mailbox.
    address = models.EmailField(db_index=True)
    workplace = models.CharField(max_length=120)
    function = models.CharField(max_length=80)
    approach = models.CharField(max_length=61)
    purpose = models.CharField(max_length=LONGEST_PURPOSE)
    scope_kind = models.CharField(max_length=10, choices=[(kind.value, kind.label) for kind in ScopeKind])
    scope_key = models.CharField(max_length=64, blank=True)
    #: The account of whoever asked, when he was signed in.
    person = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: The reviewer who entered a request that came by mail.
    entered_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    voucher_email = models.EmailField(blank=True)
    voucher = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    vouched_at = models.DateTimeField(null=True, blank=True)
    #: What the reviewer asked, and what the asker answered.
    question = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    reply = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    #: The criteria that the reviewer ticked, and why he answered as he did.
    met = models.JSONField(default=list)
    reason = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    decided_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField()
    #: When it first lay in the queue, for the figures; and since when it lies there now, after an answer as well.
    queued_at = models.DateTimeField(null=True, blank=True)
    waits_since = models.DateTimeField(null=True, blank=True)
    #: When the asker first heard something, for the figures on waiting.
    answered_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    #: The address of the site at which it was made, for the links in later letters.
    site = models.CharField(max_length=200)

    personal_data: ClassVar = {
        "name": Personal("Om te weten wie toegang vraagt.", _KEPT, _GONE),
        "email": Personal("Om te mailen, en om te zien dat het een werkadres is.", _KEPT, _GONE),
        "address": Personal("Om te zien dat twee aanvragen van één postbus komen.", _KEPT, _GONE),
        "workplace": Personal("Om te beoordelen of de aanvrager bij een passende organisatie werkt.", _KEPT, _GONE),
        "function": Personal("Om te beoordelen of de stukken bij het werk passen.", _KEPT, _GONE),
        "approach": Personal("Om te beoordelen of de aanvrager bij een aanpak betrokken is.", _KEPT, _GONE),
        "purpose": Personal("Om te beoordelen waarvoor de stukken nodig zijn.", _KEPT, _GONE),
        "person": Personal("Om niemand zijn eigen aanvraag te laten beoordelen.", _KEPT, _GONE),
        "entered_by": Personal("Om te weten wie een aanvraag invoerde die per mail kwam.", _KEPT, _GONE),
        "voucher_email": Personal("Om een collega te vragen of hij voor de aanvrager instaat.", _KEPT, _GONE),
        "voucher": Personal("Om niemand te laten beoordelen voor wie hij zelf instaat.", _KEPT, _GONE),
        "vouched_at": Personal("Om te weten dat een collega voor de aanvrager instaat.", _KEPT, _GONE),
        "question": Personal("Om de aanvrager iets te vragen.", _KEPT, _GONE),
        "reply": Personal("Het antwoord van de aanvrager, om te kunnen beoordelen.", _KEPT, _GONE),
        "met": Personal("Om na te gaan waarop is beoordeeld.", _KEPT, _GONE),
        "reason": Personal("Om de aanvrager te zeggen waarom.", _KEPT, _GONE),
        "decided_by": Personal("Om na te gaan wie besliste.", _KEPT, _GONE),
        "decided_at": Personal("Om na te gaan wanneer is beslist.", _KEPT, _GONE),
        "until": Personal("Om te weten tot wanneer toegang is gegeven.", _KEPT, _GONE),
        "asked_at": Personal("Om op volgorde te beoordelen.", _KEPT, _GONE),
    }
    impersonal: ClassVar = (
        "id", "organisation", "state", "scope_kind", "scope_key", "queued_at", "waits_since", "answered_at",
        "changed_at", "reminders", "site",
    )  # fmt: skip

    class Meta:
        """Nobody decides on what he asked, entered or vouches for; what was decided says by whom it was."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(person__isnull=True) | ~Q(decided_by=F("person")),
                name="knowledge_request_not_judged_by_asker",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(entered_by__isnull=True) | ~Q(decided_by=F("entered_by")),
                name="knowledge_request_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(voucher__isnull=True) | ~Q(decided_by=F("voucher")),
                name="knowledge_request_not_judged_by_voucher",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.GRANTED, State.REFUSED], decided_at__isnull=False)
                | (~Q(state__in=[State.GRANTED, State.REFUSED]) & Q(decided_at__isnull=True)),
                name="knowledge_request_decided_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "state", "waits_since"])]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)

    @property
    def is_closed(self) -> bool:
        """Tell whether nothing more happens to it."""
        return State(self.state) in CLOSED

    @property
    def state_label(self) -> str:
        """What its state is called on the screen."""
        return State(self.state).label

    @property
    def scope_label(self) -> str:
        """What was asked for, in words."""
        return ScopeKind(self.scope_kind).label


class RequestLink(models.Model):
    """A link in a letter about a request; only the hash of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=10, choices=[(one.value, one.value) for one in LinkFor])
    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="links")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar = {
        "request": Personal("Om te weten bij welke aanvraag een link hoort.", "Zolang de aanvraag er is.", _LINKS),
    }
    impersonal: ClassVar = ("id", "secret_hash", "purpose", "made_at", "expires_at", "used_at")

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class ReviewerSubstitute(models.Model):
    """Who stands in for a reviewer, until when: he gets the reminders."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    reviewer = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    substitute = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    #: The last day.
    until = models.DateField()

    personal_data: ClassVar = {
        "reviewer": Personal("Om te weten wie wordt vervangen.", "Tot de dag na de vervanging.", _STANDS_IN),
        "substitute": Personal(
            "Om herinneringen aan de vervanger te sturen.", "Tot de dag na de vervanging.", _STANDS_IN
        ),
        "until": Personal("Om de vervanging vanzelf te laten eindigen.", "Tot de dag na de vervanging.", _STANDS_IN),
    }  # fmt: skip
    impersonal: ClassVar = ("id", "organisation")

    class Meta:
        """Nobody stands in for himself."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reviewer=F("substitute")), name="knowledge_substitute_is_somebody_else")
        ]

    def __str__(self) -> str:
        """Give what it is, not whose."""
        return f"substitute {self.pk}"
