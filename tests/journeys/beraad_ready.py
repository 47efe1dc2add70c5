"""A room in a running site that is as far as a test needs it, without a browser for each step on the way there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, ViewportSize
from tests.journeys.new_site import NewSite
from tests.journeys.signed_in import run_in

from sleutelwerk.deliberation.queries.live import COOKIE, SCREEN_COOKIE

_LAY_OUT = """
import json, sys, django
django.setup()
from tests.deliberation import deliberations
from tests.deliberation.deliberations import Room
from tests.people import Cast
from datetime import UTC, datetime, timedelta
from django.contrib.sessions.models import Session
from sleutelwerk.accounts.models import User
from sleutelwerk.deliberation.models import Device
from sleutelwerk.deliberation.engine.session.decide import Verb
from sleutelwerk.deliberation.engine.session.state import Role
# a running site closes a room that has been open for days
deliberations.NOW = datetime.now(UTC)
lead = User.objects.get(email="facilitator@voorbeeld.example")
here = lead.organisation
room = Room(Cast(here, here, here, dict(facilitator=lead)), {more})
room.comes("Groot scherm", Role.SCREEN)
# a running site throws the listing of a sign-in away that has no session behind it
device = Device.objects.get(pk=room.desk.device)
Session.objects.create(session_key=device.login, session_data="", expire_date=datetime.now(UTC) + timedelta(days=1))
{then}
tokens = {{name: one.token for name, one in room.knocks.items()}}
print(json.dumps([str(room.row.pk), room.fresh().join_code, {{"desk": room.desk_token}} | tokens]))
"""


@dataclass(frozen=True)
class Ready:
    """A room that is open, with the code of its door and what each device in it holds."""

    site: NewSite
    id: str
    code: str
    tokens: dict[str, str]

    @contextmanager
    def at(self, browser: Browser, name: str, *, width: int = 0) -> Iterator[Page]:
        """Open the desk, the big screen or a phone in a browser of its own."""
        screen, desk = name == "Groot scherm", name == "desk"
        size = ViewportSize(width=width or (1280 if screen or desk else 390), height=844)
        context = browser.new_context(base_url=self.site.address, viewport=size, locale="nl-NL")
        cookie = SCREEN_COOKIE if screen else COOKIE
        context.add_cookies([{"name": cookie, "value": self.tokens[name], "url": self.site.address}])
        page = context.new_page()
        page.goto(f"/beraad/{self.id}/{'scherm/' if screen else 'regie/' if desk else ''}")
        try:
            yield page
        finally:
            context.close()


def ready_room(site: NewSite, then: str, more: str = "") -> Ready:
    """Open a room with a big screen, and do with `room` what the script says; `more` is how it was prepared."""
    said = run_in(site, _LAY_OUT.format(then=then, more=more)).splitlines()[-1]
    return Ready(site, *json.loads(said))
