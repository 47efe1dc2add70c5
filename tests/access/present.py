"""Makes the things that few people ever hold: links, seats, keys and devices, and what a browser needs to carry one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.test import Client
from tests.accounts.sso.keys import give_key
from tests.cases.begun import complete
from tests.deliberation.deliberations import Room
from tests.deliberation.held import a_record
from tests.knowledge.requests.asking import SITE, an_ask, granted, in_queue, path_to
from tests.people import NOW, PASSWORD, Cast

from sleutelwerk.accounts.actions.invitations import Invitation, invite_person, send_new_factor_link
from sleutelwerk.accounts.actions.own_details import send_confirmation
from sleutelwerk.accounts.actions.set_up import add_organisation
from sleutelwerk.accounts.models import ExternalIdentity, IdentityProvider, OneTimeLink
from sleutelwerk.cases.actions.team import invite_partner
from sleutelwerk.cases.models import Invitation as CaseInvitation
from sleutelwerk.deliberation.engine.session.state import Role
from sleutelwerk.deliberation.models import Deliberation
from sleutelwerk.deliberation.queries.live import COOKIE, SCREEN_COOKIE
from sleutelwerk.knowledge.actions.requests import ask_for_access
from sleutelwerk.knowledge.tasks.requests import see_to_ends
from sleutelwerk.mailroom.models import Letter
from sleutelwerk.route_map.queries.visit import COOKIE_NAME as ANSWERS

ASKER = "vera@gemeente-proef.nl"
VOUCHER = "jan@gemeente-proef.nl"


def today() -> datetime:
    """Give the real moment: pages look at the real clock."""
    return datetime.now(UTC)


class Carried(dict[str, Any]):
    """What fills an address in, with what the browsers of those who get in carry beside their sign-in."""

    def __init__(
        self, fills: Mapping[str, Any], *, cookies: Mapping[str, str] | None = None, session: Any = None
    ) -> None:
        super().__init__(fills)
        self.cookies, self.session = cookies or {}, session or {}

    def lay(self, client: Client) -> None:
        """Lay it in a browser."""
        for name, value in self.cookies.items():
            client.cookies[name] = value
        if self.session:
            kept = client.session
            kept.update(self.session)
            kept.save()
            client.cookies[settings.SESSION_COOKIE_NAME] = str(kept.session_key)


def _secret(address: str) -> dict[str, Any]:
    """Take the secret out of the newest letter to somebody."""
    letter = Letter.objects.filter(recipient=address).order_by("-written_at").first()
    assert letter is not None
    link = next(word for word in letter.body.split() if word.startswith(SITE))
    return {"secret": link.rstrip("/").rpartition("/")[2]}


def _in_hand(fills: Mapping[str, Any] | None = None) -> Carried:
    """Give what a browser carries that took the newest link in hand."""
    link = OneTimeLink.objects.order_by("-made_at").first()
    assert link is not None
    return Carried(fills or {}, session={"link_in_hand": str(link.pk)})


def set_up_link(_cast: Cast) -> dict[str, Any]:
    """Fill in a link to set an organisation up."""
    return {"secret": add_organisation(name="Gemeente Nieuw", now=today())}


def set_up_in_hand(cast: Cast) -> dict[str, Any]:
    """Fill in the first page of setting up, for the browser that took the link in hand."""
    set_up_link(cast)
    return _in_hand({"number": 1})


def invitation(cast: Cast) -> dict[str, Any]:
    """Fill in an invitation to 'here'."""
    wanted = Invitation("Nova Nieuw", "nova@voorbeeld.example", frozenset())
    invite_person(cast.actor("administrator"), wanted, site=SITE, now=today())
    return _secret(wanted.email)


def open_invitation(cast: Cast) -> dict[str, Any]:
    """Fill in an invitation of 'here' by its key, as administrators see it."""
    invitation(cast)
    return {"invitation": OneTimeLink.objects.latest("made_at").pk}


def invitation_in_hand(cast: Cast) -> dict[str, Any]:
    """Give what the browser of somebody invited carries."""
    invitation(cast)
    return _in_hand()


def new_factor_in_hand(cast: Cast) -> dict[str, Any]:
    """Give what the browser of somebody carries who lost his factor, and has a password to show."""
    cast["newcomer"].set_password(PASSWORD)
    cast["newcomer"].save()
    send_new_factor_link(cast.actor("administrator"), cast["newcomer"], site=SITE, now=today())
    return _in_hand()


def confirmation(cast: Cast) -> dict[str, Any]:
    """Fill in the link that confirms the address of the newcomer."""
    EmailAddress.objects.filter(user=cast["newcomer"]).update(verified=False)
    assert send_confirmation(cast["newcomer"], site=SITE, now=today())
    return _secret(cast["newcomer"].email)


def without_app(cast: Cast) -> dict[str, Any]:
    """Have the newcomer make his first factor: he has no app yet."""
    Authenticator.objects.filter(user=cast["newcomer"]).delete()
    return {}


def recovery_codes(cast: Cast) -> dict[str, Any]:
    """Give the newcomer recovery codes."""
    RecoveryCodes.activate(cast["newcomer"])
    return {}


def own_passkey(cast: Cast) -> dict[str, Any]:
    """Fill in a passkey of the newcomer."""
    kept = {"name": "Telefoon", "credential": {}}
    made = Authenticator.objects.create(user=cast["newcomer"], type=Authenticator.Type.WEBAUTHN, data=kept)
    return {"pk": made.pk}


def _provider(cast: Cast, **more: Any) -> IdentityProvider:
    made = IdentityProvider.objects.create(
        organisation=cast.here, issuer="http://127.0.0.1:9", client_id="x", domains=["voorbeeld.example"],
        accepted_acr=["hoog"], tried_at=NOW, active=True, **more,
    )  # fmt: skip
    give_key(made)
    return made


def provider(cast: Cast) -> dict[str, Any]:
    """Connect a provider, which does not answer."""
    _provider(cast)
    return {}


def slug_of_provider(cast: Cast) -> dict[str, Any]:
    """Fill in the name of a provider in addresses."""
    return {"slug": _provider(cast).slug}


def slug_of_saml(cast: Cast) -> dict[str, Any]:
    """Fill in the name of a provider that speaks SAML."""
    return {"slug": _provider(cast, protocol=IdentityProvider.Protocol.SAML).slug}


def linked(cast: Cast) -> dict[str, Any]:
    """Link the newcomer to the provider of 'here'."""
    ExternalIdentity.objects.create(user=cast["newcomer"], provider=_provider(cast), subject="idp|1", linked_at=NOW)
    return {}


def asked_access(_cast: Cast) -> dict[str, Any]:
    """Fill in the link that confirms who asks for access."""
    ask_for_access(an_ask(ASKER), site=SITE, now=today())
    return {"secret": path_to("bevestigen", ASKER).split("/")[-2]}


def followed_request(_cast: Cast) -> dict[str, Any]:
    """Fill in the link by which an asker follows his request."""
    in_queue(ASKER, now=today())
    return {"secret": path_to("vraag", ASKER).split("/")[-2]}


def asked_voucher(_cast: Cast) -> dict[str, Any]:
    """Fill in the link of somebody who is asked to vouch."""
    in_queue("vera@gmail.com", now=today(), voucher_email=VOUCHER)
    return {"secret": path_to("borg", VOUCHER).split("/")[-2]}


def renewable(cast: Cast) -> dict[str, Any]:
    """Fill in the link that renews access."""
    granted(cast, cast["reader"].email, now=today() - timedelta(days=360))
    see_to_ends(today())
    return {"secret": path_to("verlengen", cast["reader"].email).split("/")[-2]}


def walked(_cast: Cast) -> dict[str, Any]:
    """Give what the browser of somebody carries who walked the route map to an outcome."""
    walker = Client()
    _walk(walker, "/routekaart/vraag/1/", to="/uitkomst/")
    return Carried({}, cookies={ANSWERS: walker.cookies[ANSWERS].value})


def walked_with_candidate(_cast: Cast) -> dict[str, Any]:
    """Give what the browser of somebody carries who then answered the questions about a person as well."""
    walker = Client()
    _walk(walker, "/routekaart/vraag/1/", to="/uitkomst/")
    _walk(walker, walker.post("/routekaart/deel-b/").headers["Location"], to="/uitkomst/deel-b/")
    return Carried({}, cookies={ANSWERS: walker.cookies[ANSWERS].value})


def _walk(walker: Client, at: str, *, to: str) -> None:
    """Give the first answer to one question after another."""
    while to not in at:
        page = walker.get(at).content.decode()
        asked = re.search(r'name="question" value="(\d+)"', page)
        assert asked, f"there is no question at {at}"
        at = walker.post(at, {"question": asked[1], "answer": "0", "then": ""}).headers["Location"]


def _seated(cast: Cast, role: Role) -> Carried:
    room = Room(cast)
    seat = room.comes("Plek", role)
    name = SCREEN_COOKIE if role is Role.SCREEN else COOKIE
    return Carried({"deliberation": seat.deliberation.pk}, cookies={name: room.knocks["Plek"].token})


def phone_in_room(cast: Cast) -> dict[str, Any]:
    """Fill in a deliberation in which a phone has a seat."""
    return _seated(cast, Role.PARTICIPANT)


def screen_in_room(cast: Cast) -> dict[str, Any]:
    """Fill in a deliberation with a big screen."""
    return _seated(cast, Role.SCREEN)


def desk_in_room(cast: Cast) -> dict[str, Any]:
    """Fill in a deliberation that is led from a desk."""
    room = Room(cast)
    return Carried({"deliberation": room.row.pk}, cookies={COOKIE: room.desk_token})


def draft_to_check(cast: Cast) -> dict[str, Any]:
    """Fill in the address of a talk whose draft can be checked now."""
    row = a_record(cast)
    Deliberation.objects.filter(pk=row.pk).update(check_until=today() + timedelta(days=1))
    return {"token": row.check_token}


def offered_place(cast: Cast) -> dict[str, Any]:
    """Fill in a place in a team that was offered to somebody of another organisation."""
    row = complete(cast)
    until = NOW.date() + timedelta(days=60)
    address = cast["outside_professional"].email
    invite_partner(cast.actor("professional"), row.pk, address, until, site=SITE, now=NOW)
    return {"place": CaseInvitation.objects.get(case=row).pk}
