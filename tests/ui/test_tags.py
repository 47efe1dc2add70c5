"""The template tags of the look: icons, badges, and the parts that are drawn once."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from sleutelwerk.ui.templatetags import ui


def draw(source: str, **context: object) -> str:
    """Render a piece of template with our tags."""
    return Template("{% load ui %}" + source).render(Context(context))


def test_an_icon_is_decoration() -> None:
    html = draw('{% icon "check" %}')
    assert html.startswith('<svg class="sw-icon" aria-hidden="true" focusable="false"')


def test_a_misspelt_icon_does_not_go_unnoticed() -> None:
    with pytest.raises(FileNotFoundError):
        draw('{% icon "chekc" %}')


def test_every_profile_has_an_icon_of_its_own_and_others_a_neutral_one() -> None:
    drawn = {draw(f'{{% profile_icon "{profile}" %}}') for profile in ui.PROFILE_ICONS}
    assert len(drawn) == len(ui.PROFILE_ICONS)
    assert draw('{% profile_icon "eigen-profiel" %}') == draw('{% icon "person" %}')


def test_a_badge_never_speaks_by_colour_alone() -> None:
    html = draw('{% status "attention" text %}', text="<Nog niet>")
    assert "<svg" in html
    assert "&lt;Nog niet&gt;" in html


@pytest.mark.parametrize(
    ("address", "marked"),
    [("/contact/", "/contact/"), ("/functieprofielen/", "/functieprofielen/"), ("/routekaart/", "/routekaart/")],
)
def test_the_header_marks_where_the_visitor_is(rf: RequestFactory, address: str, marked: str) -> None:
    request = rf.get(address)
    request.resolver_match = resolve(address)
    html = draw("{% site_header %}", request=request)
    assert html.count("aria-current") == 1
    assert f'href="{marked}" aria-current' in html


def test_the_header_can_be_drawn_without_a_request() -> None:
    assert "aria-current" not in draw("{% site_header %}")


def test_shared_parts_are_drawn_once() -> None:
    draw("{% site_footer %}")
    before = ui._part.cache_info()
    draw("{% site_footer %}")
    after = ui._part.cache_info()
    assert (after.hits, after.misses) == (before.hits + 1, before.misses)


def test_an_organisation_brings_its_own_theme_by_one_setting(settings: LazySettings) -> None:
    assert "organisatie/theme.css" not in draw("{% site_head %}")
    settings.THEME_FOLDER = "/srv/huisstijl"
    html = draw("{% site_head %}")
    assert html.index("ui/theme.css") < html.index("organisatie/theme.css")


def test_htmx_comes_with_settings_that_fit_our_policy() -> None:
    html = draw("{% htmx_head %}")
    for setting in ('"allowEval":false', '"includeIndicatorStyles":false', '"historyCacheSize":0'):
        assert setting in html
    assert "defer" in html


def test_fixed_words_are_in_the_language_of_each_page_and_other_words_are_looked_up_every_time() -> None:
    words = "{% translate 'May' %}|{% translate word %}|{% translate 'May' as may %}{{ may }}|{% translate '100%' %}"
    page = Template("{% load i18n ui %}" + words)
    for _ in range(2):
        with translation.override("nl"):
            assert page.render(Context({"word": "June"})) == "mei|juni|mei|100%"
        with translation.override("en"):
            assert page.render(Context({"word": "<b>"})) == "May|&lt;b&gt;|May|100%"


def test_fixed_words_take_no_part_in_escaping_and_keep_what_django_can_do_with_them() -> None:
    assert Template("{% load i18n ui %}{% translate 'a & b' %}").render(Context()) == "a & b"
    assert Template("{% load i18n ui %}{% translate 'May' noop %}").render(Context()) == "May"
    assert Template("{% load i18n ui %}{% translate 'May'|upper %}").render(Context()) == "MEI"
