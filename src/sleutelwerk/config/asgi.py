"""The whole site as an ASGI application; pages go to Django the WSGI way (docs/decisions/0001-serving.md)."""

from django.conf import settings

from sleutelwerk.config.bridge import Bridge
from sleutelwerk.config.wsgi import application as pages

application = Bridge(pages, threads=settings.THREADS)
