"""What a case file keeps: how far it is, who takes part, and its texts, which lie sealed under keys of their own."""

from __future__ import annotations

from sleutelwerk.cases.models.agreement import Agreement, Allowance
from sleutelwerk.cases.models.assessment import Assessment, Decision, DecisionCondition, EarlierNo, Weighing
from sleutelwerk.cases.models.candidate import Candidate, CandidateKey, Hand
from sleutelwerk.cases.models.carrying_out import Contact, Ending, LookBack, Pause, ThemeSignal
from sleutelwerk.cases.models.case import AssignmentHand, Case, CaseKey, Invitation, Member
from sleutelwerk.cases.models.destroying import Batch, BatchItem, Certificate, ConfirmedTerms
from sleutelwerk.cases.models.emergency import Emergency
from sleutelwerk.cases.models.hand_over import HandOver
from sleutelwerk.cases.models.holding import Hold
from sleutelwerk.cases.models.order import Order, OrderStep
from sleutelwerk.cases.models.rights import RightsRequest

__all__ = [
    "Agreement",
    "Allowance",
    "Assessment",
    "AssignmentHand",
    "Batch",
    "BatchItem",
    "Candidate",
    "CandidateKey",
    "Case",
    "CaseKey",
    "Certificate",
    "ConfirmedTerms",
    "Contact",
    "Decision",
    "DecisionCondition",
    "EarlierNo",
    "Emergency",
    "Ending",
    "Hand",
    "HandOver",
    "Hold",
    "Invitation",
    "LookBack",
    "Member",
    "Order",
    "OrderStep",
    "Pause",
    "RightsRequest",
    "ThemeSignal",
    "Weighing",
]
