"""Checking data against a JSON Schema, with every finding in Dutch at its own line and column."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Any

from sleutelwerk.core.findings import Finding
from sleutelwerk.core.nearest import did_you_mean
from sleutelwerk.core.yaml_source import Document

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

MAX_FINDINGS = 500
_SHOWN = 40

_TYPES = {
    "object": "een blok met sleutels",
    "array": "een lijst",
    "string": "tekst",
    "integer": "een heel getal",
    "number": "een getal",
    "boolean": "true of false",
    "null": "niets",
}
_PYTHON_TYPES = (
    (bool, "boolean"),
    (dict, "object"),
    (list, "array"),
    (str, "string"),
    (int, "integer"),
    (float, "number"),
)


@cache
def shipped_schema(name: str) -> dict[str, Any]:
    """Read a schema that ships with the package: `route-map`, `bibliography` and so on."""
    text = files("sleutelwerk").joinpath(f"content/schemas/{name}.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def check_schema(document: Document, name: str) -> list[Finding]:
    """Check a document against a shipped schema; findings in the order of the file, at most MAX_FINDINGS."""
    errors = _validator(name).iter_errors(document.data)
    found = [_finding(error, document) for error in islice(errors, MAX_FINDINGS)]
    return sorted(found, key=lambda finding: finding.position)


@cache
def _validator(name: str) -> Any:
    rules = {"additionalProperties": _unknown_keys, "required": _missing, "pattern": _pattern}
    library = _library()
    own = library.validators.extend(library.Draft202012Validator, rules)
    return own(shipped_schema(name), format_checker=library.FormatChecker(["date"]))


@cache
def _library() -> Any:
    """Import the library when something is to be checked: a server that starts with checked content never needs it."""
    import jsonschema  # noqa: PLC0415 - see above

    return jsonschema


def _unknown_keys(validator: Any, extra: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """One error per unknown key, at that key; a schema instead of `false` goes on as the standard says."""
    if not validator.is_type(instance, "object"):
        return
    for key in instance:
        if key in schema.get("properties", {}):
            continue
        if extra is False:
            yield _library().ValidationError(key, validator="additionalProperties", path=[key], validator_value=False)
        else:
            yield from validator.descend(instance[key], extra, path=key)


def _missing(validator: Any, required: Any, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    if validator.is_type(instance, "object"):
        for key in required:
            if key not in instance:
                yield _library().ValidationError(key)


def _pattern(validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """As the standard, but `$` never matches before a last newline."""
    if validator.is_type(instance, "string") and not re.search(pattern.replace("$", r"\Z"), instance):
        yield _library().ValidationError(instance)


def _finding(error: ValidationError, document: Document) -> Finding:
    path = tuple(error.absolute_path)
    code, describe = _DESCRIBED[str(error.validator)]
    message, mend = describe(error)
    by_key = error.validator in {"additionalProperties", "required"}
    position = document.key_at(path) if by_key else document.at(path)
    return Finding(code, message, mend, document.file, position)


def _unknown_key(error: ValidationError) -> tuple[str, str]:
    schema: Any = error.schema
    known = sorted(schema.get("properties", {}))
    guess = did_you_mean(error.message, known)
    mend = guess or "Hier mogen staan: " + ", ".join(known) + "."
    return f"De sleutel '{_short(error.message)}' hoort hier niet.", mend


def _missing_key(error: ValidationError) -> tuple[str, str]:
    schema: Any = error.schema
    description = schema.get("properties", {}).get(error.message, {}).get("description", "")
    return f"De sleutel '{error.message}' ontbreekt.", f"Voeg '{error.message}:' toe. {description}".strip()


def _wrong_type(error: ValidationError) -> tuple[str, str]:
    expected: Any = error.validator_value
    names = [expected] if isinstance(expected, str) else expected
    wanted = " of ".join(_TYPES[name] for name in names)
    given = _TYPES[_type_of(error.instance)]
    return f"Hier hoort {wanted}, maar er staat {given}.", _hint(error, f"Schrijf hier {wanted}.")


def _wrong_pattern(error: ValidationError) -> tuple[str, str]:
    value: Any = error.instance
    if not value.strip():
        return "Hier ontbreekt de tekst.", "Vul hem in."
    message = f"'{_short(value)}' heeft niet de vorm die hier hoort."
    return message, _hint(error, "Kijk in de beschrijving van het formaat.")


def _wrong_format(error: ValidationError) -> tuple[str, str]:
    return f"'{_short(error.instance)}' is geen bestaande datum.", "Schrijf de datum als 2026-11-24."


def _too_short(error: ValidationError) -> tuple[str, str]:
    limit: Any = error.validator_value
    if isinstance(error.instance, str):
        return f"Deze tekst is korter dan {limit} tekens.", _hint(error, "Maak hem langer.")
    size = f"Hier staan er {len(_value(error))}; het moeten er minstens {limit} zijn."
    return size, _hint(error, "Vul de lijst aan.")


def _too_long(error: ValidationError) -> tuple[str, str]:
    limit: Any = error.validator_value
    size = len(_value(error))
    if isinstance(error.instance, str):
        return f"Deze tekst is {size} tekens lang; er mogen er {limit}.", _hint(error, "Maak hem korter.")
    return f"Hier staan er {size}; het mogen er hoogstens {limit} zijn.", _hint(error, "Haal er weg, of splits.")


def _too_low(error: ValidationError) -> tuple[str, str]:
    return f"Dit getal is kleiner dan {error.validator_value}.", _hint(error, "Neem een groter getal.")


def _too_high(error: ValidationError) -> tuple[str, str]:
    return f"Dit getal is groter dan {error.validator_value}.", _hint(error, "Neem een kleiner getal.")


def _not_allowed(error: ValidationError) -> tuple[str, str]:
    value: Any = error.validator_value
    allowed = [str(option) for option in (value if isinstance(value, list) else [value])]
    shown = _short(str(error.instance))
    return f"'{shown}' kan hier niet.", did_you_mean(shown, allowed) or "Kies uit: " + ", ".join(allowed) + "."


def _value(error: ValidationError) -> Any:
    return error.instance


_Describe = Callable[["ValidationError"], tuple[str, str]]

_DESCRIBED: dict[str, tuple[str, _Describe]] = {
    "additionalProperties": ("unknown-key", _unknown_key),
    "required": ("missing-key", _missing_key),
    "type": ("wrong-type", _wrong_type),
    "pattern": ("wrong-form", _wrong_pattern),
    "format": ("wrong-date", _wrong_format),
    "minLength": ("too-short", _too_short),
    "maxLength": ("too-long", _too_long),
    "minItems": ("too-few", _too_short),
    "maxItems": ("too-many", _too_long),
    "minProperties": ("too-few", _too_short),
    "maxProperties": ("too-many", _too_long),
    "minimum": ("too-low", _too_low),
    "maximum": ("too-high", _too_high),
    "enum": ("not-allowed", _not_allowed),
    "const": ("not-allowed", _not_allowed),
}


def _hint(error: ValidationError, otherwise: str) -> str:
    schema: Any = error.schema
    return str(schema.get("errorMessage") or schema.get("description") or otherwise)


def _type_of(value: object) -> str:
    return next((name for kind, name in _PYTHON_TYPES if isinstance(value, kind)), "null")


def _short(text: object) -> str:
    shown = str(text)
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
