"""What goes along with a preparation: an invitation without content, the preparation on paper and its own sheets.

None of these is kept or cached: they hold what lies sealed elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sleutelwerk.deliberation.documents import sheets_data
from sleutelwerk.deliberation.engine.model import Meaning, Method, Step
from sleutelwerk.deliberation.engine.shorten import Plan
from sleutelwerk.deliberation.models import Deliberation
from sleutelwerk.deliberation.models.table import as_read
from sleutelwerk.deliberation.queries.methods import PHASES
from sleutelwerk.deliberation.queries.preparing import Prepared
from sleutelwerk.ui.documents import typeset

_FOLDER = "deliberation/documents"
#: What of a preparation may hang on the wall, by what the fields of a step mean.
_ON_THE_WALL = {
    Meaning.QUESTION: "question",
    Meaning.TURNING_POINT: "turning_point",
    Meaning.DECIDER: "decider_function",
}


def invitation_text(found: Prepared) -> str:
    """Write an invitation: when, where, how long and what for, and nothing of what it is about."""
    return "\n\n".join(line for line in _invitation(found) if line)


def _invitation(found: Prepared) -> Iterator[str]:
    row = found.row
    yield _("Beste collega,")
    yield _("Ik nodig u uit voor een overleg: een gesprek in vaste stappen over een vraag uit ons werk.")
    if row.practice:
        yield _("Dit is een oefening met een verzonnen situatie.")
    yield "\n".join(_when_and_where(found))
    yield _what_comes_of_it(row)
    if row.justice_takes_part:
        yield _("Politie of justitie doet mee. Dat weet u dus vooraf.")
    yield _("Meedoen is vrij. U hoeft niets voor te bereiden.")
    if not row.one_device:
        yield _("Neem uw telefoon mee. U hebt geen account nodig en hoeft niets te installeren.")
    yield _("Waar het over gaat, hoort u daar. Ook wat wij opschrijven en wie dat krijgt.")
    yield _("Mail of app hier niet over. Bel mij als u een vraag hebt of niet kunt.")


def _what_comes_of_it(row: Deliberation) -> str:
    """Tell what the talk is for. A decision at its end is promised only where whoever takes it will be there."""
    if row.aim == Deliberation.Aim.DECIDE and row.decider != Deliberation.Decider.SPEAKS_LAST:
        return _("Wie beslist, hoort daarna onze redenen en neemt dan het besluit.")
    return {
        "learn": _("Wij komen bij elkaar om te leren. Er wordt niets besloten."),
        "advise": _("Wij geven advies aan wie beslist."),
        "decide": _("Aan het eind ligt er een besluit, met de redenen erbij."),
    }[row.aim]


def _when_and_where(found: Prepared) -> Iterator[str]:
    at, ends = found.row.starts_at, found.ends_at
    if at and ends:
        day = date_format(timezone.localtime(at), "l j F Y")
        begin, end = (date_format(timezone.localtime(one), "H:i") for one in (at, ends))
        yield _("Wanneer: %(day)s, van %(begin)s tot %(end)s uur") % {"day": day, "begin": begin, "end": end}
    else:
        yield _("Wanneer: … (dag en tijd volgen)")
    yield _("Waar: %(room)s") % {"room": found.facts.answer("room") or "…"}


def preparation_pdf(found: Prepared, plan: Plan | None, *, today: date) -> bytes:
    """Make the preparation on paper, for whoever leads: what was settled, and the steps with the time of the clock."""
    data = {
        "title": _("Voorbereiding"),
        "name": found.title,
        "date": today.isoformat(),
        "footer": _("Van de gespreksleider. Na het beraad door de papierversnipperaar."),
        "words": {
            "page": _("Pagina"),
            "of": _("van"),
            "question": _("De vraag"),
            "steps": _("De stappen"),
            "open": _("Nog open"),
            "min": _("min"),
            "practice": _("Oefening"),
        },
        "practice": found.row.practice,
        "method": found.method.title if found.method else "",
        "question": found.facts.text("question"),
        "sides": [{"name": "A", "text": found.facts.text("side_a")}, {"name": "B", "text": found.facts.text("side_b")}],
        "facts": [{"name": name, "value": value} for name, value in _facts(found) if value],
        "steps": list(_steps(found, plan)) if plan else [],
        "points": [point.what for point in found.points],
    }
    return typeset(f"{_FOLDER}/preparation.typ", data, dated=today)


def _facts(found: Prepared) -> Iterator[tuple[str, str]]:
    row, facts = found.row, found.facts
    answers = {True: _("ja"), False: _("nee")}
    yield _("Moment"), "\n".join(_when_and_where(found)) if row.starts_at else facts.answer("room")
    yield _("Doel"), row.get_aim_display()
    yield _("Samenwerking"), next((str(label) for phase, label in PHASES.items() if phase.value == row.phase), "")
    yield _("Wat er is"), facts.text("situation")
    yield _("Hittepunt"), facts.text("turning_point")
    yield _("Schat eerst"), facts.text("estimate")
    yield _("De schade van A"), facts.text("damage_a")
    yield _("De schade van B"), facts.text("damage_b")
    yield _("Staat vast"), facts.text("not_discussed")
    yield _("Wie er komen"), ", ".join(found.plan["functions"])
    yield _("Mogen zij dit weten"), facts.text("mandate")
    yield _("Wie beslist"), ": ".join(one for one in (facts.text("decider_function"), row.get_decider_display()) if one)
    yield (
        _("Hoe hij wordt gehoord"),
        " ".join(one for one in (f"{row.get_voice_display()}." if row.voice else "", facts.text("voice_note")) if one),
    )
    yield _("Politie of justitie"), answers[row.justice_takes_part] if facts.justice else ""
    yield _("Wat u opschrijft"), facts.text("note_agreement")
    yield _("Bewaren"), _("verslag %(one)s maanden, nota %(two)s maanden") % {
        "one": row.keep_reflection_months, "two": row.keep_decision_months,
    }  # fmt: skip
    yield _("Nog regelen"), facts.text("practicals")
    yield _("Uit het vorige beraad"), " · ".join(as_read(str(one)) for one in found.plan["open_actions"])


def _steps(found: Prepared, plan: Plan) -> Iterator[dict[str, Any]]:
    begin = timezone.localtime(found.row.starts_at) if found.row.starts_at else None
    for one in plan.steps:
        if one.left_out:
            continue
        at = date_format(begin + timedelta(minutes=one.starts), "H:i") if begin else f"+{one.starts}"
        yield {"at": at, "title": one.step.title, "purpose": one.step.purpose, "minutes": one.minutes}


def own_sheets_pdf(found: Prepared, method: Method) -> bytes:
    """Make the sheets for the wall with the question, A and B on them, in words that all who come may read."""
    data = sheets_data(method)
    if found.row.practice:
        data["name"] = _("Oefening · %(name)s") % {"name": method.title}
    for drawn, step in zip(data["steps"], method.steps, strict=True):
        drawn["filled"] = _filled(found, step)
        drawn["cells"] = {side: found.facts.text(name) for side, name in (("A", "side_a"), ("B", "side_b"))}
    return typeset(f"{_FOLDER}/sheets.typ", data, dated=date.fromisoformat(method.checked))


def _filled(found: Prepared, step: Step) -> str:
    """Give what stands in the box of a step already, when its first field that can be prepared was."""
    named = (_ON_THE_WALL[field.means] for field in step.fields if field.means in _ON_THE_WALL)
    return next((text for text in map(found.facts.text, named) if text), "")
