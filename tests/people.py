"""The cast: the people whom tests are about, in two organisations, each with one role, and how they sign in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import import_module
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, user_logged_in
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.test import Client
from tests.laid_down import LaidDown

from sleutelwerk.accounts.models import Organisation, RoleGrant, User
from sleutelwerk.accounts.queries.actors import actor_for
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
PASSWORD = "een lange zin om in te loggen"

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_UNUSABLE = make_password(None)
_CAST = LaidDown()

#: Every person of the cast by name: the roles that he holds in the organisation 'here'.
HERE: dict[str, tuple[Role, ...]] = {
    "newcomer": (),
    "professional": (Role.PROFESSIONAL,),
    "colleague": (Role.PROFESSIONAL,),
    "facilitator": (Role.FACILITATOR,),
    "decision_maker": (Role.DECISION_MAKER,),
    "content_owner": (Role.CONTENT_OWNER,),
    "access_reviewer": (Role.ACCESS_REVIEWER,),
    "fg": (Role.FG,),
    "security_officer": (Role.SECURITY_OFFICER,),
    "administrator": (Role.ADMINISTRATOR,),
    "second_administrator": (Role.ADMINISTRATOR,),
}
#: The same in an organisation 'elsewhere', which must never see anything of here.
ELSEWHERE: dict[str, tuple[Role, ...]] = {
    "outside_administrator": (Role.ADMINISTRATOR,),
    "outside_fg": (Role.FG,),
    "outside_professional": (Role.PROFESSIONAL, Role.DECISION_MAKER),
}


@dataclass
class Cast:
    """Two organisations, somebody of the police and a reader without organisation."""

    here: Organisation
    elsewhere: Organisation
    police: Organisation
    people: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, name: str) -> User:
        """Give somebody by his name in the cast."""
        return self.people[name]

    def actor(self, name: str, *, proved_at: datetime | None = NOW) -> Actor:
        """Give somebody as the one who asks."""
        records = [{"method": "mfa", "at": proved_at.timestamp()}] if proved_at else []
        return actor_for(self.people[name], records)


def make_organisation(name: str, *, house: bool = False, kind: str = "municipality") -> Organisation:
    """Make an organisation that has been set up."""
    organisation = _organisation(name, house=house, kind=kind)
    organisation.save()
    return organisation


def _organisation(name: str, *, house: bool = False, kind: str = "municipality") -> Organisation:
    return Organisation(
        name=name, kind=kind, is_house=house, controller="het college", contact_point="Loket Privacy",
        contact_email="privacy@voorbeeld.example", created_at=NOW, set_up_at=NOW,
    )  # fmt: skip


def make_person(name: str, organisation: Organisation | None, roles: Iterable[Role] = ()) -> User:
    """Make somebody with a password, who came by an invitation."""
    user = _person(name, organisation)
    user.save()
    _address(user).save()
    for role in roles:
        _grant(user, role).save()
    return user


def _person(name: str, organisation: Organisation | None) -> User:
    domain = "politie.nl" if organisation and organisation.kind == "police" else "voorbeeld.example"
    # tests need no hash: nobody guesses these; where a password is typed the test sets one itself
    return User(
        email=f"{name}@{domain}", name=name.replace("_", " ").title(), organisation=organisation, joined_at=NOW,
        password=_UNUSABLE,
    )  # fmt: skip


def _address(user: User) -> EmailAddress:
    return EmailAddress(user=user, email=user.email, verified=True, primary=True)


def _grant(user: User, role: Role) -> RoleGrant:
    assert user.organisation is not None
    return RoleGrant(user=user, organisation=user.organisation, role=role, granted_at=NOW, reviewed_at=NOW)


def make_cast() -> Cast:
    """Make everybody, in as few questions as can be: thousands of tests begin with it."""
    cast = Cast(
        _organisation("Gemeente Hier", house=True),
        _organisation("Gemeente Elders"),
        _organisation("Politie Voorbeeld", kind="police"),
    )
    everybody: list[tuple[str, Organisation | None, tuple[Role, ...]]] = [
        *((name, cast.here, roles) for name, roles in HERE.items()),
        *((name, cast.elsewhere, roles) for name, roles in ELSEWHERE.items()),
        ("police_officer", cast.police, (Role.FACILITATOR,)),
        ("reader", None, ()),
    ]
    cast.people = {name: _person(name, organisation) for name, organisation, _ in everybody}

    def save() -> None:
        Organisation.objects.bulk_create([cast.here, cast.elsewhere, cast.police])
        User.objects.bulk_create([*cast.people.values()])
        EmailAddress.objects.bulk_create([_address(user) for user in cast.people.values()])
        RoleGrant.objects.bulk_create([_grant(cast[name], role) for name, _, roles in everybody for role in roles])

    _CAST.lay([cast.here, cast.elsewhere, cast.police, *cast.people.values()], save)
    return cast


def give_factor(user: User) -> None:
    """Give somebody an authenticator app, so that a second factor can be asked of him."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "never used in a test"})


def sign_in(client: Client, user: User, *, proved_ago: timedelta | None = timedelta()) -> None:
    """Sign somebody in as if he had just shown his second factor, or so long ago; None is with a password alone."""
    give_factor(user)
    now = datetime.now(UTC)
    records = [{"method": "password", "at": now.timestamp()}]
    if proved_ago is not None:
        records.append({"method": "mfa", "at": (now - proved_ago).timestamp(), "reauthenticated": True, "type": "totp"})
    kept = {
        "account_authentication_methods": records,
        "account_authentication_methods_user": str(user.pk),
        "began_at": now.timestamp(),
        "seen_at": now.timestamp(),
    }
    if settings.SESSION_COOKIE_NAME in client.cookies:  # what he did before he signed in goes along
        client.force_login(user, backend=_BACKEND)
        session = client.session
        session.update(kept)
        session.save()
    else:
        session = _fresh_session(client, user, kept)
    UserSession.objects.get_or_create(
        session_key=session.session_key, defaults={"user": user, "ip": "127.0.0.1", "user_agent": "test"}
    )


def _fresh_session(client: Client, user: User, kept: dict[str, object]) -> SessionBase:
    """Open a session in one go; `force_login` asks the database a dozen things to come to the same."""
    session: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore()
    session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: _BACKEND, **kept})
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    request = HttpRequest()
    request.session, request.user = session, user
    user_logged_in.send(sender=type(user), request=request, user=user)
    client._set_login_cookies(request)  # type: ignore[attr-defined]
    return session


def somebody_absent() -> UUID:
    """Give the id of nobody."""
    return UUID("00000000-0000-4000-8000-000000000000")
