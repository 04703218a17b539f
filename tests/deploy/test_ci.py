"""The CI workflow runs what .ci/run runs, on every supported Python, with pinned actions."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.contract.write_references import ROOT

FILE = ROOT / ".github" / "workflows" / "ci.yml"
WORKFLOW: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
JOBS: dict[str, Any] = WORKFLOW["jobs"]
STEPS: list[dict[str, Any]] = [step for job in JOBS.values() for step in job["steps"]]
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


def scripts(job: str) -> str:
    return "\n".join(step.get("run", "") for step in JOBS[job]["steps"])


def test_the_workflow_is_valid() -> None:
    command: list[str | Path] = [
        Path(sys.executable).parent / "check-jsonschema",
        "--builtin-schema",
        "vendor.github-workflows",
        FILE,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


FORMS = {"bug": "forms", "feature": "forms", "config": "config"}


@pytest.mark.parametrize("name", FORMS)
def test_the_issue_forms_are_valid(name: str) -> None:
    form = ROOT / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml"
    command: list[str | Path] = [
        Path(sys.executable).parent / "check-jsonschema",
        "--builtin-schema",
        f"vendor.github-issue-{FORMS[name]}",
        form,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflow_runs_the_checks_on_every_python() -> None:
    assert (ROOT / ".ci" / "run").is_file()
    assert ".ci/run" in [step.get("run") for step in JOBS["suite"]["steps"]]
    assert JOBS["suite"]["strategy"]["matrix"]["python"] == PYTHONS
    lowest = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "requires-python"
    ]
    assert lowest == f">={PYTHONS[0]}"
    assert not any(job.get("continue-on-error") or "if" in job for job in JOBS.values())
    assert not any(step.get("continue-on-error") or "|| true" in step.get("run", "") for step in STEPS)


def test_actions_are_pinned_and_may_only_read() -> None:
    text = FILE.read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)(.*)", text)
    assert used
    assert [
        name
        for name, rest in used
        if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", name) or not re.fullmatch(r" # v\d+\.\d+\.\d+", rest)
    ] == []
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert "secrets." not in text


def test_packages_are_audited_and_the_audit_is_proven() -> None:
    audit = scripts("audit")
    bites, python, web = (
        audit.index("jinja2==2.10"),
        audit.index("-r requirements.lock"),
        audit.index("npm audit"),
    )
    assert bites < python < web
    assert "cyclonedx-py" in audit
    assert "npm --prefix web sbom" in audit
    assert "docker build" in scripts("image")


def test_the_step_that_proves_the_audit_fails_when_it_finds_nothing(tmp_path: Path) -> None:
    [step] = [step["run"] for step in JOBS["audit"]["steps"] if step.get("name") == "The audit bites"]
    for found, status in ((1, 0), (0, 1)):
        (tmp_path / "pip-audit").write_text(f"#!/bin/sh\nexit {found}\n", encoding="utf-8")
        (tmp_path / "pip-audit").chmod(0o755)
        done = subprocess.run(
            ["bash", "-e", "-c", step],
            cwd=tmp_path,
            env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
            capture_output=True,
            check=False,
        )
        assert done.returncode == status
