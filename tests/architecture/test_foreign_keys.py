"""Foreign keys point down the rooms only; written as strings they would escape the import contracts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps import apps
from importlinter.api import read_configuration

#: Models of libraries, which know nothing of our rooms; they may only point to people.
LIBRARIES = frozenset({"account", "auth", "contenttypes", "mfa", "sessions", "usersessions"})


def storeys(repository: Path) -> dict[str, int]:
    """Read how high each room lies from the very contract that guards the imports."""
    contracts = read_configuration(str(repository / "pyproject.toml"))["contracts_options"]
    (rooms,) = [contract for contract in contracts if contract.get("containers") == ["sleutelwerk"]]
    return {
        name: height for height, layer in enumerate(reversed(rooms["layers"])) for name in re.findall(r"\w+", layer)
    }


def relations() -> Iterator[tuple[str, str]]:
    """Give every relation between two models as room and room."""
    for model in apps.get_models():
        if model._meta.app_label in LIBRARIES:
            continue
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model:
                target = field.related_model
                assert not isinstance(target, str)
                yield model._meta.app_label, target._meta.app_label


def upward(pairs: Iterable[tuple[str, str]], heights: dict[str, int]) -> list[tuple[str, str]]:
    """Give the relations that do not point to a lower room, or stay inside."""
    return [(source, target) for source, target in pairs if source != target and heights[target] >= heights[source]]


def test_relations_point_down(repository: Path) -> None:
    assert upward(relations(), storeys(repository)) == []


def test_every_model_lives_in_a_room(repository: Path) -> None:
    assert {model._meta.app_label for model in apps.get_models()} - LIBRARIES <= set(storeys(repository))


def test_models_of_libraries_point_to_people_only() -> None:
    pointed = {
        field.related_model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in LIBRARIES
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and not isinstance(field.related_model, (str, type(None)))
    }
    assert {label for label in pointed if label.split(".")[0] not in LIBRARIES} == {"accounts.User"}


def test_planted_relations_are_caught(repository: Path) -> None:
    heights = storeys(repository)
    planted = [("audit", "accounts"), ("knowledge", "deliberation"), ("cases", "accounts"), ("cases", "cases")]
    assert upward(planted, heights) == [("audit", "accounts"), ("knowledge", "deliberation")]
