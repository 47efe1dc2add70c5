"""`sleutelwerk start` as an operator meets it: it serves, and says in Dutch what is in its way."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from sleutelwerk.config import server


def start(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command until it gives up."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("SLEUTELWERK_", "DJANGO_"))
    }
    command = [sys.executable, "-m", "sleutelwerk", "start", *arguments]
    return subprocess.run(command, env=environment | variables, capture_output=True, text=True, check=False, timeout=60)


def test_the_server_answers_and_hides_what_it_is(live_site: str) -> None:
    with urllib.request.urlopen(live_site + "/") as answer:  # noqa: S310 - our own server
        assert answer.status == 200
        assert "server" not in {name.lower() for name in answer.headers}


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = start("--port", port, "--data", str(tmp_path))
    assert refused.returncode == 2
    assert f"Poort {port} is niet vrij" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_unusable_data_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = start("--port", "0", "--data", str(tmp_path / "file"))
    assert refused.returncode == 2
    assert "gegevensmap" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_unfit_settings_are_told(tmp_path: Path) -> None:
    refused = start("--port", "0", "--data", str(tmp_path), SLEUTELWERK_PRODUCTION="ja")
    assert refused.returncode == 2
    assert "SLEUTELWERK_HOSTS" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_listening_frees_what_it_took_when_one_address_fails() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(server.PortTakenError):
        server.listen(taken.getsockname()[1], server.LOOPBACK)


def test_a_machine_without_ipv6_serves_over_ipv4(monkeypatch: pytest.MonkeyPatch) -> None:
    real = server._listener

    def without_ipv6(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
        if family == socket.AF_INET6:
            raise OSError(97, "Address family not supported")
        return real(family, address, port)

    monkeypatch.setattr(server, "_listener", without_ipv6)
    listeners = server.listen(0, server.LOOPBACK)
    try:
        assert [listener.family for listener in listeners] == [socket.AF_INET]
    finally:
        for listener in listeners:
            listener.close()


def test_the_network_address_is_none_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unplugged(socket.socket):
        """A socket that finds no way out."""

        def connect(self, _address: object) -> None:
            raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket, "socket", Unplugged)
    assert server.network_address() is None
