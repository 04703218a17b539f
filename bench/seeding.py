"""A property with a given number of units and bookings, written by a few SQL statements.

Random values come from hashes, so two runs on the same day measure the same rows. The past is 90 per cent
full; the future occupancy falls linearly.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg

from soulter.core.config.settings import Settings
from soulter.schema import migrate

_SLOT_DAYS = 4
"""Each stay lies within a time slot of its unit, so no two stays share a night."""


@dataclass(frozen=True)
class Person:
    """A signed-in user."""

    user_id: UUID
    session_id: UUID


@dataclass(frozen=True)
class Seeded:
    """What the measurements need to know about a database."""

    url: str
    bookings: int
    units: list[UUID]
    people: dict[str, Person]
    half_empty_week: date
    full_week: date
    never_booked: date


HEAD = """
CREATE FUNCTION pg_temp.chance(seed text, below int) RETURNS int IMMUTABLE LANGUAGE sql
  AS $$ SELECT (hashtext(seed) & 2147483647) % below $$;
CREATE FUNCTION pg_temp.id_at(at timestamptz, seed text) RETURNS uuid IMMUTABLE LANGUAGE sql
  AS $$ SELECT overlay(overlay(md5(seed) PLACING lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12,
    '0') || '7' FROM 1)
                       PLACING '8' FROM 17)::uuid $$;
"""

_PLACE = """
WITH place AS (
  INSERT INTO properties (id, name, slug, timezone, currency, check_in_time, check_out_time, hold_minutes,
    agent_hold_minutes,
    visitor_share_percent, visitor_longest_stay, visitor_furthest_days, visitor_most_units, created_at,
      updated_at)
  VALUES (gen_random_uuid(), 'Starry Meadow', 'starry-meadow', 'Asia/Karachi', 'PKR', '15:00', '11:00', 60,
    1440, 40, 28, 365, 5, $1, $1)
  RETURNING id)
INSERT INTO units (id, property_id, name, slug, sleeps, price_minor, status, position, description,
  amenities, photos, created_at, updated_at)
SELECT pg_temp.id_at($1, 'unit' || i), place.id, 'Bell Tent ' || i, 'bell-tent-' || i, 2 + i % 5,
  1000000 + i * 5000, 'ACTIVE', i,
  'A five metre canvas tent with a real bed, a wood stove and a deck of cedar over the water.',
  '["Wood stove", "Deck", "Shared bath"]',
  jsonb_build_array('https://images.example.com/' || i || '.jpg'), $1, $1
FROM place, generate_series(1, $2::int) i
"""

_PEOPLE = """
INSERT INTO users (id, email, name, phone, password_hash, role, active, session_epoch, created_at, updated_at)
SELECT pg_temp.id_at($1, role || i), lower(role) || i || '@example.com', initcap(role) || ' ' || i, NULL,
  NULL, role, true, 1, $1, $1
FROM (VALUES ('ADMIN', 2), ('AGENT', 20), ('CUSTOMER', 200)) kinds(role, many), generate_series(1, many) i
"""

_SESSIONS = """
INSERT INTO login_sessions (id, user_id, epoch, created_at, last_seen_at, expires_at, user_agent, ip)
SELECT gen_random_uuid(), id, 1, $1, $1, $1::timestamptz + interval '7 days', 'bench', '127.0.0.1' FROM users
"""

_STAYS = """
CREATE TEMP TABLE stays AS
SELECT unit, slot, made, pg_temp.id_at(made, 'booking' || unit || ':' || slot) AS id, pg_temp.id_at(made,
  'guest' || unit || ':' || slot) AS guest_id,
  day AS check_in, nights, row_number() OVER (ORDER BY slot, unit) AS n,
    pg_temp.chance('who' || unit || ':' || slot, 100) AS who,
  CASE WHEN how < 3 THEN 'NO_SHOW' WHEN how < 10 THEN 'CANCELLED' WHEN slot < -1 THEN 'COMPLETED'
    WHEN slot = -1 THEN 'CHECKED_IN'
       WHEN how < 12 THEN 'EXPIRED' WHEN how < 17 THEN 'PENDING' ELSE 'CONFIRMED' END AS status
FROM (SELECT unit, slot, $1::date + slot * $6::int AS day,
  2 + pg_temp.chance('nights' || unit || ':' || slot, 3) AS nights,
        pg_temp.chance('how' || unit || ':' || slot, 100) AS how,
        LEAST($1::date + slot * $6::int, $1::date - pg_temp.chance('lead' || unit || ':' || slot, 30))
          - make_interval(secs => 1 + pg_temp.chance('second' || unit || ':' || slot, 2592000)) AS made
      FROM generate_series(1, $2::int) unit, generate_series(-$3::int, $4::int - 1) slot
      WHERE pg_temp.chance('sold' || unit || ':' || slot, 1000) < CASE WHEN slot < 0 THEN 900
        ELSE 900 * ($4::int - slot) / $4::int END
      ORDER BY slot DESC, unit LIMIT $5::int) slots
"""

_GUESTS = """
INSERT INTO guests (id, name, email, phone, user_id, created_at)
SELECT guest_id, 'Guest ' || n, 'guest' || n || '@example.com', '+92 300 ' || lpad(n::text, 7, '0'),
  CASE WHEN who BETWEEN 60 AND 69 THEN (SELECT id FROM users
    WHERE email = 'customer' || (1 + n % 200) || '@example.com') END, made
