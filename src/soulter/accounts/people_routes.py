"""People as owners and staff govern them: accounts, invitations, and the trail of what everybody did."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from soulter.access.actor import Actor
from soulter.access.permissions import (
    AuditPermission,
    InvitationPermission,
    SessionPermission,
    UserPermission,
)
from soulter.access.roles import Role
from soulter.accounts import invitations, people, queries, sessions, trail
from soulter.accounts.auth import requires
from soulter.accounts.invitations import Invitation
from soulter.accounts.queries import LinkRow, UserRow
from soulter.accounts.schemas import (
    AuditEventOut,
    AuditList,
    AuditQuery,
    InvitationEnvelope,
    InvitationIn,
    InvitationList,
    InvitationOut,
    InvitationQuery,
    ProfilePatch,
    RoleIn,
    UserEnvelope,
    UserList,
    UserOut,
    UserQuery,
)
from soulter.core.database.transactions import Source
from soulter.core.http import web
from soulter.core.http.web import Now, Reading, Writing

users_router = web.router("/users", "people")
invitations_router = web.router("/invitations", "people")
sessions_router = web.router("/sessions", "people")
audit_router = web.router("/audit", "people")

Inviting = Annotated[Actor, requires(InvitationPermission.WRITE)]
Deactivating = Annotated[Actor, requires(UserPermission.DEACTIVATE)]


@users_router.get("")
async def list_users(
    query: Annotated[UserQuery, Query()],
    actor: Annotated[Actor, requires(UserPermission.READ)],
    reader: Reading,
) -> UserList:
    """The users that you may see, newest first."""
    rows, page = await queries.visible_to(reader, actor, query, query.role, query.active)
    return {"users": [_user(row) for row in rows], "page": page}


@users_router.post("", status_code=202)
async def invite_user(
    body: InvitationIn, request: Request, actor: Inviting, session: Writing, now: Now
) -> InvitationEnvelope:
    """Invite somebody by mail; the account exists once they accept with a password of their own."""
    wanted = Invitation(body.email, body.name, body.role)
    row = await invitations.invite(session, request.app.state.link_signer, actor, wanted, now)
    return {"invitation": _invitation(row)}


@users_router.get("/{user_id}")
async def read_user(
    user_id: UUID, actor: Annotated[Actor, requires(UserPermission.READ)], reader: Reading
) -> UserEnvelope:
    """One user."""
    return await _envelope(reader, actor, user_id)


@users_router.patch("/{user_id}")
async def change_user(
    user_id: UUID,
    body: ProfilePatch,
    actor: Annotated[Actor, requires(UserPermission.CHANGE)],
    session: Writing,
    now: Now,
) -> UserEnvelope:
    """Change the name and phone of a user. Role and password have ways of their own."""
    await people.change(session, actor, user_id, body.model_dump(), now)
    return await _envelope(session, actor, user_id)


@users_router.post("/{user_id}/role")
async def change_role(
    user_id: UUID,
    body: RoleIn,
    actor: Annotated[Actor, requires(UserPermission.CHANGE_ROLE)],
    session: Writing,
    now: Now,
) -> UserEnvelope:
    """Give a user another role; all their sessions end."""
    await people.set_role(session, actor, user_id, body.role, now)
    return await _envelope(session, actor, user_id)


@users_router.post("/{user_id}/deactivate")
async def deactivate_user(user_id: UUID, actor: Deactivating, session: Writing, now: Now) -> UserEnvelope:
    """Shut an account; its sessions end at once, its bookings stay."""
    await people.deactivate(session, actor, user_id, now)
    return await _envelope(session, actor, user_id)


@users_router.post("/{user_id}/activate")
async def activate_user(user_id: UUID, actor: Deactivating, session: Writing, now: Now) -> UserEnvelope:
    """Open a deactivated account again."""
    await people.activate(session, actor, user_id, now)
    return await _envelope(session, actor, user_id)


@users_router.post("/{user_id}/sign-out")
async def sign_out_user(
    user_id: UUID, actor: Annotated[Actor, requires(UserPermission.SIGN_OUT)], session: Writing, now: Now
) -> UserEnvelope:
    """End all sessions of a user."""
    await people.sign_out(session, actor, user_id, now)
    return await _envelope(session, actor, user_id)


@users_router.post("/{user_id}/send-reset")
async def send_reset(
    user_id: UUID, actor: Annotated[Actor, requires(UserPermission.SEND_RESET)], session: Writing, now: Now
) -> UserEnvelope:
    """Mail a user a link to choose a new password."""
    await people.send_reset(session, actor, user_id, now)
    return await _envelope(session, actor, user_id)


@invitations_router.get("")
async def list_invitations(
    query: Annotated[InvitationQuery, Query()],
    actor: Annotated[Actor, requires(InvitationPermission.READ)],
    reader: Reading,
    now: Now,
) -> InvitationList:
    """The open invitations that you may see, newest first."""
    rows, page = await queries.invitations_visible_to(reader, actor, query, now)
    return {"invitations": [_invitation(row) for row in rows], "page": page}


@invitations_router.delete("/{invitation_id}", status_code=204)
async def withdraw_invitation(invitation_id: UUID, actor: Inviting, session: Writing, now: Now) -> None:
    """Take an invitation back; its link stops working."""
    await invitations.withdraw(session, actor, invitation_id, now)


@sessions_router.delete("", status_code=204)
async def end_everybodys_sessions(
    actor: Annotated[Actor, requires(SessionPermission.END_EVERYBODYS)], session: Writing, now: Now
) -> None:
    """Sign everybody out but yourself: after a leak, or when a device with logins was lost."""
    people.check_fresh(actor, now)
    await sessions.end_everybodys(session, actor, now)


@audit_router.get("")
async def read_audit(
    query: Annotated[AuditQuery, Query()],
    _actor: Annotated[Actor, requires(AuditPermission.READ)],
    reader: Reading,
) -> AuditList:
    """Who changed what, newest first."""
    filters = trail.Filters(query.actor, query.action, query.entity, query.entity_id, query.begin, query.end)
    rows, page = await trail.listed(reader, query, filters)
    return {"events": [_event(row) for row in rows], "page": page}


async def _envelope(source: Source, actor: Actor, user_id: UUID) -> UserEnvelope:
    return {"user": _user(await queries.get(source, actor, user_id))}


def _user(row: UserRow) -> UserOut:
    return {
        "id": row.id,
        "name": row.name,
        "email": row.email,
        "phone": row.phone,
        "role": row.role,
        "active": row.active,
    }


def _invitation(row: LinkRow) -> InvitationOut:
    return {
        "id": row.id,
        "email": row.email or "",
        "name": row.details["name"],
        "role": Role(row.details["role"]),
        "invitedBy": row.details["invited_by"],
        "createdAt": row.created_at,
        "expiresAt": row.expires_at,
    }


def _event(row: trail.TrailRow) -> AuditEventOut:
    return {
        "id": row.id,
        "at": row.at,
        "actor": {
            "kind": row.actor.partition(":")[0],
            "id": str(row.actor_id) if row.actor_id else None,
            "name": row.name,
        },
        "action": row.action,
        "entity": row.entity,
        "entityId": row.entity_id,
        "facts": row.facts,
        "requestId": row.request_id,
    }
