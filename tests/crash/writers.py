"""Clients that book, change, cancel, block, invite and deactivate accounts.

They keep a durable record of each request and its answer.
"""

import asyncio
import json
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2

FIRST = date(2029, 1, 1)
# Several consecutive starts on a busy machine.
_PATIENCE = 180.0


@dataclass(frozen=True)
class Course:
    """The intensity of a run: its seconds, and the nights that all writers want, `days` apart.

    With `moves_on` the nights move later with each second, so that some are always free and earlier bookings
    stay.
    """

    seconds: float
    units: int = 3
    days: int = 60
    moves_on: float = 0.0


@dataclass
class Record:
    """A file of lines, each of which is on the disk before the writer goes on."""

    path: Path

    def add(self, **line: Any) -> None:
        with self.path.open("a") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(text) for text in self.path.read_text().splitlines()]


@dataclass
class Writer:
    """One client. It repeats a request with the same key until it gets a final answer."""

    number: int
    client: httpx2.AsyncClient
    units: list[UUID]
    record: Record
    chance: random.Random
    successes: list[float]
    person: UUID
    """An account that only this client deactivates and activates."""
    course: Course
    """The intensity of the run."""
    mine: list[str] = field(default_factory=list)
    requests: int = 0
    open: bool = True
    began: float = field(default_factory=time.monotonic)

    async def work(self, over: Callable[[], bool]) -> None:
        """Send requests until the time is over and the last one has its answer."""
        while not over():
            await self._step()
            await asyncio.sleep(0.01)

    async def _step(self) -> None:
        what = self.chance.random()
        if what < 0.1:
            await self._send(
                "invite",
                "POST",
                "/api/users",
                key := self._key(),
                {"email": f"{key}@example.com", "name": key, "role": "CUSTOMER"},
            )
        elif what < 0.2:
            step = "deactivate" if self.open else "activate"
            told = await self._send(step, "POST", f"/api/users/{self.person}/{step}", self._key(), None)
            self.open = self.open != told.is_success
        elif what < 0.3:
            begin, end = self._stay()
            body = {"unitId": self._unit(), "from": begin, "to": end, "reason": (key := self._key())}
            await self._send("block", "POST", "/api/blocks", key, body)
        elif what < 0.7 or not self.mine or self.course.moves_on:
            await self._book()
        elif what < 0.85:
            begin, end = self._stay()
            await self._send(
                "change",
                "PATCH",
                f"/api/bookings/{self.chance.choice(self.mine)}",
                self._key(),
                {"checkIn": begin, "checkOut": end},
            )
        else:
            gone = self.mine.pop(self.chance.randrange(len(self.mine)))
            await self._send("cancel", "POST", f"/api/bookings/{gone}/cancel", self._key(), None)

    async def _book(self) -> None:
        begin, end = self._stay()
        body = {"unitIds": [self._unit()], "checkIn": begin, "checkOut": end, "adults": 1}
        key = self._key()
        # The guest's name is the key, so that a second effect of a request is visible in the data.
        told = await self._send(
            "book", "POST", "/api/bookings", key, body | {"guest": {"name": key, "email": "a@example.com"}}
        )
        if told.status_code == 201:
            self.mine.append(told.json()["booking"]["id"])

    def _unit(self) -> str:
        return str(self.chance.choice(self.units))

    def _stay(self) -> tuple[str, str]:
        later = int((time.monotonic() - self.began) * self.course.moves_on)
        begin = FIRST + timedelta(days=later + self.chance.randrange(self.course.days))
        return str(begin), str(begin + timedelta(days=self.chance.randint(1, 3)))

    def _key(self) -> str:
        self.requests += 1
        return f"crash-{self.number}-{self.requests}"

    async def _send(
        self, what: str, method: str, path: str, key: str, body: dict[str, Any] | None
    ) -> httpx2.Response:
        self.record.add(what=what, key=key, path=path, intent=body)
        told = await self._until_told(method, path, key, body)
        self.record.add(
            what=what, key=key, path=path, told=told.status_code, answer=told.json() if told.content else None
        )
        if told.is_success and self.chance.random() < 0.2:
            again = await self._until_told(method, path, key, body)
            self.record.add(
                what="again",
                key=key,
                path=path,
                told=again.status_code,
                answer=again.json() if again.content else None,
            )
        return told

    async def _until_told(
        self, method: str, path: str, key: str, body: dict[str, Any] | None
    ) -> httpx2.Response:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                answer = await self.client.request(method, path, json=body, headers={"Idempotency-Key": key})
            except httpx2.TransportError:
                answer = None
            if answer is not None and answer.status_code < 500:
                if answer.is_success:
                    self.successes.append(time.monotonic())
                return answer
            assert answer is None or answer.status_code == 503, answer.text
            assert time.monotonic() < until, f"{key}: no answer in {_PATIENCE:.0f} s"
            await asyncio.sleep(0.1)
