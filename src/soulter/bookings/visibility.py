"""Which bookings are visible to an actor: the condition of every SELECT about bookings."""

from typing import Final

from sqlalchemy import Boolean, ColumnElement, and_, bindparam, literal_column, or_, select, true

from soulter.access.actor import Actor
from soulter.access.grants import Scope
from soulter.bookings.models import Booking
from soulter.guests.models import Guest

VISIBLE: dict[Scope, ColumnElement[bool]] = {
    Scope.ALL: true(),
    Scope.AGENT: Booking.agent_id == bindparam("actor_id"),
    Scope.CUSTOMER: Booking.guest_id.in_(select(Guest.id).where(Guest.user_id == bindparam("actor_id"))),
    Scope.LINK: and_(
        Booking.access_hash == bindparam("link_hash"),
        Booking.guest_id.in_(
            select(Guest.id).where(
                or_(Guest.email == bindparam("link_contact"), Guest.phone == bindparam("link_contact"))
            )
        ),
    ),
}
"""The condition of visible bookings for each access scope; staff see all bookings."""


NOTHING: Final = literal_column("1 = 0", Boolean())
"""A condition that matches no row.

With `false()`, SQLAlchemy would drop the other conditions and parameters.
"""


def visible_params(actor: Actor) -> dict[str, object]:
    """The parameters that `VISIBLE` takes for this actor."""
    if actor.scope is Scope.ALL:
        return {}
    if actor.scope is Scope.LINK:
        # Without a link no row matches: no hash is empty.
        return {
            "link_hash": actor.link.token_hash if actor.link else "",
            "link_contact": actor.link.contact if actor.link else "",
        }
    return {"actor_id": actor.user_id}
