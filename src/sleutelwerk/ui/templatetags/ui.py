"""Template tags for what all pages share; what does not change per visitor is drawn once and kept."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from importlib import resources
from itertools import chain, zip_longest
from typing import Any
from uuid import UUID, uuid4

from django import template
from django.conf import settings
from django.core.signals import setting_changed
from django.template.base import Parser, Token, Variable, render_value_in_context
from django.template.context import Context
from django.template.defaultfilters import date as django_date
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as do_url
from django.template.loader import render_to_string
from django.templatetags.i18n import BlockTranslateNode, TranslateNode, do_block_translate, do_translate
from django.templatetags.static import static as django_static
from django.urls import get_script_prefix, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

import sleutelwerk

register = template.Library()

ICONS = resources.files("sleutelwerk.ui") / "static" / "ui" / "icons"

#: Which icon stands for which function profile, everywhere.
PROFILE_ICONS = {
    "basis": "hands",
    "vertaler": "talk",
    "verbinder": "bridge",
    "waarnemer": "gauge",
    "ambassadeur": "beacon",
}


@lru_cache(maxsize=256)
def _drawn(name: str, css_class: str) -> SafeString:
    source = (ICONS / f"{name}.svg").read_text(encoding="utf-8").strip()
    opening = f'<svg class="{css_class}" aria-hidden="true" focusable="false" width="24" height="24" '
    return mark_safe(opening + source.removeprefix("<svg "))  # noqa: S308  our own file, no visitor's text


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """Draw one of our icons inline; it is decoration, so the text beside it must say the same."""
    return _drawn(name, f"sw-icon {css_class}".strip())


@register.simple_tag
def profile_icon(profile: str) -> SafeString:
    """Draw the icon of a function profile; an unknown profile (an organisation's own) gets a neutral one."""
    return _drawn(PROFILE_ICONS.get(profile, "person"), "sw-icon")


#: Under which name a template keeps, while it is drawn, in which language that is.
_LANGUAGE = "sleutelwerk.language"


class _FixedWords(TranslateNode):
    """Words that stand in the template itself: they are looked up once for each language, not at every page."""

    def __init__(self, node: TranslateNode) -> None:
        vars(self).update(vars(node))
        self._said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """Give them in the language of this page."""
        language = _language_of(context)
        found = self._said.get(language)
        if found is None:
            found = self._said[language] = super().render(context)
        return found


def _language_of(context: Context) -> str | None:
    """Give the language of a page: one look for each of its templates, as none of ours changes it on the way."""
    kept = context.render_context
    language: str | None = kept.get(_LANGUAGE)
    if language is None:
        language = kept[_LANGUAGE] = get_language()
    return language


@register.tag("translate")
def translate(parser: Parser, token: Token) -> TranslateNode:
    """Do what Django's tag of this name does; load `ui` after `i18n`. A page of a case has some sixty of them."""
    node = do_translate(parser, token)
    what = node.filter_expression
    fixed = isinstance(what.var, Variable) and what.var.literal is not None and not what.filters
    if fixed and not (node.noop or node.asvar or node.message_context):
        return _FixedWords(node)
    return node


class _FixedSentence(BlockTranslateNode):
    """A sentence with places to fill in: it is looked up once for each language, and filled in at every page."""

    def __init__(self, node: BlockTranslateNode) -> None:
        vars(self).update(vars(node))
        self._said: dict[str | None, tuple[str, list[str]]] = {}

    def render(self, context: Context, nested: bool = False) -> str:  # noqa: FBT001, FBT002  as Django calls it
        """Give it in the language of this page, or what Django gives where a place has nothing to be filled with."""
        language = _language_of(context)
        if language not in self._said:
            sentence, places = self.render_token_list(self.singular)
            self._said[language] = gettext(sentence), places
        sentence, places = self._said[language]
        known = {name: value.resolve(context) for name, value in self.extra_context.items()}
        try:
            filled = {name: known[name] if name in known else context[name] for name in places}
            return sentence % {name: render_value_in_context(value, context) for name, value in filled.items()}
        except (KeyError, ValueError):
            return str(super().render(context, nested))


@register.tag("blocktranslate")
def blocktranslate(parser: Parser, token: Token) -> BlockTranslateNode:
    """Do what Django's tag of this name does; load `ui` after `i18n`."""
    node = do_block_translate(parser, token)
    return node if node.plural or node.asvar or node.message_context else _FixedSentence(node)


#: How pages write the day of a moment, without the hour.
_DAYS = frozenset({"j F Y", "F Y", "F", "Y"})


@lru_cache(maxsize=2_000)
def _written(day: date, form: str | None, _language: str | None) -> str:
    return str(django_date(day, form))


@register.filter("date", expects_localtime=True)
def date_filter(value: date | datetime | str | None, form: str | None = None) -> str:
    """Do what Django's filter of this name does; a day is written once for each language, as pages repeat theirs."""
    if isinstance(value, datetime) and form in _DAYS:
        value = value.date()
    if type(value) is date:
        return _written(value, form, get_language())
    return str(django_date(value, form))


class _Address(URLNode):
    """The address of a page, put together from what was found once for all pages of its kind.

    Django goes through its patterns for each address anew, and a page of a case has a score of them. Only keys of rows
    (UUID) are put in by ourselves: an address writes them as they are, so nothing about them needs checking.
    """

    def __init__(self, node: URLNode) -> None:
        vars(self).update(vars(node))

    def render(self, context: Context) -> str:
        """Give the address, or what Django gives where there is more to it."""
        keys = [one.resolve(context) for one in self.args]
        if not all(type(key) is UUID for key in keys):
            return str(super().render(context))
        match = getattr(getattr(context, "request", None), "resolver_match", None)
        parts = _around_keys(str(self.view_name.var), len(keys), getattr(match, "namespace", None), get_script_prefix())
        return "".join(chain(*zip_longest(parts, map(str, keys), fillvalue="")))


@lru_cache(maxsize=2_000)
def _around_keys(name: str, count: int, current: str | None, _prefix: str) -> tuple[str, ...]:
    """Give what stands before, between and after the keys of an address. Raises NoReverseMatch, as Django does."""
    keys = [uuid4() for _ in range(count)]
    rest = str(conditional_escape(reverse(name, args=keys, current_app=current)))
    parts = []
    for key in keys:
        before, _, rest = rest.partition(str(key))
        parts.append(before)
    return (*parts, rest)


@register.tag("url")
def url(parser: Parser, token: Token) -> URLNode:
    """Do what Django's tag of this name does, quicker where a page has many addresses; load `ui` to have it."""
    node = do_url(parser, token)
    name = node.view_name
    fixed = isinstance(name.var, str) and not name.filters
    return _Address(node) if fixed and not (node.kwargs or node.asvar) else node


@register.simple_tag
@lru_cache(maxsize=256)
def static(path: str) -> str:
    """Do what Django's tag of this name does, once for each file; load `ui` after `static`."""
    return django_static(path)


@lru_cache(maxsize=32)
def _part(template_name: str, current: str) -> SafeString:
    own_theme = "organisatie/theme.css" if settings.THEME_FOLDER else ""
    return mark_safe(render_to_string(template_name, {"current": current, "own_theme": own_theme}))  # noqa: S308  own templates


def _forget_parts(**_kwargs: Any) -> None:
    """Draw the shared parts again after a test has changed a setting."""
    _part.cache_clear()
    _around_keys.cache_clear()
    static.cache_clear()


setting_changed.connect(_forget_parts, dispatch_uid="ui.forget-parts")


@register.simple_tag
def site_head() -> SafeString:
    """The style sheets and icons that every page loads."""
    return _part("ui/_head.html", "")


@register.simple_tag(takes_context=True)
def site_header(context: Context, current: str = "") -> SafeString:
    """The header; marks the current part by the URL's namespace (`route_map`) or full name (`home:contact`)."""
    match = getattr(getattr(context, "request", None) or context.get("request"), "resolver_match", None)
    if not current and match is not None:
        current = match.view_name if match.namespace == "home" else match.namespace
    return _part("ui/_header.html", current)


@register.simple_tag
def site_footer() -> SafeString:
    """The footer with the links and the words that belong on every page."""
    return _part("ui/_footer.html", "")


@register.simple_tag(takes_context=True)
def reader_mark(context: Context) -> str:
    """The mark of whoever reads in a closed room, where the request has one; nothing on any other page."""
    request = getattr(context, "request", None) or context.get("request")
    mark = getattr(request, "reader_mark", "")
    return render_to_string("ui/_reader_mark.html", {"mark": mark}) if mark else ""


@register.simple_tag
def quick_exit() -> SafeString:
    """The link by which a visitor leaves at once, through a local page that clears everything."""
    return _part("ui/_quick_exit.html", "")


@register.simple_tag
def own_content() -> SafeString:
    """The label that says that what is on the page are our own words and where they come from."""
    return _part("ui/_own_content.html", "")


@register.simple_tag
def release() -> dict[str, str | date]:
    """The version that runs and its date, for texts that belong to a version."""
    return {"version": sleutelwerk.__version__, "date": date.fromisoformat(sleutelwerk.__released__)}


@register.simple_tag
def htmx_head() -> SafeString:
    """Htmx with the settings that our content security policy and privacy need; only where a page uses it."""
    return _part("ui/_htmx.html", "")


@register.simple_tag
def status(kind: str, text: str) -> SafeString:
    """A status badge: icon, word and colour. Kinds: good, attention, stop, info, neutral."""
    icons = {"good": "check", "attention": "attention", "stop": "stop", "info": "info"}
    return format_html(
        '<span class="nl-data-badge sw-badge sw-badge--{}">{}{}</span>', kind, icon(icons.get(kind, "minus")), text
    )
