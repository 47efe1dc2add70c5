"""Making a passkey that stands for two factors: the browser is asked to check who holds the device."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView


class AddPasskeyView(AddWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """The library's page, asking for a key that stays on the device and knows its owner."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the browser our demands instead of those for a mere second factor."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, passwordless=True)}
        return context


add_passkey = AddPasskeyView.as_view()
