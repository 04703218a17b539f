"""What stands before a login: limits that are charged first, then the password, then the session."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, update

from soulter.accounts import attempts, passwords, queries
from soulter.accounts.attempts import Origin
from soulter.accounts.errors import WrongCredentials, WrongPassword
from soulter.accounts.events import AccountLoginLimited
from soulter.accounts.models import User
from soulter.accounts.passwords import PasswordChecker
from soulter.accounts.queries import Credentials
from soulter.core.database.statements import Command
from soulter.core.database.transactions import Database, Transaction
from soulter.core.records.rate_limits import Charge, Limiter, TooOften
from soulter.outbox.publishing import publish


def normalised(email: str) -> str:
    """The form in which addresses are stored and compared."""
    return email.strip().lower()


@dataclass(frozen=True, slots=True)
class Authenticated:
    """An account whose password was right, and what the attempt has cost so far."""

    account: Credentials
    charge: Charge


_known = bindparam("known", type_=User.password_hash.type)
_RENEW_HASH = Command(
    update(User)
    .where(User.id == bindparam("of"), User.password_hash == _known)
    .values(password_hash=bindparam("renewed", type_=User.password_hash.type))
)


class Authenticator:
    """Judges passwords, as often as the limits allow."""

    def __init__(self, database: Database, checker: PasswordChecker, limiter: Limiter) -> None:
        self._database = database
        self._checker = checker
        self._limiter = limiter

    async def authenticate(self, email: str, password: str, origin: Origin, now: datetime) -> Authenticated:
        """The account that e-mail and password open.

        Raises TooOften, TooManyLogins, and WrongCredentials alike, after the same work, for a wrong
        password, an unknown address and an inactive account (ASVS 6.3.8).
        """
        self._checker.ensure_room()
        charge = await self._limiter.charge(attempts.to_log_in(self._limiter, email, origin), now)
        if charge.over:
            await self._offer_unlocking(email, charge, now)
            raise TooOften(max(charge.over.values()))
        account = await queries.find_credentials(self._database.reader, email)
        good = await self._checker.verify(account.password_hash if account else None, password)
        if not good or account is None or not account.active:
            raise WrongCredentials
        return Authenticated(account, charge)

    async def authenticate_again(self, user_id: UUID, password: str, now: datetime) -> Authenticated:
        """The account of somebody who is logged in and types their password again. Raises TooOften, TooManyLogins, WrongPassword."""
        self._checker.ensure_room()
        charge = await self._limiter.check([attempts.to_type_again(self._limiter, user_id)], now)
        account = await queries.find_credentials_of(self._database.reader, user_id)
        if account is None or not await self._checker.verify(account.password_hash, password):
            raise WrongPassword
        return Authenticated(account, charge)

    async def forgive(self, session: Transaction, authenticated: Authenticated, now: datetime) -> None:
        """A success costs nothing: people who log in all day are never limited."""
        await self._limiter.refund(session, authenticated.charge, now)

    async def refresh_hash(self, session: Transaction, account: Credentials, password: str) -> None:
        """Store the password under today's parameters, unless it is already, or was changed meanwhile."""
        if account.password_hash and passwords.needs_rehash(account.password_hash):
            renewed = await self._checker.hash(password)
            await session.run(_RENEW_HASH, of=account.user_id, known=account.password_hash, renewed=renewed)

    async def _offer_unlocking(self, email: str, charge: Charge, now: datetime) -> None:
        """When all the world has tried an address too often, its owner gets a way past the limit by mail. Strangers get none, and cannot tell."""
        if attempts.LOGIN_OF_ACCOUNT not in charge.over:
            return
        offered = await self._limiter.charge([self._limiter.bucket(attempts.UNLOCK_MAILS, email)], now)
        if not offered.over:
            async with self._database.writing() as session:
                await publish(session, now, AccountLoginLimited(email))
