"""Live sessions in a real server over real sockets: what is sent, to whom, and what happens when things go wrong."""

from __future__ import annotations

import json
import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.deliberation.live.browsers import Browser, Crowd, Deliberation, Server, eventually, serving

from sleutelwerk.deliberation.actions.announce import announce
from sleutelwerk.deliberation.actions.quota import LOOKS

#: Eight frames of this size are more than any connection holds.
LONG = 500_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("live")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    """A server that the gentle tests share."""
    with serving(folder) as running:
        yield running


@pytest.fixture
def deliberation(folder: Path) -> Deliberation:
    return Deliberation(folder)


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    gathered = Crowd()
    yield gathered
    gathered.close()


def test_a_stream_begins_with_padding_and_the_whole_state(
    server: Server, deliberation: Deliberation, crowd: Crowd
) -> None:
    crowd.append(Browser(server, deliberation))
    head, _, body = crowd[0].until('"begin"\n\n').partition(b"\r\n\r\n")
    for header in (
        b"HTTP/1.1 200 OK",
        b"content-type: text/event-stream; charset=utf-8",
        b"cache-control: no-store",
        b"x-accel-buffering: no",
        b"x-content-type-options: nosniff",
        b"referrer-policy: same-origin",
    ):
        assert header in head
    assert len(body) > 2048
    assert re.search(
        rb"\n:  +\nretry: [12]\d{3}\n\nevent: beat\ndata: 15\n\ndata: \"begin\"\n\n", b"\n" + body.partition(b"\r\n")[2]
    )


def test_a_change_reaches_everybody_whom_it_concerns(server: Server, deliberation: Deliberation, crowd: Crowd) -> None:
    deliberation.devices["leader"] = ["all", "leader"]
    deliberation.say("twee", leader="geheim")
    for device in ("d1", "d2", "leader"):
        crowd.append(Browser(server, deliberation, device))
        crowd[-1].until('"twee"')
    deliberation.say("drie", leader="heel geheim")
    server.announce(deliberation)
    assert all(b'data: "drie"\n\n' in one.until('"drie"') for one in crowd)
    assert b'data: "heel geheim"\n\n' in crowd[2].until("heel geheim")
    deliberation.say("vier", leader="weg")
    server.announce(deliberation)
    assert all(b"geheim" not in one.until('"vier"') for one in crowd[:2])


def test_absent_forbidden_over_and_wrong_all_get_one_answer(
    server: Server, deliberation: Deliberation, folder: Path
) -> None:
    over = Deliberation(folder)
    over.end()
    cookie = "cookie: device=d0"
    answers = {
        "nobody": server.ask(deliberation.path),
        "stranger": server.ask(deliberation.path, "cookie: device=x"),
        "over": server.ask(over.path, cookie),
        "once": server.ask(f"{over.path}nu", cookie),
        "nonsense": server.ask("/live/geen-uuid/", cookie),
        "deeper": server.ask(f"{deliberation.path}nu/", cookie),
        "post": server.ask(deliberation.path, cookie, method="POST"),
        "other site": server.ask(deliberation.path, cookie, "sec-fetch-site: cross-site"),
    }
    assert len(set(answers.values())) == 1, answers
    assert answers["nobody"].startswith(b"HTTP/1.1 404 ")
    assert b"cache-control: no-store" in answers["nobody"]


def test_the_present_state_once_for_who_cannot_stream(server: Server, deliberation: Deliberation) -> None:
    cookie = "cookie: device=d0"
    head, _, body = server.ask(f"{deliberation.path}nu", cookie, "sec-fetch-site: same-origin").partition(b"\r\n\r\n")
    assert b"content-type: application/json" in head
    assert json.loads(body) == {"slices": ["begin"]}
    tag = re.search(rb'etag: ("[^"]+")', head)
    assert tag is not None
    known = f"if-none-match: {tag[1].decode()}"
    unchanged = server.ask(f"{deliberation.path}nu", cookie, known)
    assert unchanged.startswith(b"HTTP/1.1 304 ")
    assert unchanged.endswith(b"\r\n\r\n")
    deliberation.say("verder")
    assert json.loads(server.ask(f"{deliberation.path}nu", cookie, known).partition(b"\r\n\r\n")[2]) == {
        "slices": ["verder"]
    }


