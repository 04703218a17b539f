"""The demo's cast: one login per role, under a reserved domain."""

from datetime import datetime

from soulter.access.actor import Actor
from soulter.access.roles import Role
from soulter.accounts import people, queries
from soulter.accounts.models import User
from soulter.accounts.passwords import PasswordChecker
from soulter.accounts.people import NewUser
from soulter.core.database.statements import update_row
from soulter.core.database.transactions import Transaction

PASSWORD = "glamping-under-the-stars"  # noqa: S105 -- printed on purpose; production refuses the demo
LOGINS = {
    Role.SUPER_ADMIN: ("owner@demo.soulter.example", "Zara Malik"),
    Role.ADMIN: ("admin@demo.soulter.example", "Sana Iqbal"),
    Role.AGENT: ("agent@demo.soulter.example", "Bilal Travels"),
    Role.CUSTOMER: ("customer@demo.soulter.example", "Hina Raza"),
}


async def add(session: Transaction, now: datetime) -> dict[Role, Actor]:
    """The cast as actors; whoever is there already gets the demo's password back."""
    checker = PasswordChecker()
    hashed = await checker.hash(PASSWORD)
    checker.close()
    cast = {}
    for role, (email, name) in LOGINS.items():
        found = await queries.find_credentials(session, email)
        if found:
            user_id = found.user_id
            renewed = {"password_hash": hashed, "active": True, "role": role}
            await session.run(update_row(User, frozenset(renewed)), of=user_id, **renewed)
        else:
            user_id = await people.create(session, "system", NewUser(email, name, role, hashed), now)
        cast[role] = Actor(role, user_id, name=name, email=email)
    return cast
