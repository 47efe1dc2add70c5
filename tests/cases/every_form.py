"""Every form of the room, found by itself and made for every variant that its content knows."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from django import forms
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from tests.people import NOW

from sleutelwerk import cases
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.content import (
    INFORMATION,
    OUTCOME,
    allowances_of,
    newest_agreement,
    newest_evaluation,
    newest_letter,
)
from sleutelwerk.cases.engine.clauses import Choices
from sleutelwerk.cases.engine.evaluation import Side
from sleutelwerk.cases.forms import (
    agreement,
    allowance,
    assessment,
    assignment,
    contact,
    decision,
    emergency,
    ending,
    hand_over,
    letter,
    looking_back,
    order,
    team,
)
from sleutelwerk.cases.queries.agreement import GroupShown
from sleutelwerk.cases.queries.criteria import measure_of
from sleutelwerk.cases.queries.ending import STEPS
from sleutelwerk.cases.queries.looking_back import EMPTY_SIDE
from sleutelwerk.cases.rules.assessment import Section
from sleutelwerk.cases.rules.ending import State
from sleutelwerk.function_profiles.content import current

TODAY = NOW.date()
Made = Callable[..., forms.Form]
#: A case as forms look at it: nobody in its team yet.
CASE: Any = SimpleNamespace(
    row=SimpleNamespace(theme="", profile="", starts_on=None, ends_on=TODAY), people=(), who_sees=(),
    facts=SimpleNamespace(
        texts=dict.fromkeys(one for form in assignment.FORMS.values() for one in form.of_texts), text=lambda _name: ""
    ),
    team=SimpleNamespace(members=(), organisation=None),
)  # fmt: skip
NOTHING = Choices(frozenset(), {}, {})


def form_classes(package: Any = cases) -> list[type]:
    """Give every class of a form or set of forms that stands anywhere in the room, however it was made."""
    found: dict[type, None] = {}
    for module in _modules(package):
        for one in vars(module).values():
            if isinstance(one, type) and issubclass(one, (BaseForm, BaseFormSet)) and not _is_djangos(one):
                found[one] = None
    return sorted(found, key=lambda one: (one.__module__, one.__qualname__))


def _modules(package: Any) -> Iterator[Any]:
    yield package
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if ".migrations" not in found.name:
            yield import_module(found.name)


def _is_djangos(one: type) -> bool:
    """Tell whether it is a class of Django itself; a factory of Django names its own module too, never in it."""
    return one.__module__.startswith("django.") and one in vars(import_module(one.__module__)).values()


def makers_of(one: type, viewer: Actor) -> Iterator[tuple[str, Made]]:
    """Give how to make a form, once per variant. A form that asks for something needs a line here."""
    if issubclass(one, BaseFormSet):
        one = one.form
    made = _VARIANTS.get(one)
    if made is not None:
        for name, given in made(viewer):
            yield f"{one.__name__} {name}".strip(), _with(one, given)
    else:
        yield one.__name__, _with(one, {"found": CASE} if issubclass(one, assignment.PageForm) else {})


def _with(one: type, given: Mapping[str, Any]) -> Made:
    return lambda *args: one(*args, **given)


def _one(**given: Any) -> Callable[[Actor], Iterator[tuple[str, Mapping[str, Any]]]]:
    return lambda _viewer: iter([("", given)])


def _profiles() -> list[str]:
    return [one.id for one in current().profiles.layers if one.card]


def _findings(_viewer: Actor) -> Iterator[tuple[str, Mapping[str, Any]]]:
    newest = current().profiles
    for profile in _profiles():
        row: Any = SimpleNamespace(
            profile=profile, profile_set=newest.slug, profile_version=newest.version, profile_hash=newest.content_hash
        )
        for section in Section:
            yield f"{profile} {section}", {"criteria": measure_of(row).of(section), "findings": {}, "today": TODAY}


def _agreements(_viewer: Actor) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for profile in _profiles():
        template = newest_agreement(profile)
        assert template is not None
        group = GroupShown("all", "Alles", template.topics_for(profile), ())
        yield profile, {"template": template, "profile": profile, "group": group, "choices": NOTHING}


def _letters(_viewer: Actor) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for slug in (INFORMATION, OUTCOME):
        found = newest_letter(slug)
        assert found is not None
        for variant in found.variants:
            yield f"{slug} {variant.id}", {"letter": found, "variant": variant.id, "known": {}}


def _sides(_viewer: Actor) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for side in Side:
        yield side, {"evaluation": newest_evaluation(), "side": side, "said": EMPTY_SIDE}


def _ending() -> Any:
    steps = [SimpleNamespace(step=step, title=step, about="", state=State.OPEN) for step in STEPS]
    return SimpleNamespace(until=TODAY, who="", steps=steps, row=SimpleNamespace(ends_on=TODAY))


_MONTHS = [date(2026, 11, 1)]
_STEPS: Sequence[type] = (order.StepForm, *order.FORMS.values(), order.DrillEndForm)
_VARIANTS: Mapping[type, Callable[[Actor], Iterator[tuple[str, Mapping[str, Any]]]]] = {
    agreement.AgreementForm: _agreements,
    agreement.HisYesForm: lambda viewer: iter([("", {"viewer": viewer, "found": CASE, "today": TODAY})]),
    allowance.ProposeForm: lambda _viewer: iter([("", {"table": allowances_of(2026), "months": _MONTHS})]),
    allowance.ElsewhereForm: _one(months=_MONTHS),
    assessment.AssessorsForm: _one(choosable=()),
    assessment.FindingsForm: _findings,
    contact.ContactForm: _one(found=CASE, paused=False, today=TODAY),
    decision.AskForm: _one(people=()),
    decision.DecideForm: _one(today=TODAY),
    emergency.ToldForm: _one(today=TODAY),
    ending.BeginEndingForm: _one(today=TODAY),
    ending.SoonerForm: _one(today=TODAY, before=TODAY + timedelta(days=1)),
    ending.StepsForm: lambda _viewer: iter([("", {"shown": _ending()})]),
    hand_over.OfferForm: _one(with_him=True),
    letter.LetterForm: _letters,
    looking_back.SideForm: _sides,
    order.OrderForm: _one(now=NOW, of_case=False),
    **{one: _one(now=NOW) for one in _STEPS},
    team.ColleagueForm: lambda viewer: iter([("", {"viewer": viewer, "found": CASE})]),
    team.PartnerForm: _one(found=CASE, today=TODAY),
}
