"""The same lines for spreadsheets: a CSV beside each file. To look at, not to import."""

import csv
from typing import Any, TextIO

from soulter.core import spreadsheets
from soulter.exports.records import Line


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


def flat(line: Line) -> dict[str, Any]:
    """A line without depth: an object becomes columns such as `total.amount`."""
    found: dict[str, Any] = {}
    for name, value in line.items():
        if isinstance(value, dict):
            found |= {f"{name}.{part}": inner for part, inner in value.items()}
        else:
            found[name] = value
    return found
