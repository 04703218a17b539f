"""What strangers may ask: an account, a way back into theirs, and the use of a link that was mailed to them.

Every answer to an address is the same for one that has an account and one that has none, and costs
the same work: whether there is an account is found out by the worker that writes the mail.
"""

from typing import Annotated

from fastapi import Request, Response

from soulter.access.roles import Role
from soulter.accounts import (
    attempts,
    auth,
    invitations,
    links,
    login,
    password_rules,
    queries,
    recovery,
    registration,
)
from soulter.accounts.devices import DeviceCookie, DeviceSigner
from soulter.accounts.errors import LinkUnusable
from soulter.accounts.links import LinkSigner
from soulter.accounts.models import Purpose
from soulter.accounts.passwords import PasswordChecker
from soulter.accounts.schemas import (
    AcceptIn,
    AnswerOut,
    EmailIn,
    RegisterIn,
    ResetIn,
    TokenIn,
    VerifyIn,
)
from soulter.core.http import services, web
from soulter.core.http.services import provided
from soulter.core.http.web import Now, Reading, Writing
from soulter.core.records import rate_limits
from soulter.core.records.rate_limits import Limiter

router = web.router("/auth", "auth")

Checker = Annotated[PasswordChecker, provided(PasswordChecker)]
Limits = Annotated[Limiter, provided(Limiter)]


@router.post("/register", status_code=202)
async def register(
    body: RegisterIn, request: Request, session: Writing, now: Now, limiter: Limits
) -> AnswerOut:
    """Ask for an account as a customer; it exists once a password is chosen by the link in the mail."""
    email = login.normalised(body.email)
    await limiter.check(attempts.to_register(limiter, email, auth.origin_of(request, email, now)), now)
    await registration.request(session, services.of(request.app, LinkSigner), email, body.name, now)
    return {
        "message": "Please look into your mail: with the link in it you choose a password, and your account "
        "is ready. It is good for 24 hours."
    }


@router.post("/verify", status_code=204)
async def verify(body: VerifyIn, reader: Reading, session: Writing, now: Now, checker: Checker) -> None:
    """Complete a registration with a password: the account exists from now on. It does not log in."""
    link = await links.find(reader, Purpose.VERIFY, body.token, now)
    password_rules.check(body.password, Role.CUSTOMER, (link.details["name"], link.email or ""))
    hashed = await checker.hash(body.password)
    await registration.verify(session, link, hashed, now)


@router.post("/forgot", status_code=202)
async def forgot(body: EmailIn, request: Request, session: Writing, now: Now, limiter: Limits) -> AnswerOut:
    """Ask for a link to choose a new password."""
    email = login.normalised(body.email)
    await limiter.check(attempts.to_ask_for_reset(limiter, email, auth.origin_of(request, email, now)), now)
    await recovery.ask_for_reset(session, email, now)
    return {
        "message": "If there is an account with this address, a mail with a link is on its way. "
        "The link is good for 30 minutes."
    }


@router.post("/reset", status_code=204)
async def reset(body: ResetIn, reader: Reading, session: Writing, now: Now, checker: Checker) -> None:
    """Choose a new password by the link of a mail; all your sessions end. It does not log in."""
    link = await links.find(reader, Purpose.RESET, body.token, now)
    account = await queries.find_credentials_of(reader, link.user_id) if link.user_id else None
    if account is None:
        raise LinkUnusable
    password_rules.check(body.password, account.role, (account.name, account.email))
    hashed = await checker.hash(body.password)
    await recovery.reset(session, link, hashed, now)


@router.post("/accept", status_code=204)
async def accept(body: AcceptIn, reader: Reading, session: Writing, now: Now, checker: Checker) -> None:
    """Accept an invitation with a password of your own: the account exists from now on."""
    link = await links.find(reader, Purpose.INVITE, body.token, now)
    name = body.name or link.details["name"]
    password_rules.check(body.password, Role(link.details["role"]), (name, link.email or ""))
    hashed = await checker.hash(body.password)
    await invitations.accept(session, link, body.name, hashed, now)


@router.post("/unlock", status_code=204)
async def unlock(
    body: TokenIn,
    request: Request,
    response: Response,
    reader: Reading,
    session: Writing,
    now: Now,
    limiter: Limits,
) -> None:
    """Open the link from a mail about too many failed logins: this browser may log in despite the limit."""
    link = await links.find(reader, Purpose.UNLOCK, body.token, now)
    account = await queries.find_credentials_of(reader, link.user_id) if link.user_id else None
    if account is None:
        raise LinkUnusable
    await links.use(session, link, now)
    await rate_limits.clear(session, [attempts.of_account(limiter, account.email)], now)
    device = services.of(request.app, DeviceSigner).sign(account.email, None, now)
    response.headers["Set-Cookie"] = services.of(request.app, DeviceCookie).set(device)
