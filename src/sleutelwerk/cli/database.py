"""Opens the database for a command, and says in Dutch what is in the way when that does not work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sleutelwerk.cli.complaint import Complaint


@contextmanager
def opened_database() -> Iterator[None]:
    """Set Django up and bring the database up to date; what is done inside came by command. Raises Complaint.

    Commands open it themselves, and not their group: asking for help needs no database.
    """
    os.umask(0o077)  # should the database not be there yet, then it is made for the site's own account only
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sleutelwerk.config.settings")
    from django.db import OperationalError

    from sleutelwerk.config import server
    from sleutelwerk.config.environment import UnfitSettings

    try:
        server.prepare_database()
    except UnfitSettings as problem:
        raise Complaint(str(problem)) from None
    except OperationalError:
        raise Complaint(
            "De database gaat niet open. Zet SLEUTELWERK_DATA op de gegevensmap van de site.\n"
            "Is er nog geen site? Begin dan met: sleutelwerk start"
        ) from None
    from sleutelwerk.audit.engine.body import Via, came_by

    with came_by(Via.COMMAND):
        yield
