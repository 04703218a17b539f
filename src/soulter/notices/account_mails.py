"""The mails about accounts.

Whether an address has an account is checked when the mail is composed, not in the request.

A link is valid from the moment its mail is composed, so that an outage of the mail server does not shorten
it.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from soulter.access.permissions import UserPermission
from soulter.access.roles import Role
from soulter.accounts import links, queries, senders
from soulter.accounts.links import LinkSigner, NewLink
from soulter.accounts.models import Purpose
from soulter.notices.languages import mark
from soulter.notices.messages import Composing, Message
from soulter.notices.names import plain_name
from soulter.outbox.claims import Claimed

_PAGES = {
    Purpose.VERIFY: "verify-email",
    Purpose.INVITE: "accept-invitation",
    Purpose.RESET: "reset-password",
    Purpose.UNLOCK: "unlock",
}

_ROLES: Final[Mapping[Role, str]] = {
    # Translators: what somebody is to the property, inside a sentence: “You are now staff at Starry Meadow”.
    Role.SUPER_ADMIN: mark("owner"),
    Role.ADMIN: mark("staff"),
    Role.AGENT: mark("agent"),
    Role.CUSTOMER: mark("customer"),
}


async def registration_requested(composing: Composing, delivery: Claimed) -> Message | None:
    """The link that completes a registration; an address with an account gets a mail that says so."""
    link = await queries.find_link(composing.session, UUID(delivery.facts["link"]))
    if link is None or link.email is None or link.revoked_at:
        return None
    account = await queries.find_credentials(composing.session, link.email)
    if account is None:
        return await _new_account(composing, delivery, "verify")
    # The account's own name: the one that was typed is that of whoever typed this address.
    return composing.render("registered_already", link.email, name=account.name, **_ways_in(composing))


async def invited(composing: Composing, delivery: Claimed) -> Message | None:
    """The link that accepts an invitation; an address with an account gets a mail that says why not."""
    link = await queries.find_link(composing.session, UUID(delivery.facts["link"]))
    if link is None or link.email is None or link.revoked_at:
        return None
    account = await queries.find_credentials(composing.session, link.email)
    if account is None:
        return await _new_account(composing, delivery, "invited")
    said = {"name": account.name, "invited_by": plain_name(link.details.get("invited_by"))}
    return composing.render("invited_already", link.email, **said, **_ways_in(composing))


async def reset_requested(composing: Composing, delivery: Claimed) -> Message | None:
    """The link to choose a new password, if there is an active account, and who asked for it still may."""
    return await _to_account(composing, delivery, Purpose.RESET, "reset")


async def login_limited(composing: Composing, delivery: Claimed) -> Message | None:
    """The link that lifts the rate limit of logins, if there is an active account."""
    return await _to_account(composing, delivery, Purpose.UNLOCK, "unlock")


async def password_changed(composing: Composing, delivery: Claimed) -> Message | None:
    """The mail that says that the password was changed (ASVS 6.3.7)."""
    return await _notice(composing, delivery, "password_changed")


async def role_changed(composing: Composing, delivery: Claimed) -> Message | None:
    """The mail that says that the role was changed."""
    return await _notice(composing, delivery, "role_changed", role=_role(composing, delivery.facts["role"]))


async def deactivated(composing: Composing, delivery: Claimed) -> Message | None:
    """The mail that says that the account was deactivated."""
    return await _notice(composing, delivery, "deactivated")


async def activated(composing: Composing, delivery: Claimed) -> Message | None:
    """The mail that says that the account was activated again."""
    return await _notice(composing, delivery, "activated")


async def _new_account(composing: Composing, delivery: Claimed, template: str) -> Message | None:
    found = await links.to_send(
        composing.session, LinkSigner(composing.settings), UUID(delivery.facts["link"]), composing.now
    )
    if found is None:
        return None
    link, token = found
    assert link.email
    said = {
        "name": link.details["name"],
        "link": _address(composing, link.purpose, token),
        "until": link.expires_at,
    }
    if link.purpose is Purpose.INVITE:
        role = _role(composing, link.details["role"])
        said |= {"invited_by": plain_name(link.details["invited_by"]), "role": role}
    return composing.render(template, link.email, **said)


async def _to_account(
    composing: Composing, delivery: Claimed, purpose: Purpose, template: str
) -> Message | None:
    session, now, signer = composing.session, composing.now, LinkSigner(composing.settings)
    account = await queries.find_credentials(session, delivery.facts["email"])
    if account is None or not account.active:
        return None
    sender = UUID(delivery.facts["sender"]) if delivery.facts.get("sender") else None
    if sender and not await senders.may_send(session, sender, UserPermission.SEND_RESET, account.role):
        return None
    # The link has the delivery's id, so that a retry makes the same link.
    wanted = NewLink(purpose, user_id=account.user_id, created_by=sender, id=delivery.id)
    await links.make(session, signer, wanted, now)
    found = await links.to_send(session, signer, delivery.id, now)
    if found is None:
        return None
    link, token = found
    return composing.render(
        template,
        account.email,
        name=account.name,
        link=_address(composing, purpose, token),
        until=link.expires_at,
    )


async def _notice(composing: Composing, delivery: Claimed, template: str, **said: object) -> Message | None:
    user = await queries.find_user(composing.session, delivery.subject) if delivery.subject else None
    if user is None:
        return None
    return composing.render(
        template, user.email, name=user.name, at=delivery.created_at, **_ways_in(composing), **said
    )


def _role(composing: Composing, role: str) -> str:
    """What a role is called in a sentence."""
    return composing.gettext(_ROLES[Role(role)])


def _ways_in(composing: Composing) -> dict[str, str]:
    origin = composing.settings.links_to
    return {"sign_in": f"{origin}/sign-in", "forgot": f"{origin}/forgot-password"}


def _address(composing: Composing, purpose: Purpose, token: str) -> str:
    """The token is in the fragment, so that it appears in no request, log or Referer."""
    return f"{composing.settings.links_to}/{_PAGES[purpose]}#{token}"
