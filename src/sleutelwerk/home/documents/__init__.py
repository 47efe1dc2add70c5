"""The small text files that machines come for: security.txt (RFC 9116) and robots.txt."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.urls import reverse

#: RFC 9116 asks for less than a year; a site that is not updated for so long should not look looked after.
SECURITY_TXT_LIFE = timedelta(days=360)


def security_txt(*, contact: str, canonical: str, released: date) -> str:
    """Write security.txt; it ends with the release it came with, so that silence shows.

    >>> print(security_txt(contact="mailto:a@b.nl", canonical="https://b.nl/s.txt", released=date(2026, 1, 1)))
    Contact: mailto:a@b.nl
    Expires: 2026-12-27T00:00:00Z
    Preferred-Languages: nl, en
    Canonical: https://b.nl/s.txt
    <BLANKLINE>
    """
    expires = datetime.combine(released + SECURITY_TXT_LIFE, time(), UTC)
    lines = (
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {canonical}",
    )
    return "\n".join(lines) + "\n"


def contact_address(given: str, fallback: str) -> str:
    """Give the contact as a URI: a bare mail address gets `mailto:`, a telephone number `tel:`."""
    contact = given.strip()
    if not contact:
        return fallback
    if contact.startswith(("mailto:", "https://", "tel:")):
        return contact
    return f"mailto:{contact}" if "@" in contact else f"tel:{contact.replace(' ', '')}"


def robots_txt() -> str:
    """Let search engines see the public pages, and keep them out of a walk and off the exit."""
    leave, walk = reverse("home:quick-exit"), reverse("route_map:start")
    return f"User-agent: *\nDisallow: {leave}\nDisallow: {walk}\nAllow: {walk}$\n"
