"""The four kinds of log records, and what records of libraries and crashes may contain."""

import asyncio
import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from soulter.bookings import queries
from soulter.core.telemetry import logs
from tests import sql
from tests.api.responses import failing
from tests.api.test_request_log import logged
from tests.process.test_cli import variables
from tests.world import Client, World


def lines(written: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


async def test_slow_statements_are_told_without_their_values(
    here: World, sana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs._short_way, "slow_seconds", 0.0)
    with logged(monkeypatch) as written:
        monkeypatch.setattr(logs._short_way, "slow_seconds", 0.0)
        answer = await sana.get("/api/bookings?q=canary")
        await sana.post(
            "/api/bookings",
            json=here.stay(
                guest={"name": "Canary Person", "email": "canary@example.com"}, notes="canary\r\nnotes"
            ),
        )
    slow = [line for line in lines(written) if line["kind"] == "slow_query"]
    listing = [line for line in slow if line["request_id"] == answer.headers["x-request-id"]]
    assert [(line["event"], line["level"]) for line in listing] == [("slow query", "warning")] * 2
    assert [line["route"] for line in listing] == ["/api/bookings"] * 2
    assert "FROM bookings" in listing[1]["statement"]
    assert all(line["ms"] >= 0 and line.get("rows", 0) >= 0 for line in slow)
    assert any("INSERT INTO guests" in line["statement"] for line in slow)
    assert "anary" not in written.getvalue()


async def test_a_quick_statement_is_not_told(
    here: World, sana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with logged(monkeypatch) as written:
        monkeypatch.setattr(logs._short_way, "slow_seconds", 60.0)
        await sana.get("/api/bookings")
    assert [line["kind"] for line in lines(written)] == ["request"]


async def test_outside_of_a_request_a_slow_statement_is_told_too(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with logged(monkeypatch) as written:
        monkeypatch.setattr(logs._short_way, "slow_seconds", 0.0)
        await sql.fetch(here.database.reader, text("SELECT 1\n  AS one"))
    [line] = [line for line in lines(written) if line["kind"] == "slow_query"]
    assert (line["statement"], line["route"], "request_id" in line) == ("SELECT 1 AS one", "-", False)


async def test_a_statement_that_fails_after_a_long_time_is_told_as_well(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In particular a statement that the database cancelled because of its timeout."""
    with logged(monkeypatch) as written:
        monkeypatch.setattr(logs._short_way, "slow_seconds", 0.0)
        with pytest.raises(DBAPIError):
            await sql.fetch(here.database.reader, text("SELECT nothing_of_that_name"))
        with pytest.raises(Exception, match="nothing_of_that_name"):
            await here.database.reader.all(sql.query("SELECT nothing_of_that_name + 1"))
    told = [line["statement"] for line in lines(written) if line["kind"] == "slow_query"]
    assert told == ["SELECT nothing_of_that_name", "SELECT nothing_of_that_name + 1"]


async def test_a_failure_is_an_error_and_a_request(
    here: World, sana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with logged(monkeypatch) as written:
        logs.get("soulter.tests").info("something happened", count=1)
        monkeypatch.setattr(queries, "visible_to", failing(ValueError("canary\x1b[2J\r\ncanary")))
        answer = await sana.get("/api/bookings")
    happened, failure, request = lines(written)
    assert (happened["kind"], happened["event"], happened["count"]) == (
        "application",
        "something happened",
        1,
    )
    assert (failure["kind"], failure["event"], failure["error"], failure["level"]) == (
        "error",
        "request failed",
        "ValueError",
        "error",
    )
    assert "responses.py" in failure["where"]
    assert (request["kind"], request["status"], request["level"]) == ("request", 500, "error")
    assert failure["request_id"] == request["request_id"] == answer.headers["x-request-id"]
    assert "canary" not in written.getvalue()


async def test_libraries_speak_in_the_same_form_and_quote_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail() -> None:
        raise ValueError("canary")

    # Configures the handlers that a host which starts uvicorn itself has already set up.
    uvicorn.Config("any:app")
    with logged(monkeypatch) as written:
        logging.getLogger("uvicorn.error").error(
            "Traceback (most recent call last):\n  File ...\nValueError: canary"
        )
        logging.getLogger("some.library").warning("spoke\x1b[31m of %s", "a\r\nthing")
        task = asyncio.create_task(fail())
        await asyncio.wait([task])
        asyncio.get_running_loop().call_exception_handler(
            {"message": "Task exception was never retrieved", "future": task, "exception": task.exception()}
        )
    server, library, loop = lines(written)
    assert (server["kind"], server["event"]) == ("error", "Traceback (most recent call last):")
    assert (library["kind"], library["level"], library["event"]) == (
        "application",
        "warning",
        "spoke\\x1b[31m of a",
    )
    assert (loop["kind"], loop["event"], loop["error"]) == (
        "error",
        "Task exception was never retrieved",
        "ValueError",
    )
    assert "canary" not in written.getvalue()


@pytest.mark.parametrize("form", ["json", "console"])
def test_an_uncaught_exception_is_one_log_line_in_production(tmp_path: Path, form: str) -> None:
    program = (
        f"from soulter.core.telemetry import logs; logs.configure('info', '{form}'); raise "
        f"ValueError('canary')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=variables(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    if form == "console":
        assert done.stderr.startswith("Traceback")
        return
    line = json.loads(done.stderr)
    assert (line["event"], line["kind"], line["level"], line["error"]) == (
        "process ended",
        "error",
        "critical",
        "ValueError",
    )
    assert "canary" not in done.stderr
