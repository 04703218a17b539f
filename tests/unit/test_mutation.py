"""The mutation check finds gaps in tests and does not trust a run without a result."""

import ast
from pathlib import Path

import pytest
from tools.mutation import running
from tools.mutation.mutants import Mutant, mutants
from tools.mutation.running import Place

SOURCE = '''\
"""A module."""

LIMITS: dict[str, int] = {"guests": 10}


def full(guests: int, more: list[int] | None = None) -> bool:
    """Whether nobody else fits."""
    if more and not guests:
        raise ValueError("nobody leads")
    return guests + sum(more or ()) >= LIMITS["guests"]
'''
STRONG = """\
import pytest
from inn.rooms import full

@pytest.mark.parametrize(
    ("guests", "more", "answer"),
    [(9, [], False), (10, [], True), (9, [1], True), (11, [], True), (1, None, False)],
)
def test_full(guests, more, answer):
    assert full(guests, more) is answer

def test_nobody_leads():
    assert full(0) is False
    with pytest.raises(ValueError, match="^nobody leads$"):
        full(0, [1])
"""


def test_every_operator_value_condition_and_statement_is_changed_once() -> None:
    assert [f"{mutant.line}: {mutant.what}" for mutant in mutants(SOURCE)] == [
        "3: entry 'guests' removed",
        "3: 'guests' -> 'guests~'",
        "3: 10 -> 11",
        "3: 10 -> 9",
        "8: condition negated",
        "8: removed: raise ValueError('nobody leads')",
        "8: And -> Or",
        "9: 'nobody leads' -> 'nobody leads~'",
        "10: returns None",
        "10: GtE -> Gt",
        "10: GtE -> Lt",
        "10: Add -> Sub",
        "10: 'guests' -> 'guests~'",
        "10: Or -> And",
    ]


def test_annotations_and_docstrings_are_left_alone() -> None:
    for mutant in mutants(SOURCE):
        assert '"""A module."""' in mutant.source
        assert "more: list[int] | None=None" in mutant.source


def test_a_mutant_differs_in_one_place() -> None:
    [found] = [mutant for mutant in mutants(SOURCE) if mutant.what == "GtE -> Gt"]
    assert ast.dump(ast.parse(found.source)) == ast.dump(ast.parse(SOURCE.replace(">=", ">")))


@pytest.fixture
def sample_package(tmp_path: Path) -> Place:
    """A package with the module above, and no tests yet."""
    sources, tests = tmp_path / "src", tmp_path / "tests"
    (sources / "inn").mkdir(parents=True)
    tests.mkdir()
    (sources / "inn" / "__init__.py").touch()
    (sources / "inn" / "rooms.py").write_text(SOURCE)
    return Place(sources, tests, Path("inn/rooms.py"))


def surviving(place: Place, chosen: str) -> list[str]:
    work = [(place, mutant) for mutant in mutants(SOURCE) if mutant.what.startswith(chosen)]
    assert work
    return [mutant.what for _, mutant in running.survivors(work, 2)]


@pytest.mark.parametrize(
    ("tests", "alive"),
    [(STRONG.replace("(10, [], True), (9, [1], True), ", ""), ["GtE -> Gt"]), (STRONG, [])],
)
def test_a_boundary_survives_unless_a_test_looks_at_it(
    sample_package: Place, tests: str, alive: list[str]
) -> None:
    (sample_package.tests / "test_rooms.py").write_text(tests)
    assert surviving(sample_package, "GtE -> Gt") == alive


def test_tests_that_fail_on_unchanged_sources_are_refused(sample_package: Place) -> None:
    (sample_package.tests / "test_rooms.py").write_text("def test_full():\n    assert False\n")
    with pytest.raises(RuntimeError, match="without any change"):
        surviving(sample_package, "GtE -> Gt")


def test_a_run_without_tests_is_refused(sample_package: Place) -> None:
    with pytest.raises(RuntimeError, match="ended with 5"):
        surviving(sample_package, "GtE -> Gt")


def test_tests_that_import_the_module_come_first(sample_package: Place) -> None:
    for name, text in (
        ("test_a", "import pytest\n"),
        ("test_z", "from inn import rooms\n"),
        ("test_y", "from inn.rooms import full\n"),
    ):
        (sample_package.tests / f"{name}.py").write_text(text)
    assert running.arguments(sample_package)[-3:] == [
        str(sample_package.tests / "test_y.py"),
        str(sample_package.tests / "test_z.py"),
        str(sample_package.tests),
    ]


def test_a_mutant_that_never_ends_is_noticed(sample_package: Place) -> None:
    (sample_package.tests / "test_rooms.py").write_text(STRONG)
    endless = Mutant(
        1, "endless", SOURCE + "\n\ndef full(guests, more=None):\n    while True:\n        pass\n"
    )
    assert list(running.survivors([(sample_package, endless)], 1, longest=1)) == []


def test_a_run_that_crashes_is_refused(sample_package: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    (sample_package.tests / "test_rooms.py").write_text(STRONG)
    monkeypatch.setattr(running, "arguments", None)
    with pytest.raises(RuntimeError, match="ended with 70"):
        surviving(sample_package, "GtE -> Gt")
