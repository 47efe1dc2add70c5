"""Which events there are: those that the installed rooms list in their `events`."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from sleutelwerk.core.events import Event, collect

_OURS = "sleutelwerk."


@cache
def known_events() -> dict[str, Event]:
    """Give every event by name. The rooms need not report themselves: the settings say which are installed."""
    configs = [config for config in apps.get_app_configs() if config.name.startswith(_OURS) and config.module]
    return collect(
        import_module(f"{config.name}.events")
        for config in configs
        if config.module and module_has_submodule(config.module, "events")
    )
