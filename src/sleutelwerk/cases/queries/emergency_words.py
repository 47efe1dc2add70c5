"""What the reasons, tries and answers around an emergency are called."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.rules.emergency import Change, Needed, Reason, Tried

Text = str | Promise

REASONS: Mapping[Reason, Text] = {
    Reason.HE_IS_IN_DANGER: _("Hij of zijn gezin loopt nu gevaar"),
    Reason.WARN_HIM: _("Hij moet nu gewaarschuwd worden"),
    Reason.NUMBER_LEAKED: _("Wat hem veilig hield is uitgelekt, zoals zijn nummer of adres"),
    Reason.SOMEBODY_ELSE: _("Een ander loopt nu gevaar, en alleen hij kan helpen"),
}
TRIED: Mapping[Tried, Text] = {
    Tried.CALLED_LEAD: _("De trekker gebeld, twee keer"),
    Tried.CALLED_COLLEAGUES: _("De anderen in het team gebeld"),
    Tried.WENT_BY: _("Bij iemand langsgegaan"),
    Tried.ASKED_MANAGER: _("Een leidinggevende gevraagd hen te zoeken"),
    Tried.CALLED_112: _("112 gebeld"),
}
NEEDED: Mapping[Needed, Text] = {
    Needed.YES: _("Ja, het kon niet anders"),
    Needed.OTHER_WAY: _("Het gevaar was er, maar het had anders gekund"),
    Needed.NO: _("Nee, dit was geen nood"),
}
CHANGES: Mapping[Change, Text] = {
    Change.NOTHING: _("Niets"),
    Change.MORE_KEEPERS: _("Er komt iemand bij in het team"),
    Change.REACHABLE: _("Wij spreken af wie wanneer bereikbaar is"),
    Change.NEW_NUMBER: _("Hij krijgt een andere manier om bereikt te worden"),
    Change.TALK: _("Wij praten met wie opende"),
    Change.ROLE: _("Wie opende gaat uit het team"),
}
