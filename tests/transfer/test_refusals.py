"""What an import refuses: each wrong line by file, line and value, and then nothing is written at all."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from soulter.bookings import ledger
from soulter.bookings.errors import NightsTaken
from soulter.bookings.export import BOOKINGS
from soulter.bookings.export_checks import BOOKED_NIGHTS
from soulter.core.storage.errors import AlreadyThere, PlaceUnusable
from soulter.schema.errors import NoDatabase
from soulter.transfer import exporting, importing
from soulter.transfer.errors import NotAnExport, SchemaPending
from soulter.wiring import EXPORTERS
from tests.backup.conftest import rows_of
from tests.cli_runner import invoke
from tests.conftest import fresh_database, settings_for
from tests.transfer.conftest import Fresh, exported, names_in, take_in
from tests.transfer.season import Files, Season, write
from tests.world import NOW, Client, World

SEASON = Season(7)
Change = Callable[[Files], Any]


def first(files: Files, status: str) -> dict[str, Any]:
    return next(line for line in files["bookings"] if line["status"] == status)


def position(files: Files, line: dict[str, Any]) -> int:
    return files["bookings"].index(line) + 1


def of_booking(**values: Any) -> Change:
    return lambda files: first(files, "CONFIRMED").update(values)


def unit_of(files: Files) -> dict[str, Any]:
    found: dict[str, Any] = first(files, "CONFIRMED")["units"][0]
    return found


def overlap(files: Files) -> None:
    """A second booking for nights that a first one holds."""
    line = json.loads(json.dumps(first(files, "CONFIRMED")))
    files["bookings"].append(line | {"id": "ffffffff-ffff-4fff-bfff-ffffffffffff", "code": "SG-OTHER"})


def raw(text: str) -> Change:
    """A line of users.jsonl that is written as it is."""
    return lambda files: files["users"].append(text)  # type: ignore[arg-type]


NOWHERE = "00000000-0000-4000-8000-000000000000"
WRONG: dict[str, tuple[Change, str, str, str]] = {
    "no JSON": (raw("{\n"), "users", "/", "cannot be read"),
    "no object": (raw("7\n"), "users", "/", "Send an object"),
    "a name twice": (raw('{"id": 1, "id": 2}\n'), "users", "/", "stands twice"),
    "NaN": (raw('{"id": NaN}\n'), "users", "/", "NaN is not a JSON number"),
    "a field too many": (lambda files: files["users"][0].update(passwordHash="x"), "users", "/passwordHash",
        "not known here"),
    "a field too few": (lambda files: files["units"][0].pop("sleeps"), "units", "/sleeps", "required"),
    "an amount with a fraction": (lambda files: files["units"][0]["price"].update(amount=1.5), "units",
        "/price/amount", "whole number"),
    "an amount that is text": (lambda files: files["units"][0]["price"].update(amount="1"), "units",
        "/price/amount", "whole number"),
    "a date that is none": (of_booking(checkIn="2027-02-30"), "bookings", "/checkIn", "date"),
    "a moment without offset": (of_booking(createdAt="2027-02-03T04:05:06"), "bookings", "/createdAt",
        "offset"),
    "a role that is none": (lambda files: files["users"][0].update(role="KING"), "users", "/role",
        "SUPER_ADMIN"),
    "a zone that is none": (lambda files: files["properties"][0].update(timezone="Mars/Base"), "properties",
        "/timezone", "IANA"),
    "a currency that is none": (lambda files: files["properties"][0].update(currency="XXX"), "properties",
        "/currency", "ISO 4217"),
    "a slug twice": (lambda files: files["properties"][1].update(slug=files["properties"][0]["slug"]),
        "properties", "/slug", "taken by another"),
    "an address twice": (lambda files: files["users"][1].update(email=files["users"][0]["email"].upper()),
        "users", "/email", "taken by another"),
    "a code twice": (of_booking(code=SEASON.files["bookings"][0]["code"]), "bookings", "/code",
        "taken by another"),
    "an id twice": (lambda files: files["guests"].append(files["guests"][0]), "guests", "/id", "same id"),
    "a price in another currency": (lambda files: files["units"][0]["price"].update(currency="EUR"), "units",
        "/price/currency", "not in EUR"),
    "a property that is not there": (lambda files: files["units"][0].update(propertyId=NOWHERE), "units",
        "/propertyId", NOWHERE),
    "a guest that is not there": (of_booking(guestId=NOWHERE), "bookings", "/guestId", NOWHERE),
    "an agent who is not there": (of_booking(agent={"id": NOWHERE, "name": "x"}), "bookings", "/agent/id",
        NOWHERE),
    "a maker who is not there": (of_booking(createdBy=NOWHERE), "bookings", "/createdBy", NOWHERE),
    "a user who is not there": (lambda files: files["guests"][0].update(userId=NOWHERE), "guests", "/userId",
        NOWHERE),
    "a unit that is not there": (lambda files: unit_of(files).update(id=NOWHERE), "bookings", "/units/0/id",
        NOWHERE),
    "a unit of another property": (
        lambda files: unit_of(files).update(
            id=next(unit["id"] for unit in files["units"] if unit["propertyId"] != first(files,
                "CONFIRMED")["propertyId"])
        ),
        "bookings",
        "/units/0/id",
        "another property",
    ),
    "a photo elsewhere on the web": (
        lambda files: files["units"][1].update(photos=["https://img.example/1.webp"]), "units", "/photos/0",
        "Leave this photo out",
    ),
    "a photo of another database": (
        lambda files: files["units"][0].update(photos=[f"/api/photos/{NOWHERE}"]), "units", "/photos/0",
        "Leave this photo out",
    ),
    "no contact": (lambda files: files["guests"][0].update(email=None), "guests", "/",
        "e-mail address or a phone number"),
    "a hold without end": (lambda files: first(files, "PENDING").update(holdExpiresAt=None), "bookings", "/",
        "holdExpiresAt"),
    "a stay that ends before it begins": (of_booking(checkOut="2027-01-01"), "bookings", "/checkOut",
        "at least one night"),
    "a total that is not the sum": (lambda files: first(files, "CONFIRMED")["total"].update(amount=7),
        "bookings", "/total/amount", "do not add up"),
    "a unit that costs another sum": (lambda files: unit_of(files)["price"].update(amount=7), "bookings",
        "/units/0/price/amount", "do not add up"),
    "a night that is missing": (lambda files: unit_of(files)["nights"].pop(), "bookings", "/units/0/nights",
        "one entry for each night"),
    "a live booking that does not hold its nights": (
        lambda files: unit_of(files)["nights"][0].update(held=False), "bookings", "/units/0/nights",
        "holds all of its nights",
    ),
    "a cancelled booking that holds nights": (
        lambda files: first(files, "CANCELLED")["units"][0]["nights"][0].update(held=True), "bookings",
        "/units/0/nights", "holds no night",
    ),
    "an amount of a night in another currency": (
        lambda files: unit_of(files)["nights"][0]["price"].update(currency="EUR"), "bookings",
        "/units/0/price/currency", "one currency",
    ),
    "nights that are taken": (overlap, "bookings", "/units/0/nights/0", "is taken by bookings.jsonl:"),
    "a block over a booking": (
        lambda files: files["blocks"][0].update({"from": "2027-01-01", "to": "2027-12-01"}), "blocks",
        "/from", "is taken by bookings.jsonl:",
    ),
    "a block that ends before it begins": (lambda files: files["blocks"][0].update(to="2026-12-31"), "blocks",
        "/to", "at least one night"),
    "a line without end": (lambda files: files["users"][0].update(name="x" * 2**20), "users", "/",
        "read no further"),
}  # fmt: skip


@pytest.mark.sqlite_only("judged by the same code for both databases; what the database judges is below")
@pytest.mark.parametrize("case", WRONG)
async def test_a_wrong_line_is_named_and_nothing_is_written(
    kind: str, fresh: Fresh, tmp_path: Path, case: str
) -> None:
    change, file, pointer, words = WRONG[case]
    settings = await fresh(kind)
    done = await take_in(settings, write(SEASON.files, tmp_path / "in", change))
    found = [
        trouble
        for trouble in done.troubles
        if trouble.file == f"{file}.jsonl" and (trouble.pointer or "/") == pointer
    ]
    assert found, list(map(str, done.troubles))[:3]
    assert words in found[0].sentence
    assert found[0].sentence.endswith(".")
    assert not any((await rows_of(settings)).values()), "not one row"


async def test_lines_are_numbered_as_an_editor_numbers_them(kind: str, fresh: Fresh, tmp_path: Path) -> None:
    line = first(SEASON.files, "CONFIRMED")
    done = await take_in(await fresh(kind), write(SEASON.files, tmp_path / "in", of_booking(guestId=NOWHERE)))
    assert [str(trouble).partition(" ")[0] for trouble in done.troubles] == [
        f"bookings.jsonl:{position(SEASON.files, line)}:"
    ]


async def test_importing_again_changes_nothing(kind: str, fresh: Fresh, tmp_path: Path) -> None:
    settings = await fresh(kind)
    source = write(SEASON.files, tmp_path / "in")
    await take_in(settings, source)
    before = await rows_of(settings)
    again = await take_in(settings, source)
    assert (again.troubles, sum(again.counts.values()), again.there) == (
        [],
        0,
        sum(map(len, SEASON.files.values())),
    )
    assert await rows_of(settings) == before, "not even an audit event"


async def test_what_is_there_and_different_is_refused(kind: str, fresh: Fresh, tmp_path: Path) -> None:
    settings = await fresh(kind)
    await take_in(settings, write(SEASON.files, tmp_path / "in"))
    before = await rows_of(settings)
    done = await take_in(settings, write(SEASON.files, tmp_path / "other", of_booking(notes="Changed")))
    [trouble] = done.troubles
    assert (trouble.pointer, "it is different" in trouble.sentence) == ("/id", True)
    assert await rows_of(settings) == before


async def test_a_dry_run_writes_nothing(kind: str, fresh: Fresh, tmp_path: Path) -> None:
    settings = await fresh(kind)
    done = await take_in(settings, write(SEASON.files, tmp_path / "in"), dry_run=True)
    assert (done.troubles, done.counts["bookings"]) == ([], len(SEASON.files["bookings"]))
    assert not any((await rows_of(settings)).values())


async def test_it_adds_to_what_is_there_and_never_over_it(
    here: World, kind: str, sana: Client, tmp_path: Path
) -> None:
    """Somebody has booked a night that a line of the file wants too."""
    booked = await here.book(sana, 10, 2)
    await exported(here.stack.settings, tmp_path / "out")
    line = json.loads((tmp_path / "out" / "bookings.jsonl").read_text())
    second = line | {"id": NOWHERE, "code": "SG-OTHER"}
    (tmp_path / "out" / "bookings.jsonl").write_text(json.dumps(second) + "\n")
    before = await rows_of(here.stack.settings)
    done = await take_in(here.stack.settings, tmp_path / "out")
    assert {trouble.sentence.rpartition(" ")[2] for trouble in done.troubles} == {booked["code"] + "."}
    assert await rows_of(here.stack.settings) == before
    later = json.loads(
        json.dumps(second)
        .replace("2027-05-11", "2027-06-11")
        .replace("2027-05-12", "2027-06-12")
        .replace("2027-05-13", "2027-06-13")
    )
    (tmp_path / "out" / "bookings.jsonl").write_text(json.dumps(later) + "\n")
    done = await take_in(here.stack.settings, tmp_path / "out")
    assert (done.troubles, done.counts["bookings"]) == ([], 1)
    taken = await sana.post("/api/bookings", json=here.stay(41, 1))
    assert taken.status_code == 409, "the ledger knows what was imported"


async def test_the_ledger_itself_says_no(kind: str, fresh: Fresh, tmp_path: Path) -> None:
    """Without the check of taken nights the key of the ledger still lets no overlap in."""
    codes = tuple(claims for claims in BOOKINGS.claims if claims is not BOOKED_NIGHTS)
    unchecked = [replace(each, claims=codes) if each is BOOKINGS else each for each in EXPORTERS]
    settings = await fresh(kind)
    with pytest.raises(NightsTaken):
        await take_in(settings, write(SEASON.files, tmp_path / "in", overlap), exporters=unchecked)
    assert not any((await rows_of(settings)).values())


async def test_a_failed_import_leaves_no_row(
    kind: str, fresh: Fresh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_args: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(ledger, "take", broken)
    settings = await fresh(kind)
    with pytest.raises(ConnectionError):
        await take_in(settings, write(SEASON.files, tmp_path / "in"))
    assert not any((await rows_of(settings)).values())


async def test_an_interrupted_import_of_many_lines_is_finished_by_the_next_one(
    kind: str, fresh: Fresh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many lines are written in several transactions, so that others can write in between."""
    source = write(SEASON.files, tmp_path / "in")
    whole = await fresh(kind)
    await take_in(whole, source)
    monkeypatch.setattr(importing, "LINES_OF_A_TRANSACTION", 10)
    monkeypatch.setattr(importing, "_LINES_AT_ONCE", 5)
    taken = ledger.take
    taken_before_the_end = 12

    async def breaking(*args: Any) -> None:
        nonlocal taken_before_the_end
        taken_before_the_end -= 1
        if not taken_before_the_end:
            raise ConnectionError
        await taken(*args)

    monkeypatch.setattr(ledger, "take", breaking)
    settings = await fresh(kind)
    with pytest.raises(ConnectionError):
        await take_in(settings, source)
    part = len((await rows_of(settings))["bookings"])
    assert 0 < part < len(SEASON.files["bookings"]), "what was committed before stays"
    done = await take_in(settings, source)
    assert (done.troubles, done.counts["bookings"]) == ([], len(SEASON.files["bookings"]) - part)
    assert await exported(settings, tmp_path / "a") == await exported(whole, tmp_path / "b")


