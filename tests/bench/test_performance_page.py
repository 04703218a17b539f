"""The measured part of docs/performance.md is written by a program, out of one run."""

import dataclasses
import json
from pathlib import Path

import pytest
from bench import performance_page
from bench.load_generator import Sample
from bench.report import Report


def _run(tmp_path: Path) -> dict[str, object]:
    report = Report(
        {
            "date": "2026-11-27",
            "commit": "abc",
            "cores": 2,
            "Python": "3.11",
            "PostgreSQL": "18",
            "seconds": 9,
            "load": "1 2 3",
        }
    )
    report.add("a. list of 25 / minimal", 0.81, at_least=0.8)
    report.add("c. growth", 30, " %", below=20)
    report.add("m. list of 25: CPU that goes with login", 0.25, " ms")
    report.keep(
        {
            "list of 25": [Sample(100, 700, 1.4, 5, 9, 0, None), Sample(300, 900, 1.6, 7, 9, 0, 0.5)],
            "hello": [Sample(1, 1, 1, 1, 1, 0, 1)],
        }
    )
    report.write(tmp_path / "run.json")
    found: dict[str, object] = json.loads((tmp_path / "run.json").read_text())
    return found


def test_the_part_tells_date_commit_ratios_layers_and_samples(tmp_path: Path) -> None:
    part = performance_page.measured(_run(tmp_path))
    assert "2026-11-27, commit `abc`; 2 cores" in part
    assert "| a. list of 25 / minimal | 0.81 | ≥ 0.8 | met |" in part
    assert "| c. growth | 30.00 % | < 20 % | **missed** |" in part
    assert "| list of 25: CPU that goes with login | 0.25 ms |" in part
    assert "| list of 25 | 200 | 800 | 1.50 | - | 6.0 | 9 |" in part


def test_it_replaces_what_stands_between_the_marks_and_nothing_else() -> None:
    before = f"# Head\n\n{performance_page.BEGIN}\n\nold\n\n{performance_page.END}\n\nTail\n"
    assert (
        performance_page.put(before, "new")
        == f"# Head\n\n{performance_page.BEGIN}\n\nnew\n\n{performance_page.END}\n\nTail\n"
    )
    with pytest.raises(performance_page.NoPlace):
        performance_page.put("# Head\n", "new")


def test_the_page_has_a_place_for_it() -> None:
    text = performance_page.PAGE.read_text(encoding="utf-8")
    assert performance_page.put(text, "new") != text


def test_every_figure_of_a_sample_that_is_shown_exists() -> None:
    names = {field.name for field in dataclasses.fields(Sample)}
    assert {figure for figure, _ in performance_page._FIGURES.values()} <= names
