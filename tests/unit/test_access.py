"""Permissions: one enum for each feature, merged into one table that refuses what would grant too much."""

import inspect
import re
import types

import pytest

from soulter.access import grants
from soulter.access.actor import Actor
from soulter.access.grants import GRANTS, LINK_GRANTS
from soulter.access.permissions import ALL, BookingPermission, Permission, UnitPermission, merged
from soulter.access.roles import IDLE, LABELS, SHORTEST_PASSWORD, Role


class _Again(Permission):
    READ = "bookings:read"


class _SameArea(Permission):
    EXPORT = "bookings:export"


class _Alias(Permission):
    READ = "reports:read"
    LIST = "reports:read"


class _NoArea(Permission):
    READ = "reports"


class _Capitals(Permission):
    READ = "Reports:Read"


@pytest.mark.parametrize(
    ("feature", "sentence"),
    [
        (_Again, "_Again.READ: 'bookings:read' is declared by BookingPermission too"),
        (_SameArea, "_SameArea.EXPORT: 'bookings:export' is declared by BookingPermission too"),
        (_Alias, "_Alias.LIST: 'reports:read' is declared by _Alias too"),
        (_NoArea, "_NoArea.READ: 'reports' is not `area:action`"),
        (_Capitals, "_Capitals.READ: 'Reports:Read' is not `area:action`"),
    ],
)
def test_a_permission_that_cannot_be_told_apart_is_refused(feature: type[Permission], sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        merged(UnitPermission, BookingPermission, feature)


def test_every_enum_of_the_product_is_in_the_table() -> None:
    declared = [
        feature for feature in Permission.__subclasses__() if feature.__module__.startswith("soulter.")
    ]
    assert len(declared) >= 15
    assert [
        str(permission)
        for feature in declared
        for permission in feature
        if ALL.get(permission) is not permission
    ] == []
    assert len(ALL) == sum(len(feature) for feature in declared)


def test_every_permission_is_held_by_the_owner_and_no_role_holds_more() -> None:
    assert GRANTS[Role.SUPER_ADMIN] == set(ALL.values())
    assert all(granted <= GRANTS[Role.SUPER_ADMIN] for granted in (*GRANTS.values(), LINK_GRANTS))


def _load(source: str) -> None:
    exec(compile(source, "grants.py", "exec"), types.ModuleType(grants.__name__).__dict__)


@pytest.mark.parametrize(
    ("line", "without", "sentence"),
    [
        ("    Role.AGENT: _AGENT,\n", "", "every role, and the visitor, needs a row"),
        ("    Role.AGENT: frozenset(),\n", "", "every role, and the visitor, needs a row"),
        (
            "ALL.values()",
            "set(ALL.values()) - {DoctorPermission.READ}",
            "not in access.permissions.ALL: doctor:read$",
        ),
    ],
    ids=[
        "a role without grants",
        "a role without accounts that it manages",
        "a permission outside the table",
    ],
)
def test_an_incomplete_table_stops_the_start(line: str, without: str, sentence: str) -> None:
    source = inspect.getsource(grants)
    _load(source)
    assert source.count(line) == 1
    with pytest.raises(ImportError, match=sentence):
        _load(source.replace(line, without))


def test_a_permission_outside_the_table_is_held_by_nobody() -> None:
    assert [role for role in (None, *Role) if Actor(role=role).may(_SameArea.EXPORT)] == []
    assert Actor(role=Role.ADMIN).may(BookingPermission.CONFIRM)


@pytest.mark.parametrize(
    "table", [LABELS, IDLE, SHORTEST_PASSWORD], ids=["labels", "idle", "shortest password"]
)
def test_every_role_has_a_row(table: dict[Role, object]) -> None:
    assert set(table) == set(Role)
