"""Structured logs: one event a line, from an allow-list of fields, never text from outside unescaped."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Any, TextIO

import structlog
from pydantic_core import to_json

from soulter.core import clock
from soulter.core.telemetry import metrics, request_context

Event = MutableMapping[str, Any]

_QUIET = {
    "uvicorn": logging.WARNING,
    "uvicorn.access": logging.CRITICAL,
    "uvicorn.error": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "alembic": logging.WARNING,
    "asyncio": logging.WARNING,
}
_LONGEST = 500
_LONGEST_STATEMENT = 1000
_SLOW_QUERY_MS = 500


class Kind(StrEnum):
    """What a line is about, so that each can be looked for by itself."""

    APPLICATION = "application"
    ERROR = "error"
    REQUEST = "request"
    SLOW_QUERY = "slow_query"


def configure(level: str, form: str, slow_query_ms: int = _SLOW_QUERY_MS) -> None:
    """Send everything that is logged, also by libraries, to standard error in one form; tell of statements that took so long."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_request_id,
        _exception_without_values,
        _one_line,
        _kind,
    ]
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if form == "json" else _render_for_people
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    _short_way.stream, _short_way.floor, _short_way.form = (
        sys.stderr,
        logging.getLevelNamesMapping()[level.upper()],
        form,
    )
    _short_way.slow_seconds = slow_query_ms / 1000
    handler = logging.StreamHandler(sys.stderr)
    forms = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=[_first_line, *shared], processors=forms)
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name, floor in _QUIET.items():
        logging.getLogger(name).setLevel(floor)
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    if form == "json":
        sys.excepthook = _last_words


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What ends the process is one line like all others, and without the text of the error, which can quote a guest's data."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        get(__name__).critical("process ended", exc_info=error)


@dataclass(slots=True)
class _ShortWay:
    stream: TextIO | None = None
    floor: int = logging.INFO
    form: str = "json"
    slow_seconds: float = _SLOW_QUERY_MS / 1000


_short_way = _ShortWay()


def request_line(severity: int, **fields: Any) -> None:
    """The line that every request leaves, in the form of all others but by the shortest way: there is one for each."""
    _write(severity, {**fields, "event": "request", "kind": Kind.REQUEST.value})


def slow_query_seconds() -> float:
    """From how many seconds on a statement is told of."""
    return _short_way.slow_seconds


def slow_query_line(sql: str, seconds: float, rows: int | None) -> None:
    """A statement that took long: its text as it is prepared, so without values, and for which request."""
    found = request_context.current.get()
    told = {"statement": " ".join(sql.split())[:_LONGEST_STATEMENT], "ms": round(seconds * 1000, 1)} | (
        {} if rows is None else {"rows": rows}
    )
    _write(
        logging.WARNING,
        {
            **told,
            "route": (found and found.route) or "-",
            "event": "slow query",
            "kind": Kind.SLOW_QUERY.value,
        },
    )


def _write(severity: int, event: Event) -> None:
    if severity < _short_way.floor or _short_way.stream is None:
        return
    level = event["level"] = _LEVELS[severity]
    event["timestamp"] = clock.SystemClock().now().isoformat().replace("+00:00", "Z")
    metrics.line_written(event["kind"], level)
    event = _one_line(None, "", _add_request_id(None, "", event))
    line = to_json(event).decode() if _short_way.form == "json" else _render_for_people(None, "", event)
    _short_way.stream.write(line + "\n")
    _short_way.stream.flush()


_LEVELS = {logging.INFO: "info", logging.WARNING: "warning", logging.ERROR: "error"}


def get(name: str) -> structlog.stdlib.BoundLogger:
    """A logger; events are short past-tense phrases, their facts are keyword arguments."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def _add_request_id(_logger: object, _method: str, event: Event) -> Event:
    if (request_id := request_context.request_id()) and "request_id" not in event:
        event["request_id"] = request_id
    return event


def _first_line(_logger: object, _method: str, event: Event) -> Event:
    """Libraries put the representation of a failed task, or a whole traceback, behind the first line of their message: both quote values."""
    event["event"] = str(event["event"]).split("\n", 1)[0].rstrip()
    return event


def _exception_without_values(_logger: object, _method: str, event: Event) -> Event:
    """Where it happened and what kind it is; an exception's own text can quote a guest's data."""
    info = event.pop("exc_info", None)
    if info:
        error = (
            info
            if isinstance(info, BaseException)
            else info[1]
            if isinstance(info, tuple)
            else sys.exc_info()[1]
        )
        if error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            event["error"] = type(error).__qualname__
            event["where"] = " < ".join(
                f"{_module(frame.filename)}:{frame.lineno}:{frame.name}" for frame in reversed(frames[-8:])
            )
    return event


def _kind(_logger: object, _method: str, event: Event) -> Event:
    level = event["level"]
    event["kind"] = (Kind.ERROR if level in ("error", "critical") else Kind.APPLICATION).value
    metrics.line_written(event["kind"], level)
    return event


def _module(path: str) -> str:
    return "/".join(path.split("/")[-2:])


def _one_line(_logger: object, _method: str, event: Event) -> Event:
    """Control characters are escaped, so that no input can forge a line or colour a terminal."""
    for key, value in event.items():
        if isinstance(value, str) and not value.isprintable():
            event[key] = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in value[: _LONGEST * 4])
    return event


def _render_for_people(_logger: object, _method: str, event: Event) -> str:
    time, level = event.pop("timestamp")[11:23], event.pop("level")
    text = event.pop("event")
    request_id = event.pop("request_id", None)
    del event["kind"]
    pairs = " ".join(f"{key}={value}" for key, value in event.items())
    return f"{time} {level:<7} {text:<22} {pairs}" + (f" request={request_id[:8]}" if request_id else "")
