"""A form of one page for somebody who watches a deliberation and says afterwards what he saw the facilitator do."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from sleutelwerk.deliberation.engine.model import Method
from sleutelwerk.ui.documents import typeset


@lru_cache(maxsize=16)
def observer_pdf(method: Method) -> bytes:
    """Make the form for one method: what to look at, its steps with room for the time, and what to say afterwards."""
    title = _("%(name)s: formulier voor een waarnemer") % {"name": method.title}
    data = {
        "title": title,
        "date": method.checked,
        "footer": _(
            "Eigen inhoud, niet van het CCV. Geef dit blad na afloop aan de gespreksleider; bewaar niets zelf."
        ),
        "name": method.title,
        "words": {
            "page": _("Pagina"),
            "of": _("van"),
            "title": _("Formulier voor een waarnemer"),
            "how": _(
                "U kijkt naar de gespreksleider, niet naar wie iets vindt. U zegt niets tijdens het gesprek. Schrijf "
                "geen namen op en niets over de situatie. De groep weet dat u er zit en vindt dat goed."
            ),
            "seen": _("Wat ik zag"),
            "yes": _("ja"),
            "partly": _("deels"),
            "no": _("nee"),
            "example": _("een voorbeeld"),
            "steps": _("De stappen"),
            "step": _("Stap"),
            "planned": _("Gepland"),
            "real": _("Echt"),
            "remark": _("Wat viel op"),
            "min": _("min"),
            "kept": _("Hou dit vast"),
            "try_out": _("Probeer dit eens"),
        },
        "points": [
            _("Doel gezegd: leren, adviseren of beslissen"),
            _("Gezegd wat wordt opgeschreven en wie het krijgt"),
            _("Gezegd dat zwijgen en stoppen mag"),
            _("Wie de situatie inbracht bleef in het midden"),
            _("Bleef bij het moment waar het schuurt"),
            _("Vroeg open en zonder eigen mening"),
            _("Hield feiten, aannames en oordelen uit elkaar"),
            _("Iedereen kwam aan het woord"),
            _("Wie er niet bij was kreeg een stem"),
            _("Vroeg wie er anders over dacht, en welke twijfel blijft"),
        ],
        "steps": [{"title": step.title, "minutes": step.minutes} for step in method.steps],
    }
    return typeset("deliberation/documents/observer.typ", data, dated=date.fromisoformat(method.checked))