def test_who_looks_too_often_is_told_to_wait_and_others_go_on(server: Server, deliberation: Deliberation) -> None:
    path = f"{deliberation.path}nu"
    statuses = [server.ask(path, "cookie: device=d150").split(b" ", 2)[1] for _ in range(3 * LOOKS)]
    assert statuses[:LOOKS] == [b"200"] * LOOKS
    assert b"429" in statuses
    refused = server.ask(path, "cookie: device=d150")
    assert refused.startswith(b"HTTP/1.1 429 ")
    wait = re.search(rb"\r\nretry-after: (\d+)\r\n", refused)
    assert wait is not None
    assert 1 <= int(wait[1]) <= 21
    assert b"cache-control: no-store" in refused
    assert b"begin" not in refused
    assert server.ask(path, "cookie: device=d151").startswith(b"HTTP/1.1 200 ")
    # a stream is no look: who polled too fast may still listen
    listening = Browser(server, deliberation, "d150")
    listening.until('"begin"')
    listening.close()


def test_who_loses_his_admission_is_cut_off_and_who_changes_places_goes_on(
    server: Server, deliberation: Deliberation, crowd: Crowd
) -> None:
    for device in ("d1", "d2", "d3"):
        crowd.append(Browser(server, deliberation, device))
        crowd[-1].until('"begin"')
    del deliberation.devices["d1"]
    deliberation.devices["d2"] = ["leader"]
    deliberation.say("zonder", leader="geheim")
    server.announce(deliberation)
    assert crowd[0].ends()
    crowd[1].until('"geheim"')
    crowd[2].until('"zonder"')
    assert b"zonder" not in bytes(crowd[0].read + crowd[1].read)
    assert b"geheim" not in bytes(crowd[0].read + crowd[2].read)
    deliberation.end()
    server.announce(deliberation)
    assert crowd[1].ends()
    assert crowd[2].ends()
    assert crowd[2].read.endswith(b"0\r\n\r\n")


def test_limits_per_device_and_per_deliberation(folder: Path, deliberation: Deliberation, crowd: Crowd) -> None:
    with serving(folder, per_device=2, per_deliberation=3) as server:
        for device in ("d0", "d0", "d0", "d1"):
            crowd.append(Browser(server, deliberation, device))
            crowd[-1].until('"begin"')
        assert crowd[0].ends()
        assert b"event: elsewhere\n" in crowd[0].read
        refused = server.ask(deliberation.path, "cookie: device=d2")
        assert refused.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after: 10" in refused
        crowd[3].close()
        assert eventually(lambda: server.counts()["open"][deliberation.id] == 2)
        crowd.append(Browser(server, deliberation, "d2"))
        crowd[-1].until('"begin"')


def test_silence_is_broken_by_beats_that_a_page_can_hear(
    folder: Path, deliberation: Deliberation, crowd: Crowd
) -> None:
    with serving(folder, beat=0.1) as server:
        crowd.append(Browser(server, deliberation))
        later = "event: beat\ndata: 0.1\n\n"
        began = crowd[0].until('"begin"\n\n').partition(b'"begin"')[0]
        assert later.encode() in began, "the stream says at its begin how often it beats"
        assert crowd[0].until(f'"begin"\n\n\r\n17\r\n{later}\r\n17\r\n{later}')  # raises when none comes


def test_a_signal_ends_all_streams_and_then_the_server(folder: Path, deliberation: Deliberation, crowd: Crowd) -> None:
    """Twenty streams are open, of which one reads nothing and has a full connection."""
    with serving(folder) as server:
        _fill(server, deliberation, crowd)
        began = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert all(one.ends() for one in crowd[:19])
        server.process.wait(timeout=10)
        assert time.monotonic() - began < 3


