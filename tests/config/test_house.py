"""The house rules on a page: strict headers, no query, no session, nothing personal in the log, fingerprinted files."""

from __future__ import annotations

import logging
import stat
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from django.test.utils import override_settings

from sleutelwerk.config import data_folder
from sleutelwerk.config.logs import ImpersonalFilter, ImpersonalFormatter
from sleutelwerk.config.static import FingerprintedStorage


def test_a_page_carries_the_strict_headers_and_asks_the_database_nothing(client: Client) -> None:
    answer = client.get("/")  # without the database mark, any query would fail this test
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"]
    assert not answer.cookies


def test_there_is_no_admin() -> None:
    assert not [app for app in settings.INSTALLED_APPS if "admin" in app]


def test_a_public_page_looks_up_nobody_even_with_a_session(client: Client) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "left-over"
    answer = client.get("/")  # without the database mark, any query would fail this test
    assert answer.status_code == 200
    assert "Cookie" not in answer.get("Vary", "")


def test_the_cookie_against_forgery_ends_with_the_browser() -> None:
    assert settings.CSRF_COOKIE_AGE is None
    assert settings.CSRF_COOKIE_HTTPONLY


def test_the_log_names_no_address_and_no_visitor() -> None:
    record = logging.LogRecord(
        "django.request", logging.WARNING, "x", 1, "Not Found: %s", ("/routekaart/vraag/3/",), None
    )
    record.request = HttpRequest()
    record.status_code = 404
    assert ImpersonalFilter().filter(record)
    assert record.getMessage() == "A request was answered with 404"
    assert not hasattr(record, "request")


def test_other_messages_pass_the_log_unchanged() -> None:
    record = logging.LogRecord("x", logging.WARNING, "x", 1, "%s full", ("disk",), None)
    ImpersonalFilter().filter(record)
    assert record.getMessage() == "disk full"


def _break(word: str) -> None:
    try:
        int(word)
    except ValueError as cause:
        raise KeyError(word) from cause


def test_an_error_in_the_log_quotes_nobody() -> None:
    word = f"een-geheim-{2 * 21}"
    with pytest.raises(KeyError) as caught:
        _break(word)
    broken = (caught.type, caught.value, caught.tb)
    told = ImpersonalFormatter("{message}", style="{").format(
        logging.LogRecord("x", logging.ERROR, "x", 1, "broken", (), broken)
    )
    assert word not in told
    assert told.index("ValueError") < told.rindex("KeyError")
    assert "test_house.py" in told
    assert not ImpersonalFormatter().formatException((None, None, None))


def test_a_key_with_rights_for_others_is_tightened(tmp_path: Path) -> None:
    data_folder.prepare(tmp_path)
    (tmp_path / "secret_key").chmod(0o644)
    data_folder.prepare(tmp_path)
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_static_address_follows_the_content_of_the_file() -> None:
    address = FingerprintedStorage().url("ui/theme.css")
    assert address.startswith("/static/ui/theme.css?v=")
    assert FingerprintedStorage().url("no/such/file.css") == "/static/no/such/file.css"


@pytest.mark.django_db  # closing an answer lets go of a connection that an earlier test may have left
def test_a_script_that_another_one_names_is_asked_for_anew_after_an_upgrade(client: Client) -> None:
    """Scripts name each other by an address without fingerprint: an old one must not go on beside a new one."""
    answers = {}
    for name in ("deliberation/room.js", "ui/theme.css"):
        with closing(client.get(f"/static/{name}")) as answer:
            answers[name] = answer.headers
    assert answers["deliberation/room.js"]["Cache-Control"] == "no-cache"
    assert "max-age=2592000" in answers["ui/theme.css"]["Cache-Control"]
    known = {"If-None-Match": answers["deliberation/room.js"]["ETag"]}
    assert client.get("/static/deliberation/room.js", headers=known).status_code == 304


def test_the_data_folder_and_its_key_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    data_folder.prepare(folder)
    key = folder / "secret_key"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    made = key.read_text(encoding="ascii")
    assert len(made) > settings.LEAST_KEY_LENGTH
    data_folder.prepare(folder)
    assert key.read_text(encoding="ascii") == made
    assert [path.name for path in folder.iterdir()] == ["secret_key"]


def test_a_folder_that_cannot_be_is_refused_in_dutch(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(data_folder.UnusableFolderError, match="gegevensmap"):
        data_folder.prepare(tmp_path / "file")


@override_settings(ALLOWED_HOSTS=["localhost"])
def test_a_strange_host_is_refused() -> None:
    assert Client().get("/", headers={"host": "elsewhere.example"}).status_code == 400
