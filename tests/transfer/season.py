"""A random business as lines: every status, several currencies, letters of many scripts; free of overlaps."""

import json
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from soulter.access.actor import Channel
from soulter.access.roles import Role
from soulter.bookings.states import Status
from soulter.wiring import EXPORTERS

Files = dict[str, list[dict[str, Any]]]
_LETTERS = "abc XYZ éß漢字🏕=+-@'\"\\;,"
_ALL = {Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN}
_SOME = {Status.COMPLETED, Status.NO_SHOW}

_SETTINGS = {
    "checkInTime": "15:00",
    "checkOutTime": "10:30",
    "holdMinutes": 60,
    "agentHoldMinutes": 1440,
    "visitorSharePercent": 40,
    "visitorLongestStay": 28,
    "visitorFurthestDays": 365,
    "visitorMostUnits": 5,
}


class Season:
    """Makes the lines; the same seed makes the same ones."""

    def __init__(self, seed: int, bookings: int = 40) -> None:
        self._chance = random.Random(seed)
        self.files: Files = {exporter.name: [] for exporter in EXPORTERS}
        for i, currency in enumerate(("PKR", "JPY", "KWD")):
            self._property(i, currency)
        for i in range(5):
            self._user(i)
        free = dict.fromkeys((unit["id"] for unit in self.files["units"]), date(2027, 1, 1))
        for i in range(bookings):
            self._booking(i, free)
        for unit in self._chance.sample(self.files["units"], 2):
            begin, end = free[unit["id"]], free[unit["id"]] + timedelta(days=3)
            block = {
                "propertyId": unit["propertyId"],
                "unitId": unit["id"],
                "from": str(begin),
                "to": str(end),
                "reason": self._text(5),
            }
            self.files["blocks"].append(
                {"id": self._id()} | block | {"createdBy": None, "createdAt": self._moment()}
            )
        for lines in self.files.values():
            lines.sort(key=lambda line: UUID(line["id"]))

    def _id(self) -> str:
        return str(UUID(int=self._chance.getrandbits(128)))

    def _text(self, least: int = 0) -> str:
        return "x" * least + "".join(self._chance.choices(_LETTERS, k=self._chance.randint(0, 20))).strip()

    def _moment(self) -> str:
        value = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(microseconds=self._chance.randrange(10**13))
        return value.isoformat(timespec="microseconds").replace("+00:00", "Z")

    def _property(self, number: int, currency: str) -> None:
        place = {
            "id": self._id(),
            "name": self._text(1),
            "slug": f"place-{number}",
            "timezone": "Asia/Karachi",
            "currency": currency,
        }
        cutoff = {"arrivalCutoff": self._chance.choice([None, "04:00"])}
        self.files["properties"].append(
            place | _SETTINGS | cutoff | {"createdAt": self._moment(), "updatedAt": self._moment()}
        )
        for i in range(3):
            unit = {
                "id": self._id(),
                "propertyId": place["id"],
                "name": self._text(1),
                "slug": f"unit-{i}",
                "sleeps": 4,
            }
            price = {"amount": self._chance.choice([0, 1, 2**53 - 1, 14_500]), "currency": currency}
            about = {
                "price": price,
                "status": self._chance.choice(["ACTIVE", "INACTIVE"]),
                "position": i,
                "description": self._text(),
            }
            lists = {"amenities": [self._text(1)]}
            self.files["units"].append(
                unit | about | lists | {"createdAt": self._moment(), "updatedAt": self._moment()}
            )

    def _user(self, number: int) -> None:
        user = {
            "id": self._id(),
            "email": f"user{number}@example.com",
            "name": self._text(1),
            "phone": [None, "+92 300 5550100"][number % 2],
        }
        role = {"role": self._chance.choice(list(Role)).value, "active": bool(number % 2)}
        self.files["users"].append(user | role | {"createdAt": self._moment(), "updatedAt": self._moment()})

    def _guest(self, number: int, user: dict[str, Any]) -> dict[str, Any]:
        guest = {
            "id": self._id(),
            "name": self._text(1),
            "email": f"guest{number}@example.com",
            "phone": None,
        }
        guest |= {"userId": self._chance.choice([None, user["id"]]), "createdAt": self._moment()}
        self.files["guests"].append(guest)
        return guest

    def _booking(self, number: int, free: dict[str, date]) -> None:
        place = self._chance.choice(self.files["properties"])
        own = [unit for unit in self.files["units"] if unit["propertyId"] == place["id"]]
        sold = sorted(self._chance.sample(own, self._chance.randint(1, 2)), key=lambda unit: UUID(unit["id"]))
        begin = max(free[unit["id"]] for unit in sold)
        end = begin + timedelta(days=self._chance.randint(1, 5))
        status = self._chance.choice(list(Status))
        for unit in sold:
            free[unit["id"]] = end
        user = self._chance.choice(self.files["users"])
        guest = self._guest(number, user)
        parts = self._parts(len(sold), begin, end, status)
        units = [
            self._unit_of(unit, *part, status, place["currency"])
            for unit, part in zip(sold, parts, strict=True)
        ]
        total = {"amount": sum(unit["price"]["amount"] for unit in units), "currency": place["currency"]}
        line = {
            "id": self._id(),
            "code": f"SG-{number:06d}",
            "propertyId": place["id"],
            "propertyName": place["name"],
            "guestId": guest["id"],
        }
        line |= self._made_by(user) | {"status": status.value, "checkIn": str(begin), "checkOut": str(end)}
        line |= {"adults": 2, "children": self._chance.randint(0, 2), "total": total, "version": 3}
        line |= {
            "holdExpiresAt": self._moment() if status is Status.PENDING else None,
            "notes": self._text() + "\nsecond line",
        }
        self.files["bookings"].append(
            line | {"units": units, "createdAt": self._moment(), "updatedAt": self._moment()}
        )

    def _made_by(self, user: dict[str, Any]) -> dict[str, Any]:
        return {
            "agent": self._chance.choice([None, {"id": user["id"], "name": self._text(1)}]),
            "createdBy": user["id"],
            "source": self._chance.choice(list(Channel)).value,
        }

    def _parts(self, units: int, begin: date, end: date, status: Status) -> list[tuple[date, date]]:
        """The nights of each unit; some guests changed the unit during their stay."""
        may_have_moved = status in (Status.CHECKED_IN, Status.COMPLETED) and (end - begin).days > 1
        if units == 1 or not may_have_moved or begin.toordinal() % 2:
            return [(begin, end)] * units
        middle = begin + timedelta(days=1)
        return [(begin, middle), (middle, end)]

    def _unit_of(
        self, unit: dict[str, Any], begin: date, end: date, status: Status, currency: str
    ) -> dict[str, Any]:
        nights: list[dict[str, Any]] = []
        for i in range((end - begin).days):
            held = status in _ALL or (status in _SOME and self._chance.random() < 0.5)
            amount = self._chance.randint(0, 10**6)
            nights.append(
                {
                    "night": str(begin + timedelta(days=i)),
                    "price": {"amount": amount, "currency": currency},
                    "held": held,
                }
            )
        price = {"amount": sum(night["price"]["amount"] for night in nights), "currency": currency}
        return {"id": unit["id"], "name": unit["name"], "price": price, "nights": nights}


def write(files: Files, folder: Path, change: Callable[[Files], object] = lambda _files: None) -> Path:
    """The files of an export, after a change."""
    copied: dict[str, list[Any]] = json.loads(json.dumps(files))  # a change may leave lines that are text
    change(copied)
    folder.mkdir()
    (folder / "manifest.json").write_text('{"format": "soulter-export", "version": 1}\n')
    for name, lines in copied.items():
        text = "".join(
            line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) + "\n" for line in lines
        )
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder
