"""The commands of the README, run against the program that `make run` starts."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from soulter.seeds import people
from tests.browser.web import harness

ROOT = Path(__file__).parents[2]
SOULTER = Path(sys.executable).parent / "soulter"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int, str]]:
    harness.built()
    folder, port = tmp_path_factory.mktemp("newcomer"), free_port()
    here = f"http://localhost:{port}"
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PORT": str(port), "PUBLIC_URL": here}
    environment["FRONTEND_URLS"] = f"http://localhost:{free_port()}"
    output = folder / "output.txt"
    with output.open("w") as file:
        process = subprocess.Popen([SOULTER, "dev"], cwd=folder, env=environment, stdout=file, stderr=file)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{here}/health", timeout=1).read()
                break
            except OSError:
                assert process.poll() is None, output.read_text()
                time.sleep(0.1)
        yield folder, port, output.read_text()
    finally:
        process.terminate()
        process.wait(30)


def run(block: str, folder: Path, port: int) -> list[Any]:
    """Run a block of the README in a shell; the JSON documents that it prints."""
    script = block.replace("localhost:5001", f"localhost:{port}")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.strip()]


def test_every_command_of_the_readme_does_what_it_says(running: tuple[Path, int, str]) -> None:
    folder, port, _ = running
    blocks = re.findall(r"```bash\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    remembered = (
        "if [ -f booking.json ]; then UNIT=$(python3 -c 'import json; "
        'print(json.load(open("booking.json"))["booking"]["units"][0]["id"])\'); fi\n'
    )
    login, listed, free, booked, refused, cancelled, registered, welcome = (
        run(remembered + block, folder, port)[0] for block in blocks
    )
    assert (login["user"]["email"], login["user"]["role"]) == ("agent@demo.soulter.example", "AGENT")
    assert len(listed["bookings"]) == 2
    assert all(booking["agent"]["name"] == "Bilal Travels" for booking in listed["bookings"])
    assert free["units"][0]["priceLines"]
    assert booked["booking"]["status"] == "PENDING"
    assert refused["detail"] in (ROOT / "README.md").read_text()
    assert refused["code"] == "nights_taken"
    assert cancelled["booking"]["status"] == "CANCELLED"
    assert "link" in registered["message"]
    assert (welcome["user"]["name"], welcome["user"]["role"]) == ("Maryam Khalid", "CUSTOMER")


def test_what_make_run_prints_is_what_the_readme_shows(running: tuple[Path, int, str]) -> None:
    _, port, output = running
    shown = re.findall(r"```text\n(Applied.*?)…", (ROOT / "README.md").read_text(), re.DOTALL)[0]
    page = re.findall(r"Open (\S+) in a browser", output)[0]
    assert output.startswith(
        shown.replace("localhost:5001", f"localhost:{port}").replace("http://localhost:3000", page)
    )
    assert (
        f'<meta name="soulter-api" content="http://localhost:{port}" />'
        in urllib.request.urlopen(page).read().decode()
    )


def test_all_four_logins_work_and_see_their_own_bookings(running: tuple[Path, int, str]) -> None:
    folder, port, _ = running
    seen: dict[str, set[str]] = {}
    for role, (email, _name) in people.LOGINS.items():
        body = json.dumps({"email": email, "password": people.PASSWORD})
        login = (
            f"curl -s -c {role}.txt -H 'Origin: http://localhost:5001' -H 'Content-Type: application/json' "
            f"-d '{body}' http://localhost:5001/api/auth/login"
        )
        answer, page = run(
            f"{login}; echo; curl -s -b {role}.txt 'http://localhost:5001/api/bookings?size=100'",
            folder,
            port,
        )
        assert answer["user"]["role"] == role
        seen[role] = {booking["id"] for booking in page["bookings"]}
    assert 0 < len(seen["CUSTOMER"]) < len(seen["ADMIN"])
    assert 0 < len(seen["AGENT"]) < len(seen["ADMIN"])
    assert seen["ADMIN"] == seen["SUPER_ADMIN"]
    assert not seen["CUSTOMER"] & seen["AGENT"]
