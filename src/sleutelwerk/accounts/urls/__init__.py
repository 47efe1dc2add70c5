"""The addresses about people and organisations; those of the sign-in library carry the names that it expects."""

from __future__ import annotations

from django.urls import path

from sleutelwerk.accounts.urls.sso import SSO_URLS
from sleutelwerk.core.later import later

app_name = "accounts"
urlpatterns = [
    path("aan-de-slag/stap/<int:number>/", later("sleutelwerk.accounts.views.set_up.set_up"), name="set-up"),
    path(
        "aan-de-slag/<str:secret>/", later("sleutelwerk.accounts.views.links.open_set_up_link"), name="open-set-up-link"
    ),
    path(
        "uitnodiging/account/", later("sleutelwerk.accounts.views.entering.accept_invitation"), name="accept-invitation"
    ),
    path(
        "uitnodiging/inlogmiddel/",
        later("sleutelwerk.accounts.views.entering.start_new_factor"),
        name="start-new-factor",
    ),
    path(
        "uitnodiging/<str:secret>/", later("sleutelwerk.accounts.views.links.open_invitation"), name="open-invitation"
    ),
    path("inlogmiddel/", later("sleutelwerk.accounts.views.entering.choose_factor"), name="choose-factor"),
    path("inlogmiddel/app/plaatje.svg", later("sleutelwerk.accounts.views.entering.totp_picture"), name="totp-picture"),
    path("mijn/account/", later("sleutelwerk.accounts.views.own_account.my_account"), name="my-account"),
    path(
        "mijn/account/overal-uitloggen/",
        later("sleutelwerk.accounts.views.own_account.sign_out_everywhere"),
        name="sign-out-everywhere",
    ),
    path("mijn/account/naam/", later("sleutelwerk.accounts.views.own_details.change_name"), name="change-name"),
    path(
        "mijn/account/adres/",
        later("sleutelwerk.accounts.views.own_details.send_confirmation"),
        name="send-confirmation",
    ),
    path(
        "mijn/account/adres/<str:secret>/",
        later("sleutelwerk.accounts.views.own_details.confirm_address"),
        name="confirm-address",
    ),
    path("mijn/account/sluiten/", later("sleutelwerk.accounts.views.readers.close_account"), name="close-account"),
    path("mensen/", later("sleutelwerk.accounts.views.people.people"), name="people"),
    path("mensen/uitnodigen/", later("sleutelwerk.accounts.views.people.invite_person"), name="invite-person"),
    path(
        "mensen/uitnodigingen/<uuid:invitation>/intrekken/",
        later("sleutelwerk.accounts.views.people.withdraw_invitation"),
        name="withdraw-invitation",
    ),
    path("mensen/nakijken/", later("sleutelwerk.accounts.views.people.reviews"), name="reviews"),
    path("mensen/<uuid:person>/", later("sleutelwerk.accounts.views.people.person"), name="person"),
    path(
        "mensen/<uuid:person>/sluiten/",
        later("sleutelwerk.accounts.views.people.suspend_person"),
        name="suspend-person",
    ),
    path(
        "mensen/<uuid:person>/openen/", later("sleutelwerk.accounts.views.people.restore_person"), name="restore-person"
    ),
    path(
        "mensen/<uuid:person>/nakijken/", later("sleutelwerk.accounts.views.people.review_access"), name="review-access"
    ),
    path(
        "mensen/<uuid:person>/nieuw-inlogmiddel/",
        later("sleutelwerk.accounts.views.people.send_new_factor_link"),
        name="send-new-factor-link",
    ),
    path("organisatie/", later("sleutelwerk.accounts.views.organisation.organisation"), name="organisation"),
    path("organisatie/advies/", later("sleutelwerk.accounts.views.organisation.give_advice"), name="give-advice"),
    *SSO_URLS,
]
