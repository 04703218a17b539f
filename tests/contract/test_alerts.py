"""The alerts and the dashboard: each alert fires when it must, and every metric that they use exists."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from soulter.core.errors import Unavailable
from soulter.core.telemetry import logs
from tests import sql
from tests.api.test_metrics import scrape
from tests.contract import promtool, write_references
from tests.contract.test_documents import headings, text_of
from tests.contract.write_references import ROOT
from tests.world import Client, World

DEPLOY = ROOT / "deploy"
ALERTS, CASES, DASHBOARD = (
    DEPLOY / "prometheus-alerts.yml",
    DEPLOY / "tests" / "alerts.yml",
    DEPLOY / "grafana-dashboard.json",
)
NAMES = re.findall(r"^ +- alert: (\w+)$", ALERTS.read_text(), re.MULTILINE)
METRIC = re.compile(r"\b(soulter_\w+|probe_\w+|up)\b(?=[{\[ )]|$)")
OF_OTHERS = {"up", "probe_success", "probe_ssl_earliest_cert_expiry"}
"""Metrics of Prometheus itself and of blackbox_exporter."""


def checked(*arguments: str) -> str:
    done = subprocess.run(
        [promtool.found(), *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.over_budget(reason="promtool evaluates every alert over days of samples")
def test_each_alert_fires_and_does_not() -> None:
    checked("check", "rules", str(ALERTS))
    checked("test", "rules", str(CASES))
    cases = CASES.read_text().split("  - name: ")[1:]
    for name in NAMES:
        [loud, calm] = [case for case in cases if f"alertname: {name}\n" in case]
        assert "exp_alerts: []" not in loud, name
        assert "exp_alerts: []" in calm, name
    assert len(NAMES) >= 15


@pytest.mark.over_budget(reason="promtool evaluates every alert over days of samples")
@pytest.mark.parametrize(
    ("before", "after"),
    [("> 300", "> 30000"), ("> 300", "> 1"), ("severity: page", "severity: ticket"), ("== 0", "== 1")],
)
def test_a_changed_threshold_fails_the_alert_tests(tmp_path: Path, before: str, after: str) -> None:
    (tmp_path / "tests").mkdir()
    assert before in ALERTS.read_text()
    (tmp_path / ALERTS.name).write_text(ALERTS.read_text().replace(before, after))
    (tmp_path / "tests" / CASES.name).write_text(CASES.read_text())
    command = [promtool.found(), "test", "rules", str(tmp_path / "tests" / CASES.name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0


def test_the_example_of_a_scrape_can_be_read() -> None:
    checked("check", "config", "--syntax-only", str(DEPLOY / "prometheus.yml"))
    assert f"- {ALERTS.name}\n" in (DEPLOY / "prometheus.yml").read_text()
    jobs = set(re.findall(r"job_name: (\S+)", (DEPLOY / "prometheus.yml").read_text()))
    assert set(re.findall(r'job="([^"]+)"', ALERTS.read_text())) == jobs


def test_each_alert_says_what_to_do() -> None:
    rules = ALERTS.read_text().split("      - alert: ")[1:]
    known = headings(ROOT / "docs" / "operations.md")
    for name, rule in zip(NAMES, rules, strict=True):
        for word in (
            "summary: '",
            "description: '",
            f"runbook: docs/operations.md#{name.lower()}\n",
            "severity: ",
        ):
            assert word in rule, (name, word)
        assert name.lower() in known
        section = text_of("docs/operations.md").split(f"### {name}\n", 1)[1].split("\n#", 1)[0]
        assert "1. " in section, name


def test_each_answer_503_says_what_to_do() -> None:
    write_references.refusals()
    codes = {kind.code() for kind in below(Unavailable) if kind.__module__.startswith("soulter.")}
    assert codes >= {"database_unavailable", "too_busy", "handler_too_slow"}
    page = text_of("docs/operations.md").split("## Answers 503", 1)[1]
    assert {code for code in codes if f"### {code}\n" not in page} == set()


def below(kind: type[Any]) -> set[type[Any]]:
    return {child for direct in kind.__subclasses__() for child in (direct, *below(direct))}


def expressions() -> list[str]:
    """What the alerts and the dashboard ask Prometheus for."""
    board = json.loads(DASHBOARD.read_text())
    asked = [target["expr"] for panel in board["panels"] for target in panel.get("targets", ())]
    asked += [note["expr"] for note in board["annotations"]["list"]] + [
        variable["definition"] for variable in board["templating"]["list"][1:]
    ]
    return asked + re.findall(r"^ +expr: '(.*)'$", ALERTS.read_text(), re.MULTILINE)


async def test_everything_that_is_asked_for_is_in_a_scrape(
    here: World, bilal: Client, nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    await here.book(bilal)
    await bilal.post("/api/bookings", json=here.stay())
    monkeypatch.setattr(logs._short_way, "slow_seconds", 0.0)
    await sql.fetch(here.database.reader, text("SELECT 1"))
    there = {name for name, _ in await scrape(nobody)}
    asked = {name for expression in expressions() for name in METRIC.findall(expression.replace(",", " "))}
    assert len(asked) >= 30
    assert asked - there - OF_OTHERS == set()
    labels = {name for _, labels in await scrape(nobody) for name, _ in labels}
    used = {
        name
        for expression in expressions()
        for part in re.findall(r"by \(([^)]*)\)", expression)
        for name in part.replace(" ", "").split(",")
    }
    assert used - labels - {"instance"} == set()


def test_the_dashboard_can_be_imported() -> None:
    board = json.loads(DASHBOARD.read_text())
    ids = [panel["id"] for panel in board["panels"]]
    assert len(ids) == len(set(ids)) >= 25
    assert board["templating"]["list"][0] | {"current": {}} == board["templating"]["list"][0]
    assert (board["templating"]["list"][0]["type"], board["templating"]["list"][0]["query"]) == (
        "datasource",
        "prometheus",
    )
    for panel in (panel for panel in board["panels"] if panel["type"] != "row"):
        assert panel["datasource"]["uid"] == "${datasource}", panel["title"]
        assert all(target["datasource"]["uid"] == "${datasource}" for target in panel["targets"])
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24
        assert len({target["refId"] for target in panel["targets"]}) == len(panel["targets"]) > 0
    assert {"CPU", "Memory", "Network traffic", "Response times", "Logs by level"} <= {
        panel["title"] for panel in board["panels"]
    }


def test_no_panel_lies_on_another() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken, panel["title"]
        taken |= cells
