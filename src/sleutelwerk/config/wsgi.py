"""The pages as a WSGI application, for any server that an operator prefers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sleutelwerk.config.settings")

application = get_wsgi_application()
