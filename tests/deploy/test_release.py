"""Runs the release as platforms do: the commands of each deployment file, from an installed wheel."""

import asyncio
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2
import yaml

from tests.contract.write_references import ROOT
from tests.deploy import dockerfile
from tests.deploy.conftest import Release
from tests.deploy.processes import STOPPED, answered, running, said
from tests.process.test_cli import free_port

HONCHO = Path(sys.executable).parent / "honcho"
RAILWAY: dict[str, Any] = json.loads((ROOT / "railway.json").read_text(encoding="utf-8"))
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
PROCFILE = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines())
SERVE = "soulter serve --web"


def run(
    command: list[str | Path], folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def healthcheck() -> list[str]:
    [found] = [step.rest for step in dockerfile.instructions() if step.word == "HEALTHCHECK"]
    return dockerfile.exec_form(found)


async def test_the_procfile_releases_serves_and_stops(release: Release, tmp_path: Path) -> None:
    base: list[str | Path] = [
        HONCHO,
        "-f",
        ROOT / "Procfile",
        "-d",
        tmp_path,
        "start",
        "--no-colour",
        "--no-prefix",
    ]
    port = release.variables["PORT"]
    released = await asyncio.to_thread(run, [*base, "release"], tmp_path, release.variables)
    assert (released.returncode, "✅ Migrations applied" in released.stdout) == (0, True), (
        released.stdout + released.stderr
    )
    with running([*base, "--port", port, "web", "worker"], tmp_path, release.variables) as started:
        ready = await asyncio.to_thread(answered, f"http://127.0.0.1:{port}", "/readyz", started, tmp_path)
        assert (ready.status_code, ready.json()["migrations"]) == (200, "current")
        await asyncio.to_thread(said, tmp_path, "worker started", started)
        started.terminate()
        await asyncio.to_thread(started.wait, 40)
    output = (tmp_path / "output.txt").read_text()
    codes = {name: int(code) for name, code in re.findall(r"(web|worker)\.1 stopped \(rc=(-?\d+)\)", output)}
    assert codes.keys() == {"web", "worker"}, output
    assert set(codes.values()) <= set(STOPPED), output
    assert "Traceback" not in output


async def test_the_image_serves_everything_and_its_health_check_tells(
    release: Release, tmp_path: Path
) -> None:
    [command] = [dockerfile.exec_form(step.rest) for step in dockerfile.instructions() if step.word == "CMD"]
    origin = f"http://127.0.0.1:{release.variables['PORT']}"
    assert (await asyncio.to_thread(run, ["soulter", "migrate"], tmp_path, release.variables)).returncode == 0
    down = await asyncio.to_thread(run, [*healthcheck()], tmp_path, release.variables)
    assert down.returncode != 0
    with running([*command], tmp_path, release.variables | {"WEB_CONCURRENCY": "2"}) as started:
        page = await asyncio.to_thread(answered, origin, "/", started, tmp_path)
        assert (page.status_code, "<title>Soulter" in page.text) == (200, True)
        script, *_ = re.findall(r'src="(/assets/[^"]+\.js)"', page.text)
        async with httpx2.AsyncClient(base_url=origin, timeout=10) as client:
            assert (await client.get(script)).headers["content-type"].startswith("text/javascript")
            assert (await client.get("/api/properties")).json()["properties"] == []
            assert (await client.get("/api/auth/me")).status_code == 401
        assert (await asyncio.to_thread(run, [*healthcheck()], tmp_path, release.variables)).returncode == 0
        started.terminate()
        assert await asyncio.to_thread(started.wait, 40) == 0
    assert os.listdir(tmp_path) == ["output.txt"], "the image's file system is read-only"  # noqa: PTH208


async def test_the_wheel_adds_its_demo(release: Release, tmp_path: Path) -> None:
    at_home = release.variables | {
        "ENVIRONMENT": "development",
        "DATABASE_URL": f"sqlite:///{tmp_path}/demo.db",
    }
    said = ""
    for command in (["soulter", "migrate"], ["soulter", "seed", "--demo"], ["soulter", "worker", "--once"]):
        done = await asyncio.to_thread(run, [*command], tmp_path, at_home)
        assert done.returncode == 0, done.stdout + done.stderr
        said += done.stdout
    assert "Added the demo property" in said


async def test_a_failing_release_stops_the_deploy(release: Release, tmp_path: Path) -> None:
    away = release.variables | {
        "DATABASE_URL": f"postgresql://soulter:secret@127.0.0.1:{free_port()}/soulter"
    }
    done = await asyncio.to_thread(run, [*RAILWAY["deploy"]["preDeployCommand"][0].split()], tmp_path, away)
    assert (done.returncode, done.stderr) == (
        1,
        "DATABASE_URL: the database does not answer. Is it running, and are host and port right?\n",
    )


def test_every_file_starts_the_same_commands() -> None:
    [image] = [dockerfile.exec_form(step.rest) for step in dockerfile.instructions() if step.word == "CMD"]
    commands = {
        name: " ".join(service["command"])
        for name, service in COMPOSE["services"].items()
        if "command" in service
    }
    assert PROCFILE == {"release": "soulter migrate", "web": SERVE, "worker": "soulter worker"}
    assert (RAILWAY["deploy"]["preDeployCommand"], RAILWAY["deploy"]["startCommand"]) == (
        ["soulter migrate"],
        SERVE,
    )
    assert (" ".join(image), commands) == (
        SERVE,
        {"migrate": "soulter migrate", "api": SERVE, "worker": "soulter worker"},
    )
