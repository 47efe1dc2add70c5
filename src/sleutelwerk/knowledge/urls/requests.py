"""The addresses of asking for access, and of judging that."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.core.later import later

_asking = "sleutelwerk.knowledge.views.asking"
_judging = "sleutelwerk.knowledge.views.judging"
urlpatterns = [
    path("toegang/", later(f"{_asking}.ask_access"), name="ask-access"),
    path("toegang/gevraagd/", later(f"{_asking}.asked"), name="asked"),
    path("toegang/bevestigen/<str:secret>/", later(f"{_asking}.confirm_request"), name="confirm-request"),
    path("toegang/vraag/<str:secret>/", later(f"{_asking}.follow_request"), name="follow-request"),
    path("toegang/borg/<str:secret>/", later(f"{_asking}.vouch"), name="vouch"),
    path("toegang/verlengen/<str:secret>/", later(f"{_asking}.renew_access"), name="renew-access"),
    path("aanvragen/", later(f"{_judging}.access_requests"), name="access-requests"),
    path("aanvragen/vervanging/", later(f"{_judging}.set_substitute"), name="set-substitute"),
    path("aanvragen/invoeren/", later(f"{_judging}.enter_request"), name="enter-request"),
    path("aanvragen/toegang/", later(f"{_judging}.readers"), name="readers"),
    path("aanvragen/toegang/<uuid:grant>/intrekken/", later(f"{_judging}.revoke_access"), name="revoke-access"),
    path("aanvragen/<uuid:asked>/", later(f"{_judging}.access_request"), name="access-request"),
    path("aanvragen/<uuid:asked>/uitnodigen/", later(f"{_judging}.invite_reader_again"), name="invite-reader-again"),
]
