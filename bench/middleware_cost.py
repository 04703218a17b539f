"""G. What the middleware costs, measured by removing layers of it in turn."""

import statistics

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bench.environment import Stage
from bench.in_process import Server, Variant, cost, on_the_workers_core, rounds_of, running, soulter
from bench.seeding import Seeded
from soulter.core.config.settings import Settings
from soulter.core.http import deadlines, middleware
from soulter.server.protocol import GuardedHttp

LIST = "/api/bookings"
_WHOLE = "whole"
_ALL = "all together"
ALL_MIDDLEWARE = (
    middleware.RequestLog,
    middleware.ResponseHeaders,
    middleware.RequestGuard,
    deadlines.Deadlines,
    GuardedHttp,
)
# Each variant is the whole application without these. The protocol enforces the header timeouts.
_WITHOUT: dict[str, tuple[type, ...]] = {
    _WHOLE: (),
    "request id and log line": (middleware.RequestLog,),
    "response headers and CORS": (middleware.ResponseHeaders,),
    "gate (origin, body)": (middleware.RequestGuard,),
    "time limits and requests in flight": (deadlines.Deadlines, GuardedHttp),
    _ALL: ALL_MIDDLEWARE,
}


def soulter_without(settings: Settings, without: tuple[type, ...]) -> Server:
    """The application without some of its middleware."""
    return Server(soulter(settings, without), HttpToolsProtocol if GuardedHttp in without else GuardedHttp)


async def measure(stage: Stage, seeded: Seeded) -> None:
    """Measure all middleware with a list, and each layer with an address that does not exist.

    The cost of a list varies more while it waits for the database than one layer costs, so single layers are
    measured with a request that waits for nothing.
    """
    add, rounds = stage.report.add, stage.effort.rounds_in_process
    with on_the_workers_core(stage.core):
        settings = stage.settings(seeded.url)
        servers = {name: soulter_without(settings, without) for name, without in _WITHOUT.items()}
        async with running(*servers.values()):
            lists = await rounds_of(
                {name: Variant(servers[name], stage.get(LIST, seeded)) for name in (_WHOLE, _ALL)}, rounds
            )
            nowhere = stage.get("/nothing", seeded)
            nothing = await rounds_of(
                {name: Variant(server, nowhere, 404) for name, server in servers.items()}, rounds
            )
    whole = cost(lists, _WHOLE)
    costs = {
        name: statistics.median(spent[_WHOLE] - spent[name] for spent in nothing)
        for name in _WITHOUT
        if name != _WHOLE
    }
    for name, saved in costs.items():
        add(f"g. {name}: CPU where nothing waits", saved * 1000, " µs")
    add(f"g. {_ALL}: CPU where nothing waits, as a share of a list of 25", costs[_ALL] / whole * 100, " %")
    shares = [(1 - spent[_ALL] / spent[_WHOLE]) * 100 for spent in lists]
    low, middle, high = statistics.quantiles(shares, n=4)
    add(f"g. {_ALL}: CPU of a list of 25 that goes when they go", middle, " %", below=15)
    add(f"g. {_ALL}: its quartiles over {len(shares)} rounds lie apart", high - low, " %")
