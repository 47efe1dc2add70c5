"""What every form of the site says by itself."""

from __future__ import annotations

import pytest
from django import forms


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (forms.CharField(), "Vul dit in."),
        (forms.DateField(), "Vul dit in."),
        (forms.ChoiceField(choices=[("a", "a")]), "Kies een antwoord."),
        (forms.BooleanField(), "Zet hier een vinkje."),
        (forms.FileField(), "Kies een bestand."),
    ],
)
def test_a_field_that_was_left_empty_says_what_to_do(field: forms.Field, said: str) -> None:
    with pytest.raises(forms.ValidationError, match=said):
        field.clean(None)


def test_other_messages_of_a_field_stay() -> None:
    with pytest.raises(forms.ValidationError, match=r"geldige keuze|niet één van de"):
        forms.ChoiceField(choices=[("a", "a")]).clean("b")
