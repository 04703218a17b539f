"""The mutants of a module: its source with one operator, value, condition or statement changed."""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

Change = tuple[str, Callable[[ast.AST], None]]
"""What a change does, in words, and a function that does it to a node of a copied tree."""

_COMPARISONS: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OPERATORS: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_SPEED_ONLY: Final = frozenset({"slots"})
"""Keyword arguments that change no result."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed module: where, what was changed, and the whole source."""

    line: int
    what: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    tree = ast.parse(source)
    ignored = _ignored(tree)
    found = []
    for i, node in enumerate(ast.walk(tree)):
        if id(node) in ignored:
            continue
        for what, change in _changes(node):
            changed = copy.deepcopy(tree)
            change(list(ast.walk(changed))[i])
            found.append(
                Mutant(getattr(node, "lineno", 0), what, ast.unparse(ast.fix_missing_locations(changed)))
            )
    yield from sorted((mutant for mutant in found if mutant.line), key=lambda mutant: mutant.line)


def _ignored(tree: ast.Module) -> set[int]:
    """Nodes without an effect: annotations, docstrings, and arguments for speed."""
    roots: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.AnnAssign, ast.arg)) and node.annotation:
            roots.append(node.annotation)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.returns:
            roots.append(node.returns)
        elif _is_docstring(node) or (isinstance(node, ast.keyword) and node.arg in _SPEED_ONLY):
            roots.append(node)
    return {id(node) for root in roots for node in ast.walk(root)}


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _changes(node: ast.AST) -> Iterator[Change]:
    if found := _BY_KIND.get(type(node)):
        yield from found(node)
    yield from _of_block(node)


def _of_operator(node: ast.BinOp | ast.AugAssign) -> Iterator[Change]:
    if other := _OPERATORS.get(type(node.op)):
        yield f"{type(node.op).__name__} -> {other.__name__}", lambda found: setattr(found, "op", other())


def _of_junction(node: ast.BoolOp) -> Iterator[Change]:
    other = ast.Or if isinstance(node.op, ast.And) else ast.And
    yield f"{type(node.op).__name__} -> {other.__name__}", lambda found: setattr(found, "op", other())


def _of_sign(node: ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node.op, ast.USub):
        yield "minus removed", lambda found: setattr(found, "op", ast.UAdd())


def _of_condition(_node: ast.If | ast.IfExp) -> Iterator[Change]:
    yield "condition negated", _negate


def _of_return(node: ast.Return) -> Iterator[Change]:
    if node.value:
        yield "returns None", lambda found: setattr(found, "value", ast.Constant(None))


def _of_filters(node: ast.comprehension) -> Iterator[Change]:
    for j in range(len(node.ifs)):
        yield "filter removed", lambda found, j=j: found.ifs.pop(j)  # type: ignore[misc]  # a default binds j


def _of_comparison(node: ast.Compare) -> Iterator[Change]:
    for j, op in enumerate(node.ops):
        for other in _COMPARISONS[type(op)]:

            def change(found: ast.AST, j: int = j, other: type[ast.cmpop] = other) -> None:
                assert isinstance(found, ast.Compare)
                found.ops[j] = other()

            yield f"{type(op).__name__} -> {other.__name__}", change


def _of_constant(node: ast.Constant) -> Iterator[Change]:
    others: tuple[object, ...] = ()
    match node.value:
        case bool():
            others = (not node.value,)
        case int():
            others = (node.value + 1, node.value - 1)
        case str():
            others = (f"{node.value}~",)
    for other in others:
        yield f"{node.value!r} -> {other!r}"[:80], lambda found, other=other: setattr(found, "value", other)  # type: ignore[misc]


def _negate(found: ast.AST) -> None:
    assert isinstance(found, (ast.If, ast.IfExp))
    found.test = ast.UnaryOp(ast.Not(), found.test)


def _of_call(node: ast.Call) -> Iterator[Change]:
    for j, keyword in enumerate(node.keywords):
        if keyword.arg not in _SPEED_ONLY:
            yield f"argument {keyword.arg} removed", lambda found, j=j: found.keywords.pop(j)  # type: ignore[misc]


def _of_dict(node: ast.Dict) -> Iterator[Change]:
    for j, key in enumerate(node.keys):

        def change(found: ast.AST, j: int = j) -> None:
            assert isinstance(found, ast.Dict)
            del found.keys[j], found.values[j]

        yield f"entry {ast.unparse(key) if key else '**'} removed", change


def _of_block(node: ast.AST) -> Iterator[Change]:
    """Each statement of a block that does something, removed."""
    for name in ("body", "orelse"):
        block = getattr(node, name, None)
        if not isinstance(block, list) or isinstance(node, (ast.Module, ast.ClassDef)):
            continue
        for j, statement in enumerate(block):
            if isinstance(statement, (ast.Raise, ast.Assign, ast.AugAssign, ast.Expr)) and not _is_docstring(
                statement
            ):

                def change(found: ast.AST, name: str = name, j: int = j) -> None:
                    getattr(found, name)[j] = ast.Pass()

                yield f"removed: {ast.unparse(statement)}"[:80], change


_BY_KIND: Final[dict[type[ast.AST], Callable[[Any], Iterator[Change]]]] = {
    ast.Compare: _of_comparison,
    ast.BinOp: _of_operator,
    ast.AugAssign: _of_operator,
    ast.BoolOp: _of_junction,
    ast.UnaryOp: _of_sign,
    ast.Constant: _of_constant,
    ast.If: _of_condition,
    ast.IfExp: _of_condition,
    ast.Return: _of_return,
    ast.Call: _of_call,
    ast.Dict: _of_dict,
    ast.comprehension: _of_filters,
}
