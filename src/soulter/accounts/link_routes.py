"""What strangers may ask: an account, a way back into theirs, and the use of a link that was mailed to them.

Every answer to an address is the same for one that has an account and one that has none, and costs
the same work: whether there is an account is found out by the worker that writes the mail.
"""

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
from soulter.accounts.errors import LinkUnusable
from soulter.accounts.models import Purpose
from soulter.accounts.schemas import AcceptIn, AnswerOut, EmailIn, RegisterIn, ResetIn, TokenIn
from soulter.core.http import web
from soulter.core.http.web import Now, Reading, Writing
from soulter.core.records import rate_limits

router = web.router("/auth", "auth")


@router.post("/register", status_code=202)
async def register(body: RegisterIn, request: Request, session: Writing, now: Now) -> AnswerOut:
    """Make an account as a customer; it exists once the link in the mail is opened."""
    state, email = request.app.state, login.normalised(body.email)
    password_rules.check(body.password, Role.CUSTOMER, (body.name, email))
    state.password_checker.ensure_room()
    await state.limiter.check(
        attempts.to_register(state.limiter, email, auth.origin_of(request, email, now)), now
    )
    hashed = await state.password_checker.hash(body.password)
    await registration.request(session, state.link_signer, email, body.name, hashed, now)
    return {
        "message": "Please look into your mail: the link in it completes your registration. It is good for 24 hours."
    }


@router.post("/verify", status_code=204)
async def verify(body: TokenIn, reader: Reading, session: Writing, now: Now) -> None:
    """Open the link of a registration: the account exists from now on. Log in with the password that was chosen."""
    await registration.verify(session, reader, body.token, now)


@router.post("/forgot", status_code=202)
async def forgot(body: EmailIn, request: Request, session: Writing, now: Now) -> AnswerOut:
    """Ask for a link to choose a new password."""
    state, email = request.app.state, login.normalised(body.email)
    await state.limiter.check(
        attempts.to_ask_for_reset(state.limiter, email, auth.origin_of(request, email, now)), now
    )
    await recovery.ask_for_reset(session, email, now)
    return {
        "message": "If there is an account with this address, a mail with a link is on its way. The link is good for 30 minutes."
    }


@router.post("/reset", status_code=204)
async def reset(body: ResetIn, request: Request, reader: Reading, session: Writing, now: Now) -> None:
    """Choose a new password by the link of a mail; all your sessions end. It does not log in."""
    link = await links.find(reader, Purpose.RESET, body.token, now)
    account = await queries.find_credentials_of(reader, link.user_id) if link.user_id else None
    if account is None:
        raise LinkUnusable
    password_rules.check(body.password, account.role, (account.name, account.email))
    hashed = await request.app.state.password_checker.hash(body.password)
    await recovery.reset(session, link, hashed, now)


@router.post("/accept", status_code=204)
async def accept(body: AcceptIn, request: Request, reader: Reading, session: Writing, now: Now) -> None:
    """Accept an invitation with a password of your own: the account exists from now on."""
    link = await links.find(reader, Purpose.INVITE, body.token, now)
    name = body.name or link.details["name"]
    password_rules.check(body.password, Role(link.details["role"]), (name, link.email or ""))
    hashed = await request.app.state.password_checker.hash(body.password)
    await invitations.accept(session, link, body.name, hashed, now)


@router.post("/unlock", status_code=204)
async def unlock(
    body: TokenIn, request: Request, response: Response, reader: Reading, session: Writing, now: Now
) -> None:
    """Open the link of a mail about too many failed logins: this browser may try again, whoever else goes on trying."""
    state = request.app.state
    link = await links.find(reader, Purpose.UNLOCK, body.token, now)
    account = await queries.find_credentials_of(reader, link.user_id) if link.user_id else None
    if account is None:
        raise LinkUnusable
    await links.use(session, link, now)
    await rate_limits.clear(session, [attempts.of_account(state.limiter, account.email)], now)
    response.headers["Set-Cookie"] = state.device_cookie.set(
        state.device_signer.sign(account.email, None, now)
    )
