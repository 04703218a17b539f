"""How accounts are exported and imported: without passwords and logins."""

from collections.abc import Sequence
from typing import Any, Final

from pydantic import StrictBool
from sqlalchemy import select

from soulter.access.grants import may_more_than_customers
from soulter.access.roles import Role
from soulter.accounts.models import User
from soulter.accounts.schemas import Name
from soulter.core.http.web import Email, Moment, Phone
from soulter.exports.exporters import Exporter, inserting, unique
from soulter.exports.records import Line, Record, Row, moment


class UserLine(Record):
    """Somebody with an account. No password: after an import each sets a new one by mail."""

    email: Email
    name: Name
    phone: Phone | None
    role: Role
    active: StrictBool
    updated_at: Moment


def _line(rows: Sequence[Any]) -> Line:
    [row] = rows
    return {
        "id": str(row.id),
        "email": row.email,
        "name": row.name,
        "phone": row.phone,
        "role": row.role.value,
        "active": row.active,
        "createdAt": moment(row.created_at),
        "updatedAt": moment(row.updated_at),
    }


def _row(line: UserLine) -> Row:
    return line.model_dump() | {"email": line.email.lower(), "password_hash": None, "session_epoch": 1}


USERS: Final = Exporter(
    name="users",
    tables=(User,),
    model=UserLine,
    statement=select(User.__table__).order_by(User.id),
    line=_line,
    write=inserting(User, _row),
    entity="user",
    role=lambda line: line.role.value if may_more_than_customers(line.role) else None,
    claims=(unique("user", "/email", (User.email,), lambda line: (line.email.lower(),)),),
)
