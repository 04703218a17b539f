"""Customers make their own account. There is none before its address is proven by a link.

Until then the registration is a link with what it will make, so nobody can occupy an address that
is not theirs, and a known address is answered with the same work as an unknown one.
"""

from datetime import datetime
from uuid import UUID

from soulter.access.roles import Role
from soulter.accounts import links, people
from soulter.accounts.events import AccountRegistrationRequested
from soulter.accounts.links import LinkSigner, NewLink
from soulter.accounts.models import Purpose
from soulter.accounts.people import NewUser
from soulter.core.database.transactions import Source, Transaction
from soulter.outbox.publishing import publish


async def request(
    session: Transaction, signer: LinkSigner, email: str, name: str, password_hash: str, now: datetime
) -> None:
    """Remember a registration and have a link mailed to the (normalised) address; to one that has an account, a mail that says so."""
    details = {"name": name, "password_hash": password_hash}
    link_id = await links.make(session, signer, NewLink(Purpose.VERIFY, email=email, details=details), now)
    await publish(session, now, AccountRegistrationRequested(link_id))


async def verify(session: Transaction, source: Source, token: str, now: datetime) -> UUID:
    """Make the account that a registration asked for. Raises LinkUnusable, EmailTaken."""
    link = await links.find(source, Purpose.VERIFY, token, now)
    await links.use(session, link, now)
    assert link.email
    new = NewUser(link.email, link.details["name"], Role.CUSTOMER, link.details["password_hash"])
    return await people.create(session, f"link:{link.id}", new, now)
