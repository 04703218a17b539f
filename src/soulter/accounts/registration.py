"""Customers make their own account. There is none before its address is proven by a link.

Until then the registration is a link with the name that was given. The password is chosen behind the link, by
whoever reads the mail, so nobody prepares an account for an address that is not theirs; and a known address
is answered with the same work as an unknown one.
"""

from datetime import datetime
from uuid import UUID

from soulter.access.roles import Role
from soulter.accounts import links, people
from soulter.accounts.events import AccountRegistrationRequested
from soulter.accounts.links import LinkSigner, NewLink
from soulter.accounts.models import Purpose
from soulter.accounts.people import NewUser
from soulter.accounts.queries import LinkRow
from soulter.core.database.transactions import Transaction
from soulter.outbox.publishing import publish


async def request(session: Transaction, signer: LinkSigner, email: str, name: str, now: datetime) -> None:
    """Store a registration and request a link for the (normalised) address; it replaces an earlier one.

    An address that has an account gets a mail that says so.
    """
    await links.end_of_address(session, Purpose.VERIFY, email, now)
    new = NewLink(Purpose.VERIFY, email=email, details={"name": name})
    link_id = await links.make(session, signer, new, now)
    await publish(session, now, AccountRegistrationRequested(link_id))


async def verify(session: Transaction, link: LinkRow, password_hash: str, now: datetime) -> UUID:
    """Make the account that a registration asked for. Raises LinkUnusable, EmailTaken."""
    await links.use(session, link, now)
    assert link.email
    new = NewUser(link.email, link.details["name"], Role.CUSTOMER, password_hash)
    return await people.create(session, f"link:{link.id}", new, now)