FROM stays
"""

_BOOKINGS = """
INSERT INTO bookings (id, code, property_id, property_name, guest_id, agent_id, agent_name, created_by,
  source, status, check_in, check_out,
  adults, children, total_minor, currency, hold_expires_at, notes, access_hash, version, created_at,
    updated_at)
SELECT s.id, 'SG-' || upper(lpad(to_hex(s.n), 6, '0')), u.property_id, 'Starry Meadow', s.guest_id, a.id,
  a.name, a.id,
  CASE WHEN who < 30 THEN 'AGENT' WHEN who < 60 THEN 'STAFF' WHEN who < 70 THEN 'CUSTOMER' ELSE 'WEB' END,
    s.status,
  s.check_in, s.check_in + s.nights, 2, 0, u.price_minor * s.nights, 'PKR',
  CASE WHEN s.status = 'PENDING' THEN $1::timestamptz + interval '1 day' END,
  CASE WHEN who % 4 = 0 THEN 'Arrives late; please keep the stove warm.' ELSE '' END, NULL, 1, made, made
FROM stays s JOIN units u ON u.position = s.unit LEFT JOIN users a ON who < 30
  AND a.email = 'agent' || (1 + n % 20) || '@example.com'
"""

_BOOKING_UNITS = """
INSERT INTO booking_units (booking_id, unit_id, property_id, unit_name, price_minor, nightly)
SELECT s.id, u.id, u.property_id, u.name, u.price_minor * s.nights,
  (SELECT jsonb_agg(jsonb_build_array(s.check_in + i, u.price_minor)) FROM generate_series(0, s.nights - 1) i)
FROM stays s JOIN units u ON u.position = s.unit
"""

_NIGHTS = """
INSERT INTO nights (unit_id, night, property_id, kind, booking_id, block_id, price_minor)
SELECT u.id, s.check_in + i, u.property_id, 'booking', s.id, NULL, u.price_minor
FROM stays s JOIN units u ON u.position = s.unit, generate_series(0, s.nights - 1) i
  WHERE s.status NOT IN ('CANCELLED', 'EXPIRED')
"""

_TABLES = "ARRAY['guests', 'bookings', 'booking_units', 'nights']::regclass[]"
# Keys that a foreign key refers to are kept.
_KEYS = f"""
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
  format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS add
FROM pg_constraint k
WHERE contype IN ('p', 'u') AND conrelid = ANY ({_TABLES})
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND confrelid = k.conrelid)
"""
_INDEXES = f"""
SELECT format('DROP INDEX %s', indexrelid::regclass) AS drop, pg_get_indexdef(indexrelid) AS add
FROM pg_index i
WHERE indrelid = ANY ({_TABLES}) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)
"""


async def seed(settings: Settings, bookings: int, units: int, now: datetime) -> Seeded:
    """Migrate the database and fill it with about this many bookings of this many units."""
    await migrate.upgrade(settings, lambda _step: None)
    connection = await asyncpg.connect(settings.database_url)
    try:
        past = bookings * 102 // (units * 100) + 1
        future = max(past // 5, 4)
        today = now.astimezone(UTC).date()
        await _hasten(connection)
        await connection.execute(HEAD)
        await connection.execute(_PLACE, now, units)
        await connection.execute(_PEOPLE, now)
        await connection.execute(_SESSIONS, now)
        await connection.execute("ANALYZE users, units")
        await connection.execute(_STAYS, today, units, past, future, bookings, _SLOT_DAYS)
        await connection.execute("ANALYZE stays")
        indexes = await _drop_indexes(connection)
        await connection.execute(_GUESTS)
        await connection.execute(_BOOKINGS, now)
        await connection.execute(_BOOKING_UNITS)
        await connection.execute(_NIGHTS)
        for index in indexes:
            await connection.execute(index)
        await connection.execute("VACUUM (ANALYZE)")
        return await _describe(connection, settings.database_url, today, future * _SLOT_DAYS)
    finally:
        await connection.close()


async def _drop_indexes(connection: "asyncpg.Connection[asyncpg.Record]") -> list[str]:
    """Drop the indexes that can be built later and return the statements that build them.

    Building an index once is many times faster than updating it for each row.
    """
    found = [*await connection.fetch(_INDEXES), *await connection.fetch(_KEYS)]
    for index in found:
        await connection.execute(index["drop"])
    return [index["add"] for index in found]


async def _hasten(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    await connection.execute("SET TimeZone = 'UTC'")
    await connection.execute("SET synchronous_commit = off")
    await connection.execute("SET work_mem = '128MB'")
    await connection.execute("SET maintenance_work_mem = '512MB'")
    with suppress(asyncpg.InsufficientPrivilegeError):
        # The rows are consistent by construction. Checking every reference would take most of the time.
        await connection.execute("SET session_replication_role = replica")


async def _describe(
    connection: "asyncpg.Connection[asyncpg.Record]", url: str, today: date, horizon: int
) -> Seeded:
    people = await connection.fetch(
        "SELECT u.role, u.id, s.id AS session FROM users u JOIN login_sessions s ON s.user_id = u.id WHERE "
        "u.email = lower(u.role) || '1@example.com'"
    )
    return Seeded(
        url=url,
        bookings=await connection.fetchval("SELECT count(*) FROM bookings"),
        units=[row["id"] for row in await connection.fetch("SELECT id FROM units ORDER BY position")],
        people={row["role"].lower(): Person(row["id"], row["session"]) for row in people},
        half_empty_week=today + timedelta(days=horizon * 6 // 10),
        full_week=today + timedelta(days=1),
        never_booked=today + timedelta(days=horizon + 30),
    )
