"""The agreement on paper for the key figure: tagged and in large type, without a name, an address or a title."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sleutelwerk.cases.engine.stored_agreement import PaperText, control_code, sentences
from sleutelwerk.ui.documents import typeset


@dataclass(frozen=True, slots=True)
class Printed:
    """When a paper was printed, and the number of the line in the trail that says by whom (N34)."""

    at: datetime
    number: int
    #: What stands on each page when nothing of it is real; empty otherwise.
    invented: str = ""

    @property
    def mark(self) -> str:
        """Give what stands on each page: it leads to who printed it, and names nobody."""
        local = timezone.localtime(self.at)
        day, hour = date_format(local, "j F Y"), date_format(local, "H:i")
        mark = _("Afdruk %(number)s · %(day)s, %(hour)s uur") % {"number": self.number, "day": day, "hour": hour}
        return f"{self.invented} · {mark}" if self.invented else mark


def agreement_pdf(text: PaperText, revision: int, ready_on: str, printed: Printed) -> bytes:
    """Make the paper. Raises DocumentNotMade."""
    dated = timezone.localtime(printed.at).date()
    return typeset("cases/documents/agreement.typ", _data(text, revision, ready_on, printed), dated=dated)


def _data(text: PaperText, revision: int, ready_on: str, printed: Printed) -> dict[str, Any]:
    day = date_format(datetime.fromisoformat(ready_on), "j F Y")
    return {
        "title": f"{printed.invented}. {text.title}" if printed.invented else text.title,
        "date": timezone.localtime(printed.at).date().isoformat(),
        "header": _("%(title)s · versie %(number)s · %(day)s") % {"title": text.title, "number": revision, "day": day},
        "code": control_code(text.fingerprint),
        "footer": printed.mark,
        "words": {
            "page": _("Pagina"),
            "of": _("van"),
            "code": _("Code"),
            "fixed": _("vast"),
            "essentials": _("De belangrijkste afspraken"),
            "all": _("Dit is kort. Alles staat op de bladzijden hierna."),
            "explained": _("Woorden"),
            "signing": _("Wij zeggen allebei ja"),
            "how": [
                _("Zet een handtekening, een letter of een kruisje."),
                _("Uw naam hoeft er niet op."),
                _("Ook daarna mag u elke dag stoppen."),
            ],
            "you": _("U"),
            "us": _("Wij"),
            "day": _("Dag"),
        },
        "essentials": [{"title": one.title, "lines": list(one.lines)} for one in text.essentials],
        "intro": [line for one in text.intro for line in sentences(one)],
        "groups": [
            {
                "title": group.title,
                "topics": [
                    {
                        "title": one.title,
                        "clauses": [{"lines": sentences(c.text), "fixed": c.fixed} for c in one.clauses],
                    }
                    for one in group.sections
                ],
            }
            for group in text.groups
        ],
        "explained": [{"word": one.word, "lines": sentences(one.means)} for one in text.words],
    }
