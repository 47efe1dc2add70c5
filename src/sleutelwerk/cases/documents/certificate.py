"""The proof of destruction on paper: numbers, grounds and functions, and nothing that leads to anybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sleutelwerk.cases.queries.certificates import CertificateShown
from sleutelwerk.ui.documents import typeset


def certificate_pdf(one: CertificateShown, *, now: datetime) -> bytes:
    """Make the paper. Raises DocumentNotMade."""
    return typeset("cases/documents/certificate.typ", _data(one, now), dated=timezone.localtime(now).date())


def _data(one: CertificateShown, now: datetime) -> dict[str, Any]:
    row = one.row
    nobody = _("Niemand keek vooraf.")
    seen = _("De FG keek daarna, op %(day)s.") % {"day": _day(row.seen_at)} if row.seen_at else ""
    facts = [
        (_("Organisatie"), row.organisation.name),
        (_("Vernietigd op"), date_format(row.destroyed_on, "j F Y")),
        (_("Regel"), _("Bewaartermijnen, versie %(version)s") % {"version": row.terms_version}),
        (_("Voorgesteld door"), one.proposed or nobody),
        (_("Bevestigd door"), one.confirmed or _("Niemand.")),
        *([(_("Gezien"), seen)] if seen else []),
        (
            _("Hoe"),
            _("Eerst zijn de sleutels vernietigd, daarna de gegevens. Ook een back-up opent hierna niets meer."),
        ),
        (_("In het logboek"), ", ".join(str(number) for number in row.entries)),
    ]
    return {
        "title": _("Bewijs van vernietiging"),
        "name": one.name,
        "date": timezone.localtime(now).date().isoformat(),
        "footer": _("%(name)s · afgedrukt op %(day)s") % {"name": one.name, "day": _day(now)},
        "intro": _("Hier staat wat weg is, en waarom. Er staat niets in over iemand. Dit bewijs blijft bewaard."),
        "facts": [list(pair) for pair in facts],
        "kinds": [[str(line.kind), str(line.count), line.ground] for line in one.lines],
        "hashes": [[_("Termijnen"), row.terms_hash], [_("Regels van het logboek"), row.entries_hash]],
        "words": {
            "page": _("Pagina"), "of": _("van"), "kind": _("Wat"), "count": _("Hoeveel"),
            "ground": _("Selectielijst 2020"), "hashes": _("Om na te rekenen (SHA-256)"),
        },
    }  # fmt: skip


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y")
