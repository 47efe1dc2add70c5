"""Looks up whether the sign-in behind a facilitator's desk still stands, and whether one has a desk now."""

from __future__ import annotations

from sleutelwerk.deliberation.models import Deliberation
from sleutelwerk.sql.queries import ask

_STANDS = (
    "SELECT 1 FROM django_session WHERE session_key = %s "
    "UNION ALL SELECT 1 FROM usersessions_usersession WHERE session_key = %s LIMIT 1"
)

_LEADS = (
    "SELECT 1 FROM deliberation_device AS device JOIN deliberation_deliberation AS talk "
    "ON talk.id = device.deliberation_id WHERE device.login = %s AND device.account_id IS NOT NULL "
    "AND talk.state = %s LIMIT 1"
)


def login_stands(login: str) -> bool:
    """Tell whether a sign-in was not ended on purpose.

    A sign-in that ended by itself, as it had lasted for long enough, still counts: its device keeps the desk. Then its
    session is gone and what is listed of it is not. Whoever ends sessions, his own or those of somebody whose account
    is closed, deletes both.
    """
    return bool(login) and bool(ask(_STANDS, login, login))


def leads_now(login: str) -> bool:
    """Tell whether somebody has the desk of a talk that is going on, by the session with which he took it.

    For as long as that lasts he is there, even when he clicks nothing: people talk.
    """
    return bool(login) and bool(ask(_LEADS, login, Deliberation.State.LIVE))
