"""Asking for a new password: the answer takes as long for an address that nobody has as for one of somebody."""

from __future__ import annotations

import time

from allauth.account.views import password_reset
from django.http import HttpRequest
from django.http.response import HttpResponseBase

#: Writing a letter takes some hundredths of a second, which can be measured from far by who asks often. An answer comes
#: at a whole number of these after the question; that is far more than the letter takes (own judgement).
STEP = 0.4


def ask_new_password(request: HttpRequest) -> HttpResponseBase:
    """Show the form, and take it. What the answer says is the same for every address as well."""
    began = time.monotonic()
    answer: HttpResponseBase = password_reset(request)
    if request.method == "POST":
        time.sleep(STEP - (time.monotonic() - began) % STEP)
    return answer
