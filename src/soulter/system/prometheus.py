"""GET /metrics: everything that is counted, as text for Prometheus."""

import hmac
import os
import platform
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

import soulter
from soulter.core.config.settings import Settings
from soulter.core.errors import NotFound, Unauthenticated
from soulter.core.telemetry import metrics
from soulter.core.telemetry.metrics import Figure
from soulter.system import machine
from soulter.system.figures import Figures
from soulter.system.machine import Gauges

router = APIRouter(tags=["health"])

REVISIONS = ("SOURCE_COMMIT", "RAILWAY_GIT_COMMIT_SHA")
"""Variables in which platforms say which commit they built."""


class MetricsOff(NotFound):
    """Production without METRICS_TOKEN shows its numbers to nobody."""

    def __init__(self) -> None:
        super().__init__("Metrics are off here: set METRICS_TOKEN to have them.")


class MetricsTokenWrong(Unauthenticated):
    """Metrics were asked for without the bearer token of METRICS_TOKEN."""

    def __init__(self) -> None:
        super().__init__("Send the token of METRICS_TOKEN: the header Authorization: Bearer …")
        self.headers.append(("WWW-Authenticate", "Bearer"))


class _Given(Collector):
    """Figures as a collector: gauges of one name are one family."""

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
    """What all processes that serve together have counted, each into files of its own in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterator[Metric]:
        files = [str(file) for file in self._folder.glob("*.db") if _begun(file)]
        yield from MultiProcessCollector.merge(files)  # type: ignore[no-untyped-call]


class Metrics:
    """What one application can say about its service."""

    def __init__(self, settings: Settings, figures: Figures, gauges: Gauges) -> None:
        self._settings = settings
        self._figures = figures
        self._gauges = gauges

    def check(self, authorization: str | None) -> None:
        """Whether this caller may see it. Raises MetricsOff, MetricsTokenWrong."""
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
    """Whether there is something to read: a process makes its file first and gives it a size then."""
    with suppress(FileNotFoundError):  # another process tidies up at the same moment
        return file.stat().st_size > 0
    return False


def _forget_the_dead(folder: Path) -> None:
    """What a process counted stays when it ends; its memory and its connections do not."""
    pids = {int(path.stem.rpartition("_")[2]) for path in folder.glob("gauge_live*_*.db")}
    for pid in (pid for pid in pids if not _lives(pid)):
        with suppress(FileNotFoundError):  # another process tidies up at the same moment
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
async def read_metrics(request: Request) -> Response:
    """Everything that is counted, for Prometheus."""
    found: Metrics = request.app.state.metrics
    found.check(request.headers.get("authorization"))
    return Response(await found.text(), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})
