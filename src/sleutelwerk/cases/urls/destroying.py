"""Addresses of destroying together: what goes soon, the proof of what went, and terms that wait to be confirmed."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_going, _proof, _terms = (f"sleutelwerk.cases.views.{part}" for part in ("going", "certificates", "terms"))

urlpatterns = [
    path("toezicht/vernietigen/", later(f"{_going}.going"), name="going"),
    path("toezicht/vernietigen/voorstellen/", later(f"{_going}.propose_batch"), name="propose-batch"),
    path("toezicht/vernietigen/<uuid:batch>/bevestigen/", later(f"{_going}.confirm_batch"), name="confirm-batch"),
    path("toezicht/bewijzen/", later(f"{_proof}.certificates"), name="certificates"),
    path("toezicht/bewijzen/<uuid:certificate>/", later(f"{_proof}.certificate"), name="certificate"),
    path(
        "toezicht/bewijzen/<uuid:certificate>/papier/", later(f"{_proof}.certificate_paper"), name="certificate-paper"
    ),
    path("toezicht/bewijzen/<uuid:certificate>/gezien/", later(f"{_proof}.look_afterwards"), name="look-afterwards"),
    path("toezicht/bewaartermijnen/", later(f"{_terms}.terms"), name="terms"),
    path("toezicht/bewaartermijnen/bevestigen/", later(f"{_terms}.confirm_terms"), name="confirm-terms"),
]
