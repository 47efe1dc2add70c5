"""What the mailroom does by itself: taking letters to the mail server."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from sleutelwerk.mailroom.actions import mail_server, send_waiting
from sleutelwerk.mailroom.queries import has_mail_server


def deliver(now: datetime) -> None:
    """Take what waits to the mail server, when there is one."""
    if not has_mail_server():
        return
    send_waiting(mail_server(settings.SMTP_URL), now=now)
