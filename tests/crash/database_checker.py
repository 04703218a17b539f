"""Judges a database by the writers' own records, in plain SQL and without Soulter's code."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

Rows = list[tuple[Any, ...]]
Query = Callable[[str], Awaitable[Rows]]

_BOOKINGS = (
    "SELECT b.id, g.name, b.status, b.check_in, b.check_out, b.total_minor FROM bookings b JOIN guests g "
    "ON g.id = b.guest_id"
)
_UNITS = "SELECT booking_id, unit_id FROM booking_units"
_BLOCKS = "SELECT id, reason, unit_id, starts_on, ends_on FROM blocks"
_NIGHTS = "SELECT unit_id, night, booking_id, block_id, price_minor FROM nights"
_OVERLAPS = """
WITH claims AS (
    SELECT u.unit_id AS unit, b.id AS id, b.check_in AS begins, b.check_out AS ends FROM bookings b
      JOIN booking_units u ON u.booking_id = b.id
    WHERE b.status IN ('PENDING', 'CONFIRMED', 'CHECKED_IN')
    UNION ALL SELECT unit_id, id, starts_on, ends_on FROM blocks)
SELECT a.id, b.id FROM claims a JOIN claims b ON a.unit = b.unit AND a.id < b.id AND a.begins < b.ends
  AND b.begins < a.ends"""
_ALIVE = ("PENDING", "CONFIRMED", "CHECKED_IN")
_OF_BOOKINGS = ("book", "change", "cancel")


def postgres(connection: "asyncpg.Connection[asyncpg.Record]") -> Query:
    async def rows(sql: str) -> Rows:
        return [tuple(row) for row in await connection.fetch(sql)]

    return rows


def sqlite(connection: sqlite3.Connection) -> Query:
    async def rows(sql: str) -> Rows:
        return await asyncio.to_thread(lambda: connection.execute(sql).fetchall())

    return rows


def id_of(value: Any) -> str:
    return (
        str(UUID(bytes=value) if isinstance(value, bytes) else UUID(str(value))) if value is not None else ""
    )


def _expected(
    lines: list[dict[str, Any]],
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]], list[str]]:
    """Bookings by id and blocks by key, as their writers were told, and contradictory answers."""
    bookings: dict[str, dict[str, Any]] = {}
    blocks: dict[str, dict[str, Any]] = {}
    first: dict[str, Any] = {}
    findings = []
    for line in lines:
        if "told" not in line:
            continue
        if line["what"] == "again":
            if (line["told"], line["answer"]) != first[line["key"]]:
                findings.append(f"{line['key']}: a repeated request was told something else")
            continue
        first[line["key"]] = (line["told"], line["answer"])
        if not 200 <= line["told"] < 300:
            continue
        if line["what"] == "block":
            blocks[line["key"]] = line
        elif line["what"] in _OF_BOOKINGS:
            bookings[line["answer"]["booking"]["id"]] = line["answer"]["booking"] | (
                {"key": line["key"]} if line["what"] == "book" else {}
            )
    return bookings, blocks, findings


async def check(rows: Query, lines: list[dict[str, Any]]) -> list[str]:
    """The broken promises; empty when all were kept."""
    bookings, blocks, findings = _expected(lines)
    intents = {line["key"]: line["intent"] for line in lines if "intent" in line}
    found = {id_of(row[0]): row for row in await rows(_BOOKINGS)}
    units: dict[str, list[str]] = {}
    for booking, unit in await rows(_UNITS):
        units.setdefault(id_of(booking), []).append(id_of(unit))
    for name, count in Counter(row[1] for row in found.values()).items():
        if count > 1 or name not in intents:
            findings.append(f"{name}: {count} bookings of one request")
    findings += [
        f"{row[1]}: a booking that nobody was told of" for key, row in found.items() if key not in bookings
    ]
    for key, told in bookings.items():
        row = found.get(key)
        if row is None:
            findings.append(f"{key}: an acknowledged booking is gone")
            continue
        there = (row[2], str(row[3]), str(row[4]), row[5])
        if there != (told["status"], told["checkIn"], told["checkOut"], told["total"]["amount"]):
            findings.append(f"{key}: {there} is not what was acknowledged")
    blocked = sorted((row[1], id_of(row[2]), str(row[3]), str(row[4])) for row in await rows(_BLOCKS))
    if blocked != sorted((key, *(intents[key][name] for name in ("unitId", "from", "to"))) for key in blocks):
        findings.append("the blocks are not those that were acknowledged")
    findings += [f"{id_of(a)} and {id_of(b)} share a night" for a, b in await rows(_OVERLAPS)]
    return findings + await _ledger(rows, found, units)


async def _ledger(rows: Query, found: dict[str, tuple[Any, ...]], units: dict[str, list[str]]) -> list[str]:
    """A live booking has exactly its nights, and they add up to its price; other bookings have none."""
    owned: Counter[str] = Counter()
    price: Counter[str] = Counter()
    blocked: Counter[str] = Counter()
    findings = []
    for _unit, night, booking, block, minor in await rows(_NIGHTS):
        if block is not None:
            blocked[id_of(block)] += 1
            continue
        owner = found.get(id_of(booking))
        if owner is None or not str(owner[3]) <= str(night) < str(owner[4]):
            findings.append(f"{night}: a night of nobody")
        owned[id_of(booking)] += 1
        price[id_of(booking)] += minor
    for key, (_, _, status, check_in, check_out, total) in found.items():
        length = (date.fromisoformat(str(check_out)) - date.fromisoformat(str(check_in))).days
        alive = status in _ALIVE
        if owned[key] != (length * len(units.get(key, [])) if alive else 0):
            findings.append(f"{key}: {owned[key]} nights in the ledger")
        if alive and price[key] != total:
            findings.append(f"{key}: {price[key]} is not {total}")
    for block, _, _, starts, ends in await rows(_BLOCKS):
        if blocked[id_of(block)] != (date.fromisoformat(str(ends)) - date.fromisoformat(str(starts))).days:
            findings.append(f"{id_of(block)}: {blocked[id_of(block)]} nights in the ledger")
    return findings
