"""Which limits an attempt counts against. The numbers are the policy; `core.records.rate_limits` keeps the count."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from soulter.core.records.rate_limits import Bucket, Limit, Limiter, network

_QUARTER, _HOUR = 900, 3600

LOGIN_FROM_HERE: Final = Limit("login to one account from one network", 10, _QUARTER)
LOGIN_FROM_NETWORK: Final = Limit("logins from one network", 100, _QUARTER)
LOGIN_OF_ACCOUNT: Final = Limit("logins to one account", 50, _HOUR)
LOGIN_OF_DEVICE: Final = Limit("login from a known device", 10, _QUARTER)
UNLOCK_MAILS: Final = Limit("mails that unlock", 1, _HOUR)
TYPED_AGAIN: Final = Limit("password typed again", 10, _QUARTER)
REGISTER_FROM_NETWORK: Final = Limit("registrations from one network", 20, _HOUR)
REGISTER_ADDRESS: Final = Limit("registrations of one address", 5, _HOUR)
FORGOT_FROM_NETWORK: Final = Limit("forgotten passwords from one network", 20, _HOUR)
FORGOT_ADDRESS: Final = Limit("forgotten passwords of one address", 5, _HOUR)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an attempt comes from: the client's address ("" when it cannot be known), and a device that has logged in to this account before."""

    address: str
    device: str | None = None


def to_log_in(limiter: Limiter, email: str, origin: Origin) -> list[Bucket]:
    """The buckets of a login.

    A device that logged in before has its own one, so that whoever uses up the others does not lock
    the owner out. Unknown addresses are charged like known ones.
    """
    if origin.device:
        return [limiter.bucket(LOGIN_OF_DEVICE, email, origin.device)]
    return [
        limiter.bucket(LOGIN_OF_ACCOUNT, email),
        *_of_network(limiter, origin, LOGIN_FROM_NETWORK),
        *_from_here(limiter, email, origin),
    ]


def of_account(limiter: Limiter, email: str) -> Bucket:
    """What an unlocking mail empties."""
    return limiter.bucket(LOGIN_OF_ACCOUNT, email)


def to_register(limiter: Limiter, email: str, origin: Origin) -> list[Bucket]:
    """The buckets of a registration."""
    return [limiter.bucket(REGISTER_ADDRESS, email), *_of_network(limiter, origin, REGISTER_FROM_NETWORK)]


def to_ask_for_reset(limiter: Limiter, email: str, origin: Origin) -> list[Bucket]:
    """The buckets of a forgotten password."""
    return [limiter.bucket(FORGOT_ADDRESS, email), *_of_network(limiter, origin, FORGOT_FROM_NETWORK)]


def to_type_again(limiter: Limiter, user_id: UUID) -> Bucket:
    """The bucket of somebody who is logged in and types their password again."""
    return limiter.bucket(TYPED_AGAIN, str(user_id))


def _of_network(limiter: Limiter, origin: Origin, limit: Limit) -> list[Bucket]:
    """None where all visitors seem to come from one address: the limit would hit everybody."""
    return [limiter.bucket(limit, network(origin.address))] if origin.address else []


def _from_here(limiter: Limiter, email: str, origin: Origin) -> list[Bucket]:
    return [limiter.bucket(LOGIN_FROM_HERE, email, network(origin.address))] if origin.address else []
