"""The whole site as an ASGI application; pages go to Django the WSGI way (docs/decisions/0001-serving.md)."""

from django.conf import settings

from sleutelwerk.config.bridge import Bridge
from sleutelwerk.config.front import Front
from sleutelwerk.config.open_files import room_for_streams
from sleutelwerk.config.wsgi import application as pages
from sleutelwerk.deliberation.live.contract import Limits
from sleutelwerk.deliberation.live.domain import DOMAIN
from sleutelwerk.deliberation.live.service import Live

application = Front(Bridge(pages, threads=settings.THREADS), Live(DOMAIN, Limits(per_process=room_for_streams())))
