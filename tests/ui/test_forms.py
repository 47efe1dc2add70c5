"""What every form of the site says by itself."""

from __future__ import annotations

import pytest
from django import forms

from sleutelwerk.privacy.forms import GuardedCharField


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


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (forms.CharField(max_length=200), "a" * 214, "Dit mag hoogstens 200 tekens zijn; u hebt er 214."),
        (forms.CharField(min_length=12), "kort", "Dit moet ten minste 12 tekens zijn; u hebt er 4."),
        (forms.IntegerField(max_value=12), "13", "Dit mag hoogstens 12 zijn."),
        (forms.IntegerField(min_value=1), "0", "Dit moet ten minste 1 zijn."),
        (
            forms.EmailField(max_length=10),
            "iemand@voorbeeld.example",
            "Dit mag hoogstens 10 tekens zijn; u hebt er 24.",
        ),
        (GuardedCharField(max_length=5), ["te lang", False, ""], "Dit mag hoogstens 5 tekens zijn; u hebt er 7."),
    ],
)
def test_what_is_beyond_its_limit_is_said_in_our_own_words(field: forms.Field, value: object, said: str) -> None:
    with pytest.raises(forms.ValidationError) as found:
        field.clean(value)
    assert found.value.messages[0] == said
