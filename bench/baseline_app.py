"""The baseline application: FastAPI on the raw driver, which does only what the same answer needs.

The two statements of the list are Soulter's own. They are recorded and compiled when the application starts,
and their columns are read by name. `POST /minimal` inserts the rows of a booking without any check.
"""

import hashlib
import json
import os
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

import asyncpg
import jwt
from fastapi import FastAPI, Request, Response
from pydantic_core import to_json
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

from soulter.access.actor import Actor
from soulter.access.roles import Role
from soulter.accounts import queries as accounts
from soulter.bookings import queries as bookings
from soulter.bookings.schemas import BookingQuery
from soulter.core import ids
from soulter.core.clock import Clock
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Source

_clock = Clock()
_NOBODY = UUID(int=0)
_LOGIN_COLUMNS = frozenset({"user_id", "role", "active", "user_epoch", "epoch", "expires_at", "revoked_at"})
_OF_BOOKING = (
    *(
        "id",
        "code",
        "property_id",
        "property_name",
        "status",
        "check_in",
        "check_out",
        "adults",
        "children",
        "total_minor",
        "currency",
    ),
    *("agent_id", "agent_name", "source", "hold_expires_at", "notes", "version", "created_at", "updated_at"),
    *("guest_name", "guest_email", "guest_phone"),
)
_LIST_COLUMNS = frozenset(
    {f"booking_{name}" for name in _OF_BOOKING} | {"unit_unit_id", "unit_name", "unit_price_minor"}
)


class OutOfDate(Exception):
    """A statement of Soulter has other parameters or columns than the baseline application expects."""


class _Recorder:
    """A stand-in for the database that records the statements it is given."""

    async def one(self, query: Query[Any], /, **_params: object) -> None:
        self.statement = query.statement("postgresql")

    async def all(self, query: Query[Any], /, **_params: object) -> list[Any]:
        self.statement = query.statement("postgresql")
        return []

    def sql(self, parameter: str, columns: frozenset[str]) -> str:
        """Compile the statement for asyncpg, with `parameter` as its only open parameter.

        Raises OutOfDate unless the statement returns all of `columns`.
        """
        # SQLAlchemy leaves this constructor untyped.
        compiled = self.statement.compile(dialect=PGDialect_asyncpg())  # type: ignore[no-untyped-call]
        if tuple(compiled.positiontup or ()) != (parameter,):
            raise OutOfDate(
                f"the statement takes {compiled.positiontup}, not {parameter}: bring bench/baseline_app.py "
                f"up to date"
            )
        if missing := columns - set(self.statement.exported_columns.keys()):
            raise OutOfDate(
                f"the statement does not answer {sorted(missing)}: bring bench/baseline_app.py up to date"
            )
        return str(compiled)


async def statements() -> tuple[str, str]:
    """Soulter's statements for the login and for the list. Raises OutOfDate."""
    recorder = _Recorder()
    source = cast("Source", recorder)
    await accounts.find_login(source, _NOBODY)
    login = recorder.sql("session_id", _LOGIN_COLUMNS)
    query = BookingQuery()
    await bookings.visible_to(
        source, Actor(Role.ADMIN, _NOBODY), query, query.filters(), query.sort, _clock.now()
    )
    return login, recorder.sql("entries", _LIST_COLUMNS)


async def _no_reset(_connection: object) -> None:
    """Soulter's read path has none either."""


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.login, app.state.list = await statements()
    app.state.mark = BookingQuery().mark()
    size = app.state.pool_size
    app.state.pool = await asyncpg.create_pool(
        app.state.database_url, min_size=size, max_size=size, reset=_no_reset
    )
    app.state.place = await app.state.pool.fetchrow("SELECT id, name FROM properties")
    yield
    await app.state.pool.close()


def from_environment() -> FastAPI:
    """The application of a worker process."""
    return create_app(
        os.environ["DATABASE_URL"], os.environ["JWT_SECRET"], int(os.environ.get("DATABASE_POOL_SIZE", "8"))
    )


def create_app(database_url: str, secret: str, pool_size: int) -> FastAPI:
    """The application."""
    app = FastAPI(lifespan=_lifespan)
    app.state.database_url, app.state.secret, app.state.pool_size = database_url, secret, pool_size
    app.add_api_route("/health", _health)
    app.add_api_route("/api/bookings", list_bookings)
    app.add_api_route("/minimal", make_booking, methods=["POST"])
    return app


def hello() -> FastAPI:
    """The application with the least work that FastAPI allows."""
    app = FastAPI()

    @app.get("/health")
    @app.get("/api/bookings")
    async def greet() -> Response:
        return Response(b'{"hello":"world"}', media_type="application/json")

    return app


async def _health() -> dict[str, str]:
    return {"status": "ok"}


async def list_bookings(request: Request, size: int = 25) -> Response:
    state = request.app.state
    token = request.cookies.get("auth_token", "")
    claims = jwt.decode(
        token, state.secret, algorithms=["HS256"], audience="soulter:session", issuer="soulter"
    )
    now = _clock.now()
    async with state.pool.acquire() as connection:
        login = await connection.fetchrow(state.login, UUID(claims["sid"]))
        if login is None or str(login["user_id"]) != claims["sub"] or not _is_good(login, now):
            return Response(status_code=401)
        rows = await connection.fetch(state.list, size + 1)
    found: list[dict[str, Any]] = []
    last = None
    for row in rows:
        if row["booking_id"] != last:
            last = row["booking_id"]
            found.append(_booking(row, now))
        price = {"amount": row["unit_price_minor"], "currency": row["booking_currency"]}
        found[-1]["units"].append({"id": str(row["unit_unit_id"]), "name": row["unit_name"], "price": price})
    after = None
    if len(found) > size:
        end = found[size - 1]
        key = json.dumps([state.mark, end["createdAt"].isoformat(), end["id"]], separators=(",", ":"))
        after = urlsafe_b64encode(key.encode()).decode().rstrip("=")
    return Response(
        to_json({"bookings": found[:size], "page": {"size": size, "next": after}}),
        media_type="application/json",
    )


