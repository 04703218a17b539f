"""Reading an export, line by line, each judged by itself."""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol, TypeVar

from pydantic import ValidationError

from soulter.core.http import field_errors, strict_json
from soulter.core.storage.errors import PlaceUnusable
from soulter.exports.exporters import Exporter
from soulter.exports.records import RecordType
from soulter.transfer.errors import NotAnExport, Trouble
from soulter.transfer.exporting import FORMAT, MANIFEST, VERSION

Item = TypeVar("Item")

LONGEST: Final = 1024 * 1024
"""Bytes of a line."""


class Files(Protocol):
    """A folder or an archive."""

    def open(self, name: str) -> BinaryIO | None:
        """A file in it; None when there is none of that name."""
        ...


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self, name: str) -> BinaryIO | None:
        path = self._path / name
        return path.open("rb") if path.is_file() else None


class _Archive:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def open(self, name: str) -> BinaryIO | None:
        found = name in self._archive.namelist()
        return io.BufferedReader(self._archive.open(name)) if found else None  # type: ignore[type-var]


@contextmanager
def opened(source: Path) -> Iterator[Files]:
    """The files of an export. Raises PlaceUnusable, NotAnExport."""
    try:
        if source.is_dir():
            yield _checked(_Folder(source), source)
        else:
            with zipfile.ZipFile(source) as archive:
                yield _checked(_Archive(archive), source)
    except zipfile.BadZipFile:
        raise NotAnExport(str(source)) from None
    except FileNotFoundError as error:
        raise PlaceUnusable(str(source), str(error.strerror).lower()) from None


def _checked(files: Files, source: Path) -> Files:
    file = files.open(MANIFEST)
    if file is None:
        raise NotAnExport(str(source))
    with file:
        try:
            said = json.loads(file.read(LONGEST))
        except ValueError:
            raise NotAnExport(str(source)) from None
    if not isinstance(said, dict) or (said.get("format"), said.get("version")) != (FORMAT, VERSION):
        raise NotAnExport(str(source))
    return files


def read(files: Files, exporter: Exporter[RecordType]) -> Iterator[tuple[int, RecordType | list[Trouble]]]:
    """Each line of a kind by its number: a record, or what is wrong with the line by itself."""
    name = file_of(exporter)
    for number, line in _numbered(files, name):
        yield number, _judged(exporter, name, number, line)


def batches(items: Iterator[Item], most: int) -> Iterator[Sequence[Item]]:
    """The items in groups of at most `most`."""
    while some := tuple(islice(items, most)):
        yield some


def _numbered(files: Files, name: str) -> Iterator[tuple[int, bytes]]:
    file = files.open(name)
    if file is None:
        return
    with file:
        number = 0
        while line := file.readline(LONGEST + 1):
            number += 1
            yield number, line
            if len(line) > LONGEST:
                return


def _judged(
    exporter: Exporter[RecordType], name: str, number: int, line: bytes
) -> RecordType | list[Trouble]:
    if len(line) > LONGEST:
        sentence = f"The line has more than {LONGEST} bytes; the file is read no further."
        return [Trouble(name, number, "", sentence)]
    try:
        content = strict_json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        why = str(error) if isinstance(error, strict_json.NotStrict) else "it is not one JSON object in UTF-8"
        return [Trouble(name, number, "", f"The line cannot be read: {why}.")]
    try:
        return exporter.model.model_validate(content)
    except ValidationError as error:
        return [
            Trouble(name, number, _pointer(item["loc"]), field_errors.described(item)[1])
            for item in error.errors(include_url=False)
        ]


def file_of(exporter: Exporter[Any]) -> str:
    """The file of a kind."""
    return f"{exporter.name}.jsonl"


def _pointer(place: tuple[int | str, ...]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)
