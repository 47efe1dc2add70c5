"""Which plain YAML words are a number, true, false or nothing: the core schema of YAML 1.2; dates stay text."""

from __future__ import annotations

import math
import re

Scalar = str | int | float | bool | None

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]{1,18}|0o[0-7]{1,20}|0x[0-9a-fA-F]{1,15}")
_LONG_INT = re.compile(r"[-+]?[0-9]{19,}|0o[0-7]{21,}|0x[0-9a-fA-F]{16,}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_LONGEST_NUMBER = 64


class NumberOutOfRange(ValueError):
    """A number that cannot be kept exactly: too large, infinite, or no number at all."""


def plain_scalar(text: str) -> Scalar:
    """Give the value of an unquoted scalar. Raises NumberOutOfRange."""
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if text[0] not in "+-.0123456789":
        return text
    return _number(text)


def _number(text: str) -> Scalar:
    if _INT.fullmatch(text):
        return int(text, 0) if text[:2] in {"0o", "0x"} else int(text)
    if _LONG_INT.fullmatch(text) or _NOT_FINITE.fullmatch(text):
        raise NumberOutOfRange(text[:_LONGEST_NUMBER])
    if len(text) <= _LONGEST_NUMBER and _FLOAT.fullmatch(text):
        value = float(text)
        if not math.isfinite(value):
            raise NumberOutOfRange(text)
        return value
    return text
