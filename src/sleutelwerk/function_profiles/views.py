"""Pages and documents of the function profiles; none of them asks the database anything."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from sleutelwerk.function_profiles import content, documents, queries
from sleutelwerk.function_profiles.engine.inherit import Dropped, steps
from sleutelwerk.function_profiles.engine.inherit import profile as engine_profile
from sleutelwerk.function_profiles.engine.model import Layer

View = Callable[..., HttpResponse]

#: The texts change only with the content files, so a browser may keep a page for a while and then ask for a newer one.
MAX_AGE = 300


def _public(view: View) -> View:
    """Only reading, an absent profile is a 404, and the answer may be kept."""

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str | None = None) -> HttpResponse:
        try:
            response = view(request) if slug is None else view(request, slug)
        except KeyError:
            raise Http404(_("Dit profiel is er niet.")) from None
        patch_cache_control(response, public=True, max_age=MAX_AGE)
        return response

    decorated: View = require_safe(conditional_page(wrapped))
    return decorated


@_public
def overview(request: HttpRequest) -> HttpResponse:
    """Show the four profiles as one staircase on the common base."""
    published = content.current()
    profiles = published.profiles
    return render(
        request,
        "function_profiles/overview.html",
        {
            "profiles": profiles,
            "base": profiles.layers[0],
            "staircase": queries.staircase(profiles),
        },
    )


@_public
def base(request: HttpRequest) -> HttpResponse:
    """Show what holds for every key figure."""
    published = content.current()
    layer = published.profiles.layers[0]
    return render(
        request,
        "function_profiles/base.html",
        {
            "profiles": published.profiles,
            "steps": steps(published.profiles),
            "layer": layer,
            "sections": _base_sections(published),
        },
    )


@_public
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what one profile adds, and folded what it stands on."""
    published = content.current()
    one = engine_profile(published.profiles, slug)
    return render(
        request,
        "function_profiles/profile.html",
        {
            "profiles": published.profiles,
            "steps": steps(published.profiles),
            "number": len(one.layers) - 1,
            "dropped": one.dropped,
            "in_short": queries.in_short(one),
            "layer": one.layer,
            "sections": _profile_sections(published, slug),
        },
    )


@lru_cache(maxsize=32)
def _profile_sections(published: content.Published, slug: str) -> SafeString:
    """Render the long part of a profile page, the same for every visitor, once per process."""
    view = queries.profile_view(published, slug)
    return _sections(published, view.layer, view.blocks, view.notes, view.profile.dropped)


@lru_cache(maxsize=8)
def _base_sections(published: content.Published) -> SafeString:
    layer, blocks, notes = queries.base_view(published)
    return _sections(published, layer, blocks, notes, ())


def _sections(
    published: content.Published,
    layer: Layer,
    blocks: dict[str, queries.Block],
    notes: tuple[queries.Note, ...],
    dropped: tuple[Dropped, ...],
) -> SafeString:
    shown: dict[str, object] = {
        "profiles": published.profiles,
        "layer": layer,
        "blocks": blocks,
        "notes": notes,
        "dropped": dropped,
    }
    shown |= {
        "common_month": queries.most_common_month(
            line.item.checked for block in blocks.values() for line in block.all_lines
        ),
        "common_seen": queries.most_common_month(note.source.checked for note in notes),
    }
    return render_to_string("function_profiles/_sections.html", shown)


@_public
def compare(request: HttpRequest) -> HttpResponse:
    """Show the profiles side by side, one part at a time, all points or only the differences."""
    published = content.current()
    part = queries.part_by_slug(request.GET.get("onderdeel", ""))
    only_differences = request.GET.get("toon") != "alles"
    return render(
        request,
        "function_profiles/compare.html",
        {
            "profiles": published.profiles,
            "steps": steps(published.profiles),
            "parts": queries.PARTS,
            "part": part,
            "only_differences": only_differences,
            "lists": queries.comparison(published, part, only_differences=only_differences),
        },
    )


@_public
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the profile as it is told to the key figure himself."""
    published = content.current()
    layer = engine_profile(published.profiles, slug).layer
    return render(
        request,
        "function_profiles/card.html",
        {"profiles": published.profiles, "steps": steps(published.profiles), "layer": layer, "card": layer.card},
    )


@_public
def profile_pdf(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Give one profile as a document."""
    published = content.current()
    return _pdf(documents.profile_pdf(published, slug), f"functieprofiel-{slug}.pdf")


@_public
def all_pdf(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Give the base and all profiles as one document."""
    return _pdf(documents.all_pdf(content.current()), "functieprofielen.pdf")


@_public
def card_pdf(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Give the card as a document; its name says nothing about what it is for."""
    return _pdf(documents.card_pdf(content.current(), slug), f"kaart-{slug}.pdf")


def _pdf(raw: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        raw, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
