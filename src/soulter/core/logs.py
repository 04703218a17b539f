"""Structured logs: one event a line, from an allow-list of fields, never text from outside unescaped."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any, TextIO

import structlog
from pydantic_core import to_json

from soulter.core import clock, facts

Event = MutableMapping[str, Any]

_QUIET = {
    "uvicorn.access": logging.CRITICAL,
    "uvicorn.error": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "alembic": logging.WARNING,
    "asyncio": logging.WARNING,
}
_LONGEST = 500


def configure(level: str, form: str) -> None:
    """Send everything that is logged, also by libraries, to standard error in one form."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_request_id,
        _exception_without_values,
        _one_line,
    ]
    last: structlog.typing.Processor = structlog.processors.JSONRenderer() if form == "json" else _render_for_people
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    _request_lines.stream, _request_lines.floor, _request_lines.form = sys.stderr, logging.getLevelNamesMapping()[level.upper()], form
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last])
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name, floor in _QUIET.items():
        logging.getLogger(name).setLevel(floor)
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True


@dataclass(slots=True)
class _RequestLines:
    stream: TextIO | None = None
    floor: int = logging.INFO
    form: str = "json"


_request_lines = _RequestLines()


def request_line(severity: int, **fields: Any) -> None:
    """The line that every request leaves, in the form of all others but by the shortest way: there is one for each."""
    if severity < _request_lines.floor or _request_lines.stream is None:
        return
    event: Event = {**fields, "event": "request", "level": logging.getLevelName(severity).lower()}
    event["timestamp"] = clock.SystemClock().now().isoformat().replace("+00:00", "Z")
    event = _one_line(None, "", _add_request_id(None, "", event))
    line = to_json(event).decode() if _request_lines.form == "json" else _render_for_people(None, "", event)
    _request_lines.stream.write(line + "\n")
    _request_lines.stream.flush()


def get(name: str) -> structlog.stdlib.BoundLogger:
    """A logger; events are short past-tense phrases, their facts are keyword arguments."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def _add_request_id(_logger: object, _method: str, event: Event) -> Event:
    if (request_id := facts.request_id()) and "request_id" not in event:
        event["request_id"] = request_id
    return event


def _exception_without_values(_logger: object, _method: str, event: Event) -> Event:
    """Where it happened and what kind it is; an exception's own text can quote a guest's data."""
    info = event.pop("exc_info", None)
    if info:
        error = info if isinstance(info, BaseException) else info[1] if isinstance(info, tuple) else sys.exc_info()[1]
        if error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            event["error"] = type(error).__qualname__
            event["where"] = " < ".join(f"{_module(frame.filename)}:{frame.lineno}:{frame.name}" for frame in reversed(frames[-8:]))
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
    pairs = " ".join(f"{key}={value}" for key, value in event.items())
    return f"{time} {level:<7} {text:<22} {pairs}" + (f" request={request_id[:8]}" if request_id else "")
