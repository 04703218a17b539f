"""Every operation on one object, for each role, with an own, a foreign and a missing object.

The tests are generated from the OpenAPI document. A new route is tested automatically, and a route whose kind
of object has no declared access scope fails.
"""

import itertools
import re
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import insert

from soulter.access.grants import AccessScope, access_scope
from soulter.access.roles import Role
from soulter.accounts.models import LoginSession, OneTimeLink, Purpose, User
from soulter.core import ids
from soulter.outbox.models import Delivery, OutboxEvent
from tests import sql
from tests.contract import write_references
from tests.contract.test_routes import sending
from tests.contract.write_references import kind_of
from tests.sample_photos import PIXELS
from tests.world import CAST, Client, World

ACTORS: dict[str, Role | None] = {
    "nobody": None,
    **{name: CAST[name] for name in ("hina", "bilal", "omar", "sana", "zara")},
}
OTHERS = {
    "nobody": "nobody",
    "hina": "nadia",
    "bilal": "omar",
    "omar": "bilal",
    "sana": "bilal",
    "zara": "bilal",
}
MISSING = UUID(int=7)
OPERATIONS = [(method, path) for method, path in write_references.operations() if kind_of(path)]
BODIES: dict[str, dict[str, Any]] = {"/role": {"role": "AGENT"}, "/undo": {"action": "cancel"}}
PARAMS = {"/calendar": {"from": "2027-05-10", "to": "2027-05-12"}}


class Things:
    """Makes one thing of a kind for an actor: their own, or one out of their reach."""

    def __init__(self, here: World) -> None:
        self.here = here
        self.days = itertools.count(20, 3)
        self.link: dict[str, str] = {}
        self.unit_of: dict[UUID, UUID] = {}

    async def make(self, kind: str, name: str, *, own: bool) -> UUID:
        """The thing's id."""
        found: UUID = await getattr(self, kind)(name, own)
        return found

    async def booking(self, name: str, own: bool) -> UUID:
        client = await self.here.login(name if own else OTHERS[name])
        answer = await client.post("/api/bookings", json=self.here.stay(next(self.days)))
        assert answer.status_code == 201, answer.text
        if own and "accessToken" in answer.json():
            self.link = {
                "Booking-Token": answer.json()["accessToken"],
                "Booking-Contact": "ayesha@example.com",
            }
        return UUID(answer.json()["booking"]["id"])

    async def unit(self, _name: str, own: bool) -> UUID:
        return self.here.units[0 if own else 3]

    async def photo(self, name: str, own: bool) -> UUID:
        unit_id, staff = await self.unit(name, own), await self.here.login("sana")
        answer = await staff.post(
            f"/api/units/{unit_id}/photos", content=PIXELS, headers={"Content-Type": "image/png"}
        )
        assert answer.status_code == 201, answer.text
        photo_id = UUID(answer.json()["unit"]["photos"][-1].rsplit("/", 1)[1])
        self.unit_of[photo_id] = unit_id
        return photo_id

    def path(self, template: str, thing: UUID) -> str:
        """The address of an object, including its parents where the address names them."""
        return re.sub(
            r"\{\w+\}",
            str(thing),
            template.replace("{unit_id}/photos/", f"{self.unit_of.get(thing, MISSING)}/photos/"),
        )

    async def property(self, _name: str, _own: bool) -> UUID:
        return self.here.property_id

    async def block(self, _name: str, _own: bool) -> UUID:
        begin, staff = self.here.stay(next(self.days)), await self.here.login("sana")
        body = {
            "unitId": str(self.here.units[1]),
            "from": begin["checkIn"],
            "to": begin["checkOut"],
            "reason": "Roof",
        }
        return UUID((await staff.post("/api/blocks", json=body)).json()["block"]["id"])

    async def user(self, _name: str, own: bool) -> UUID:
        now, user_id = self.here.clock.now(), ids.new_id()
        row = {
            "id": user_id,
            "email": f"{user_id}@example.com",
            "name": "Somebody",
            "phone": None,
            "password_hash": None,
        }
        row |= {
            "role": Role.AGENT if own else Role.ADMIN,
            "active": True,
            "session_epoch": 1,
            "created_at": now,
            "updated_at": now,
        }
        return await self.add(User, row)

    async def session(self, name: str, own: bool) -> UUID:
        now, session_id = self.here.clock.now(), ids.new_id()
        row = {
            "id": session_id,
            "user_id": self.here.users[name if own and name != "nobody" else "nadia"],
            "epoch": 1,
            "user_agent": "",
            "ip": "",
        }
        return await self.add(
            LoginSession, row | {"created_at": now, "last_seen_at": now, "expires_at": now.replace(day=7)}
        )

    async def invitation(self, _name: str, own: bool) -> UUID:
        now, link_id = self.here.clock.now(), ids.new_id()
        row: dict[str, Any] = {
            "id": link_id,
            "purpose": Purpose.INVITE,
            "token_hash": ids.token_hash(str(link_id)),
            "email": "new@example.com",
        }
        row |= {"details": {"role": "AGENT" if own else "ADMIN", "name": "New", "invited_by": "Zara"}}
        return await self.add(OneTimeLink, row | {"created_at": now, "expires_at": now.replace(day=3)})

    async def mail(self, _name: str, _own: bool) -> UUID:
        now = self.here.clock.now()
        event_id = await self.add(
            OutboxEvent, {"id": ids.new_id(), "topic": "test", "facts": {}, "created_at": now}
        )
        row = {"id": ids.new_id(), "event_id": event_id, "channel": "mail", "state": "WAITING", "attempts": 0}
        return await self.add(Delivery, row | {"created_at": now, "due_at": now})

    async def add(self, table: Any, row: dict[str, Any]) -> UUID:
        async with self.here.database.writing() as session:
            await sql.execute(session, insert(table), row)
        return UUID(str(row["id"]))


