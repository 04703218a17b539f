"""A random walk through the lifecycle of bookings, compared after every step with an independent model.

The model is written from the domain rules alone and shares no code with the application.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from httpx2 import Response
from sqlalchemy import select

from soulter.bookings.models import Booking
from tests import sql
from tests.world import Client, World

ZONE = ZoneInfo("Asia/Karachi")
SLEEPS = (2, 4, 6)
STAFF = ("zara", "sana")
PEOPLE = (*STAFF, "bilal", "omar", "hina", "nadia", "nobody")
VISITORS = ("hina", "nadia", "nobody")
HOLD_MINUTES = {
    "bilal": (1440, 1440),
    "omar": (1440, 1440),
    "hina": (60, 60),
    "nadia": (60, 60),
    "nobody": (10, 60),
}
SHARE = 0.4
LEADS = {
    "confirm": ({"PENDING"}, "CONFIRMED"),
    "cancel": ({"PENDING", "CONFIRMED"}, "CANCELLED"),
    "check-in": ({"CONFIRMED"}, "CHECKED_IN"),
    "check-out": ({"CHECKED_IN"}, "COMPLETED"),
    "no-show": ({"CONFIRMED"}, "NO_SHOW"),
}
Nights = set[tuple[int, date]]


def between(begin: date, end: date) -> list[date]:
    return [begin + timedelta(days=i) for i in range((end - begin).days)]


@dataclass
class Expected:
    """What the model expects of one booking."""

    owner: str
    status: str
    units: list[int]
    check_in: date
    check_out: date
    hold_until: datetime | None
    headers: dict[str, str]
    nights: Nights = field(default_factory=set)

    def all_nights(self) -> Nights:
        return {(unit, night) for unit in self.units for night in between(self.check_in, self.check_out)}


class Walker:
    """Takes steps through the API and compares."""

    def __init__(self, here: World, seed: int) -> None:
        self.here, self.random = here, random.Random(seed)
        self.bookings: dict[str, Expected] = {}
        self.blocks: dict[str, Nights] = {}
        self.clients: dict[str, Client] = {}
        self.story: list[str] = [f"seed {seed}"]
        self.accepted = 0

    @property
    def now(self) -> datetime:
        return self.here.clock.moment

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    async def client(self, name: str) -> Client:
        if name not in self.clients:
            self.clients[name] = await self.here.login(name)
        return self.clients[name]

    async def step(self) -> None:
        """Take one random step as a random user, then compare everything. The first step is a booking."""
        steps = [*[self.book] * 3, *[self.act] * 6, self.move, self.block, self.lift, self.wait]
        await (self.random.choice(steps) if len(self.bookings) > 1 else self.book)()
        await self.check()

    def tell(self, what: str, answer: Response, *, good: bool) -> bool:
        """Record an answer and compare it with the model's expectation."""
        self.story.append(
            f"{self.now:%d %H:%M} {what} -> {answer.status_code} "
            f"{answer.json().get('code', '') if answer.content else ''}"
        )
        assert answer.status_code < 500, self.story
        assert answer.is_success == good, [
            *self.story,
            f"the model says it should {'succeed' if good else 'be refused'}",
            answer.text,
        ]
        self.accepted += good
        return good

    def lapsed(self, found: Expected) -> bool:
        return found.status == "PENDING" and found.hold_until is not None and found.hold_until <= self.now

    def taken(self, but: str = "") -> Nights:
        """The nights of the unit that no other booking can have now."""
        held = [found.nights for key, found in self.bookings.items() if key != but and not self.lapsed(found)]
        return set().union(*held, *self.blocks.values())

    def dates(self) -> tuple[date, date]:
        begin = self.today + timedelta(days=self.random.choice([-1, 0, 0, 0, 0, 0, 1, 2, 4]))
        return begin, begin + timedelta(days=self.random.randint(1, 3))

    def fits(self, units: list[int], adults: int) -> bool:
        return adults <= sum(SLEEPS[unit] for unit in units)

    def shared(self, name: str, wanted: Nights, but: str = "") -> bool:
        """Whether visitors may hold this: at most their share of the units that are free that night."""
        if name not in VISITORS:
            return True
        others = {key: found for key, found in self.bookings.items() if key != but and not self.lapsed(found)}
        held = {key for key, found in others.items() if found.status == "PENDING" and found.owner in VISITORS}
        of_visitors = [one for key in held for one in others[key].nights]
        otherwise = [one for key in others.keys() - held for one in others[key].nights]
        otherwise += [one for nights in self.blocks.values() for one in nights]
        for night in {night for _, night in wanted}:
            free = len(SLEEPS) - sum(night == other for _, other in otherwise)
            claimed = sum(night == other for _, other in [*of_visitors, *wanted])
            if claimed > ceil(free * SHARE):
                return False
        return True

    def write(self, found: Expected) -> None:
        """A booking ends the lapsed holds that have its nights."""
        found.nights = found.all_nights()
        for other in self.bookings.values():
            if other is not found and self.lapsed(other) and other.nights & found.nights:
                other.status, other.nights = "EXPIRED", set()

    async def book(self) -> None:
        name, (begin, end) = self.random.choice(PEOPLE), self.dates()
        units = self.random.sample(range(3), self.random.choice([1, 1, 2]))
        adults = self.random.choice([1, 2, 3])
        stay = self.here.stay(units=units, checkIn=str(begin), checkOut=str(end), adults=adults)
        answer = await (await self.client(name)).post("/api/bookings", json=stay)
        found = Expected(name, "CONFIRMED" if name in STAFF else "PENDING", units, begin, end, None, {})
        wanted = found.all_nights()
        fits = self.fits(units, adults) and (name not in VISITORS or len(units) <= adults)
        good = begin >= self.today and fits and not wanted & self.taken() and self.shared(name, wanted)
        if self.tell(f"{name} books {units} {begin}..{end}", answer, good=good):
            if name == "nobody":
                found.headers = {
                    "Booking-Token": answer.json()["accessToken"],
                    "Booking-Contact": stay["guest"]["email"],
                }
            if name not in STAFF:
                found.hold_until = datetime.fromisoformat(answer.json()["booking"]["holdExpiresAt"])
                shortest, longest = (timedelta(minutes=one) for one in HOLD_MINUTES[name])
                assert shortest <= found.hold_until - self.now <= longest, self.story
            self.write(found)
            self.bookings[answer.json()["booking"]["id"]] = found

    def pick(self) -> tuple[str, Expected, str] | None:
        """A random booking, and the user who acts on it."""
        if not self.bookings:
            return None
        alive = [
            key
            for key, found in self.bookings.items()
            if found.status in ("PENDING", "CONFIRMED", "CHECKED_IN")
        ]
        arriving = [key for key in alive if self.bookings[key].check_in <= self.today]
        likely = self.random.choice([arriving, alive[-6:], list(self.bookings)])
        key = self.random.choice(likely or list(self.bookings))
        found = self.bookings[key]
        return (
            key,
            found,
            self.random.choice([*STAFF, *STAFF, found.owner, found.owner, self.random.choice(PEOPLE)]),
        )

    async def act(self) -> None:
        if picked := self.pick():
            key, found, name = picked
            likely = [action for action, (sources, _) in LEADS.items() if found.status in sources]
            action = self.random.choice(
                [*likely, *likely, *(step for step in likely if step != "cancel")] * 2 + list(LEADS)
            )
            name = self.random.choice([*STAFF, name]) if action != "cancel" else name
            headers = found.headers if name == "nobody" else {}
            answer = await (await self.client(name)).post(f"/api/bookings/{key}/{action}", headers=headers)
            good = self.may_act(found, name, action)
            if self.tell(f"{name} does {action} with a {found.status} of {found.owner}", answer, good=good):
                self.apply(found, action)

    def may_act(self, found: Expected, name: str, action: str) -> bool:
        may = name in STAFF or (action == "cancel" and name == found.owner)
        sources, to = LEADS[action]
        if not may or found.status == to:
            return may
        if found.status not in sources or self.lapsed(found):
            return False
        if action == "check-in":
            return found.check_in <= self.today < found.check_out
        return action != "no-show" or self.today >= found.check_in

    def apply(self, found: Expected, action: str) -> None:
        to = LEADS[action][1]
        if found.status == to:
            return
        found.status = to
        if action == "cancel":
            found.nights = set()
        elif action in ("check-out", "no-show"):
            found.nights = {(unit, night) for unit, night in found.nights if night < self.today}

    async def move(self) -> None:
        if picked := self.pick():
            key, found, name = picked
            begin, end = self.dates()
            client = await self.client(name)
            answer = await client.patch(
                f"/api/bookings/{key}",
                json={"checkIn": str(begin), "checkOut": str(end)},
                headers=found.headers if name == "nobody" else {},
            )
            wanted = {(unit, night) for unit in found.units for night in between(begin, end)}
            may = name in STAFF or (name == found.owner and found.status == "PENDING")
            open_ = found.status in ("PENDING", "CONFIRMED") and not self.lapsed(found)
            in_time = begin == found.check_in or begin >= self.today
            free = not wanted & self.taken(but=key) and self.shared(name, wanted, but=key)
            good = may and open_ and in_time and free
            if self.tell(
                f"{name} moves a {found.status} of {found.owner} to {begin}..{end}", answer, good=good
            ):
                found.check_in, found.check_out = begin, end
                self.write(found)

    async def block(self) -> None:
        name, unit, (begin, end) = (
            self.random.choice([*STAFF, *PEOPLE]),
            self.random.randrange(3),
            self.dates(),
        )
        body = {"unitId": str(self.here.units[unit]), "from": str(begin), "to": str(end), "reason": "Repairs"}
        answer = await (await self.client(name)).post("/api/blocks", json=body)
        wanted = Expected("", "", [unit], begin, end, None, {})
        good = name in STAFF and begin >= self.today and not wanted.all_nights() & self.taken()
        if self.tell(f"{name} blocks {unit} {begin}..{end}", answer, good=good):
            self.write(wanted)
            self.blocks[answer.json()["block"]["id"]] = wanted.nights

    async def lift(self) -> None:
        if self.blocks:
            key, name = self.random.choice(list(self.blocks)), self.random.choice([*STAFF, *PEOPLE])
            if self.tell(
                f"{name} lifts a block",
                await (await self.client(name)).delete(f"/api/blocks/{key}"),
                good=name in STAFF,
            ):
                del self.blocks[key]

    async def wait(self) -> None:
        self.here.clock.moment += self.random.choice(
            [timedelta(minutes=59), timedelta(hours=1), timedelta(hours=9), timedelta(days=1)]
        )
        self.clients.clear()  # a login lasts a week, a walk may last longer

    async def check(self) -> None:
        """Compare the ledger, the statuses and the totals with the model."""
        numbers = {unit_id: i for i, unit_id in enumerate(self.here.units)}
        ledger = [(numbers[unit_id], night) for unit_id, night in await self.here.nights()]
        assert len(ledger) == len(set(ledger)), [*self.story, "a night stands twice"]
        expected: Nights = set().union(
            *(found.nights for found in self.bookings.values()), *self.blocks.values()
        )
        assert set(ledger) == expected, [*self.story, set(ledger) ^ expected]
        rows = await sql.fetch(self.here.database.reader, select(Booking.id, Booking.status))
        stored = {str(row[0]): str(row[1]) for row in rows}
        assert stored == {key: found.status for key, found in self.bookings.items()}, self.story
        if self.bookings:
            await self.check_one(self.random.choice(list(self.bookings)))

    async def check_one(self, key: str) -> None:
        """One booking as staff see it: its own nights, its lines, their sum."""
        found = self.bookings[key]
        answer = await (await self.client("sana")).get(f"/api/bookings/{key}")
        assert answer.status_code == 200, [*self.story, answer.text]
        shown: dict[str, Any] = answer.json()["booking"]
        assert shown["status"] == ("EXPIRED" if self.lapsed(found) else found.status), self.story
        assert shown["total"]["amount"] == sum(line["price"]["amount"] for line in shown["priceLines"]), (
            self.story
        )
        assert shown["total"]["amount"] == sum((unit + 1) * 100_000 for unit, _ in found.all_nights()), (
            self.story
        )
        lines = {
            (self.here.units.index(UUID(line["unitId"])), date.fromisoformat(line["night"]))
            for line in shown["priceLines"]
        }
        assert lines == found.all_nights(), self.story
        own = {(self.here.units.index(unit_id), night) for unit_id, night in await self.here.nights(key)}
        assert own == found.nights, self.story
