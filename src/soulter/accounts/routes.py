"""Logging in and out, the logged-in user, and the users that an actor sees."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from soulter.accounts import auth, login, queries
from soulter.accounts.auth import requires
from soulter.accounts.login import Device
from soulter.accounts.permissions import GRANTS, Actor, Permission, Role
from soulter.accounts.queries import UserRow
from soulter.accounts.schemas import LoginIn, MeEnvelope, UserEnvelope, UserList, UserOut, UserQuery
from soulter.core import web
from soulter.core.web import Now, Reading, Writing

auth_router = web.router("/auth", "auth")
users_router = web.router("/users", "users")


@auth_router.post("/login")
async def log_in(body: LoginIn, request: Request, response: Response, reader: Reading, session: Writing, now: Now) -> MeEnvelope:
    """Log in with e-mail and password: sets the login cookie; the token is never in the body."""
    state = request.app.state
    account = await login.verify(reader, state.password_checker, body.email, body.password)
    replaced = await auth.session_of(request)
    device = Device(request.headers.get("user-agent", ""), request.client.host if request.client else "")
    await login.refresh_hash(session, state.password_checker, account, body.password)
    session_id = await login.begin_session(session, account, device, replaced, now)
    response.headers["Set-Cookie"] = state.login_cookie.set(state.token_signer.sign(account.user_id, session_id, now))
    return _me(account.user_id, account.name, account.email, account.role)


@auth_router.post("/logout", status_code=204)
async def log_out(request: Request, response: Response, session: Writing, now: Now) -> None:
    """End the session and remove the cookie; also fine when there is none."""
    session_id = await auth.session_of(request)
    if session_id:
        await login.end_session(session, session_id, "logout", now)
    response.headers["Set-Cookie"] = request.app.state.login_cookie.delete()


@auth_router.get("/me")
async def me(actor: Annotated[Actor, requires(Permission.ACCOUNT_READ)]) -> MeEnvelope:
    """The logged-in user and what they may do."""
    assert actor.user_id
    assert actor.role
    return _me(actor.user_id, actor.name, actor.email, actor.role)


@users_router.get("")
async def list_users(query: Annotated[UserQuery, Query()], actor: Annotated[Actor, requires(Permission.USERS_READ)], reader: Reading) -> UserList:
    """The users that you may see, newest first."""
    rows, page = await queries.visible_to(reader, actor, query, query.role, query.active)
    return {"users": [_user(row) for row in rows], "page": page}


@users_router.get("/{user_id}")
async def read_user(user_id: UUID, actor: Annotated[Actor, requires(Permission.USERS_READ)], reader: Reading) -> UserEnvelope:
    """One user."""
    return {"user": _user(await queries.get(reader, actor, user_id))}


def _user(row: UserRow) -> UserOut:
    return {"id": row.id, "name": row.name, "email": row.email, "role": row.role, "active": row.active}


def _me(user_id: UUID, name: str, email: str, role: Role) -> MeEnvelope:
    return {"user": {"id": user_id, "name": name, "email": email, "role": role, "active": True, "permissions": sorted(GRANTS[role])}}
