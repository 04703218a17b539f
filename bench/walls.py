"""G. What the outer walls cost, with walls taken away in turn."""

import statistics

from bench.in_process import Server, on_the_workers_core, rounds_of, running
from bench.seeding import Seeded
from bench.stage import Stage
from soulter.core.http import deadlines, middleware
from soulter.server.protocol import GuardedHttp

LIST = "/api/bookings"
_WHOLE = "whole"
_ALL = "all together"
# Each variant is the whole without these; the deadlines of a head are the protocol's.
_WITHOUT: dict[str, tuple[type, ...]] = {
    _WHOLE: (),
    "request id and log line": (middleware.RequestLog,),
    "response headers and CORS": (middleware.ResponseHeaders,),
    "gate (origin, body)": (middleware.Gate,),
    "time limits and requests in flight": (deadlines.Deadlines, GuardedHttp),
    _ALL: (middleware.RequestLog, middleware.ResponseHeaders, middleware.Gate, deadlines.Deadlines, GuardedHttp),
}


async def walls(stage: Stage, seeded: Seeded) -> None:
    """All walls by what a list costs without them; each wall by an address that does not exist.

    A wall costs less than the list's cost varies while it waits for the database, so it is weighed where nothing waits.
    """
    add, rounds = stage.report.add, stage.effort.rounds_of_walls
    with on_the_workers_core(stage.core):
        settings = stage.settings(seeded.url)
        async with running({name: Server(settings, without) for name, without in _WITHOUT.items()}) as servers:
            two = {name: servers[name] for name in (_WHOLE, _ALL)}
            lists = await rounds_of(two, stage.get(LIST, seeded), 200, rounds)
            nothing = await rounds_of(servers, stage.get("/nothing", seeded), 404, rounds)
    whole = statistics.median(spent[_WHOLE] for spent in lists)
    costs = {name: statistics.median(spent[_WHOLE] - spent[name] for spent in nothing) for name in _WITHOUT if name != _WHOLE}
    for name, cost in costs.items():
        add(f"g. {name}: CPU where nothing waits", cost * 1000, " µs")
    add(f"g. {_ALL}: CPU where nothing waits, as a share of a list of 25", costs[_ALL] / whole * 100, " %")
    shares = [(1 - spent[_ALL] / spent[_WHOLE]) * 100 for spent in lists]
    low, middle, high = statistics.quantiles(shares, n=4)
    add(f"g. {_ALL}: CPU of a list of 25 that goes when they go", middle, " %", below=15)
    add(f"g. {_ALL}: its quartiles over {len(shares)} rounds lie apart", high - low, " %")
