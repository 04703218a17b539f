"""A and E. Lists and creations against the yardstick, weighed in one process.

Processes under load move by a quarter from run to run, and what is at stake is less. Here the variants run in turn, a few
requests each, and what counts is the CPU time of the thread: the parts of one measurement lie a few per cent apart.
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
    """The yardstick answers something else, so comparing the two means nothing."""


def _yardstick(stage: Stage, seeded: Seeded) -> Server:
    return Server(baseline_app.create_app(seeded.url, stage.secret, POOL))


async def lists(stage: Stage, seeded: Seeded) -> None:
    """A. Lists of 25 and of 100 against the same bytes from the raw driver."""
    with on_the_workers_core(stage.core):
        ours, yardstick = Server(soulter(stage.settings(seeded.url))), _yardstick(stage, seeded)
        async with running(ours, yardstick):
            for size in (25, 100):
                request = stage.get(f"{LIST}?size={size}", seeded)
                await _check_same_body(ours, yardstick, request())
                variants = {"ours": Variant(ours, request), "minimal": Variant(yardstick, request)}
                found = await rounds_of(variants, 2 * stage.effort.rounds_in_process)
                _compare(stage, f"a. list of {size}", found, "ours", LIST_FLOOR)


async def creations(stage: Stage, seeded: Seeded) -> None:
    """E. A booking against a transaction that looks at nothing."""
    free = stage.stays(seeded)
    with on_the_workers_core(stage.core):
        ours, yardstick = Server(soulter(stage.settings(seeded.url))), _yardstick(stage, seeded)
        async with running(ours, yardstick):
            variants = {
                "minimal": Variant(yardstick, traffic.book("/minimal", "", free), 201),
                "staff": Variant(ours, traffic.book(LIST, stage.token(seeded, "admin"), free), 201),
                "an agent": Variant(ours, traffic.book(LIST, stage.token(seeded, "agent"), free), 201),
            }
            found = await rounds_of(variants, stage.effort.rounds_in_process)
    for name in ("staff", "an agent"):
        _compare(stage, f"e. booking by {name}", found, name, CREATION_FLOOR)


async def _check_same_body(ours: Server, yardstick: Server, request: bytes) -> None:
    one, other = await ours.answer(request), await yardstick.answer(request)
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
