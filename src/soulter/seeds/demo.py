"""The demo: one season of a glamping site, made through the same use cases as real bookings."""

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from soulter.access.actor import VISITOR, Actor, Channel
from soulter.access.roles import Role
from soulter.bookings import blocks, booking, lifecycle
from soulter.bookings.booking import Request
from soulter.bookings.errors import NightsTaken
from soulter.bookings.hold_limits import UNLIMITED
from soulter.bookings.states import Action
from soulter.core import clock
from soulter.core.database.transactions import Database, Transaction
from soulter.core.dates import Stay
from soulter.core.money import Money
from soulter.guests.details import GuestDetails
from soulter.inventory import editing as units
from soulter.inventory.models import UnitStatus
from soulter.properties import editing as properties
from soulter.properties.queries import find_by_slug
from soulter.seeds import gallery, holds, people

SLUG = "starry-meadow"
_ZONE = "Asia/Karachi"
_SEED = 20
_PAST_DAYS, _FUTURE_DAYS = 30, 75
_OCCUPANCY = 0.55


class _Kind(NamedTuple):
    """Several units of one kind."""

    name: str
    names: tuple[str, ...]
    sleeps: int
    rupees: int
    description: str
    amenities: tuple[str, ...]


_KINDS = (
    _Kind(
        "Bell Tent",
        ("Lakeside Bell Tent", "Orchard Bell Tent", "Ridge Bell Tent"),
        2,
        14_500,
        "A five metre canvas tent with a real bed, a wood stove and a deck of cedar.",
        ("Wood stove", "Deck", "Shared bath"),
    ),
    _Kind(
        "Safari Lodge",
        ("Walnut Safari Lodge", "River Safari Lodge"),
        4,
        26_000,
        "Two rooms under canvas, your own bathroom and a veranda over the water.",
        ("Private bath", "Kitchenette", "Veranda"),
    ),
    _Kind(
        "Geodome",
        ("North Star Dome", "Milky Way Dome"),
        2,
        32_000,
        "A dome with a clear roof: you fall asleep under the stars that the place is named after.",
        ("Clear roof", "Private bath", "Heating"),
    ),
    _Kind(
        "Treehouse",
        ("Deodar Treehouse",),
        3,
        38_500,
        "Six metres up in an old deodar, with a rope bridge and a breakfast basket on a pulley.",
        ("Rope bridge", "Private bath", "Breakfast"),
    ),
    _Kind(
        "Meadow Pitch",
        ("Meadow Pitch 1", "Meadow Pitch 2"),
        6,
        4_500,
        "Level grass for your own tent, with power and a fire ring.",
        ("Power", "Fire ring", "Shared bath"),
    ),
)
_GUESTS = (
    "Ayesha Siddiqui", "Omar Farooq", "Fatima Noor", "Usman Tariq", "Maryam Khalid", "Daniel Weber",
    "Sofia Rossi", "Hamza Sheikh", "Zainab Qureshi", "Lucas Moreau", "Nadia Hussain", "Ali Raza",
    "Emma Clarke", "Imran Aziz", "Mehwish Javed", "Jonas Lind",
)  # fmt: skip


async def plant(database: Database, now: datetime) -> bool:
    """Add people, the site and its season, all or nothing; returns False when the site exists already.

    A site that exists gets photos if it has none. The random numbers are seeded, so that the same day gives
    the same season.
    """
    async with database.writing() as session:
        cast = await people.add(session, now)
        owner = cast[Role.SUPER_ADMIN]
        there = await find_by_slug(session, SLUG)
        property_id = there or await _open(session, owner, now)
        if not there:
            sleeps = await _site(session, owner, property_id, now)
            await _season(session, cast, sleeps, now)
            await holds.add(session, database, list(sleeps), clock.business_date(now, _ZONE), now)
        await gallery.add_photos(session, owner, property_id, now)
    return there is None


async def _open(session: Transaction, owner: Actor, now: datetime) -> UUID:
    values = {
        "name": "Starry Meadow",
        "slug": SLUG,
        "timezone": _ZONE,
        "currency": "PKR",
        "check_in_time": time(15),
        "check_out_time": time(11),
        "arrival_cutoff": None,
        "hold_minutes": 60,
        "agent_hold_minutes": 1440,
        "visitor_share_percent": 40,
        "visitor_longest_stay": 28,
        "visitor_furthest_days": 365,
        "visitor_most_units": 5,
    }
    return await properties.open_property(session, owner, values, now)


