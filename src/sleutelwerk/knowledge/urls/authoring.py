"""The addresses of the writing desk."""

from __future__ import annotations

from django.urls import path, register_converter

from sleutelwerk.core.later import later


class RefConverter:
    """The name of a version in an address: one that ships, or one of the house."""

    regex = "(?:meegeleverd|eigen)-[1-9][0-9]{0,5}"

    def to_python(self, value: str) -> str:
        """Give it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Give it as it is."""
        return value


register_converter(RefConverter, "article-version")
_desk = "sleutelwerk.knowledge.views.authoring"
_deciding = "sleutelwerk.knowledge.views.deciding"
_article = "beheer/artikelen/<slug:slug>"
_version = "beheer/versies/<uuid:version>"
urlpatterns = [
    path("beheer/artikelen/", later(f"{_desk}.desk"), name="desk"),
    path("beheer/nieuw-artikel/", later(f"{_desk}.new_article"), name="new-article"),
    path(f"{_article}/", later(f"{_desk}.article_history"), name="article-history"),
    path(f"{_article}/bewerken/", later(f"{_desk}.begin_article"), name="begin-article"),
    path(f"{_article}/vergelijken/", later(f"{_desk}.compare_article"), name="compare-article"),
    path(f"{_article}/verbergen/", later(f"{_deciding}.hide_article"), name="hide-article"),
    path(
        f"{_article}/terugzetten/<article-version:ref>/",
        later(f"{_deciding}.roll_back_article"),
        name="roll-back-article",
    ),
    path(f"{_version}/", later(f"{_desk}.edit_article"), name="edit-article"),
    path(f"{_version}/voorbeeld/", later(f"{_desk}.preview_article"), name="preview-article"),
    path(f"{_version}/voorleggen/", later(f"{_desk}.propose_article"), name="propose-article"),
    path(f"{_version}/tekenen/", later(f"{_deciding}.sign_article"), name="sign-article"),
    path(f"{_version}/terugsturen/", later(f"{_deciding}.return_article"), name="return-article"),
    path(f"{_version}/intrekken/", later(f"{_deciding}.withdraw_article"), name="withdraw-article"),
    path(f"{_version}/wegleggen/", later(f"{_deciding}.discard_article"), name="discard-article"),
]
