"""An import makes accounts of staff, owners and agents only when it is told that it may."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from soulter.transfer.errors import RolesRefused
from tests.backup.conftest import rows_of
from tests.cli_runner import invoke
from tests.transfer.conftest import Fresh, take_in
from tests.transfer.season import Files, write
from tests.world import World

AT = "2027-02-03T04:05:06Z"
MIXED = ["ADMIN", "AGENT", "ADMIN", "CUSTOMER"]


def accounts(*roles: str) -> Files:
    """The lines of an account with each of these roles."""
    same: dict[str, Any] = {"phone": None, "active": True, "createdAt": AT, "updatedAt": AT}
    lines = [
        same | {"id": str(UUID(int=number)), "email": f"x{number}@example.com", "name": "X", "role": role}
        for number, role in enumerate(roles, 1)
    ]
    return {"users": lines}


@pytest.mark.parametrize(
    ("roles", "told"),
    [
        (["SUPER_ADMIN"], "(1 SUPER_ADMIN)"),
        (["ADMIN"], "(1 ADMIN)"),
        (["AGENT"], "(1 AGENT)"),
        (MIXED, "(2 ADMIN, 1 AGENT)"),
    ],
)
@pytest.mark.parametrize("dry_run", [True, False])
async def test_roles_are_refused_and_counted(
    kind: str, fresh: Fresh, tmp_path: Path, roles: list[str], told: str, dry_run: bool
) -> None:
    settings = await fresh(kind)
    with pytest.raises(RolesRefused) as refused:
        await take_in(settings, write(accounts(*roles), tmp_path / "in"), dry_run=dry_run, allow_roles=False)
    assert told in str(refused.value)
    found = await rows_of(settings)
    assert (found["users"], found["audit_events"]) == ([], [])


async def test_customers_need_no_permission_and_accounts_that_are_there_none_either(
    kind: str, fresh: Fresh, tmp_path: Path
) -> None:
    settings = await fresh(kind)
    done = await take_in(settings, write(accounts("CUSTOMER"), tmp_path / "guests"), allow_roles=False)
    assert (done.counts["users"], done.roles) == (1, {})
    files = accounts("CUSTOMER", *MIXED)
    done = await take_in(settings, write(files, tmp_path / "all"), allow_roles=True)
    assert (done.counts["users"], done.there, done.roles) == (4, 1, {"ADMIN": 2, "AGENT": 1})
    again = await take_in(settings, tmp_path / "all", allow_roles=False)
    assert (again.counts["users"], again.there, again.roles) == (0, 5, {})


@pytest.mark.sqlite_only("the command is the same for both databases")
def test_the_command_names_the_roles(
    here: World, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "DATABASE_URL": here.stack.settings.database_url,
        "JWT_SECRET": "x" * 48,
        "LOG_LEVEL": "error",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    write(accounts(*MIXED), tmp_path / "in")
    refused = invoke(["import", "in"])
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    assert "(2 ADMIN, 1 AGENT)" in refused.stderr
    assert "--allow-roles" in refused.stderr
    told = invoke(["import", "in", "--allow-roles", "--dry-run", "--json"])
    assert json.loads(told.stdout)["roles"] == {"ADMIN": 2, "AGENT": 1}
    done = invoke(["import", "in", "--allow-roles"])
    assert done.exit_code == 0
    assert done.stdout.endswith("Accounts that may do more than guests: 2 ADMIN, 1 AGENT.\n")
