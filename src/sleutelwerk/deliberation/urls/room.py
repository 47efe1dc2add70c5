"""Addresses of a deliberation while it goes on: the door, the room and what is asked from it."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_HERE = "sleutelwerk.deliberation.views"

urlpatterns = [
    path("", later(f"{_HERE}.joining.enter"), name="enter"),
    path("groot-scherm/", later(f"{_HERE}.joining.pair_screen"), name="pair-screen"),
    path("andere-telefoon/", later(f"{_HERE}.joining.retake"), name="retake"),
    path("<uuid:deliberation>/", later(f"{_HERE}.room.phone"), name="phone"),
    path("<uuid:deliberation>/openen/", later(f"{_HERE}.room.open_room"), name="open"),
    path("<uuid:deliberation>/regie/", later(f"{_HERE}.room.desk"), name="desk"),
    path("<uuid:deliberation>/scherm/", later(f"{_HERE}.room.screen"), name="screen"),
    path("<uuid:deliberation>/code.svg", later(f"{_HERE}.room.code_picture"), name="code-picture"),
    path("<uuid:deliberation>/doen/", later(f"{_HERE}.room.act"), name="act"),
    path("<uuid:deliberation>/sluiten/", later(f"{_HERE}.room.close_room"), name="close"),
]
