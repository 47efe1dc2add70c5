"""Every address of the site with what it takes, found by walking the URL configuration itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One address: its name with the namespace, and the names of what stands in it."""

    name: str
    takes: tuple[str, ...]
    #: The dotted path of the view; where the configuration names the view itself, of that.
    view: str = ""


def addresses(resolver: URLResolver | None = None, prefix: str = "", taken: tuple[str, ...] = ()) -> Iterator[Address]:
    """Give every named address."""
    for entry in (resolver or get_resolver()).url_patterns:
        takes = (*taken, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from addresses(entry, inner, takes)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"an address without a name: {entry}"
            yield Address(f"{prefix}{entry.name}", takes, _path(entry.callback))


def _path(view: Callable[..., object]) -> str:
    """Give the dotted path of a view; one that is imported at its first call keeps that as its name."""
    name: str = view.__qualname__
    return name if name.startswith("sleutelwerk.") else f"{view.__module__}.{name}"
