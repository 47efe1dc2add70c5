"""Addresses of what a key figure gets."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_views = "sleutelwerk.cases.views.allowance"
_reward = "<uuid:case>/waarderen"

urlpatterns = [
    path(f"{_reward}/", later(f"{_views}.allowances"), name="allowances"),
    path(f"{_reward}/wat-krijgt-hij/", later(f"{_views}.settle_reward"), name="settle-reward"),
    path(f"{_reward}/uitkering/", later(f"{_views}.benefits_card"), name="benefits-card"),
    path(f"{_reward}/voorstel/", later(f"{_views}.propose_allowance"), name="propose-allowance"),
    path(f"{_reward}/elders/", later(f"{_views}.declare_elsewhere"), name="declare-elsewhere"),
    path(f"{_reward}/papier/", later(f"{_views}.print_allowances"), name="print-allowances"),
    path(f"{_reward}/<uuid:allowance>/", later(f"{_views}.allowance"), name="allowance"),
    path(f"{_reward}/<uuid:allowance>/goedkeuren/", later(f"{_views}.approve_allowance"), name="approve-allowance"),
    path(f"{_reward}/<uuid:allowance>/vastleggen/", later(f"{_views}.record_allowance"), name="record-allowance"),
    path(f"{_reward}/<uuid:allowance>/niet/", later(f"{_views}.refuse_allowance"), name="refuse-allowance"),
    path(f"{_reward}/<uuid:allowance>/klopt-niet/", later(f"{_views}.ask_removal"), name="ask-removal"),
    path(f"{_reward}/<uuid:allowance>/blijft/", later(f"{_views}.keep_elsewhere"), name="keep-elsewhere"),
    path(f"{_reward}/<uuid:allowance>/weg/", later(f"{_views}.remove_elsewhere"), name="remove-elsewhere"),
]
