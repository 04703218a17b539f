"""Traces: spans of requests and statements reach a collector without personal data, if configured."""

import asyncio
import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from starlette.types import Message, Receive, Scope, Send

from soulter.app import close, create_app
from soulter.bookings import queries
from soulter.core.config.settings import WrongSettings
from soulter.core.database import query_hooks
from soulter.system.tracing import TraceRequests, Tracing
from tests.api.responses import failing
from tests.conftest import settings_for
from tests.process.test_cli import free_port, process, variables
from tests.world import Client, World, serving

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Collector:
    """Takes what is sent by OTLP over HTTP, on a port of this process."""

    def __init__(self) -> None:
        spans = self.spans = []  # type: ignore[var-annotated]
        raw = self.raw = []  # type: ignore[var-annotated]

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.path == "/v1/traces"
                raw.append(body)
                sent = ExportTraceServiceRequest.FromString(body)
                spans.extend(
                    span
                    for resource in sent.resource_spans
                    for scope in resource.scope_spans
                    for span in scope.spans
                )
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_arguments: Any) -> None: ...

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    yield made
    made.close()


def facts_of(span: Any) -> dict[str, Any]:
    return {item.key: item.value.string_value or item.value.int_value for item in span.attributes}


async def test_a_request_is_a_span_and_its_statements_are_within_it(
    here: World, collector: Collector
) -> None:
    settings = settings_for(here.stack.settings.database_url, otel_exporter_otlp_endpoint=collector.url)
    token = await here.token("sana")
    async with serving(settings, here.clock) as client:
        headers = {"Authorization": f"Bearer {token}", "traceparent": PARENT}
        answer = await client.get("/api/bookings?q=canary", headers=headers)
        stranger = await client.request("CANARY", "/canary?canary=1")
        assert (answer.status_code, stranger.status_code) == (200, 404)
    assert query_hooks.watchers == [], "what is closed watches nothing"
    requests = {span.name: span for span in collector.spans if span.kind == 2}
    assert set(requests) == {"GET /api/bookings", "other unmatched"}
    listing = requests["GET /api/bookings"]
    assert (listing.trace_id.hex(), listing.parent_span_id.hex()) == tuple(PARENT.split("-")[1:3])
    assert facts_of(listing) == {
        "http.request.method": "GET",
        "http.route": "/api/bookings",
        "http.response.status_code": 200,
        "soulter.request_id": answer.headers["x-request-id"],
    }
    statements = [span for span in collector.spans if span.kind == 3]
    assert [span.name for span in statements] == ["SELECT", "WITH"]
    for span in statements:
        assert (span.parent_span_id, span.trace_id) == (listing.span_id, listing.trace_id)
        assert facts_of(span)["db.system.name"] == here.stack.kind
        assert listing.start_time_unix_nano <= span.start_time_unix_nano + 5_000_000
        assert span.start_time_unix_nano < span.end_time_unix_nano
    assert any("FROM bookings" in facts_of(span)["db.query.text"] for span in statements)


async def test_nobodys_data_is_in_a_trace(
    here: World, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_for(here.stack.settings.database_url, otel_exporter_otlp_endpoint=collector.url)
    token = await here.token("sana")
    async with serving(settings, here.clock) as client:
        headers = {"Authorization": f"Bearer {token}"}
        body = here.stay(guest={"name": "Canary Person", "email": "canary@example.com"}, notes="canary notes")
        assert (await client.post("/api/bookings", json=body, headers=headers)).status_code == 201
        await client.post(
            "/api/auth/login", json={"email": "canary@example.com", "password": "canary password"}
        )
        await client.get("/api/bookings/canary?q=canary", headers={"traceparent": "canary"})
        monkeypatch.setattr(queries, "visible_to", failing(ValueError("canary")))
        assert (await client.get("/api/bookings", headers=headers)).status_code == 500
    sent = b"".join(collector.raw)
    assert b"INSERT INTO" in sent
    assert [word for word in (b"anary", token.encode(), token[-20:].encode(), b"sana@") if word in sent] == []


async def test_an_error_after_the_answer_began_leaves_no_data_in_the_trace(collector: Collector) -> None:
    """Once an answer has begun, an error can only end it."""
    tracing = Tracing(settings_for("sqlite:///none.db", otel_exporter_otlp_endpoint=collector.url))

    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise ValueError("canary")

    async def unused(*_message: Message) -> Any: ...

    with pytest.raises(ValueError, match="canary"):
        await TraceRequests(broken, tracing)({"type": "http", "headers": []}, unused, unused)
    tracing.close()
    assert [span.name for span in collector.spans] == ["request"]
    assert b"anary" not in b"".join(collector.raw)


async def test_an_unreachable_collector_does_not_affect_requests(here: World) -> None:
    app = create_app(
        settings_for(here.stack.settings.database_url, otel_exporter_otlp_endpoint="http://127.0.0.1:1"),
        here.clock,
    )
    here.stack = type(here.stack)(here.stack.kind, here.stack.settings, app, here.clock)
    client: Client = here.client()
    async with asyncio.timeout(60):
        assert (await client.get("/api/units")).status_code == 200
        await close(app)


def test_without_the_setting_no_tracing_module_is_loaded(tmp_path: Path) -> None:
    """The names `opentelemetry.trace` and its like are an exception: the web framework imports them."""
    ours = (
        "{'soulter.system.tracing', 'opentelemetry.sdk', 'opentelemetry.exporter', 'opentelemetry.proto', "
        "'google.protobuf', 'requests'}"
    )
    program = (
        f"import sys; from soulter import app; app.from_environment(); print(sorted({ours} & "
        f"set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=variables(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr


SENTENCE = (
    "OTEL_EXPORTER_OTLP_ENDPOINT is set, and the packages for traces are not installed: pip install "
    "'soulter[otel]', or unset the variable."
)


@pytest.mark.over_budget(reason="a package can only be missing from a process that has imported nothing yet")
async def test_without_the_extra_the_start_stops_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "sitecustomize.py").write_text(
        "import sys\nsys.modules['opentelemetry.sdk'] = None\n"
    )
    hidden = {
        "PYTHONPATH": str(tmp_path / "hidden"),
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4318",
        "PORT": str(free_port()),
    }
    with process(tmp_path, "serve", **hidden) as started:
        assert started.wait(40) != 0
    said = (tmp_path / "stderr.txt").read_text()
    assert (SENTENCE in said, "Traceback" in said) == (True, False), said
    with process(tmp_path, "doctor", **hidden) as started:
        assert started.wait(40) == 1
    assert SENTENCE in (tmp_path / "stdout.txt").read_text()


def test_an_invalid_collector_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings, match="OTEL_EXPORTER_OTLP_ENDPOINT: Write the collector's address"):
        settings_for(f"sqlite:///{tmp_path}/x.db", otel_exporter_otlp_endpoint="localhost:4318")
