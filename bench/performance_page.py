"""Writes the measured part of docs/performance.md.

`python -m bench.performance_page FILE` reads what `python -m bench --json FILE` wrote.
"""

import argparse
import json
import statistics
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.server import ROOT

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = (
    "<!-- measured: begin (`python -m bench.performance_page` writes this part) -->",
    "<!-- measured: end -->",
)
_LAYERS = "m. "
_FIGURES = {
    "requests/s": ("requests_per_second", 0),
    "per CPU second": ("requests_per_cpu_second", 0),
    "CPU ms": ("cpu_ms", 2),
    "database CPU ms": ("database_ms", 2),
    "p50 ms": ("p50", 1),
    "p99 ms": ("p99", 0),
}


class NoPlace(Exception):
    """The page has no marks for the measured part."""


def measured(run: Mapping[str, Any]) -> str:
    """The whole text between the two marks."""
    machine = run["machine"]
    about = (
        f"{machine['date']}, commit `{machine['commit']}`; {machine['cores']} cores, Python "
        f"{machine['Python']}, PostgreSQL {machine['PostgreSQL']}; "
        f"{machine['seconds']} s in all, load of the machine during the last 1, 5 and 15 minutes "
        f"{machine['load']}."
    )
    ratios = [line for line in run["ratios"] if not line["what"].startswith(_LAYERS)]
    layers = [line for line in run["ratios"] if line["what"].startswith(_LAYERS)]
    parts = [about, _table(("what", "measured", "aim", ""), map(_ratio, ratios))]
    if layers:
        parts.append("What each layer costs (part m):")
        parts.append(
            _table(("layer", "CPU"), ((line["what"].removeprefix(_LAYERS), _value(line)) for line in layers))
        )
    if run["samples"]:
        parts.append("Under load, this machine's own numbers:")
        parts.append(
            _table(
                ("medians of the rounds", *_FIGURES), (_sample(*sample) for sample in run["samples"].items())
            )
        )
    return "\n\n".join(parts)


def _value(line: Mapping[str, Any]) -> str:
    return f"{line['value']:.2f}{line['unit']}"


def _ratio(line: Mapping[str, Any]) -> Sequence[str]:
    verdict = "**missed**" if line["verdict"] == "MISSED" else line["verdict"]
    return line["what"], _value(line), line["aim"] or "-", verdict


def _sample(name: str, rounds: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    cells = [name]
    for figure, digits in _FIGURES.values():
        found = [one[figure] for one in rounds]
        cells.append("-" if None in found else f"{statistics.median(found):.{digits}f}")
    return cells


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))


def put(page: str, part: str) -> str:
    """The page with new text between the marks. Raises NoPlace."""
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not (begin and end):
        raise NoPlace(f"the page has no lines {BEGIN!r} and {END!r}")
    return f"{before}{BEGIN}\n\n{part}\n\n{END}{after}"


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.performance_page", description=__doc__)
    parser.add_argument("run", type=Path, metavar="FILE", help="what `python -m bench --json FILE` wrote")
    given = parser.parse_args()
    PAGE.write_text(
        put(PAGE.read_text(encoding="utf-8"), measured(json.loads(given.run.read_text(encoding="utf-8")))),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
