"""Traces for OpenTelemetry, where OTEL_EXPORTER_OTLP_ENDPOINT asks for them; imported only then, since the extra `otel` may be missing."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

import soulter
from soulter.core import clock
from soulter.core.config.settings import Settings, WrongSettings
from soulter.core.database import query_hooks
from soulter.core.http import middleware
from soulter.core.telemetry import metrics, spans

_NEEDED: Final = ("opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http")
_LONGEST_STATEMENT: Final = 1000


def _there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


if not all(map(_there, _NEEDED)):
    raise WrongSettings(
        "OTEL_EXPORTER_OTLP_ENDPOINT is set, and the packages for traces are not installed: pip install 'soulter[otel]', or unset the variable."
    )

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: E402 -- not before it is known to be there
from opentelemetry.sdk.resources import Resource  # noqa: E402
from opentelemetry.sdk.trace import TracerProvider  # noqa: E402
from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: E402
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, get_current_span  # noqa: E402
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: E402


class Tracing:
    """Makes spans and sends them, a few seconds later, from a thread of its own. What cannot be sent is dropped."""

    def __init__(self, settings: Settings) -> None:
        attributes = {
            "service.name": "soulter",
            "service.version": soulter.__version__,
            "deployment.environment.name": settings.environment.value,
        }
        # Its own, and not the library's global one: several applications may live in a process, and nobody else's spans are ours to send.
        self._provider = TracerProvider(resource=Resource.create(attributes), shutdown_on_exit=False)
        exporter = OTLPSpanExporter(
            endpoint=f"{str(settings.otel_exporter_otlp_endpoint).rstrip('/')}/v1/traces"
        )
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._database = "sqlite" if settings.sqlite else "postgresql"
        self.tracer = self._provider.get_tracer("soulter", soulter.__version__)
        query_hooks.watchers.append(self._query)
        spans.openers.append(self._work)

    @contextmanager
    def _work(self, name: str, request_id: str | None) -> Iterator[None]:
        """A span around a piece of work of the worker."""
        attributes = {"soulter.request_id": request_id} if request_id else {}
        # An exception's text can quote a guest's data; the status says enough, and the log has the place.
        with self.tracer.start_as_current_span(
            name,
            kind=SpanKind.CONSUMER,
            attributes=attributes,
            record_exception=False,
            set_status_on_exception=False,
        ) as made:
            try:
                yield
            except Exception:
                made.set_status(Status(StatusCode.ERROR))
                raise

    def _query(self, sql: str, seconds: float) -> None:
        """A round trip that has just ended, within the request or the work in progress; the statement as it is prepared, so without values."""
        if not get_current_span().get_span_context().is_valid:
            return
        ended = clock.unix_nanoseconds()
        text = " ".join(sql.split())[:_LONGEST_STATEMENT]
        attributes = {"db.system.name": self._database, "db.query.text": text}
        name = text.partition(" ")[0].upper()
        self.tracer.start_span(
            name, kind=SpanKind.CLIENT, attributes=attributes, start_time=ended - int(seconds * 1e9)
        ).end(ended)

    def flush(self) -> None:
        """Send what waits."""
        self._provider.force_flush()

    def close(self) -> None:
        """Send what waits, and end."""
        query_hooks.watchers.remove(self._query)
        spans.openers.remove(self._work)
        self._provider.shutdown()


class TraceRequests:
    """A span around each request; that of the caller is its parent, where there is one."""

    def __init__(self, app: ASGIApp, tracing: Tracing) -> None:
        self.app = app
        self._tracer = tracing.tracer
        self._propagator = TraceContextTextMapPropagator()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = middleware.header(scope, b"traceparent")
        parent = self._propagator.extract({"traceparent": given.decode("latin-1")}) if given else None
        # An exception's text can quote a guest's data; the status says enough, and the log has the place.
        with self._tracer.start_as_current_span(
            "request",
            context=parent,
            kind=SpanKind.SERVER,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:

            async def send_and_note(message: Message) -> None:
                if message["type"] == "http.response.start":
                    _note(span, scope, message)
                await send(message)

            await self.app(scope, receive, send_and_note)


def _note(span: Span, scope: Scope, answer: Message) -> None:
    route = getattr(scope.get("route"), "path", None) or metrics.UNMATCHED
    method = metrics.method_of(scope["method"])
    span.update_name(f"{method} {route}")
    span.set_attribute("http.request.method", method)
    span.set_attribute("http.route", route)
    span.set_attribute("http.response.status_code", answer["status"])
    for name, value in answer["headers"]:
        if name == b"x-request-id":
            span.set_attribute("soulter.request_id", value.decode())
    if answer["status"] >= 500:
        span.set_status(Status(StatusCode.ERROR))
