"""What the site keeps about people is told everywhere in the same words: in the reference, and beside the field."""

from __future__ import annotations

import pkgutil
import re
from copy import copy
from datetime import date
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django import forms
from django.apps import apps
from django.conf import LazySettings, settings
from django.forms import BaseForm
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from tests.architecture.test_foreign_keys import LIBRARIES
from tests.architecture.test_personal_data import declared, missing, our_models
from tests.home.asked import REST
from tests.people import Cast, make_cast, sign_in

from sleutelwerk.home.queries import personal_data
from sleutelwerk.ui.queries.personal_data import NotDeclared, personal_field, personal_fields

REFERENCE = "docs/reference/personal-data.md"
#: How to write the reference again.
REFRESH = (
    "DJANGO_SETTINGS_MODULE=sleutelwerk.config.settings .venv/bin/python -c 'import django; django.setup(); "
    'from sleutelwerk.home.queries.personal_data import reference; print(reference(), end="")\' '
    f"> {REFERENCE}"
)


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()


def unnamed(labels: set[str]) -> set[str]:
    """Name the tables of libraries that nobody answers for."""
    told = {label for one in personal_data.OF_LIBRARIES for label in one.models}
    return labels - told - personal_data.IMPERSONAL_LIBRARY_MODELS


def test_the_reference_is_what_the_code_says(repository: Path) -> None:
    written = (repository / REFERENCE).read_text(encoding="utf-8")
    assert written == personal_data.reference(), f"\nThe declarations changed. Write the reference again:\n{REFRESH}"


def test_every_declared_field_is_told() -> None:
    names = {f"{m._meta.app_label}.{m.__name__}.{field}" for m in our_models() for field in declared(m)[0]}
    assert "accounts.User.email" in names
    assert {one.name for one in personal_fields()} == names
    assert {one.name for group in personal_data.groups() for one in group.fields} == names


def test_every_table_of_a_library_is_answered_for() -> None:
    labels = {model._meta.label for model in apps.get_models() if model._meta.app_label in LIBRARIES}
    assert "usersessions.UserSession" in labels
    assert unnamed(labels) == set()


def test_a_planted_table_of_a_library_is_caught() -> None:
    assert unnamed({"sessions.Session", "tracker.Visit"}) == {"tracker.Visit"}


def test_what_is_said_of_libraries_is_proven_or_said_not_to_be(repository: Path) -> None:
    cited = [one.account.proven_by for one in personal_data.OF_LIBRARIES if one.account.proven_by]
    assert list(missing(cited, repository)) == []
    unproven = [one for one in personal_data.OF_LIBRARIES if not one.account.proven_by]
    assert personal_data.reference().count("| nog niet |") == len(unproven)


#: What a form has to be made with.
MADE_WITH: dict[str, dict[str, Any]] = {
    "EnterForm": {"pieces": {"een-stuk": "Een stuk"}},
    "SubstituteForm": {"colleagues": [("1", "Sanne")], "today": date(2026, 11, 27)},
}


def forms_about_people() -> list[tuple[type[BaseForm], dict[str, str]]]:
    """Find every form of every room that says of which kept fields it asks, and which those are."""
    found: dict[str, type] = {}
    for config in apps.get_app_configs():
        if not config.name.startswith("sleutelwerk."):
            continue
        for module in pkgutil.walk_packages([config.path], f"{config.name}."):
            if ".forms" in module.name:
                made = [one for one in vars(import_module(module.name)).values() if isinstance(one, type)]
                found |= {one.__qualname__ + one.__module__: one for one in made if getattr(one, "keeps", None)}
    made = [found[name] for name in sorted(found) if issubclass(found[name], BaseForm)]
    return [(form, getattr(form, "keeps", {})) for form in made]


def drawable(form: type[BaseForm]) -> BaseForm:
    """Make a form to draw; one that needs a case or a list of people is drawn with the fields that it declares."""
    try:
        return form(**MADE_WITH.get(form.__name__, {}))
    except TypeError:
        fields = {name: copy(field) for name, field in getattr(form, "base_fields", {}).items()}
        made: BaseForm = type(form.__name__, (forms.Form,), {**fields, "keeps": getattr(form, "keeps", {})})()
        return made


def every_form() -> dict[str, type[BaseForm]]:
    """Give every form of ours by its name, as `cases.HoldForm`."""
    found: dict[str, type[BaseForm]] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("sleutelwerk."):
            for module in pkgutil.walk_packages([config.path], f"{config.name}."):
                if ".forms" in module.name:
                    for one in vars(import_module(module.name)).values():
                        if isinstance(one, type) and issubclass(one, BaseForm) and one.__module__ == module.name:
                            room = module.name.removeprefix("sleutelwerk.").replace(".forms", "")
                            found[f"{room}.{one.__name__}"] = one
    return found


