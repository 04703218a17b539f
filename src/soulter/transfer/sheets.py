"""The same lines for spreadsheets: a CSV beside each file. To look at, not to import."""

import csv
from collections.abc import Iterator
from typing import Any, Final, TextIO

from soulter.core import spreadsheets
from soulter.transfer.lines import Kind
from soulter.transfer.queries import Line

NIGHTS: Final = "nights"
"""The sheet of all nights that were sold, which in the lines are inside of bookings."""


class Sheet:
    """One CSV; its columns are those of its first row."""

    def __init__(self, file: TextIO) -> None:
        self._writer = csv.writer(file)
        self._columns: list[str] = []

    def add(self, row: dict[str, Any]) -> None:
        """A row below the others."""
        if not self._columns:
            self._columns = list(row)
            self._writer.writerow(self._columns)
        self._writer.writerow([cell(row[name]) for name in self._columns])


def cell(value: object) -> object:
    """Text such that no spreadsheet runs it; a number as it is."""
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    if isinstance(value, str):
        return spreadsheets.as_text(value)
    return "" if value is None else value


_OBJECTS: Final = {"price": ("amount", "currency"), "total": ("amount", "currency"), "agent": ("id", "name")}


def flat(kind: Kind, line: Line) -> dict[str, Any]:
    """A line without depth: `total.amount`, names of units."""
    found: dict[str, Any] = {}
    for name, value in line.items():
        if name in _OBJECTS:
            found |= {f"{name}.{part}": value[part] if value else None for part in _OBJECTS[name]}
        elif kind is Kind.BOOKINGS and name == "units":
            found[name] = [unit["name"] for unit in value]
        else:
            found[name] = value
    return found


def nights(line: Line) -> Iterator[dict[str, Any]]:
    """The rows that a booking has in the sheet of nights."""
    for unit in line["units"]:
        for night in unit["nights"]:
            yield {
                "bookingId": line["id"],
                "code": line["code"],
                "status": line["status"],
                "unitId": unit["id"],
                "unitName": unit["name"],
                "night": night["night"],
                "price.amount": night["price"]["amount"],
                "price.currency": night["price"]["currency"],
                "held": night["held"],
            }
