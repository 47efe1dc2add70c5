"""No field can hold what must never be known: who somebody is by origin or faith, or who told what about whom."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from django.apps import apps

#: What people are (N1): ethnicity, faith, nationality, birthplace, family ties, offences; Dutch and English.
WHAT_PEOPLE_ARE = (
    "ethni etnici afkomst herkomst origin_country country_of_origin race ras huidskleur skin "
    "faith geloof religi church kerk mosque moskee denominat levensbeschouw "
    "nationali staatsburger citizenship paspoort passport "
    "birthplace birth_place place_of_birth birth_country country_of_birth geboorteplaats geboorteland "
    "family familie relative verwant kinship parent_person spouse partner_of echtgeno sibling child_of kind_van "
    "offence offense delict strafblad strafbaar criminal crimin conviction veroordel antecedent suspect verdachte "
    "community_name gemeenschap_naam communit_of geslacht_van tribe stam clan political_opinion politiek"
).split()
#: What would make an informant of somebody (N14).
WHAT_INFORMANTS_HAVE = (
    "informant informer tip tips tipgever tip_off bron source_person betrouwbaarheid reliability credib "
    "geloofwaardig codename code_name codenaam schuilnaam alias intelligence inlichting runner handler"
).split()
#: What a library calls its own things, about no person: Django's name for a permission in its code.
OF_LIBRARIES = frozenset({("Permission", "codename")})
#: Words short enough to hide inside others count only as a whole part of a name.
WHOLE_PARTS = frozenset(
    {"race", "ras", "skin", "bron", "tip", "tips", "stam", "clan", "alias", "kerk", "tribe", "runner", "handler"}
)


def forbidden_word(name: str) -> str | None:
    """Give the forbidden word in a name, if there is one."""
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    parts = set(plain.split("_"))
    for word in (*WHAT_PEOPLE_ARE, *WHAT_INFORMANTS_HAVE):
        if word in parts or (word not in WHOLE_PARTS and word.replace("_", "") in plain.replace("_", "")):
            return word
    return None


def forbidden_fields(names: Iterable[tuple[str, str]]) -> list[str]:
    """Name the fields, given as model and field, that must not exist."""
    return [f"{model}.{field}" for model, field in names if forbidden_word(field) or forbidden_word(model)]


def our_fields() -> list[tuple[str, str]]:
    """Give every field of every model, whoever made it."""
    fields = {(model.__name__, field.name) for model in apps.get_models() for field in model._meta.get_fields()}
    return sorted(fields - OF_LIBRARIES)


def test_no_field_holds_what_must_not_be_known() -> None:
    fields = our_fields()
    assert ("User", "email") in fields
    assert forbidden_fields(fields) == []


@pytest.mark.parametrize(
    "name",
    ["ethnicity", "etniciteit_code", "geloof", "religion", "nationality", "birth_place", "geboorteland", "familieband",
     "has_criminal_record", "veroordelingen", "source_reliability", "tip", "codename", "bron", "informant_nr", "race",
     "SchuilNaam", "alias"],
)  # fmt: skip
def test_a_planted_field_is_caught(name: str) -> None:
    assert forbidden_fields([("Case", name)]) == [f"Case.{name}"]


def test_a_planted_model_is_caught() -> None:
    assert forbidden_fields([("Informant", "id")]) == ["Informant.id"]


@pytest.mark.parametrize("name", ["email", "source_hash", "traced_at", "description", "multiple", "grass", "sources"])
def test_ordinary_names_pass(name: str) -> None:
    assert forbidden_word(name) is None