def bare(form: type[BaseForm]) -> str:
    """Give what a form asks and does not explain beside the field."""
    return " ".join(sorted(set(getattr(form, "base_fields", {})) - set(getattr(form, "keeps", {}))))


def told_on_pages(repository: Path) -> set[str]:
    """Give the fields that a page explains below its form."""
    pages = (repository / "src" / "sleutelwerk").rglob("*.html")
    return {name for page in pages for name in re.findall(r'why_we_ask "([\w.]+)"', page.read_text(encoding="utf-8"))}


def test_every_form_is_answered_for(repository: Path) -> None:
    """A new field that is not explained beside it must say which page tells of it, or why it is about nobody."""
    assert {name: asks for name, form in every_form().items() if (asks := bare(form))} == {
        name: asks for name, (asks, _told) in REST.items()
    }
    told, known = {one for _asks, one in REST.values()}, {one.name for one in personal_fields()}
    assert (told & known) - told_on_pages(repository) == set()
    assert [one for one in told - known if not (one.endswith(".") and " " in one)] == []


def test_a_planted_form_that_explains_nothing_is_found() -> None:
    class Planted(forms.Form):
        shoe_size = forms.IntegerField()

    assert bare(Planted) == "shoe_size"
    assert not bare(type("Told", (Planted,), {"keeps": {"shoe_size": "accounts.User.email"}}))


def test_every_kind_of_field_draws_its_explanation() -> None:
    class Drawn(forms.Form):
        keeps: ClassVar = dict.fromkeys(("line", "some", "yes"), "accounts.User.email")
        line = forms.CharField()
        some = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
        yes = forms.BooleanField()

    assert str(Drawn()).count("Waarom vragen we dit?") == 3


def test_the_forms_of_every_room_are_found() -> None:
    rooms = {form.__module__.split(".")[1] for form, _keeps in forms_about_people()}
    assert {"accounts", "cases", "deliberation", "knowledge"} <= rooms
    assert len(forms_about_people()) > 15


@pytest.mark.parametrize(("form", "keeps"), forms_about_people())
def test_a_form_that_asks_about_a_person_says_why_beside_the_field(form: type[BaseForm], keeps: dict[str, str]) -> None:
    made = drawable(form)
    drawn = unescape(str(made))
    asked = [field for field in made.visible_fields() if field.name in keeps]
    assert asked
    for field in asked:
        account = personal_field(keeps[field.name]).account
        assert f'Waarom vragen we dit?<span class="sw-visually-hidden"> ({field.label})</span>' in drawn
        assert account.kept in drawn
    assert drawn.count("<details") == len(asked)


def test_a_template_may_ask_about_any_declared_field_and_no_other() -> None:
    drawn = Template('{% load personal %}{% why_we_ask "accounts.User.email" %}').render(Context())
    assert personal_field("accounts.User.email").account.why in drawn
    with pytest.raises(NotDeclared, match=r"accounts\.User\.shoe_size"):
        Template('{% load personal %}{% why_we_ask "accounts.User.shoe_size" %}').render(Context())


def test_the_privacy_page_tells_all_that_is_kept_of_an_account(client: Client, settings: LazySettings) -> None:
    """No database mark stands on this test, so a single query would make it fail."""
    settings.SESSION_IDLE_MINUTES, settings.SESSION_HOURS = 7, 3
    page = unescape(client.get(reverse("home:privacy")).content.decode())
    own = [one for one in personal_fields() if one.name.startswith(("accounts.User.", "accounts.RoleGrant."))]
    assert len(own) > 8
    for one in own:
        assert one.account.kept in page
    for library in personal_data.OF_LIBRARIES:
        assert library.holds in page
        assert library.account.kept in page
    assert "na 7 minuten stilte, en altijd na 3 uur" in page
    for what, how_long in personal_data.trail_terms():
        assert what[1:] in page
        assert how_long in page


def test_the_privacy_page_tells_of_every_cookie_of_the_site(cast: Cast, client: Client) -> None:
    """Whoever walks, posts a form and signs in gets no cookie that the page does not tell of."""
    sign_in(client, cast["professional"])
    client.get(reverse("account_login"))
    client.get("/routekaart/")
    client.post("/routekaart/vraag/1/", {"question": "0", "answer": "0"})
    client.post(reverse("account_logout"))
    told = {"sleutelwerk_routekaart", settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME, "messages"}
    assert set(client.cookies) <= told
    assert "sleutelwerk_routekaart" in client.cookies
    assert settings.SESSION_COOKIE_NAME in client.cookies
    page = client.get(reverse("home:privacy")).content.decode()
    assert page.split('id="cookies"')[1].split("</table>")[0].count("<tr>") == len(told) + 1


@pytest.mark.parametrize(
    ("days", "said"), [(1, "1 dag"), (28, "28 dagen"), (91, "drie maanden"), (183, "een half jaar"), (365, "1 jaar")]
)
def test_a_term_is_said_as_people_do(days: int, said: str) -> None:
    assert personal_data.term(days) == said