def _fill(server: Server, deliberation: Deliberation, crowd: Crowd) -> None:
    for number in range(19):
        crowd.append(Browser(server, deliberation, f"d{number}"))
        crowd[-1].until('"begin"')
    stalled = Browser(server, deliberation, "d50", receive=4096)
    crowd.append(stalled)
    stalled.until('"begin"')
    for number in range(8):
        deliberation.say(f"{number}" + "x" * LONG)
        server.announce(deliberation)
        for one in crowd[:19]:
            one.until(f'"{number}x')


def test_after_a_kill_browsers_come_back_to_the_whole_state(
    folder: Path, deliberation: Deliberation, crowd: Crowd
) -> None:
    with serving(folder) as first:
        for number in range(5):
            crowd.append(Browser(first, deliberation, f"d{number}"))
            crowd[-1].until('"begin"')
        first.process.kill()
        assert all(one.ends() for one in crowd)
    deliberation.say("intussen")
    with serving(folder) as second:
        for number in range(5):
            crowd.append(Browser(second, deliberation, f"d{number}"))
            assert b'data: "intussen"\n\n' in crowd[-1].until('"intussen"')


def test_who_reads_nothing_is_let_go_and_holds_nobody_up(
    folder: Path, deliberation: Deliberation, crowd: Crowd
) -> None:
    """One in twenty stalls with a full connection; everybody else reads every frame while they are still there."""
    with serving(folder, patience=1.5) as server, ThreadPoolExecutor(38) as readers:
        for number in range(38):
            crowd.append(Browser(server, deliberation, f"d{number}"))
            crowd[-1].until('"begin"')
        stalled = Crowd(Browser(server, deliberation, f"d{100 + number}", receive=4096) for number in range(2))
        for one in stalled:
            one.until('"begin"')
        for number in range(8):
            deliberation.say(f"{number}" + "x" * LONG)
            server.announce(deliberation)
            assert all(list(readers.map(lambda one, n=number: one.until(f'"{n}x'), crowd)))
        assert eventually(lambda: server.counts() == {"open": {deliberation.id: 38}, "let_go": 2})
        assert all(one.ends() for one in stalled)
        deliberation.say("en verder")
        server.announce(deliberation)
        assert all(one.until('"en verder"') for one in crowd)
        back = Browser(server, deliberation, "d100")
        back.until('"en verder"')
        stalled.append(back)
        stalled.close()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_change_in_another_process_is_heard(folder: Path, deliberation: Deliberation, crowd: Crowd) -> None:
    """On PostgreSQL by the call itself: nothing is looked up there of its own accord. On SQLite by looking."""
    with serving(folder, poll=0.2, beat=3_600) as one, serving(folder, poll=0.2, beat=3_600) as other:
        for server in (one, other):
            crowd.append(Browser(server, deliberation))
            crowd[-1].until('"begin"')
        for number in range(5):
            deliberation.say(f"nieuw {number}")
            announce(deliberation.id)
            assert all(browser.until(f'"nieuw {number}"') for browser in crowd)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_was_missed_while_the_database_was_away_comes_afterwards(
    folder: Path, deliberation: Deliberation, crowd: Crowd
) -> None:
    """The connection that listens is broken off on PostgreSQL; on SQLite there is none, and looking goes on."""
    with serving(folder, poll=0.2, beat=3_600) as server:
        crowd.append(Browser(server, deliberation))
        crowd[-1].until('"begin"')
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                assert eventually(lambda: _break_off(cursor) == 1)
        deliberation.say("gemist")
        announce(deliberation.id)
        crowd[-1].until('"gemist"')
        deliberation.say("en weer gehoord")
        announce(deliberation.id)
        crowd[-1].until('"en weer gehoord"')


def _break_off(cursor: Any) -> int:
    """End the connections of other processes that listen; tell how many."""
    cursor.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()"
    )
    return len(cursor.fetchall())