def _is_good(login: Any, now: datetime) -> bool:
    of_today = (
        login["user_epoch"] == login["epoch"] and login["expires_at"] > now and login["revoked_at"] is None
    )
    return bool(login["active"] and of_today and login["role"] == "ADMIN")


def _booking(row: Any, now: datetime) -> dict[str, Any]:
    currency, hold = row["booking_currency"], row["booking_hold_expires_at"]
    return {
        "id": str(row["booking_id"]),
        "code": row["booking_code"],
        "propertyId": str(row["booking_property_id"]),
        "propertyName": row["booking_property_name"],
        "status": "EXPIRED" if row["booking_status"] == "PENDING" and hold <= now else row["booking_status"],
        "checkIn": row["booking_check_in"],
        "checkOut": row["booking_check_out"],
        "nights": (row["booking_check_out"] - row["booking_check_in"]).days,
        "adults": row["booking_adults"],
        "children": row["booking_children"],
        "guest": {
            "name": row["booking_guest_name"],
            "email": row["booking_guest_email"],
            "phone": row["booking_guest_phone"],
        },
        "units": [],
        "total": {"amount": row["booking_total_minor"], "currency": currency},
        "agent": {"id": str(row["booking_agent_id"]), "name": row["booking_agent_name"]}
        if row["booking_agent_id"]
        else None,
        "source": row["booking_source"],
        "holdExpiresAt": hold,
        "notes": row["booking_notes"],
        "version": row["booking_version"],
        "createdAt": row["booking_created_at"],
        "updatedAt": row["booking_updated_at"],
    }


_GUEST = (
    "INSERT INTO guests (id, name, email, phone, user_id, created_at) VALUES ($1, $2, $3, NULL, NULL, $4)"
)
_BOOKING = """
INSERT INTO bookings (id, code, property_id, property_name, guest_id, agent_id, agent_name, created_by,
  source, status, check_in, check_out,
  adults, children, total_minor, currency, hold_expires_at, notes, access_hash, version, created_at,
    updated_at)
VALUES ($1, $2, $3, $4, $5, NULL, NULL, NULL, 'STAFF', 'CONFIRMED', $6, $7, $8, 0, $9, 'PKR', NULL, '', NULL,
  1, $10, $10)
"""
_UNIT = (
    "INSERT INTO booking_units (booking_id, unit_id, property_id, unit_name, price_minor, nightly) VALUES "
    "($1, $2, $3, 'Bell Tent', $4, $5)"
)
_NIGHTS = """
INSERT INTO nights (unit_id, night, property_id, kind, booking_id, block_id, price_minor)
SELECT $1, night, $2, 'booking', $3, NULL, $4 FROM unnest($5::date[]) night
"""
_AUDIT = """
INSERT INTO audit_events (id, at, actor, action, entity, entity_id, facts, request_id)
VALUES ($1, $2, 'bench', 'booking.created', 'booking', $3, $4, NULL)
"""
_KEY = """
INSERT INTO idempotency_keys (scope, fingerprint, created_at, status, media_type, body) VALUES ($1, $2, $3,
  201, 'application/json', $4)
"""
_PRICE = 1_000_000


async def make_booking(request: Request) -> Response:
    raw = await request.body()
    body = json.loads(raw)
    check_in, check_out = date.fromisoformat(body["checkIn"]), date.fromisoformat(body["checkOut"])
    nights = [check_in + timedelta(days=i) for i in range((check_out - check_in).days)]
    now = datetime.now(UTC)  # noqa: TID251 -- the baseline has no clock of its own
    place_id, place = request.app.state.place
    guest_id, booking_id, unit_id = ids.new_id(), ids.new_id(), UUID(body["unitIds"][0])
    total = _PRICE * len(nights)
    nightly = json.dumps([[str(night), _PRICE] for night in nights])
    facts = json.dumps(
        {
            "check_in": body["checkIn"],
            "check_out": body["checkOut"],
            "units": body["unitIds"],
            "total_minor": total,
        }
    )
    answer = to_json({"booking": {"id": booking_id, "total": {"amount": total, "currency": "PKR"}}})
    scope = hashlib.sha256(request.headers["idempotency-key"].encode()).hexdigest()
    async with request.app.state.pool.acquire() as connection, connection.transaction():
        await connection.execute(_KEY, scope, hashlib.sha256(raw).hexdigest(), now, answer)
        await connection.execute(_GUEST, guest_id, body["guest"]["name"], body["guest"]["email"], now)
        code = ids.new_code("SG")
        await connection.execute(
            _BOOKING,
            booking_id,
            code,
            place_id,
            place,
            guest_id,
            check_in,
            check_out,
            body["adults"],
            total,
            now,
        )
        await connection.execute(_UNIT, booking_id, unit_id, place_id, total, nightly)
        await connection.execute(_NIGHTS, unit_id, place_id, booking_id, _PRICE, nights)
        await connection.execute(_AUDIT, ids.new_id(), now, booking_id, facts)
    return Response(answer, 201, media_type="application/json")
