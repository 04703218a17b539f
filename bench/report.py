"""Compares the numbers with the aims and prints them."""

import json
import operator
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.load_generator import Sample

Samples = Mapping[str, Sequence[Sample]]


_SIGNS: Mapping[str, tuple[str, Callable[[float, float], bool]]] = {
    "at_least": ("≥", operator.ge),
    "at_most": ("≤", operator.le),
    "below": ("<", operator.lt),
}


@dataclass(frozen=True)
class Line:
    """A row of the table of ratios.

    A row without an aim informs. A `required` aim is about correctness, not speed.
    """

    what: str
    value: float
    unit: str = ""
    sign: str = ""
    limit: float = 0.0
    required: bool = False

    @property
    def aim(self) -> str:
        """The aim in words."""
        return f"{_SIGNS[self.sign][0]} {self.limit:g}{self.unit}" if self.sign else ""

    @property
    def verdict(self) -> str:
        """Whether the aim is met; empty without an aim."""
        if not self.sign:
            return ""
        return "met" if _SIGNS[self.sign][1](self.value, self.limit) else "MISSED"


def ratio(samples: Samples, above: str, below: str, figure: str) -> float:
    """The median over the rounds of the ratio of two adjacent measurements."""
    pairs = zip(samples[above], samples[below], strict=True)
    return statistics.median(float(getattr(a, figure) / getattr(b, figure)) for a, b in pairs)


def change(samples: Samples, after: str, before: str, figure: str) -> float:
    """The same ratio as a change in per cent."""
    return (ratio(samples, after, before, figure) - 1) * 100


def middle(samples: Sequence[Sample], figure: str) -> float | None:
    """The median of a figure over the rounds."""
    found = [getattr(sample, figure) for sample in samples]
    return None if None in found else statistics.median(found)


@dataclass
class Report:
    """All results of a run."""

    machine: dict[str, Any]
    lines: list[Line] = field(default_factory=list)
    samples: dict[str, list[Sample]] = field(default_factory=dict)

    def add(self, what: str, value: float, unit: str = "", *, required: bool = False, **aim: float) -> None:
        """Add a row and print it at once, so that a long run shows progress."""
        for sign, limit in aim.items() or [("", 0.0)]:
            self.lines.append(Line(what, value, unit, sign, limit, required))
        print(f"  {what}: {value:.2f}{unit} {self.lines[-1].verdict}", flush=True)

    def keep(self, found: Samples) -> None:
        """Keep the measurements behind the ratios."""
        for name, samples in found.items():
            self.samples.setdefault(name, []).extend(samples)

    @property
    def errors(self) -> int:
        """Unexpected answers and missed required aims."""
        wrong = sum(line.required and line.verdict == "MISSED" for line in self.lines)
        return wrong + sum(sample.errors for samples in self.samples.values() for sample in samples)

    def show(self, say: Callable[[str], None] = print) -> None:
        """The table of ratios, then the raw measurements, which do not apply to other machines."""
        say("\n" + "  ".join(f"{name} {value}" for name, value in self.machine.items()) + "\n")
        width = max(len(line.what) for line in self.lines)
        say(f"{'':<{width}}  {'measured':>10}  {'aim':>9}")
        for line in self.lines:
            say(
                f"{line.what:<{width}}  {f'{line.value:.2f}{line.unit}':>10}  {line.aim:>9}  "
                f"{line.verdict}".rstrip()
            )
        say("\nThis machine's own numbers (medians of the rounds)")
        width = max((len(name) for name in self.samples), default=0)
        say(
            f"{'':<{width}}  {'req/s':>7}  {'per CPU s':>9}  {'CPU ms':>7}  {'DB ms':>7}  {'p50 ms':>7}  "
            f"{'p99 ms':>7}  errors"
        )
        for name, samples in self.samples.items():
            database = middle(samples, "database_ms")
            say(
                f"{name:<{width}}  {middle(samples, 'requests_per_second'):>7.0f}  "
                f"{middle(samples, 'requests_per_cpu_second'):>9.0f}  "
                f"{middle(samples, 'cpu_ms'):>7.3f}  {'-' if database is None else f'{database:.3f}':>7}  "
                f"{middle(samples, 'p50'):>7.2f}  "
                f"{middle(samples, 'p99'):>7.2f}  {sum(sample.errors for sample in samples)}"
            )
        for name, samples in self.samples.items():
            if wrong := next((sample.first_error for sample in samples if sample.first_error), ""):
                say(f"\n{name} answered unexpectedly, for example:\n{wrong[:600]}")

    def write(self, path: Path) -> None:
        """The same results as JSON."""
        found = {
            "machine": self.machine,
            "ratios": [{**asdict(line), "aim": line.aim, "verdict": line.verdict} for line in self.lines],
            "samples": {
                name: [asdict(sample) for sample in samples] for name, samples in self.samples.items()
            },
        }
        path.write_text(json.dumps(found, indent=2) + "\n")
