"""Traces of the worker: a span per mail and per job, with its statements and without personal data."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from soulter import wiring
from soulter.core.database import query_hooks
from soulter.core.database.transactions import Database
from soulter.core.telemetry import spans
from soulter.notices.composers import COMPOSERS
from soulter.outbox.worker import Job
from soulter.system.tracing import Tracing
from tests.api.test_traces import Collector, facts_of
from tests.conftest import settings_for
from tests.notices.mail_server import MailServer, smtp, worker
from tests.notices.test_worker_processes import python, with_one_event
from tests.world import Client, World

ERROR = 2
"""The status of a span that failed."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    yield made
    made.close()


def by_name(collector: Collector) -> dict[str, Any]:
    return {span.name: span for span in collector.spans if ": " in span.name}


async def test_a_worker_process_sends_what_it_does(tmp_path: Path, collector: Collector) -> None:
    url = await with_one_event(tmp_path)
    status, out, err = await python(
        tmp_path, "worker", "--once", DATABASE_URL=url, OTEL_EXPORTER_OTLP_ENDPOINT=collector.url
    )
    assert (status, "Mails tried: 1" in out) == (0, True), err
    found = by_name(collector)
    assert set(found) >= {"mail: guest.greeted", *(f"job: {job.name}" for job in wiring.JOBS)}
    statements = [
        span for span in collector.spans if span.parent_span_id == found["mail: guest.greeted"].span_id
    ]
    assert [span.name for span in statements].count("UPDATE") == 1, "it is settled within its span"
    assert [span for span in collector.spans if not span.parent_span_id and span.name not in found] == [], (
        "looking for work is none"
    )
    assert b"ayesha" not in b"".join(collector.raw)


async def test_a_mail_names_the_request_that_it_follows_from(
    here: World, sana: Client, server: MailServer, collector: Collector
) -> None:
    answer = await sana.post(f"/api/users/{here.users['hina']}/deactivate")
    assert answer.status_code == 200, answer.text

    async def broken(_database: Database, _now: datetime) -> bool:
        raise ValueError("hina@example.com")

    settings = settings_for(here.stack.settings.database_url, otel_exporter_otlp_endpoint=collector.url)
    tracing = Tracing(settings)
    try:
        with pytest.raises(ValueError, match="hina"):
            await worker(
                here, smtp(server, settings), composers=COMPOSERS, jobs=(Job("break", 60, broken),)
            ).once()
    finally:
        tracing.close()
    assert (spans.openers, query_hooks.watchers) == ([], []), "what is closed watches nothing"
    found = by_name(collector)
    assert set(found) == {"mail: account.deactivated", "job: break"}
    assert facts_of(found["mail: account.deactivated"]) == {
        "soulter.request_id": answer.headers["x-request-id"]
    }
    assert (found["mail: account.deactivated"].status.code, found["job: break"].status.code) == (0, ERROR)
    assert b"hina" not in b"".join(collector.raw)


async def test_without_the_packages_a_sentence_ends_the_worker(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['opentelemetry.sdk'] = None\n")
    url = await with_one_event(tmp_path)
    hidden = {"PYTHONPATH": str(tmp_path), "OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4318"}
    status, out, err = await python(tmp_path, "worker", "--once", DATABASE_URL=url, **hidden)
    assert (status, out, err.count("\n")) == (1, "", 1), err
    assert "the packages for traces are not installed" in err
