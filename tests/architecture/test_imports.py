"""Who may import whom: the contracts in pyproject.toml hold, cover every room, and catch planted violations."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.application.use_cases import _register_contract_types, read_user_options
from importlinter.domain.contract import registry

CONFIGURATION = "pyproject.toml"


def check(graph: grimp.ImportGraph, options: dict[str, Any], session: dict[str, Any]) -> bool:
    """Tell whether one contract holds on a graph."""
    contract_class = registry.get_contract_class(options["type"])
    contract = contract_class(name=options["name"], session_options=session, contract_options=options)
    return bool(contract.check(deepcopy(graph), verbose=False).kept)


def broken(graph: grimp.ImportGraph, configuration: str) -> list[str]:
    """Name the contracts that do not hold on a graph."""
    options = read_user_options(configuration)
    _register_contract_types(options)
    return [
        contract["name"]
        for contract in options.contracts_options
        if not check(graph, contract, options.session_options)
    ]


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("sleutelwerk", include_external_packages=True, cache_dir=None)


@pytest.fixture
def configuration(repository: Path) -> str:
    return str(repository / CONFIGURATION)


def test_every_contract_holds(graph: grimp.ImportGraph, configuration: str) -> None:
    assert broken(graph, configuration) == []


@pytest.mark.parametrize(
    ("importer", "imported", "contract"),
    [
        ("sleutelwerk.ui.templatetags.ui", "sleutelwerk.home.views", "Rooms rest"),
        ("sleutelwerk.route_map.views", "sleutelwerk.function_profiles.queries", "Rooms rest"),
        ("sleutelwerk.route_map.rules", "sleutelwerk.route_map.queries", "Inside a room"),
        ("sleutelwerk.route_map.engine.walk", "django", "Decisions know nothing"),
        ("sleutelwerk.core.canonical", "django", "Decisions know nothing"),
        ("sleutelwerk.home.queries", "sleutelwerk.accounts.models", "The models of accounts"),
    ],
)
def test_a_planted_import_is_caught(
    graph: grimp.ImportGraph, configuration: str, importer: str, imported: str, contract: str
) -> None:
    planted = deepcopy(graph)
    assert importer in planted.modules
    planted.add_import(importer=importer, imported=imported, line_number=1, line_contents=f"import {imported}")
    assert any(name.startswith(contract) for name in broken(planted, configuration))


def test_a_planted_room_is_caught(graph: grimp.ImportGraph, configuration: str) -> None:
    planted = deepcopy(graph)
    planted.add_module("sleutelwerk.shed")
    assert any(name.startswith("Rooms rest") for name in broken(planted, configuration))


def uncovered(rooms: set[str], contracts: list[dict[str, Any]], models: set[str]) -> set[str]:
    """Name the rooms whose inside, and the models that, no contract looks at."""
    inside = {room for contract in contracts for room in contract.get("containers", [])}
    protected = {module for contract in contracts for module in contract.get("protected_modules", [])}
    return (rooms - inside) | (models - protected)


def rooms_and_models(repository: Path) -> tuple[set[str], set[str]]:
    """Find every Django app of ours, and every module with models."""
    package = repository / "src" / "sleutelwerk"
    rooms = {f"sleutelwerk.{path.parent.name}" for path in package.glob("*/apps.py")}
    models = {f"sleutelwerk.{path.parent.name}.models" for path in package.glob("*/models*")}
    return rooms, models


def test_no_room_and_no_model_escapes_the_contracts(repository: Path, configuration: str) -> None:
    rooms, models = rooms_and_models(repository)
    contracts = read_configuration(configuration)["contracts_options"]
    assert rooms
    assert models
    assert uncovered(rooms, contracts, models) == set()
    assert uncovered({"sleutelwerk.shed"}, contracts, {"sleutelwerk.shed.models"}) == {
        "sleutelwerk.shed",
        "sleutelwerk.shed.models",
    }
