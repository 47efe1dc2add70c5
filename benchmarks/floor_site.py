"""The floor for the pages: one bare Django view, one template, no database, behind the same server as the product."""

from __future__ import annotations

import sys

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.csrf import csrf_protect

TEMPLATE = """<!doctype html><html lang="nl"><head><title>Vraag</title></head><body><main>
<form method="post" action="{{ action }}">{% csrf_token %}<fieldset><legend>{{ question }}</legend>
{% for option in options %}<label><input type="radio" name="answer" value="{{ forloop.counter0 }}">{{ option }}</label>
{% endfor %}</fieldset><button>Verder</button></form></main></body></html>"""
OPTIONS = ("Ja", "Nee", "Dat weet ik nog niet", "Daar is nog niet over gesproken")


@csrf_protect
def ask(request: HttpRequest, position: int) -> HttpResponse:
    """Show a question, or take its answer and go on to the next."""
    if request.method == "POST":
        answer = redirect(f"/vraag/{position % 12 + 1}/")
        answer.set_cookie("antwoorden", request.POST["answer"], httponly=True, samesite="Lax")
        return answer
    page = {"question": f"Vraag {position}", "options": OPTIONS, "action": request.path}
    return render(request, "ask.html", page)


urlpatterns = [path("vraag/<int:position>/", ask)]


def serve(port: int) -> None:
    """Configure Django as barely as it goes, and serve on a port of loopback."""
    loaders = [("django.template.loaders.locmem.Loader", {"ask.html": TEMPLATE})]
    cached = [("django.template.loaders.cached.Loader", loaders)]
    settings.configure(
        SECRET_KEY="only for a benchmark, on loopback, for a moment",  # noqa: S106 - nothing is protected by it
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["localhost"],
        MIDDLEWARE=["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": cached}},
        ],
    )
    django.setup()
    pages = get_wsgi_application()
    import uvicorn

    from sleutelwerk.config.bridge import Bridge

    application = Bridge(pages, threads=4)
    uvicorn.run(
        application, port=port, access_log=False, log_level="error", lifespan="off", interface="asgi3", ws="none"
    )


if __name__ == "__main__":
    serve(int(sys.argv[1]))