@pytest.fixture
async def things(here: World) -> Things:
    return Things(here)


async def ask(
    client: Client, operation: tuple[str, str], address: str, headers: dict[str, str]
) -> httpx2.Response:
    method, path = operation
    ending = next((part for part in (*BODIES, *PARAMS) if path.endswith(part)), "")
    body = sending(path, BODIES.get(ending, {})) if method in ("post", "patch", "put") else {}
    body["headers"] = {"X-Request-Id": "the-same-request", **headers, **body.get("headers", {})}
    return await client.request(method.upper(), address, params=PARAMS.get(ending), **body)


def whole(answer: httpx2.Response) -> tuple[int, bytes, list[tuple[str, str]]]:
    return answer.status_code, answer.content, sorted(answer.headers.multi_items())


def test_every_kind_of_thing_has_a_declared_access_scope() -> None:
    assert len(OPERATIONS) >= 20
    for _, path in OPERATIONS:
        for role in ACTORS.values():
            assert access_scope(str(kind_of(path)), role) in AccessScope
    with pytest.raises(KeyError):
        access_scope("secret", Role.ADMIN)


@pytest.mark.usefixtures("unlimited_holds")
@pytest.mark.parametrize("name", ACTORS)
async def test_foreign_and_missing_are_one_answer_and_own_is_another(
    here: World, things: Things, name: str
) -> None:
    """ASVS 8.2.2, 8.2.3."""
    role, wrong = ACTORS[name], []
    for operation in OPERATIONS:
        kind = str(kind_of(operation[1]))
        permission = write_references.operations()[operation]
        cell = write_references._mark(role, permission, kind)
        own, foreign = [await things.make(kind, name, own=mine) for mine in (True, False)]
        client, link = await here.login(name), things.link if cell == AccessScope.LINK else {}
        answers = [
            await ask(client, operation, things.path(operation[1], thing), link)
            for thing in (own, foreign, MISSING)
        ]
        if not judge(cell, role, answers):
            wrong.append((operation, cell, [(answer.status_code, answer.text[:150]) for answer in answers]))
    assert wrong == []


def judge(cell: str, role: Role | None, answers: list[httpx2.Response]) -> bool:
    """Whether the answers for the own, the foreign and the missing object are those of the page's cell."""
    own, foreign, missing = map(whole, answers)
    if cell == "no":
        return own == foreign == missing and own[0] == (401 if role is None else 403)
    seen = own[0] not in (401, 403, 404) and own[0] < 500
    if cell == AccessScope.ANY:
        return seen and foreign[0] not in (401, 403, 404) and foreign[0] < 500 and missing[0] == 404
    return seen and foreign == missing and missing[0] == 404