async def test_an_import_reads_the_records_that_its_lines_name_and_no_others(
    kind: str, fresh: Fresh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cost of an import is that of its file, not that of the database."""
    settings = await fresh(kind)
    await take_in(settings, write(SEASON.files, tmp_path / "all"))
    read: list[str] = []
    lines = exporting.lines

    async def counted(source: Any, exporter: Any, ids: Any) -> Any:
        async for line in lines(source, exporter, ids):
            read.append(exporter.name)
            yield line

    monkeypatch.setattr(exporting, "lines", counted)
    booking = SEASON.files["bookings"][0]
    files: Files = {name: [] for name in SEASON.files} | {"bookings": [booking]}
    done = await take_in(settings, write(files, tmp_path / "one"))
    assert (done.troubles, done.there) == ([], 1)
    assert set(read) == {"properties", "units", "bookings"}, "what is kept to check others, and what is named"
    assert read.count("bookings") == 1


@pytest.mark.sqlite_only("judged before any database is asked")
async def test_what_is_no_export_is_told_so(kind: str, fresh: Fresh, tmp_path: Path) -> None:
    settings = await fresh(kind)
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    later = write(SEASON.files, tmp_path / "later")
    (later / "manifest.json").write_text('{"format": "soulter-export", "version": 2}')
    for source, refusal in (
        ("empty", NotAnExport),
        ("file", NotAnExport),
        ("later", NotAnExport),
        ("nowhere", PlaceUnusable),
    ):
        with pytest.raises(refusal):
            await take_in(settings, tmp_path / source)


async def test_nothing_is_overwritten_and_nothing_half_is_left(
    here: World, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken.zip").write_text("a letter")
    (tmp_path / "taken").mkdir()
    for name in ("taken", "taken.zip"):
        with pytest.raises(AlreadyThere):
            await exporting.export(here.stack.settings, EXPORTERS, tmp_path / name, NOW)
    monkeypatch.setattr(exporting, "MANIFEST", "no/such/folder")
    for name in ("new", "new.zip"):
        with pytest.raises(FileNotFoundError):
            await exporting.export(here.stack.settings, EXPORTERS, tmp_path / name, NOW)
    assert names_in(tmp_path) == ["taken", "taken.zip"]


async def test_a_database_without_todays_schema_is_not_touched(
    kind: str, tmp_path: Path, worker_id: str
) -> None:
    settings = settings_for(await fresh_database(kind, f"soulter_transfer_none_{worker_id}", tmp_path))
    for work in (
        exporting.export(settings, EXPORTERS, tmp_path / "out", NOW),
        take_in(settings, write(SEASON.files, tmp_path / "in")),
    ):
        with pytest.raises((NoDatabase, SchemaPending), match="soulter migrate"):
            await work


@pytest.mark.sqlite_only("the command is the same for both databases")
def test_the_command_shows_twenty_and_reports_all(
    here: World, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "DATABASE_URL": here.stack.settings.database_url,
        "JWT_SECRET": "x" * 48,
        "LOG_LEVEL": "error",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    write(
        SEASON.files,
        tmp_path / "in",
        lambda files: [line.update(guestId=NOWHERE) for line in files["bookings"]],
    )
    done = invoke(["import", "in", "--report", "wrong.txt"])
    lines = done.stderr.splitlines()
    assert (done.exit_code, done.stdout, len(lines)) == (1, "", 22)
    assert lines[20] == "… and 20 more in wrong.txt."
    assert lines[21] == "Nothing was imported: 40 things are wrong. Correct the lines and import again."
    assert len((tmp_path / "wrong.txt").read_text().splitlines()) == 40
    told = invoke(["import", "in", "--json"])
    assert (told.exit_code, json.loads(told.stdout)["troubles"]) == (1, 40)
    out = invoke(["export", "out", "--json"])
    assert json.loads(out.stdout)["counts"]["units"] == 4
    again = invoke(["import", "out", "--dry-run"])
    assert (again.exit_code, "11 lines were there already" in again.stdout) == (0, True), again.stdout
