"""How long a session lasts, and when a second factor is fresh enough for something sensitive (N34, N35)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, StrEnum
from typing import Any

#: Ways to sign in that prove two factors: the library's record of a second factor or passkey, and a checked provider.
STRONG_METHODS = frozenset({"mfa", "sso"})
#: How long a shown factor counts as fresh for a sensitive act.
FRESH_FOR = timedelta(minutes=5)


class Factor(StrEnum):
    """With what somebody showed who he is."""

    PASSWORD = "password"  # noqa: S105 - the name of a way to sign in
    TOTP = "totp"
    WEBAUTHN = "webauthn"
    RECOVERY_CODES = "recovery_codes"
    PROVIDER = "sso"
    OTHER = "other"

    @classmethod
    def of(cls, name: str) -> Factor:
        """Give the factor that the sign-in library calls by this name."""
        return cls(name) if name in set(cls) else cls.OTHER


class SessionState(Enum):
    """What a session is worth at a moment."""

    LIVE = "live"
    IDLE_TOO_LONG = "idle"
    LASTED_TOO_LONG = "lasted"


@dataclass(frozen=True, slots=True)
class Limits:
    """The longest silence, and the longest session however busy."""

    idle: timedelta
    absolute: timedelta


def session_state(began_at: datetime, seen_at: datetime, now: datetime, limits: Limits) -> SessionState:
    """Tell whether a session that began and was last used then may go on."""
    if now - began_at >= limits.absolute:
        return SessionState.LASTED_TOO_LONG
    if now - seen_at >= limits.idle:
        return SessionState.IDLE_TOO_LONG
    return SessionState.LIVE


def proved_at(records: Iterable[Mapping[str, Any]]) -> datetime | None:
    """Give when a second factor was last shown in this session, from the records of how somebody signed in."""
    times = [float(record["at"]) for record in records if record.get("method") in STRONG_METHODS and "at" in record]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def is_fresh(proved: datetime | None, now: datetime) -> bool:
    """Tell whether a second factor was shown recently enough for a sensitive act."""
    return proved is not None and timedelta(0) <= now - proved < FRESH_FOR
