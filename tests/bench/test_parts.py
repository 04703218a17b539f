"""Runs every part of the bench in its smallest form.

The tests check that it runs and gets the expected answers; its numbers mean nothing here.
"""

import os
import subprocess
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from bench import baseline_app
from bench.__main__ import PARTS, run
from bench.environment import TINY
from bench.in_process import Server, Variant, running
from bench.load_generator import Sample
from bench.report import Report
from sqlalchemy import Select

from soulter.accounts import queries as accounts
from soulter.core.database.statements import Query
from soulter.core.telemetry import logs
from tests import postgres


@pytest.fixture(autouse=True)
def log() -> Iterator[None]:
    """The bench writes the log of its applications to a file, which is closed when a part ends."""
    yield
    logs.configure("error", "json")


@pytest.mark.parametrize("letter", PARTS)
async def test_a_part_of_the_bench_runs_and_gets_the_expected_answers(letter: str) -> None:
    report, before = Report({}), os.sched_getaffinity(0)
    await run(TINY, letter, report, subprocess.DEVNULL, os.environ[postgres.VARIABLE])
    wrong = [line for line in report.lines if line.required and line.verdict == "MISSED"]
    answers = {
        name: sample.first_error
        for name, samples in report.samples.items()
        for sample in samples
        if sample.errors
    }
    assert (report.errors, wrong, answers) == (0, [], {})
    assert any(line.what.startswith(f"{letter}. ") for line in report.lines)
    assert os.sched_getaffinity(0) == before, "the suite goes on with every core"


async def test_an_unexpected_answer_ends_a_measurement_in_one_process() -> None:
    server = Server(baseline_app.hello())
    request = b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"
    async with running(server):
        await Variant(server, lambda: request, 404).cpu_ms()
        with pytest.raises(RuntimeError, match=r"not the expected answer: b'HTTP/1\.1 404"):
            await Variant(server, lambda: request, 200).cpu_ms()


def _sample(errors: int) -> Sample:
    return Sample(1, 1, 1, 1, 1, errors, None)


def test_wrong_answers_and_missed_requirements_are_errors_and_slow_ones_are_not() -> None:
    report = Report({})
    report.add("a. too slow", 3, below=2)
    report.add("r. failed requests", 0, below=1, required=True)
    report.keep({"list": [_sample(0)]})
    assert report.errors == 0
    report.add("r. failed requests", 4, below=1, required=True)
    report.keep({"list": [_sample(2)]})
    assert report.errors == 3


async def test_the_baseline_says_which_column_it_misses() -> None:
    await baseline_app.statements()
    statement: Select[tuple[str]] = accounts._LOGIN.statement("postgresql")
    without = statement.with_only_columns(
        *[column for column in statement.selected_columns if column.key != "revoked_at"]
    )
    other: Query[object] = Query.__new__(Query)
    other._statement = without
    with patch.object(accounts, "_LOGIN", other), pytest.raises(baseline_app.OutOfDate, match="revoked_at"):
        await baseline_app.statements()
