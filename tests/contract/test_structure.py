"""Rules about the shape of the code that reviewers would otherwise have to repeat."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import CheckConstraint, String, Table
from sqlalchemy.orm import Mapper, configure_mappers

from soulter.core.database.types import Base
from soulter.tables import METADATA
from tests.contract.write_references import ROOT

SOURCES = sorted((ROOT / "src").rglob("*.py"))
FILES = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "migrations").rglob("*.py"))]
LONGEST_FILE, LONGEST_FUNCTION = 400, 40
COMMITTERS = {"core/database/transactions.py", "schema/migrate.py"}
MARKER = re.compile(r"\b(TEMP|TMP|DEBUG|FIXME|XXX|HACK|TODO)\b(?!_)(?![\"'])")
Finding = tuple[str, int]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def findings(
    paths: list[Path], look: Callable[[ast.AST], bool], but: set[str] | None = None
) -> list[Finding]:
    """Where a syntax tree has what `look` looks for."""
    return [
        (name_of(path), getattr(node, "lineno", 0))
        for path in paths
        if path.relative_to(ROOT).as_posix().removeprefix("src/soulter/") not in (but or set())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if look(node)
    ]


def too_long(node: ast.AST) -> bool:
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    return (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION


def commits(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"


def asks_for_a_role(node: ast.AST) -> bool:
    """`role == …`, `actor.role is …`, `… in (Role.ADMIN, …)`: any decision by the name of a role."""
    if not isinstance(node, ast.Compare):
        return False
    sides = [node.left, *node.comparators]
    if any(isinstance(side, ast.Constant) and side.value is None for side in sides):
        return False  # whether somebody is logged in at all
    names = {
        part.value.id
        for side in sides
        for part in ast.walk(side)
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name)
    }
    asked = {side.attr if isinstance(side, ast.Attribute) else getattr(side, "id", "") for side in sides}
    compared = isinstance(node.ops[0], (ast.Eq, ast.NotEq, ast.Is, ast.IsNot))
    return "Role" in names or (compared and "role" in asked and not is_column(sides))


def is_column(sides: list[ast.expr]) -> bool:
    """`User.role == …` is a part of a WHERE."""
    return any(
        isinstance(side, ast.Attribute) and isinstance(side.value, ast.Name) and side.value.id == "User"
        for side in sides
    )


def test_no_file_has_more_than_400_lines() -> None:
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in FILES
        if "migrations" not in name_of(path)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_has_more_than_40_lines() -> None:
    assert findings([path for path in FILES if "migrations" not in name_of(path)], too_long) == []


def test_no_relationship_is_loaded_lazily() -> None:
    configure_mappers()
    assert [str(found) for mapper in Base.registry.mappers for found in lazy(mapper)] == []


def lazy(mapper: Mapper[Base]) -> Iterator[object]:
    return (found for found in mapper.relationships if found.lazy not in ("raise", "raise_on_sql"))


def test_features_never_commit() -> None:
    assert findings(SOURCES, commits, COMMITTERS) == []


def test_no_decision_depends_on_the_name_of_a_role() -> None:
    assert findings(SOURCES, asks_for_a_role) == []


@pytest.mark.parametrize(
    ("look", "source"),
    [
        (commits, "async def f(session):\n    await session.commit()"),
        (asks_for_a_role, "actor.role == other"),
        (asks_for_a_role, "actor.role is Role.ADMIN"),
        (asks_for_a_role, "user.role != 'ADMIN'"),
        (asks_for_a_role, "actor.role in (Role.ADMIN, Role.AGENT)"),
        (asks_for_a_role, "role == Role.ADMIN"),
        (too_long, "def f():\n" + "    pass\n" * 40),
    ],
)
def test_the_rules_find_planted_violations(look: Callable[[ast.AST], bool], source: str) -> None:
    assert any(look(node) for node in ast.walk(ast.parse(source)))


@pytest.mark.parametrize(
    "source", ["User.role == role", "actor.role is None", "actor.scope is Scope.ALL", "rows[0].role"]
)
def test_the_rules_accept_allowed_code(source: str) -> None:
    assert not any(asks_for_a_role(node) for node in ast.walk(ast.parse(source)))


def test_no_comment_marks_unfinished_work() -> None:
    lines = (
        (path, i, line)
        for path in FILES
        for i, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if path != Path(__file__)
    )
    left = [(name_of(path), i) for path, i, line in lines if MARKER.search(line)]
    assert left == []
    assert MARKER.search("# TEMP: remove") is not None
    assert MARKER.search("print(x)  # DEBUG") is not None


def test_every_text_column_has_a_maximum_length() -> None:
    columns = [column for table in METADATA.tables.values() for column in table.columns]
    lengths = {str(column): column.type.length for column in columns if isinstance(column.type, String)}
    assert len(lengths) >= 25
    assert [column for column, length in lengths.items() if not length] == []


def test_no_foreign_key_deletes_rows() -> None:
    keys = [key for table in METADATA.tables.values() for key in table.foreign_keys]
    assert len(keys) >= 15
    assert [f"{key.parent} -> {key.target_fullname}" for key in keys if key.ondelete != "RESTRICT"] == []


def test_amount_columns_are_integers_and_not_null() -> None:
    amounts = [
        column
        for table in METADATA.tables.values()
        for column in table.columns
        if column.name.endswith("_minor")
    ]
    assert len(amounts) >= 4
    for column in amounts:
        assert column.type.python_type is int, column
        assert not column.nullable, column
        assert any(column.name in str(check.sqltext) for check in checks(column.table)), (
            f"{column} may be negative"
        )


def checks(table: Table) -> list[CheckConstraint]:
    return [constraint for constraint in table.constraints if isinstance(constraint, CheckConstraint)]


def test_every_column_that_a_list_from_the_code_fills_names_its_values() -> None:
    for table in METADATA.tables.values():
        for column in (column for column in table.columns if hasattr(column.type, "enums")):
            assert any(f"{column.name} IN (" in str(check.sqltext) for check in checks(table)), column


@pytest.mark.parametrize(
    "path", [path for path in FILES if "migrations" in name_of(path)], ids=lambda path: path.name
)
def test_migrations_are_utf_8_without_surprises(path: Path) -> None:
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    raw.decode("utf-8")


def test_every_module_has_a_docstring() -> None:
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), name_of(path)
        assert inspect.cleandoc(ast.get_docstring(tree) or "").splitlines()[0].endswith((".", ":", "`.")), (
            name_of(path)
        )
