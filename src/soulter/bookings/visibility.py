"""Which bookings exist for an actor: the condition that every SELECT about bookings carries."""

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
"""Which bookings exist for an actor of each access scope; staff see all of them."""


NOTHING: Final = literal_column("1 = 0", Boolean())
"""Matches no row. Beside its own `false()` SQLAlchemy drops the other conditions and their parameters."""


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
