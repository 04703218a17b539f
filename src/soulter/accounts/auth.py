"""Who makes this request: cookie or bearer token, to JWT, to session row, to actor, to permission."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Depends, Request

from soulter.access.actor import VISITOR, Actor, BookingLink
from soulter.access.permissions import Permission
from soulter.access.roles import IDLE
from soulter.accounts import cookies, queries
from soulter.accounts.attempts import Origin
from soulter.accounts.cookies import LoginCookie
from soulter.accounts.devices import DeviceSigner
from soulter.accounts.errors import HalfABookingLink, NotLoggedIn, RoleNotAllowed, SessionEnded
from soulter.accounts.queries import Login
from soulter.accounts.sessions import Device, LastSeen
from soulter.accounts.tokens import TokenSigner
from soulter.core import ids
from soulter.core.clock import Clock
from soulter.core.config.settings import Settings
from soulter.core.database.transactions import Database
from soulter.core.http import client_address, services, web
from soulter.core.records.idempotency import Client
from soulter.core.records.rate_limits import network
from soulter.core.telemetry import request_context


class Guard:
    """A route's permission. Calling it yields the actor who has it, or raises."""

    def __init__(self, permission: Permission, *, claims: bool = True) -> None:
        self.permission = permission
        self.claims = claims

    async def __call__(self, request: Request) -> Actor:
        """Raises NotLoggedIn, SessionEnded, RoleNotAllowed."""
        actor = await self.check(request)
        if isinstance(request, web.Upload):
            request.state.check_right = self.check
        await self.admit(request, actor)
        if self.claims:
            await web.claim(request, client_of(request, actor))
        return actor

    async def check(self, request: Request) -> Actor:
        """The actor, if they have the right at this moment. Raises as a call does."""
        actor = await current_actor(request)
        if not actor.may(self.permission):
            raise NotLoggedIn if actor.role is None else RoleNotAllowed(self.permission)
        return actor

    async def admit(self, request: Request, actor: Actor) -> None:
        """A further check of a feature, before a stored answer is repeated."""


def requires(permission: Permission, *, claims: bool = True) -> Any:
    """What a route annotates its actor with, to name its permission.

    Without `claims` the route binds the Idempotency-Key itself, after slow work outside of a transaction, and
    asks `web.Upload.check_again` before it.
    """
    return Depends(Guard(permission, claims=claims))


async def current_actor(request: Request) -> Actor:
    """The actor of a request; a visitor without credentials.

    Raises SessionEnded for invalid credentials: they are never ignored.
    """
    try:
        token = _token(request)
        return await _logged_in(request, token) if token else _visitor(request)
    except SessionEnded as error:
        cookie = services.of(request.app, LoginCookie)
        error.headers.extend(
            ("Set-Cookie", line) for line in cookie.removals(request.headers.getlist("cookie"))
        )
        raise


async def session_of(request: Request) -> UUID | None:
    """The session that the request's cookie names, if it is valid; None for a stale cookie."""
    try:
        return (await current_actor(request)).session_id
    except SessionEnded:
        return None


def address_of(request: Request) -> str:
    """The client's address, from the one source that is configured; "" where it cannot be known."""
    return client_address.of(request.scope, services.of(request.app, Settings).client_address)


def client_of(request: Request, actor: Actor) -> Client:
    """To whom the answer of this request is repeated.

    All visitors are one principal, so one of them is known by the network, and one with a link by the
    contact.
    """
    if actor.link:
        return Client(actor.principal, actor.link.contact)
    return Client(actor.principal, network(address_of(request)) if actor == VISITOR else "")


def device_of(request: Request) -> Device:
    """What the list of sessions will say about this login."""
    return Device(request.headers.get("user-agent", ""), address_of(request))


def origin_of(request: Request, email: str, now: datetime) -> Origin:
    """Where an attempt on an account comes from."""
    signer = services.of(request.app, DeviceSigner)
    return Origin(address_of(request), signer.device_of(request.headers.getlist("cookie"), email, now))


def _token(request: Request) -> str | None:
    authorization = request.headers.get("authorization")
    if authorization is not None:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise SessionEnded
        return token.strip()
    return cookies.token_of(request.headers.getlist("cookie"))


async def _logged_in(request: Request, token: str) -> Actor:
    app = request.app
    now = services.of(app, Clock).now()
    user_id, session_id = services.of(app, TokenSigner).read(token, now)
    login = await queries.find_login(services.of(app, Database).reader, session_id)
    if login is None or login.user_id != user_id or not _is_good(login, now):
        raise SessionEnded
    services.of(app, LastSeen).note(session_id, login.last_seen_at, now)
    request_context.note_user(user_id)
    typed_at = login.authenticated_at or login.created_at
    return Actor(
        login.role, user_id, session_id, login.name, login.email, authenticated_at=typed_at, phone=login.phone
    )


def _is_good(login: Login, now: datetime) -> bool:
    idle = IDLE[login.role]
    return (
        login.active
        and login.revoked_at is None
        and login.expires_at > now
        and login.epoch == login.user_epoch
        and (idle is None or now - login.last_seen_at <= idle)
    )


def _visitor(request: Request) -> Actor:
    token, contact = request.headers.get("booking-token"), request.headers.get("booking-contact")
    if not token and not contact:
        return VISITOR
    if not token or not contact:
        raise HalfABookingLink
    return Actor(link=BookingLink(ids.token_hash(token), contact.strip().lower()))
