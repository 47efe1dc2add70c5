"""Addresses of deliberations themselves: each part has a module of its own here."""

from __future__ import annotations

from sleutelwerk.deliberation.urls import after, preparing, room

app_name = "sessions"

urlpatterns = [*preparing.urlpatterns, *room.urlpatterns, *after.urlpatterns]
