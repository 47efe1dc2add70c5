"""An order of justice to hand over data, and who took which step when; never what was handed over."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sleutelwerk.cases.models.candidate import Candidate
from sleutelwerk.cases.models.case import Case
from sleutelwerk.cases.rules.order import Article, How, Official, Step
from sleutelwerk.core.personal import Personal

_GONE = "tests/cases/test_order.py::test_an_order_goes_with_whom_it_is_about"
_KEPT = "Zolang wat over hem bewaard wordt; een oefening drie jaar."


class Order(models.Model):
    """One order, or a drill of one. Without a case it is a drill, or nobody named the case yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="orders")
    candidate = models.ForeignKey(Candidate, null=True, blank=True, on_delete=models.CASCADE, related_name="orders")
    drill = models.BooleanField(default=False)
    official = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Official])
    article = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Article])
    came_at = models.DateTimeField()
    respond_by = models.DateField(null=True, blank=True)
    #: Whether the order itself says that nobody may be told.
    secrecy = models.BooleanField(default=False)
    valid = models.CharField(max_length=10, blank=True)
    may_tell = models.CharField(max_length=3, blank=True)
    #: The minimum that answers it, in kinds.
    kinds = models.JSONField(default=list, blank=True)
    decided = models.CharField(max_length=8, blank=True)
    handed_kinds = models.JSONField(default=list, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    handed_to = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in Official])
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in How])
    #: What a drill taught, from a closed list.
    lessons = models.JSONField(default=list, blank=True)
    recorded_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    personal_data: ClassVar = {
        "official": Personal("Om te weten wie om gegevens vroeg, met zijn functie.", _KEPT, _GONE),
        "article": Personal("Om te weten waarop de vordering rust.", _KEPT, _GONE),
        "came_at": Personal("Omdat vanaf dat moment niets weg mag.", _KEPT, _GONE),
        "valid": Personal("Wat de jurist vond, zonder zijn redenen.", _KEPT, _GONE),
        "may_tell": Personal("Om te weten of hij het mag weten.", _KEPT, _GONE),
        "handed_kinds": Personal("Om hem te kunnen zeggen wat er wegging, in soorten.", _KEPT, _GONE),
        "pages": Personal("Om hem te kunnen zeggen hoeveel er wegging.", _KEPT, _GONE),
        "handed_to": Personal("Om hem te kunnen zeggen naar welke functie het ging.", _KEPT, _GONE),
        "ended_how": Personal("Om te weten hoe het afliep.", _KEPT, _GONE),
        "recorded_by": Personal("Omdat een ander de vordering afsluit.", _KEPT, _GONE),
    }
    impersonal: ClassVar = (
        "id", "organisation", "case", "candidate", "drill", "respond_by", "secrecy", "kinds", "decided", "ended_at",
        "lessons", "recorded_at",
    )  # fmt: skip

    class Meta:
        """Nothing goes out that was not decided on, and what ended has a way in which it did."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(handed_to="") | Q(decided="hand"), name="order_decided_before_handed"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_how="") | (Q(ended_at__isnull=False) & ~Q(ended_how="")),
                name="order_ended_somehow",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "ended_at"])]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class OrderStep(models.Model):
    """One step that was taken. One that was done anew stays, so that nobody does two of the three parts."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Step])
    done_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    anew = models.BooleanField(default=False)

    personal_data: ClassVar = {"by": Personal("Om te bewaken dat drie mensen het deden.", _KEPT, _GONE)}
    impersonal: ClassVar = ("id", "order", "step", "done_at", "noted_at", "anew")

    class Meta:
        """Once, unless it was done anew."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "step"], condition=Q(anew=False), name="order_step_once"),
        ]

    def __str__(self) -> str:
        """Give what it is, never whose."""
        return "step of an order"
