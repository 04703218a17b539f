"""Who makes this request: cookie or bearer token, to JWT, to session row, to actor, to permission."""

from typing import Any
from uuid import UUID

from fastapi import Depends, Request

from soulter.accounts import cookies, queries
from soulter.accounts.cookies import LoginCookie
from soulter.accounts.errors import HalfABookingLink, NotLoggedIn, RoleNotAllowed, SessionEnded
from soulter.accounts.permissions import VISITOR, Actor, BookingLink, Permission
from soulter.accounts.tokens import TokenSigner
from soulter.core import facts, ids, web


class Guard:
    """A route's permission. Calling it yields the actor who has it, or raises."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    async def __call__(self, request: Request) -> Actor:
        """Raises NotLoggedIn, SessionEnded, RoleNotAllowed."""
        actor = await current_actor(request)
        if not actor.may(self.permission):
            raise NotLoggedIn if actor.role is None else RoleNotAllowed(self.permission)
        await web.claim(request, actor.principal)
        return actor


def requires(permission: Permission) -> Any:
    """What a route annotates its actor with, to name its permission."""
    return Depends(Guard(permission))


async def current_actor(request: Request) -> Actor:
    """The actor of a request; a visitor without credentials. Raises SessionEnded for bad ones: they are never ignored."""
    try:
        token = _token(request)
        return await _logged_in(request, token) if token else _visitor(request)
    except SessionEnded as error:
        cookie: LoginCookie = request.app.state.login_cookie
        error.headers.extend(("Set-Cookie", line) for line in cookie.removals(request.headers.getlist("cookie")))
        raise


async def session_of(request: Request) -> UUID | None:
    """The session that the request's cookie names, if it is still good; for logging in and out with a stale cookie."""
    try:
        return (await current_actor(request)).session_id
    except SessionEnded:
        return None


def _token(request: Request) -> str | None:
    authorization = request.headers.get("authorization")
    if authorization is not None:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise SessionEnded
        return token.strip()
    return cookies.token_of(request.headers.getlist("cookie"))


async def _logged_in(request: Request, token: str) -> Actor:
    state = request.app.state
    signer: TokenSigner = state.token_signer
    now = state.clock.now()
    user_id, session_id = signer.read(token, now)
    login = await queries.find_login(state.database.reader, session_id)
    good = login and login.user_id == user_id and login.revoked_at is None and login.expires_at > now
    if not login or not good or not login.active or login.epoch != login.user_epoch:
        raise SessionEnded
    if found := facts.current.get():
        found.user_id = str(user_id)
    return Actor(login.role, user_id, session_id, login.name, login.email)


def _visitor(request: Request) -> Actor:
    token, contact = request.headers.get("booking-token"), request.headers.get("booking-contact")
    if not token and not contact:
        return VISITOR
    if not token or not contact:
        raise HalfABookingLink
    return Actor(link=BookingLink(ids.token_hash(token), contact.strip().lower()))
