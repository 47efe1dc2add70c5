"""Addresses of a deliberation while it goes on: the door, the room and what is asked from it."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.deliberation.views import joining, room

urlpatterns = [
    path("", joining.enter, name="enter"),
    path("groot-scherm/", joining.pair_screen, name="pair-screen"),
    path("andere-telefoon/", joining.retake, name="retake"),
    path("<uuid:deliberation>/", room.phone, name="phone"),
    path("<uuid:deliberation>/openen/", room.open_room, name="open"),
    path("<uuid:deliberation>/regie/", room.desk, name="desk"),
    path("<uuid:deliberation>/scherm/", room.screen, name="screen"),
    path("<uuid:deliberation>/code.svg", room.code_picture, name="code-picture"),
    path("<uuid:deliberation>/doen/", room.act, name="act"),
    path("<uuid:deliberation>/sluiten/", room.close_room, name="close"),
]
