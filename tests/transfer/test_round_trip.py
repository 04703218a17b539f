"""An export that is imported again is equal to the last byte, on either database, and complete."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from soulter.core.config.settings import Settings
from soulter.core.database import snapshot
from soulter.core.records.audit import AuditEvent
from soulter.exports import exporters
from soulter.exports.exporters import Exporter
from soulter.tables import METADATA
from soulter.transfer import exporting, sheets
from soulter.wiring import EXPORTERS
from tests.backup.conftest import other, rows_of
from tests.transfer.conftest import Fresh, exported, take_in
from tests.transfer.season import Season, write
from tests.world import NOW, PASSWORD, Client, World, serving


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_random_business_survives_both_databases(
    kind: str, fresh: Fresh, tmp_path: Path, seed: int
) -> None:
    season = Season(seed)
    first, second = await fresh(kind), await fresh(other(kind))
    done = await take_in(first, write(season.files, tmp_path / "in"))
    assert (done.troubles, done.there) == ([], 0)
    assert done.counts == {name: len(lines) for name, lines in season.files.items()}
    out = await exported(first, tmp_path / "out")
    for name, lines in season.files.items():
        assert [json.loads(line) for line in out[f"{name}.jsonl"].splitlines()] == lines, name
    await take_in(second, tmp_path / "out")
    assert await exported(second, tmp_path / "again") == out
    for settings in (first, second):
        async with snapshot.taken(settings) as moment:
            judged = await exporters.judge(moment, EXPORTERS)
        assert (judged.wrong, judged.counts) == ([], {"bookings": 40, "blocks": 2})


async def test_a_business_that_was_lived_goes_elsewhere_whole(
    here: World, kind: str, bilal: Client, sana: Client, fresh: Fresh, tmp_path: Path
) -> None:
    kept = await here.book(bilal, 10, 3, units=[0, 1])
    gone = await here.book(sana, 20, 2)
    assert (await sana.post(f"/api/bookings/{gone['id']}/cancel")).status_code == 200
    assert (
        await sana.post(
            "/api/blocks",
            json={"unitId": str(here.units[1]), "from": "2027-06-20", "to": "2027-06-23", "reason": "Roof"},
        )
    ).status_code == 201
    out = await exported(here.stack.settings, tmp_path / "out")
    target = await fresh(other(kind))
    assert (await take_in(target, tmp_path / "out")).troubles == []
    assert await exported(target, tmp_path / "again") == out
    before, after = await rows_of(here.stack.settings), await rows_of(target)
    for name in ("properties", "units", "guests", "booking_units", "nights", "blocks"):
        assert sorted(map(repr, after[name])) == sorted(map(repr, before[name])), name
    async with serving(target, here.clock) as client:
        login = await client.post("/api/auth/login", json={"email": "sana@example.com", "password": PASSWORD})
        assert login.status_code == 401, "no password comes along"
        assert (await client.get(f"/api/bookings/{kept['id']}")).status_code in (401, 404)


async def test_nothing_secret_is_in_it(here: World, kind: str, nobody: Client, tmp_path: Path) -> None:
    answer = await nobody.post("/api/bookings", json=here.stay())
    token = answer.json()["accessToken"]
    out = b"".join((await exported(here.stack.settings, tmp_path / "out")).values())
    rows = await rows_of(here.stack.settings)
    hashes = [
        value for row in rows["bookings"] for value in row if isinstance(value, str) and len(value) == 64
    ]
    assert len(hashes) == 4, "what opens the booking, the contact it was made with, and whose hold it is"
    for secret in (here.stack.password_hash, token, *hashes):
        assert secret.encode() not in out
    assert b"zara@example.com" in out


def test_every_table_and_column_goes_out_or_is_left_out_for_a_reason() -> None:
    """A new table needs an exporter, and a new column a field, or each says why it has none."""
    there = {table.__tablename__: exporter for exporter in EXPORTERS for table in exporter.tables}
    for table in METADATA.sorted_tables:
        if reason := table.info.get("not_exported"):
            assert len(reason) > 8
            assert table.name not in there, table.name
            continue
        assert table.name in there, f"{table.name}: wiring.EXPORTERS, or not_exported in its model"
        left_out = {column.name for column in table.columns if column.info.get("not_exported")}
        fields = columns(there[table.name]) | INSIDE.get(table.name, set())
        missing = {column.name for column in table.columns} - left_out - fields
        assert missing == set(), f"{table.name}: into its export.py, or not_exported in its model"


INSIDE = {
    "booking_units": {"booking_id", "unit_id", "property_id", "unit_name", "price_minor", "nightly"},
    "nights": {"unit_id", "night", "property_id", "kind", "booking_id", "block_id", "price_minor"},
}
"""The columns that stand inside the lines of bookings and blocks."""


def columns(exporter: Exporter[Any]) -> set[str]:
    """The columns that the fields of a line stand for."""
    renamed: dict[str, list[str]] = {
        "begin": ["starts_on"], "end": ["ends_on"], "price": ["price_minor"], "total": ["total_minor",
            "currency"],
        "agent": ["agent_id", "agent_name"], "units": [],
    }  # fmt: skip
    return {column for name in exporter.model.model_fields for column in renamed.get(name, [name])}


async def test_a_sheet_runs_nothing(kind: str, fresh: Fresh, tmp_path: Path) -> None:
    season = Season(4)
    evil = ["=1+1", "+1", "-1", "@x", "=HYPERLINK(1)", "a=1"]
    for line, name in zip(season.files["guests"], evil, strict=False):
        line["name"] = name
    settings = await fresh(kind)
    await take_in(settings, write(season.files, tmp_path / "in"))
    out = await exported(settings, tmp_path / "out")
    rows = list(csv.DictReader(io.StringIO(out["guests.csv"].decode("utf-8-sig"))))
    names = {row["name"] for row in rows}
    assert {"'=1+1", "'+1", "'-1", "'@x", "'=HYPERLINK(1)", "a=1"} <= names
    for name, content in out.items():
        if name.endswith(".csv"):
            cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
            assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == [], name
    assert len(list(csv.reader(io.StringIO(out["nights.csv"].decode("utf-8-sig"))))) == 1 + sum(
        len(unit["nights"]) for line in season.files["bookings"] for unit in line["units"]
    )


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_begins_like_a_formula_is_text(begins: str) -> None:
    assert sheets.cell(begins + "1") == f"'{begins}1"
    assert sheets.cell([begins, "x"]) == f"'{begins}; x"
    assert [sheets.cell(value) for value in (None, 7, True, "x")] == ["", 7, True, "x"]


@pytest.mark.sqlite_only("the files are the same for both databases")
async def test_an_archive_is_the_folder_in_one_file(kind: str, fresh: Fresh, tmp_path: Path) -> None:
    settings = await fresh(kind)
    await take_in(settings, write(Season(5).files, tmp_path / "in"))
    out = await exported(settings, tmp_path / "out")
    await exporting.export(settings, EXPORTERS, tmp_path / "out.zip", NOW)
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == out
    again = await fresh(kind)
    assert (await take_in(again, tmp_path / "out.zip")).troubles == []
    assert await exported(again, tmp_path / "again") == out


async def test_it_is_written_down_who_took_it_all(kind: str, fresh: Fresh, tmp_path: Path) -> None:
    settings = await fresh(kind)
    await take_in(settings, write(Season(6).files, tmp_path / "in"))
    await exported(settings, tmp_path / "out")
    found = await events(settings)
    [done] = [event for event in found if event.action == "import.done"]
    [out] = [event for event in found if event.action == "export.made"]
    assert (done.facts["bookings"], out.facts["bookings"], out.actor) == (40, 40, "cli")
    assert sum(event.action == "booking.imported" for event in found) == 40


async def events(settings: Settings) -> list[Any]:
    async with snapshot.taken(settings) as moment:
        return [row async for rows in moment.batches(select(AuditEvent.__table__)) for row in rows]
