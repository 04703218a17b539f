"""The web app from the command line: next to the API for development, on its origin for operators."""

import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.browser.web import harness
from tests.process.test_cli import free_port, process, stop, variables, wait_until_healthy

WITHOUT_A_BUILD = (
    "import sys, soulter.server.web_app as w; w.soulter.__file__ = '/nowhere/src/soulter/x.py'; from "
    "soulter.cli.main import main; main()"
)


@pytest.fixture(scope="module", autouse=True)
def built() -> Path:
    return harness.built()


def test_one_origin_serves_both(tmp_path: Path) -> None:
    origin = f"http://127.0.0.1:{(port := free_port())}"
    with process(
        tmp_path, "serve", "--web", PORT=str(port), PUBLIC_URL=origin, WEB_CONCURRENCY="2"
    ) as started:
        wait_until_healthy(origin, started, tmp_path)
        page = httpx2.get(f"{origin}/board")
        assert '<meta name="soulter-api" content="" />' in page.text
        assert "connect-src 'self';" in page.headers["content-security-policy"]
        refused = httpx2.get(f"{origin}/api/auth/me")
        assert (refused.status_code, refused.json()["status"]) == (401, 401)
        assert refused.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(b"what is this?\r\n\r\n")
            assert b"application/problem+json" in connection.recv(4096)
        stop(started)


def test_a_release_without_the_app_says_so_in_a_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WITHOUT_A_BUILD, "serve", "--web"]
    done = subprocess.run(
        command, cwd=tmp_path, env=variables(), capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == "The web app is not built: run `make setup` in a checkout, or install a release that brings it.\n"
    )


def test_a_newcomer_whose_port_is_taken_still_gets_the_api(tmp_path: Path) -> None:
    origin = f"http://127.0.0.1:{(port := free_port())}"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        with process(
            tmp_path, "dev", PORT=str(port), PUBLIC_URL=origin, FRONTEND_URLS=f"http://localhost:{number}"
        ) as started:
            wait_until_healthy(origin, started, tmp_path)
            stop(started)
    assert f"Port {number} is taken, so only the API runs." in (tmp_path / "stdout.txt").read_text()


def test_a_web_app_elsewhere_is_not_served_here(tmp_path: Path) -> None:
    origin = f"http://127.0.0.1:{(port := free_port())}"
    with process(
        tmp_path, "dev", PORT=str(port), PUBLIC_URL=origin, FRONTEND_URLS="https://app.example.com"
    ) as started:
        wait_until_healthy(origin, started, tmp_path)
        stop(started)
    assert (
        "The web app is at https://app.example.com, which is not for this machine to serve"
        in (tmp_path / "stdout.txt").read_text()
    )
