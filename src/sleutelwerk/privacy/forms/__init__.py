"""Fields that the guard looks through, for every form of the rooms above, and the form of the page 'Tekst nakijken'."""

from __future__ import annotations

from sleutelwerk.privacy.forms.check_text import CheckTextForm
from sleutelwerk.privacy.forms.guarded import GuardedCharField, GuardedText, overrules, refuse_for_ever

__all__ = ["CheckTextForm", "GuardedCharField", "GuardedText", "overrules", "refuse_for_ever"]
