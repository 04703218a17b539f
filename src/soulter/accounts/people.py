"""Making accounts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from soulter.accounts.errors import EmailTaken
from soulter.accounts.login import normalised
from soulter.accounts.models import User
from soulter.accounts.permissions import Role
from soulter.core import audit, ids
from soulter.core.db import Transaction
from soulter.core.statements import insert_unless_there


@dataclass(frozen=True, slots=True)
class NewUser:
    """An account to be made. Without a password hash nobody can log in with it yet."""

    email: str
    name: str
    role: Role
    password_hash: str | None


async def create(session: Transaction, maker: str, new: NewUser, now: datetime) -> UUID:
    """An active account, made by the principal `maker`. Raises EmailTaken."""
    row = {
        "id": ids.new_id(),
        "email": normalised(new.email),
        "name": new.name,
        "phone": None,
        "password_hash": new.password_hash,
        "role": new.role,
        "active": True,
        "session_epoch": 1,
        "created_at": now,
        "updated_at": now,
    }
    made = await session.fetch(insert_unless_there(session.dialect, User, User.id), row)
    if not made:
        raise EmailTaken
    user_id: UUID = made[0][0]
    await audit.record(session, now, maker, "user.created", user_id, role=new.role)
    return user_id
