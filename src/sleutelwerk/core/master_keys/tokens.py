"""Master keys inside a token or HSM that speaks PKCS#11: they never leave it, and data keys go in to be sealed.

A data key is sealed as data (AES-256-GCM with the name of the master key bound in) and not by the token's key wrapping:
many tokens refuse to give a key back that they unwrapped, and the site needs it. Only AES-GCM and 96-bit nonces of our
own are asked of a token. This module is loaded only where the settings name a token: its library is an optional extra.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock
from typing import Any, TypeVar

import pkcs11
from pkcs11 import exceptions as said

from sleutelwerk.core.master_keys.ring import MasterKeyError
from sleutelwerk.core.sealing import CannotOpenError

_NONCE = 12
_TAG_BITS = 128
_KEY_BITS = 256
_T = TypeVar("_T")


class TokenProvider:
    """AES keys on one token, named `sleutelwerk-<name>-<number>`. One session for all threads: calls take turns."""

    def __init__(self, module: str, token: str, pin: str) -> None:
        self._module, self._token, self._pin = module, token, pin
        self._session: Any = None
        self._pin_refused = False
        self._lock = Lock()

    def newest(self, name: str) -> int | None:
        """Give the highest number that is there, or None. Raises MasterKeyError."""
        return max(self.numbers(name), default=None)

    def numbers(self, name: str) -> list[int]:
        """Give every number that is there. Raises MasterKeyError."""

        def look(session: Any) -> list[int]:
            shape = re.compile(rf"sleutelwerk-{re.escape(name)}-([1-9][0-9]*)")
            found = session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.SECRET_KEY})
            return sorted(int(one[1]) for one in (shape.fullmatch(key.label) for key in found) if one)

        return self._with_session(look)

    def make(self, name: str, number: int) -> None:
        """Make a key that stays in the token: sensitive, not to be taken out, for sealing only. Raises MasterKeyError.

        A token lets two keys bear one label, so only a command makes them, never a page.
        """

        def generate(session: Any) -> None:
            session.generate_key(
                pkcs11.KeyType.AES,
                _KEY_BITS,
                label=_label(name, number),
                store=True,
                capabilities=pkcs11.MechanismFlag.ENCRYPT | pkcs11.MechanismFlag.DECRYPT,
                template={
                    pkcs11.Attribute.SENSITIVE: True,
                    pkcs11.Attribute.EXTRACTABLE: False,
                    pkcs11.Attribute.PRIVATE: True,
                },
            )

        if number not in self.numbers(name):
            self._with_session(generate)

    def wrap(self, name: str, number: int, keys: Sequence[bytes]) -> list[bytes]:
        """Seal data keys inside the token: nonce, ciphertext and tag, 60 bytes. Raises MasterKeyError."""

        def seal(session: Any) -> list[bytes]:
            master = _key(session, name, number)
            if master is None:
                raise MasterKeyError(f"Op het token staat geen sleutel {_label(name, number)}.")
            return [
                nonce
                + bytes(
                    master.encrypt(
                        key,
                        mechanism=pkcs11.Mechanism.AES_GCM,
                        mechanism_param=pkcs11.GCMParams(nonce, aad=name.encode(), tag_bits=_TAG_BITS),
                    )
                )
                for key, nonce in ((key, secrets.token_bytes(_NONCE)) for key in keys)
            ]

        return self._with_session(seal)

    def unwrap(self, name: str, number: int, wrapped: Sequence[bytes]) -> list[bytes]:
        """Give data keys back. Raises CannotOpenError when the token has no such key or refuses one, MasterKeyError."""

        def open_(session: Any) -> list[bytes]:
            master = _key(session, name, number)
            if master is None:
                raise CannotOpenError
            try:
                return [
                    bytes(
                        master.decrypt(
                            one[_NONCE:],
                            mechanism=pkcs11.Mechanism.AES_GCM,
                            mechanism_param=pkcs11.GCMParams(one[:_NONCE], aad=name.encode(), tag_bits=_TAG_BITS),
                        )
                    )
                    for one in wrapped
                ]
            except _refusals() as problem:
                raise CannotOpenError from problem

        return self._with_session(open_)

    def where(self, name: str, number: int) -> str:
        """Tell an operator where a generation lies."""
        return f"de sleutel {_label(name, number)} op het token {self._token}"

    def _with_session(self, does: Callable[[Any], _T]) -> _T:
        """Do something with the token; a session that was lost is opened again, once. Raises MasterKeyError."""
        with self._lock:
            if self._pin_refused:
                raise self._does_not_work("PinIncorrect")
            try:
                if self._session is not None:
                    with suppress(pkcs11.PKCS11Error):
                        return does(self._session)
                self._session = None
                self._session = self._opened()
                return does(self._session)
            except pkcs11.PKCS11Error as problem:
                # a token locks itself after a few wrong PINs: this process shows it no other one
                self._pin_refused = isinstance(problem, pkcs11.PinIncorrect | pkcs11.PinLocked | pkcs11.PinExpired)
                raise self._does_not_work(type(problem).__name__) from None

    def _opened(self) -> Any:
        token = pkcs11.lib(self._module).get_token(token_label=self._token)
        try:
            return token.open(user_pin=self._pin, rw=True)
        except pkcs11.UserAlreadyLoggedIn:  # one program signs in once, whatever number of sessions it has
            return token.open(rw=True)

    def _does_not_work(self, why: str) -> MasterKeyError:
        return MasterKeyError(
            f"Het token {self._token} werkt niet mee ({why}). Staat het aan, en kloppen SLEUTELWERK_PKCS11_MODULE, "
            "SLEUTELWERK_PKCS11_TOKEN en SLEUTELWERK_PKCS11_PIN? Start daarna de site opnieuw."
        )


def _label(name: str, number: int) -> str:
    return f"sleutelwerk-{name}-{number}"


def _key(session: Any, name: str, number: int) -> Any:
    wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.SECRET_KEY, pkcs11.Attribute.LABEL: _label(name, number)}
    return next(iter(list(session.get_objects(wanted))), None)


def _refusals() -> tuple[type[Exception], ...]:
    """Name what a token says of sealed bytes that do not open; SoftHSM says only that something went wrong."""
    return (
        said.EncryptedDataInvalid, said.EncryptedDataLenRange, said.DataInvalid, said.DataLenRange, said.GeneralError,
        said.ArgumentsBad, said.MechanismParamInvalid, said.FunctionFailed,
    )  # fmt: skip
