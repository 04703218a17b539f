"""The logged-in person: logging in and out, profile, password, sessions."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from soulter.access.actor import Actor
from soulter.access.grants import GRANTS
from soulter.access.permissions import AccountPermission, SessionPermission
from soulter.accounts import auth, login, password_rules, people, queries, recovery, sessions
from soulter.accounts.auth import requires
from soulter.accounts.schemas import (
    LoginIn,
    MeEnvelope,
    PasswordChangeIn,
    PasswordIn,
    ProfilePatch,
    SessionList,
    SessionOut,
    SessionQuery,
)
from soulter.core.http import web
from soulter.core.http.web import Now, Reading, Writing

router = web.router("/auth", "auth")

Me = Annotated[Actor, requires(AccountPermission.READ)]
Changing = Annotated[Actor, requires(AccountPermission.CHANGE)]
Ending = Annotated[Actor, requires(SessionPermission.END)]


@router.post("/login")
async def log_in(
    body: LoginIn, request: Request, response: Response, session: Writing, now: Now
) -> MeEnvelope:
    """Log in with e-mail and password: sets the login cookie; the token is never in the body."""
    state, email = request.app.state, login.normalised(body.email)
    origin = auth.origin_of(request, email, now)
    admitted = await state.door.admit(email, body.password, origin, now)
    account, replaced = admitted.account, await auth.session_of(request)
    await state.door.refresh_hash(session, account, body.password)
    await state.door.forgive(session, admitted, now)
    session_id = await sessions.begin(session, account, auth.device_of(request), replaced, now)
    response.headers["Set-Cookie"] = state.login_cookie.set(
        state.token_signer.sign(account.user_id, session_id, now)
    )
    response.headers.append(
        "Set-Cookie", state.device_cookie.set(state.device_signer.sign(email, origin.device, now))
    )
    return _me(account.user_id, account)


@router.post("/logout", status_code=204)
async def log_out(request: Request, response: Response, session: Writing, now: Now) -> None:
    """End the session and remove the cookie; also fine when there is none."""
    session_id = await auth.session_of(request)
    if session_id:
        await sessions.end(session, session_id, "logout", now)
    response.headers["Set-Cookie"] = request.app.state.login_cookie.delete()


@router.get("/me")
async def me(actor: Me) -> MeEnvelope:
    """The logged-in user and what they may do."""
    assert actor.user_id
    return _me(actor.user_id, actor)


@router.patch("/me")
async def change_me(body: ProfilePatch, actor: Changing, session: Writing, now: Now) -> MeEnvelope:
    """Change your own name and phone."""
    assert actor.user_id
    values = body.model_dump()
    await people.change(session, actor, actor.user_id, values, now)
    return _me(actor.user_id, replace(actor, **values))


@router.post("/confirm", status_code=204)
async def confirm(body: PasswordIn, request: Request, actor: Changing, session: Writing, now: Now) -> None:
    """Type your password again; good for ten minutes of changes to the people who run the place."""
    assert actor.user_id
    assert actor.session_id
    door: login.Door = request.app.state.door
    admitted = await door.admit_again(actor.user_id, body.password, now)
    await door.forgive(session, admitted, now)
    await sessions.confirm(session, actor.session_id, now)


@router.post("/password", status_code=204)
async def change_password(
    body: PasswordChangeIn, request: Request, actor: Changing, session: Writing, now: Now
) -> None:
    """Change your password; your other sessions end, and a mail tells you."""
    assert actor.user_id
    assert actor.role
    password_rules.check(body.new_password, actor.role, (actor.name, actor.email))
    door: login.Door = request.app.state.door
    admitted = await door.admit_again(actor.user_id, body.current_password, now)
    hashed = await request.app.state.password_checker.hash(body.new_password)
    await door.forgive(session, admitted, now)
    await recovery.change_password(session, actor, hashed, now)


@router.get("/sessions")
async def list_sessions(
    query: Annotated[SessionQuery, Query()],
    actor: Annotated[Actor, requires(SessionPermission.READ)],
    reader: Reading,
    now: Now,
) -> SessionList:
    """Where you are signed in, latest first."""
    assert actor.user_id
    rows, page = await queries.sessions_of(reader, actor.user_id, query, now)
    return {"sessions": [_session(row, actor) for row in rows], "page": page}


@router.delete("/sessions/{session_id}", status_code=204)
async def end_session(session_id: UUID, actor: Ending, session: Writing, now: Now) -> None:
    """Sign one of your devices out."""
    assert actor.user_id
    await queries.check_own_session(session, actor.user_id, session_id)
    await sessions.end(session, session_id, "ended by its owner", now)


@router.delete("/sessions", status_code=204)
async def end_sessions(
    request: Request, response: Response, actor: Ending, session: Writing, now: Now
) -> None:
    """Sign out everywhere, here too."""
    assert actor.user_id
    await sessions.end_all_of(session, actor.user_id, "signed out everywhere", now)
    response.headers["Set-Cookie"] = request.app.state.login_cookie.delete()


def _me(user_id: UUID, who: Actor | queries.Credentials) -> MeEnvelope:
    assert who.role
    return {
        "user": {
            "id": user_id,
            "name": who.name,
            "email": who.email,
            "phone": who.phone,
            "role": who.role,
            "active": True,
            "permissions": sorted(GRANTS[who.role]),
        }
    }


def _session(row: queries.SessionRow, actor: Actor) -> SessionOut:
    return {
        "id": row.id,
        "createdAt": row.created_at,
        "lastSeenAt": row.last_seen_at,
        "expiresAt": row.expires_at,
        "userAgent": row.user_agent,
        "ip": row.ip,
        "current": row.id == actor.session_id,
    }
