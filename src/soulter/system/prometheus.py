"""GET /metrics: all counters and gauges as text for Prometheus."""

import hmac
import os
import platform
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

import soulter
from soulter.core.config.settings import Settings
from soulter.core.errors import NotFound, Unauthenticated
from soulter.core.http.services import provided
from soulter.core.telemetry import metrics
from soulter.core.telemetry.metrics import Figure
from soulter.system import machine
from soulter.system.figures import Figures
from soulter.system.machine import Gauges

router = APIRouter(tags=["health"], generate_unique_id_function=lambda route: route.name)

REVISIONS = ("SOURCE_COMMIT", "RAILWAY_GIT_COMMIT_SHA")
"""Variables in which platforms name the commit that they built."""


class MetricsOff(NotFound):
    """Production without METRICS_TOKEN serves no metrics."""

    def __init__(self) -> None:
        super().__init__("Metrics are off here: set METRICS_TOKEN to have them.")


class MetricsTokenWrong(Unauthenticated):
    """Metrics were requested without the bearer token of METRICS_TOKEN."""

    def __init__(self) -> None:
        super().__init__("Send the token of METRICS_TOKEN: the header Authorization: Bearer …")
        self.headers.append(("WWW-Authenticate", "Bearer"))


class _Given(Collector):
    """Figures as a collector: gauges of one name form one family."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = figures

    def collect(self) -> Iterator[GaugeMetricFamily]:
        families: dict[str, GaugeMetricFamily] = {}
        for figure in self._figures:
            family = families.setdefault(
                figure.name,
                GaugeMetricFamily(figure.name, figure.text, labels=[name for name, _ in figure.labels]),
            )
            family.add_metric([value for _, value in figure.labels], figure.value)
        yield from families.values()


class _Together(Collector):
    """The counts of all processes that serve together; each keeps its own files in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterator[Metric]:
        files = [str(file) for file in self._folder.glob("*.db") if _begun(file)]
        yield from MultiProcessCollector.merge(files)  # type: ignore[no-untyped-call]


class Metrics:
    """The metrics of one application."""

    def __init__(self, settings: Settings, figures: Figures, gauges: Gauges) -> None:
        self._settings = settings
        self._figures = figures
        self._gauges = gauges

    def check(self, authorization: str | None) -> None:
        """Check that the caller may see them. Raises MetricsOff, MetricsTokenWrong."""
        token = self._settings.metrics_token
        if token is None:
            if self._settings.production:
                raise MetricsOff
            return
        wanted = f"Bearer {token.get_secret_value()}"
        if not hmac.compare_digest((authorization or "").encode(), wanted.encode()):
            raise MetricsTokenWrong

    async def text(self) -> bytes:
        """The exposition; of all processes where several serve together."""
        self._gauges.look()
        given = CollectorRegistry(auto_describe=False)
        given.register(_Given([*await self._figures.now(), *machine.figures(self._settings), build()]))
        return generate_latest(_counted()) + generate_latest(given)


def build() -> Figure:
    """Which code runs."""
    revision = next((os.environ[name] for name in REVISIONS if os.environ.get(name)), "unknown")
    labels = (
        ("version", soulter.__version__),
        ("revision", revision[:40]),
        ("python", platform.python_version()),
    )
    return Figure("soulter_build_info", "Version, commit where the platform names it, and Python.", 1, labels)


def _counted() -> CollectorRegistry:
    folder = os.environ.get(metrics.FOLDER)
    if not folder:
        return metrics.REGISTRY
    _forget_the_dead(Path(folder))
    together = CollectorRegistry(auto_describe=False)
    together.register(_Together(Path(folder)))
    return together


def _begun(file: Path) -> bool:
    """Whether there is something to read: a process creates its file first and gives it a size afterwards."""
    with suppress(FileNotFoundError):  # another process cleans up at the same moment
        return file.stat().st_size > 0
    return False


def _forget_the_dead(folder: Path) -> None:
    """Remove the gauges of processes that have ended; their counters stay."""
    pids = {int(path.stem.rpartition("_")[2]) for path in folder.glob("gauge_live*_*.db")}
    for pid in (pid for pid in pids if not _lives(pid)):
        with suppress(FileNotFoundError):  # another process cleans up at the same moment
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@router.get("/metrics", include_in_schema=False)
async def read_metrics(request: Request, found: Annotated[Metrics, provided(Metrics)]) -> Response:
    """The metrics, for Prometheus."""
    found.check(request.headers.get("authorization"))
    return Response(await found.text(), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})
