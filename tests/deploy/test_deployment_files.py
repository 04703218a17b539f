"""The deployment files are valid for their tools, name only what exists, and contain no secret."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from soulter.core.config import settings
from soulter.core.config.settings import Settings
from soulter.server import graceful
from tests.contract import write_references
from tests.contract.write_references import ROOT
from tests.deploy import dockerfile
from tests.deploy.dockerfile import Instruction

_TO_END = graceful.FINISH_SECONDS + int(str(settings._DEFAULTS_OF_PRODUCTION["drain_seconds"]))
"""Seconds between the signal and the end."""

BIN = Path(sys.executable).parent
COMPOSE_TEXT = (ROOT / "compose.yaml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
RAILWAY: dict[str, Any] = json.loads((ROOT / "railway.json").read_text(encoding="utf-8"))
# Variables of compose.yaml that Soulter does not read.
OF_COMPOSE = {"POSTGRES_PASSWORD", "SOULTER_HOST"}
SECRET_NAMES = re.compile(r"SECRET|PASSWORD|TOKEN|SMTP_URL|DATABASE_URL")

# Railway's parser takes numbers only: a "30" in quotes fails the deploy before it starts.
KINDS = {
    "build.builder": str,
    "build.dockerfilePath": str,
    "build.watchPatterns": list,
    "build.buildCommand": str,
    "deploy.preDeployCommand": list,
    "deploy.startCommand": str,
    "deploy.healthcheckPath": str,
    "deploy.healthcheckTimeout": int,
    "deploy.overlapSeconds": int,
    "deploy.drainingSeconds": int,
    "deploy.restartPolicyType": str,
    "deploy.restartPolicyMaxRetries": int,
}


def railway_says(document: dict[str, Any]) -> list[str]:
    """What Railway would refuse in the file."""
    entries = [
        (f"{part}.{name}", value)
        for part in document
        if part != "$schema"
        for name, value in document[part].items()
    ]
    wrong = [name for name, value in entries if name not in KINDS or type(value) is not KINDS[name]]
    wrong += ["deploy.restartPolicyType"] * (
        document["deploy"]["restartPolicyType"] not in ("ON_FAILURE", "ALWAYS", "NEVER")
    )
    return wrong + ["build.builder"] * (document["build"]["builder"] not in ("DOCKERFILE", "RAILPACK"))


def test_railway_understands_its_file_and_waits_for_requests_to_end() -> None:
    assert railway_says(RAILWAY) == []
    deploy = RAILWAY["deploy"]
    assert deploy["drainingSeconds"] > _TO_END
    assert deploy["overlapSeconds"] >= 5
    assert (ROOT / RAILWAY["build"]["dockerfilePath"]).is_file()
    assert deploy["healthcheckPath"] in {path for _, path in write_references.operations()}
    assert not re.search(r"[;&|$]|\bsh\b|\bnpm\b", deploy["startCommand"]), (
        "a wrapper would swallow the signal"
    )
    for pattern in RAILWAY["build"]["watchPatterns"]:
        assert (ROOT / pattern.removesuffix("/**")).exists(), pattern


@pytest.mark.parametrize(
    ("name", "value"), [("drainingSeconds", "30"), ("drainSeconds", 30), ("restartPolicyType", "SOMETIMES")]
)
def test_a_mistake_in_railways_file_is_found(name: str, value: object) -> None:
    assert railway_says({**RAILWAY, "deploy": {**RAILWAY["deploy"], name: value}}) == [f"deploy.{name}"]


def image_says(steps: list[Instruction]) -> list[str]:
    """What is wrong with an image, beyond what the linter knows."""
    wrong = [
        f"{step.rest}: no exact tag"
        for step in steps
        if step.word == "FROM" and not re.search(r":(?!latest)[\w.-]*\d", step.rest)
    ]
    wrong += [
        f"{step.word}: a shell in between"
        for step in steps
        if step.word in ("CMD", "ENTRYPOINT") and not step.rest.startswith("[")
    ]
    last = max(step.stage for step in steps)
    users = [step.rest for step in steps if step.word == "USER" and step.stage == last]
    wrong += [] if users and users[-1] not in ("root", "0") else ["USER: the process would be root"]
    wrong += [
        f"{step.rest}: a secret in the image"
        for step in steps
        if step.word in ("ENV", "ARG") and SECRET_NAMES.search(step.rest)
    ]
    words = [f"{step.word} {step.rest}" for step in steps]
    lock, sources = words.index("COPY requirements.lock ./"), words.index("COPY src src")
    return wrong + (
        ["COPY: every change of a source would install everything anew"] if sources < lock else []
    )


def test_the_image_has_few_rights_and_contains_no_secret() -> None:
    steps = dockerfile.instructions()
    assert image_says(steps) == []
    done = subprocess.run(
        [BIN / "hadolint", ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    text = dockerfile.DOCKERFILE.read_text(encoding="utf-8")
    locked = re.search(r"^uv==([0-9.]+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    assert locked is not None
    assert f"uv=={locked[1]}" in text
    assert f"python:{(ROOT / '.python-version').read_text().strip()}-" in text


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("USER 10001\n", "", "USER"),
        ('CMD ["soulter", "serve", "--web"]', "CMD soulter serve --web", "CMD"),
        ("FROM node:22.21-bookworm-slim", "FROM node:latest", "node:latest"),
        ("EXPOSE 5001", "ENV JWT_SECRET=abc", "JWT_SECRET"),
    ],
)
def test_a_mistake_in_the_dockerfile_is_found(before: str, after: str, found: str) -> None:
    text = dockerfile.DOCKERFILE.read_text(encoding="utf-8")
    assert text.count(before) == 1
    [wrong] = image_says(dockerfile.instructions(text.replace(before, after)))
    assert wrong.startswith(found)


def test_nothing_but_sources_reaches_the_builder() -> None:
    lines = [
        line
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    allowed = {line[1:].rstrip("/") for line in lines if line.startswith("!")}
    copied = {
        word
        for step in dockerfile.instructions()
        if step.word == "COPY" and "--from" not in step.rest
        for word in step.rest.split()[:-1]
    }
    assert lines[0] == "*"
    assert {name.rstrip("/").split("/")[0] for name in copied} == allowed
    assert {"**/.env*", "web/node_modules/", "web/dist/"} <= set(lines)


def test_compose_is_what_its_schema_allows() -> None:
    command: list[str | Path] = [
        BIN / "check-jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        ROOT / "compose.yaml",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_compose_names_only_what_exists_and_keeps_no_secret() -> None:
    services = COMPOSE["services"]
    known = set(write_references.variables())
    asked = dict(re.findall(r"\$\{([A-Z_]+)(:[?-][^}]*)?\}", COMPOSE_TEXT))
    assert set(asked) <= known | OF_COMPOSE
    for name, rest in asked.items():
        assert rest.startswith(":?") or name not in {*OF_COMPOSE, "JWT_SECRET"}, f"{name} must be asked for"
    for name in ("migrate", "api", "worker"):
        assert set(services[name]["environment"]) <= known
    for service in services.values():
        assert {*service.get("depends_on", ())} <= {*services}
        for key, value in service.get("environment", {}).items():
            assert "${" in value or not SECRET_NAMES.search(key), key
        for mount in service.get("volumes", ()):
            source = mount.split(":")[0]
            assert (ROOT / source).is_file() if source.startswith(".") else source in COMPOSE["volumes"]
        assert re.search(r":(?!latest)[\w.-]*\d", service["image"]) or service["build"] == "."
    assert [name for name in services if "ports" in services[name]] == ["proxy"], (
        "the database and the API are reached from inside alone"
    )


def test_compose_starts_in_order_and_waits() -> None:
    services = COMPOSE["services"]
    for name in ("api", "worker"):
        waits = {other: how["condition"] for other, how in services[name]["depends_on"].items()}
        assert waits == {"database": "service_healthy", "migrate": "service_completed_successfully"}
    assert services["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["proxy"]["depends_on"] == {"api": {"condition": "service_healthy"}}
    assert int(services["api"]["stop_grace_period"].removesuffix("s")) > _TO_END


def test_the_settings_of_compose_would_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = {
        "POSTGRES_PASSWORD": "0123456789abcdef",
        "SOULTER_HOST": "stay.example.com",
        "JWT_SECRET": "q7Zr1Vx0Lw9Tn4Kd8Gs2Hf6Jb3Mc5PyAeUiOxNaBt",
    }
    monkeypatch.chdir(tmp_path)
    for name, value in COMPOSE["services"]["api"]["environment"].items():
        monkeypatch.setenv(
            name, re.sub(r"\$\{(\w+)(?::[?-]([^}]*))?\}", lambda match: given.get(match[1], match[2]), value)
        )
    found = Settings()
    assert (found.production, found.public_url, found.frontend_urls) == (
        True,
        "https://stay.example.com",
        ("https://stay.example.com",),
    )
    assert (found.cookie_samesite, found.client_address, found.web_concurrency) == ("lax", "x-real-ip", 2)


def test_the_example_of_an_environment_is_the_settings() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert text == write_references.env_example(), f"run {write_references.COMMAND} and read what changed"
    written = dict(re.findall(r"^#([A-Z_]+)=(.*)$", text, re.MULTILINE))
    assert list(written) == list(write_references.variables())
    assert not re.search(r"^[A-Z]", text, re.MULTILINE), "a copied file sets nothing by itself"
    assert {
        name: value for name, value in written.items() if re.search(r"SECRET|TOKEN|SMTP_URL", name) and value
    } == {}


def test_what_the_example_shows_are_the_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in write_references.variables():
        monkeypatch.delenv(name, raising=False)
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    (tmp_path / "all.env").write_text(
        re.sub(r"^#([A-Z_]+=)", r"\1", text, flags=re.MULTILINE), encoding="utf-8"
    )
    assert Settings(_env_file=tmp_path / "all.env") == Settings(_env_file=None)


def test_the_python_of_the_image_is_one_that_is_supported() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "requires-python"
    ]
    version = tuple(map(int, (ROOT / ".python-version").read_text().strip().split(".")))
    assert version >= tuple(map(int, wanted.removeprefix(">=").split(".")))
