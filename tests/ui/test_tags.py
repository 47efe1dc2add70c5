"""The template tags of the look: icons, badges, and the parts that are drawn once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import NoReverseMatch, clear_script_prefix, path, resolve, reverse, set_script_prefix
from django.utils import translation

from sleutelwerk.ui.templatetags import ui

urlpatterns = [path("a/<uuid:one>/b&c/<uuid:other>/d/", lambda _: None, name="two")]  # type: ignore[arg-type,return-value]  # no page


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


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("home:dashboard", []),
        ("cases:open-case", [UUID(int=7)]),
        ("cases:open-case", [UUID(int=8)]),
        ("cases:open-case", ["00000000-0000-0000-0000-000000000009"]),
        ("knowledge:article", ["wie-keek-er"]),
    ],
)
def test_an_address_is_the_one_that_django_gives(name: str, keys: list[object]) -> None:
    places = " ".join(f"keys.{place}" for place in range(len(keys)))
    for _ in range(2):  # put together once, and from what was kept
        assert draw(f"{{% url '{name}' {places} %}}", keys=keys) == reverse(name, args=keys)


@pytest.mark.urls(__name__)
def test_an_address_keeps_the_order_of_its_keys() -> None:
    one, other = UUID(int=1), UUID(int=2)
    for _ in range(2):
        assert draw("{% url 'two' one other %}", one=one, other=other) == f"/a/{one}/b&amp;c/{other}/d/"


@pytest.mark.urls(__name__)
def test_an_address_stands_behind_the_path_that_the_site_has_on_its_host() -> None:
    one = UUID(int=1)
    assert draw("{% url 'two' one one %}", one=one).startswith("/a/")
    set_script_prefix("/sleutelwerk/")
    try:
        assert draw("{% url 'two' one one %}", one=one).startswith("/sleutelwerk/a/")
    finally:
        clear_script_prefix()


def test_an_address_that_does_not_exist_is_an_error_and_one_with_more_to_it_goes_the_usual_way() -> None:
    with pytest.raises(NoReverseMatch):
        draw("{% url 'home:no-such-page' %}")
    with pytest.raises(NoReverseMatch):
        draw("{% url 'cases:open-case' %}")
    assert draw("{% url 'home:no-such-page' as there %}[{{ there }}]") == "[]"
    assert draw("{% url 'cases:open-case' case=key %}", key=UUID(int=3)).endswith(f"/{UUID(int=3)}/")


def test_a_day_is_written_as_django_writes_it_in_the_language_of_the_page() -> None:
    day, moment = date(2026, 11, 29), datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
    for language, month in (("nl", "november"), ("en", "November")):
        with translation.override(language):
            assert draw('{{ day|date:"j F Y" }}', day=day) == f"29 {month} 2026"
            assert draw('{{ moment|date:"j F Y H:i" }}', moment=moment) == f"29 {month} 2026 11:00"
            late = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)  # here it is the day after
            assert draw('{{ late|date:"j F Y" }}', late=late) == f"29 {month} 2026"
    assert draw('{{ day|date:"j F Y" }}|{{ day|date }}', day=None) == "|"
    assert draw("{{ day|date }}", day=day) == Template("{{ day|date }}").render(Context({"day": day}))


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


def test_a_sentence_is_in_the_language_of_each_page_and_filled_in_as_django_fills_it_in() -> None:
    source = "{% blocktranslate with size=one|length %}%(size)d: {{ size }} of {{ one }}, 100%{% endblocktranslate %}"
    ours, theirs = (Template(f"{{% load i18n {also} %}}{source}") for also in ("ui", ""))
    for one in ("<b>", "a & b", ""):
        for language in ("nl", "en", "nl"):
            with translation.override(language):
                assert ours.render(Context({"one": one})) == theirs.render(Context({"one": one}))
    assert ours.render(Context({"one": "<b>"})) == "%(size)d: 3 of &lt;b&gt;, 100%"
    assert ours.render(Context()) == theirs.render(Context())  # a place that has nothing to be filled with


def test_a_sentence_that_django_knows_is_translated_anew_for_each_language() -> None:
    page = Template("{% load i18n ui %}{% blocktranslate %}May{% endblocktranslate %}")
    for language, said in (("nl", "mei"), ("en", "May"), ("nl", "mei")):
        with translation.override(language):
            assert page.render(Context()) == said


def test_sentences_keep_what_django_can_do_with_them() -> None:
    many = "{% blocktranslate count n=n %}{{ n }} dag{% plural %}{{ n }} dagen{% endblocktranslate %}"
    kept = "{% blocktranslate asvar said %}Hallo{% endblocktranslate %}[{{ said }}]"
    apart = "{% blocktranslate trimmed %}\n een\n twee\n{% endblocktranslate %}"
    page = Template("{% load i18n ui %}" + many + kept + apart)
    assert [page.render(Context({"n": n})) for n in (1, 2)] == ["1 dag[Hallo]een twee", "2 dagen[Hallo]een twee"]


def test_the_address_of_a_style_sheet_is_the_one_that_django_gives(settings: LazySettings) -> None:
    source = "{% static 'ui/base.css' %}|{% static name as there %}{{ there }}|{% static name %}"
    ours, theirs = (Template(f"{{% load static {also} %}}{source}") for also in ("ui", ""))
    for prefix in ("/static/", "/elsewhere/"):
        settings.STATIC_URL = prefix
        drawn = ours.render(Context({"name": "ui/a&b.css"}))
        assert drawn == theirs.render(Context({"name": "ui/a&b.css"}))
        assert drawn.startswith(f"{prefix}ui/base.css?v=")