async def _site(session: Transaction, owner: Actor, property_id: UUID, now: datetime) -> dict[UUID, int]:
    sleeps: dict[UUID, int] = {}
    for kind in _KINDS:
        for name in kind.names:
            about = {
                "name": name,
                "slug": name.lower().replace(" ", "-"),
                "sleeps": kind.sleeps,
                "status": UnitStatus.ACTIVE,
                "position": 10 * (len(sleeps) + 1),
                "description": kind.description,
                "amenities": list(kind.amenities),
            }
            unit_id = await units.add(
                session, owner, property_id, about, Money(kind.rupees * 100, "PKR"), now
            )
            sleeps[unit_id] = kind.sleeps
    return sleeps


async def _season(
    session: Transaction, cast: dict[Role, Actor], sleeps: dict[UUID, int], now: datetime
) -> None:
    chance = random.Random(_SEED)  # noqa: S311 -- a repeatable demo, no secret
    today = clock.business_date(now, _ZONE)
    sellers = [
        VISITOR,
        cast[Role.CUSTOMER],
        cast[Role.AGENT],
        cast[Role.AGENT],
        cast[Role.ADMIN],
        cast[Role.ADMIN],
    ]
    for unit_id, beds in sleeps.items():
        day = today - timedelta(days=_PAST_DAYS)
        while day < today + timedelta(days=_FUTURE_DAYS):
            if chance.random() > _OCCUPANCY:
                day += timedelta(days=chance.randint(1, 3))
                continue
            stay = Stay(day, day + timedelta(days=chance.randint(1, 4)))
            await _stay(session, cast[Role.ADMIN], chance.choice(sellers), chance, (unit_id, beds), stay, now)
            day = stay.check_out
    first, *_, last = sleeps
    for unit_id, offset, reason in ((first, 80, "New canvas"), (last, 78, "Drainage works")):
        begin = today + timedelta(days=offset)
        await blocks.block(
            session, cast[Role.ADMIN], unit_id, Stay(begin, begin + timedelta(days=4)), reason, now
        )


async def _stay(
    session: Transaction,
    staff: Actor,
    seller: Actor,
    chance: random.Random,
    unit: tuple[UUID, int],
    stay: Stay,
    now: datetime,
) -> None:
    unit_id, beds = unit
    made = _moment(stay.check_in - timedelta(days=chance.randint(2, 40)), now, chance)
    name = seller.name if seller.channel is Channel.CUSTOMER else chance.choice(_GUESTS)
    guest = GuestDetails(name, f"{name.lower().replace(' ', '.')}@guests.soulter.example", "+92 300 5550100")
    adults = chance.randint(1, beds)
    request = Request((unit_id,), stay, adults, chance.randint(0, beds - adults), guest)
    try:
        booked = await booking.book(session, seller, request, made, UNLIMITED)
    except NightsTaken:
        return
    await _live_it(session, staff, booked.row.id, stay, chance, made, now)


async def _live_it(
    session: Transaction,
    staff: Actor,
    booking_id: UUID,
    stay: Stay,
    chance: random.Random,
    made: datetime,
    now: datetime,
) -> None:
    """The steps of the booking until now, each at its own moment."""
    today = clock.business_date(now, _ZONE)
    fate = chance.random()
    if now - made < timedelta(hours=1) and fate < 0.5:
        return
    await lifecycle.act(session, staff, booking_id, Action.CONFIRM, min(now, made + timedelta(minutes=20)))
    if fate < 0.08:
        await lifecycle.act(session, staff, booking_id, Action.CANCEL, min(now, made + timedelta(days=1)))
        return
    if stay.check_in > today or (stay.check_in == today and fate < 0.5):
        return
    if fate < 0.11:
        await lifecycle.act(session, staff, booking_id, Action.NO_SHOW, _at(stay.check_in, 23))
        return
    await lifecycle.act(session, staff, booking_id, Action.CHECK_IN, min(now, _at(stay.check_in, 16)))
    if stay.check_out < today or (stay.check_out == today and fate > 0.6):
        await lifecycle.act(session, staff, booking_id, Action.CHECK_OUT, min(now, _at(stay.check_out, 10)))


def _moment(day: date, now: datetime, chance: random.Random) -> datetime:
    made = _at(day, chance.randint(8, 21)) + timedelta(minutes=chance.randint(0, 59))
    return min(made, now - timedelta(minutes=chance.randint(1, 50)))


def _at(day: date, hour: int) -> datetime:
    """An hour of a day in Karachi, which has no daylight saving time: five hours ahead of UTC."""
    return datetime.combine(day, time(hour), UTC) - timedelta(hours=5)
