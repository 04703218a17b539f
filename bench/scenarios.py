"""The load scenarios and the ratios they must reach."""

import json
import tempfile
from datetime import timedelta

import httpx2

from bench import traffic
from bench.environment import Stage
from bench.load_generator import HOST, Target
from bench.report import Samples, change, ratio
from bench.seeding import Seeded
from bench.server import Worker

LIST = "/api/bookings"
_PER_CPU = "requests_per_cpu_second"


async def booking_list(stage: Stage, soulter: Worker, seeded: Seeded) -> None:
    """A. The list under load, next to the baseline and an empty answer. `baseline_comparison` judges it."""
    async with stage.worker("minimal", seeded) as minimal, stage.worker("hello", seeded) as hello:
        short, long = stage.get(LIST, seeded), stage.get(f"{LIST}?size=100", seeded)
        found = await stage.alternate(
            [
                Target("list of 25", soulter, short),
                Target("minimal, list of 25", minimal, short),
                Target("hello", hello, short),
                Target("list of 100", soulter, long),
                Target("minimal, list of 100", minimal, long),
            ]
        )
    add = stage.report.add
    add(
        "a. list of 25 / minimal, requests per CPU second, under load",
        ratio(found, "list of 25", "minimal, list of 25", _PER_CPU),
    )
    add(
        "a. list of 100 / minimal, requests per CPU second, under load",
        ratio(found, "list of 100", "minimal, list of 100", _PER_CPU),
    )
    add(
        "a. list of 25 / hello, requests per CPU second, under load",
        ratio(found, "list of 25", "hello", _PER_CPU),
    )


async def round_trips(stage: Stage, seeded: Seeded) -> None:
    """B. Statements per request, as the request log counts them."""
    week = f"checkIn={seeded.full_week}&checkOut={seeded.full_week + timedelta(days=7)}&guests=2"
    paths = [
        "/api/auth/me",
        LIST,
        f"{LIST}?status=CONFIRMED",
        "/api/units",
        f"/api/units/{seeded.units[0]}",
        f"/api/availability?{week}",
    ]
    with tempfile.TemporaryFile() as log:
        async with stage.worker("soulter", seeded, log) as worker:
            cookies = {"auth_token": stage.token(seeded, "admin")}
            with httpx2.Client(base_url=f"http://{HOST}:{worker.port}", cookies=cookies) as client:
                first = client.get(LIST).json()["bookings"][0]["id"]
                for path in (*paths, f"{LIST}/{first}"):
                    client.get(path).raise_for_status()
        log.seek(0)
        lines = [json.loads(line) for line in log if line.startswith(b"{")]
    counted = {
        line["route"]: line["queries"]
        for line in lines
        if line.get("event") == "request" and line["user"] != "-"
    }
    stage.report.add("b. statements of the booking list", counted[LIST], at_most=2, required=True)
    most = max(counted, key=lambda route: counted[route])
    stage.report.add(
        f"b. most statements among {len(counted)} kinds of read ({most})",
        counted[most],
        at_most=2,
        required=True,
    )


async def size(stage: Stage, large: Worker, seeded: Seeded, few: Seeded) -> None:
    """C. The same page from few and from many bookings."""
    kinds = {
        "admin": (LIST, "admin"),
        "agent": (LIST, "agent"),
        "admin, CONFIRMED": (f"{LIST}?status=CONFIRMED", "admin"),
        "admin, by check-in": (f"{LIST}?sort=checkIn&from={seeded.full_week}", "admin"),
    }
    async with stage.worker("soulter", few) as small:
        for kind, (path, role) in kinds.items():
            before, after = f"{kind}, {few.bookings} bookings", f"{kind}, {seeded.bookings} bookings"
            targets = [
                Target(before, small, stage.get(path, few, role)),
                Target(after, large, stage.get(path, seeded, role)),
            ]
            loaded = await stage.alternate(targets)
            alone = await stage.alternate(targets, alone=True)
            stage.report.add(
                f"c. {kind}: {few.bookings} → {seeded.bookings}, CPU of the worker",
                change(loaded, after, before, "cpu_ms"),
                " %",
                below=20,
            )
            stage.report.add(
                f"c. {kind}: {few.bookings} → {seeded.bookings}, latency alone",
                change(alone, after, before, "p50"),
                " %",
                below=20,
            )


async def availability(stage: Stage, soulter: Worker, seeded: Seeded) -> None:
    """D.

    A week's free units compared with the booking list. A full week makes the database read all units.
    """
    weeks = {"half-empty week": seeded.half_empty_week, "full week": seeded.full_week}
    targets = [Target("list of 25, beside availability", soulter, stage.get(LIST, seeded))]
    for name, begin in weeks.items():
        path = f"/api/availability?checkIn={begin}&checkOut={begin + timedelta(days=7)}&guests=2"
        targets.append(Target(f"availability, {name}", soulter, stage.get(path, seeded)))
    loaded, alone = await stage.alternate(targets), await stage.alternate(targets, alone=True)
    for target in targets[1:]:
        what = f"d. {target.name} over {len(seeded.units)} units / list of 25"
        stage.report.add(
            f"{what}, CPU of the worker", ratio(loaded, target.name, targets[0].name, "cpu_ms"), below=3
        )
        stage.report.add(f"{what}, latency alone", ratio(alone, target.name, targets[0].name, "p50"), below=3)


async def booking(stage: Stage, soulter: Worker, seeded: Seeded) -> None:
    """E. Sixteen clients book different nights at once, compared with a transaction that checks nothing."""
    free = stage.stays(seeded)
    async with stage.worker("minimal", seeded) as minimal:
        targets = [
            Target("minimal transaction", minimal, traffic.book("/minimal", "", free), 201),
            Target("booking by staff", soulter, traffic.book(LIST, stage.token(seeded, "admin"), free), 201),
            Target(
                "booking by an agent", soulter, traffic.book(LIST, stage.token(seeded, "agent"), free), 201
            ),
        ]
        found = await stage.alternate(targets)
    for target in targets[1:]:
        stage.report.add(
            f"e. {target.name} / minimal, requests per second, under load",
            _against_minimal(found, target, "requests_per_second"),
        )
        stage.report.add(
            f"e. {target.name} / minimal, requests per CPU second, under load",
            _against_minimal(found, target, _PER_CPU),
        )


def _against_minimal(found: Samples, target: Target, figure: str) -> float:
    return ratio(found, target.name, "minimal transaction", figure)
