"""A and E. Lists and new bookings compared with the baseline application in one process.

Results of processes under load vary by a quarter from run to run, which is more than the differences of
interest. Here the variants run in turn, a few requests each, and only the thread's CPU time counts. Repeated
measurements differ by a few per cent.
"""

from bench import baseline_app, traffic
from bench.environment import POOL, Stage
from bench.in_process import (
    Rounds,
    Server,
    Variant,
    cost,
    on_the_workers_core,
    per_cpu,
    rounds_of,
    running,
    soulter,
    spread,
)
from bench.middleware_cost import LIST
from bench.seeding import Seeded

LIST_FLOOR, CREATION_FLOOR, WIDEST_SPREAD = 0.8, 0.45, 5.0


class Different(Exception):
    """The answer differs from the baseline's, so a comparison would mean nothing."""


def _baseline(stage: Stage, seeded: Seeded) -> Server:
    return Server(baseline_app.create_app(seeded.url, stage.secret, POOL))


async def lists(stage: Stage, seeded: Seeded) -> None:
    """A. Compare lists of 25 and of 100 with the same bytes from the raw driver."""
    with on_the_workers_core(stage.core):
        ours, baseline = Server(soulter(stage.settings(seeded.url))), _baseline(stage, seeded)
        async with running(ours, baseline):
            for size in (25, 100):
                request = stage.get(f"{LIST}?size={size}", seeded)
                await _check_same_body(ours, baseline, request())
                variants = {"ours": Variant(ours, request), "minimal": Variant(baseline, request)}
                found = await rounds_of(variants, 2 * stage.effort.rounds_in_process)
                _compare(stage, f"a. list of {size}", found, "ours", LIST_FLOOR)


async def creations(stage: Stage, seeded: Seeded) -> None:
    """E. Compare a booking with a transaction that checks nothing."""
    free = stage.stays(seeded)
    with on_the_workers_core(stage.core):
        ours, baseline = Server(soulter(stage.settings(seeded.url))), _baseline(stage, seeded)
        async with running(ours, baseline):
            variants = {
                "minimal": Variant(baseline, traffic.book("/minimal", "", free), 201),
                "staff": Variant(ours, traffic.book(LIST, stage.token(seeded, "admin"), free), 201),
                "an agent": Variant(ours, traffic.book(LIST, stage.token(seeded, "agent"), free), 201),
            }
            found = await rounds_of(variants, stage.effort.rounds_in_process)
    for name in ("staff", "an agent"):
        _compare(stage, f"e. booking by {name}", found, name, CREATION_FLOOR)


async def _check_same_body(ours: Server, baseline: Server, request: bytes) -> None:
    one, other = await ours.answer(request), await baseline.answer(request)
    if one.partition(b"\r\n\r\n")[2] != other.partition(b"\r\n\r\n")[2]:
        raise Different(f"Soulter: {one[:600]!r}\nminimal: {other[:600]!r}")


def _compare(stage: Stage, what: str, found: Rounds, name: str, floor: float) -> None:
    add = stage.report.add
    add(
        f"{what} / minimal, requests per CPU second, in one process",
        per_cpu(found, name, "minimal"),
        at_least=floor,
    )
    add(
        f"{what} / minimal: five parts of the measurement lie apart",
        spread(found, name, "minimal"),
        " %",
        below=WIDEST_SPREAD,
    )
    add(f"{what}: CPU", cost(found, name), " ms")
    add(f"{what}: CPU of minimal", cost(found, "minimal"), " ms")
