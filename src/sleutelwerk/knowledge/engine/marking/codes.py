"""The short code on a copy: easy to read aloud, without signs that look alike, and a typing error is noticed."""

from __future__ import annotations

import secrets

#: Crockford's 32 signs: no I, L, O or U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
_HALF = LENGTH // 2
_MEANT = str.maketrans("OIL", "011")
_SEPARATORS = frozenset(" -‐‑‒–—\t\r\n\u00a0")
#: x^5 + x^2 + 1, under which five bits form a field.
_FIELD = 0b100101


def new_code() -> str:
    """Give a fresh code such as `7K3M-9TQX`: seven signs by chance (35 bits) and one that checks them.

    Two codes in 34 thousand million are alike by chance: whoever stores them sees to it that each is there once.
    """
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return _with_hyphen(signs + _check_sign(signs))


def read_code(text: str) -> str | None:
    """Give the code that somebody typed as `new_code` writes it, or None when it is none or holds an error.

    Small letters, spaces and hyphens do not matter, nor O for 0 and I or L for 1. One wrong sign, or any two signs that
    changed places, never pass.
    """
    signs = "".join(sign for sign in text if sign not in _SEPARATORS).upper().translate(_MEANT)
    if len(signs) != LENGTH or any(sign not in ALPHABET for sign in signs) or _check_sign(signs[:-1]) != signs[-1]:
        return None
    return _with_hyphen(signs)


def _with_hyphen(signs: str) -> str:
    return f"{signs[:_HALF]}-{signs[_HALF:]}"


def _check_sign(signs: str) -> str:
    """Weigh each sign by another power of two in the field of 32, so that every swap changes the outcome."""
    total = 0
    for sign in signs:
        total = _doubled(total ^ ALPHABET.index(sign))
    return ALPHABET[total]


def _doubled(value: int) -> int:
    value <<= 1
    return value ^ _FIELD if value & 0b100000 else value
