"""Same person twice: wherever a row names two persons, the database itself keeps them apart, or it says why not.

Found by the models: each pair of fields that holds a person stands below. A new one cannot forget to choose.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CharField, CheckConstraint, F, Field, Model, Q, Value

from sleutelwerk.accounts.models import User

pytestmark = pytest.mark.django_db
#: Who may not be one and the same, by model.
APART = {
    "accounts.RoleGrant": {("user", "granted_by")},
    "cases.Allowance": {
        ("proposed_by", "approved_by"), ("proposed_by", "recorded_by"), ("approved_by", "recorded_by"),
        ("removal_asked_by", "removed_by"),
    },
    "cases.Batch": {("proposed_by", "confirmed_by")},
    "cases.Decision": {
        ("asked_by", "decider"), ("told_by", "decider"), ("first_assessor", "decider"), ("second_assessor", "decider"),
    },
    "cases.EarlierNo": {("asked_by", "confirmed_by")},
    "cases.Emergency": {("opened_by", "first_by"), ("opened_by", "second_by"), ("first_by", "second_by")},
    "cases.Hold": {("put_on_by", "lifted_by")},
    "cases.Pause": {("began_by", "ended_by")},
    "deliberation.Deliberation": {("facilitator", "second_facilitator")},
    "knowledge.AccessRequest": {
        ("person", "decided_by"), ("entered_by", "decided_by"), ("voucher", "decided_by"),
    },
    "knowledge.ArticleVersion": {("written_by", "signed_by")},
    "knowledge.ReviewerSubstitute": {("reviewer", "substitute")},
    "publishing.ReadingGrant": {("person", "granted_by")},
    "vault.Opening": {("asked_by", "agreed_by")},
}  # fmt: skip
#: Who may, with why.
TOGETHER = {
    "cases.Agreement": (
        {("drafted_by", "our_yes_by"), ("drafted_by", "his_yes_heard_by"), ("our_yes_by", "his_yes_heard_by")},
        "The second one is he: an agreement is between him and us. That it was decided on him is four eyes before it.",
    ),
    "cases.Allowance": (
        {
            (hand, other)
            for hand in ("proposed_by", "approved_by", "recorded_by") for other in ("removal_asked_by", "removed_by")
        },
        "What is taken away came from elsewhere: it has no second or third hand, and who wrote it down may be either.",
    ),
    "cases.Invitation": (
        {("invited_by", "person")},
        "Who asks himself gets no second place: who leads is in the team already, and an invitation opens nothing.",
    ),
    "cases.Decision": (
        {
            ("asked_by", "told_by"), ("asked_by", "first_assessor"), ("asked_by", "second_assessor"),
            ("told_by", "first_assessor"), ("told_by", "second_assessor"),
        },
        "The team tells, looks and asks; only who decides is somebody else.",
    ),
    "cases.Decision by Assessment": (
        {("first_assessor", "second_assessor")},
        "Copied from two assessments, of which the database takes no two of one person.",
    ),
    "cases.EarlierNo": (
        {("decider", "asked_by"), ("decider", "confirmed_by")},
        "Whoever said no may think so again himself; that two persons of the team say that he asked is kept apart.",
    ),
    "cases.Emergency": (
        {("told_by", "opened_by"), ("told_by", "first_by"), ("told_by", "second_by")},
        "Whoever tells him of it afterwards judges nothing.",
    ),
    "cases.Case": ({("settled_by", "input_by")}, "Who settled the assignment may read what came in."),
    "cases.HandOver": (
        {("offered_by", "receiver")}, "The database refuses one organisation twice, and a person is of one.",
    ),
    "cases.Member": ({("person", "added_by")}, "Whoever begins a case is its first member."),
    "knowledge.AccessRequest": (
        {("person", "entered_by"), ("person", "voucher"), ("entered_by", "voucher")},
        "None of them judges; the rule refuses a voucher for oneself with words.",
    ),
    "publishing.ReadingGrant": (
        {("person", "revoked_by"), ("granted_by", "revoked_by")},
        "Giving access back needs nobody else.",
    ),
}  # fmt: skip
Pair = frozenset[str]


def persons_of(model: type[Model]) -> list[str]:
    """Name the fields of a model that hold a person of the site."""
    return [one.name for one in model._meta.concrete_fields if holds_a_person(one)]


def holds_a_person(field: Field[Any, Any]) -> bool:
    """Tell whether a field points at an account, or holds the id of one and is called after what it did."""
    points = field.is_relation and field.related_model is User
    return bool(points) or (field.get_internal_type() == "UUIDField" and field.name.endswith("_by"))


def ours() -> list[type[Model]]:
    """Give our models that name two persons or more."""
    return [one for one in apps.get_models() if one.__module__.startswith("sleutelwerk.") and len(persons_of(one)) > 1]


def named_in(condition: object) -> set[str]:
    """Name the fields that a condition of a constraint reads."""
    if isinstance(condition, Q):
        return set().union(*(named_in(one) for one in condition.children))
    if isinstance(condition, tuple):
        name, value = condition
        return {name.partition("__")[0]} | named_in(value)
    return {str(vars(condition)["name"])} if isinstance(condition, F) else set()


def refusing(model: type[Model]) -> list[CheckConstraint]:
    """Give the constraints of a model that are about its persons only."""
    persons = set(persons_of(model))
    found = [one for one in model._meta.constraints if isinstance(one, CheckConstraint)]
    return [one for one in found if (named := named_in(one.condition)) and named <= persons]


def taken(model: type[Model], persons: dict[str, str | None]) -> bool:
    """Ask the database whether it takes a row of these persons, by all constraints about them."""
    values = {name: Value(person, CharField()) for name, person in persons.items()}
    return all(isinstance(one.condition, Q) and one.condition.check(values) for one in refusing(model))


def standing(table: dict[str, set[tuple[str, str]]]) -> set[tuple[str, Pair]]:
    """Write a table as model and pair."""
    return {(model.partition(" ")[0], frozenset(pair)) for model, pairs in table.items() for pair in pairs}


def test_every_pair_of_persons_stands_in_one_of_both_tables() -> None:
    pairs = {(one._meta.label, frozenset(pair)) for one in ours() for pair in combinations(persons_of(one), 2)}
    apart, together = standing(APART), standing({name: free for name, (free, _why) in TOGETHER.items()})
    assert apart & together == set()
    assert pairs == apart | together


@pytest.mark.parametrize(("label", "pair"), [(label, pair) for label, pairs in APART.items() for pair in sorted(pairs)])
def test_the_database_refuses_the_same_person_twice(label: str, pair: tuple[str, str]) -> None:
    model = apps.get_model(label)
    different: dict[str, str | None] = {name: f"person {at}" for at, name in enumerate(persons_of(model))}
    assert taken(model, different)
    nobody_else = dict.fromkeys(persons_of(model))
    same = {**nobody_else, pair[0]: "one", pair[1]: "one"}
    assert taken(model, {**same, pair[1]: "another"})
    assert not taken(model, same)


@pytest.mark.parametrize("label", sorted(APART))
def test_what_refuses_does_stand_in_the_database(label: str) -> None:
    model = apps.get_model(label)
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, model._meta.db_table)
    assert {one.name for one in refusing(model)} <= set(there)
    assert refusing(model)
