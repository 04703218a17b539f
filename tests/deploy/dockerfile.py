"""Reads a Dockerfile as instructions and runs one stage of it without a container engine."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.browser.web import harness
from tests.contract.write_references import ROOT

DOCKERFILE = ROOT / "Dockerfile"


@dataclass(frozen=True)
class Instruction:
    """One instruction, its lines joined; `stage` counts from 0."""

    stage: int
    word: str
    rest: str


def instructions(text: str | None = None) -> list[Instruction]:
    """Every instruction in order."""
    lines = re.sub(
        r"^#.*\n",
        "",
        text if text is not None else DOCKERFILE.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    found: list[Instruction] = []
    stage = -1
    for line in filter(None, map(str.strip, lines.replace("\\\n", " ").splitlines())):
        word, _, rest = line.partition(" ")
        stage += word == "FROM"
        found.append(Instruction(stage, word, " ".join(rest.split())))
    return found


def exec_form(rest: str) -> list[str]:
    """The elements of `["…", "…"]`. Raises ValueError for a line that a shell would read."""
    return [str(word) for word in json.loads(rest[rest.index("[") :])]


def build_release(folder: Path) -> Path:
    """Run the stage that builds and installs the wheel, with `folder` as the image's root.

    Returns its /opt/soulter.
    """
    context, opt = folder / "build", folder / "opt"
    context.mkdir(parents=True)
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("VIRTUAL_ENV", "PYTHON", "UV_PROJECT"))
    }
    environment["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    for step in instructions():
        if step.stage != 1 or step.word in ("FROM", "WORKDIR") or step.rest.startswith("pip install"):
            continue
        if step.word == "COPY":
            _copy(step.rest.split(), context)
            continue
        assert step.word == "RUN", step
        script = step.rest.replace("/opt/", f"{opt}/")
        done = subprocess.run(
            ["sh", "-euc", script],
            cwd=context,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"{step.rest}\n{done.stdout}{done.stderr}"
    return opt / "soulter"


def _copy(words: list[str], context: Path) -> None:
    built = harness.built()
    *sources, target = [word for word in words if not word.startswith("--")]
    for source in sources:
        origin = built if words[0].startswith("--from=pages") else ROOT / source
        place = context / target
        if origin.is_dir():
            shutil.copytree(origin, place, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(origin, place / origin.name if place.is_dir() else place)
