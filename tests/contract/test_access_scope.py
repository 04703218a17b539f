"""Every query about bookings, the board, the day or guests takes the actor whose access scope narrows it."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import get_type_hints

from soulter.access.actor import Actor
from soulter.core.database.transactions import Source, Transaction

PACKAGES = ("soulter.bookings", "soulter.desk", "soulter.guests")
WITHOUT_ACTOR = {
    "soulter.bookings.availability.free_units": "public; returns units, never who takes a night",
    "soulter.bookings.availability.units_for_sale": "returns units, no bookings",
    "soulter.bookings.availability.taken_nights": "the ledger compares nights of all bookings to find "
    "conflicts",
    "soulter.bookings.availability.lapsed_holds": "the worker expires holds of all bookings",
    "soulter.bookings.availability.holds": "counts for metrics",
    "soulter.bookings.booking.add_units": "inserts the units of a booking",
    "soulter.bookings.counting.count_made": "a subscriber counts a booking for metrics",
    "soulter.bookings.ledger.ensure_free": "compares nights of all bookings; raises which nights are taken",
    "soulter.bookings.ledger.expire": "the worker expires holds of all bookings",
    "soulter.bookings.ledger.lock": "locks units, returns no bookings",
    "soulter.bookings.ledger.look": "compares nights of all bookings; returns which nights are taken",
    "soulter.bookings.ledger.nights_of": "the nights of a booking that its caller has found",
    "soulter.bookings.hold_limits.check_move": "counts holds of all visitors; raises whether this is too "
    "much",
    "soulter.bookings.hold_limits.lock": "locks the buckets of an origin, returns nothing",
    "soulter.bookings.link_guesses.count": "knows the holder of a link, and returns nothing",
    "soulter.bookings.ledger.release": "deletes nights of a booking that its caller has found",
    "soulter.bookings.ledger.release_many": "deletes nights of bookings that its caller has found",
    "soulter.bookings.ledger.sellable": "returns units, no bookings",
    "soulter.bookings.ledger.take": "inserts nights",
    "soulter.bookings.visitor_holds.holding": "counts holds of all visitors; returns sums",
}
"""Coroutines that need no actor, each with the reason."""


def modules() -> Iterator[ModuleType]:
    for package in map(importlib.import_module, PACKAGES):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def without_actor(module: ModuleType) -> set[str]:
    """The public coroutines of a module that reach the database and take no actor."""
    found = set()
    for name, function in inspect.getmembers(module, inspect.iscoroutinefunction):
        if name.startswith("_") or function.__module__ != module.__name__:
            continue
        hints = get_type_hints(function)
        hints.pop("return", None)
        kinds = list(hints.values())
        if (Source in kinds or Transaction in kinds) and Actor not in kinds:
            found.add(f"{module.__name__}.{name}")
    return found


def test_every_query_takes_the_actor_or_has_a_reason_not_to() -> None:
    assert set[str]().union(*map(without_actor, modules())) == set(WITHOUT_ACTOR)


def test_a_query_without_the_actor_is_found() -> None:
    module = ModuleType("soulter.desk.planted")

    async def listed(_source: Source) -> None: ...

    async def visible(_source: Source, _actor: Actor) -> None: ...

    for function in (listed, visible):
        function.__module__ = module.__name__
        setattr(module, function.__name__, function)
    assert without_actor(module) == {"soulter.desk.planted.listed"}
