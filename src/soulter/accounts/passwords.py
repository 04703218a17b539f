"""Passwords: argon2id in a bounded pool of threads, never on the event loop."""

import asyncio
import base64
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

from soulter.accounts.errors import TooManyLogins
from soulter.accounts.password_rules import normalised

Result = TypeVar("Result")

# The floor of both OWASP and ASVS: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_WAITING_PER_THREAD = 25
# Each hash holds 19 MiB, and a container on a large machine sees all of its cores.
_MOST_THREADS = 4
_STEPS_BACK = 5
# What a hash may cost at most: whoever can write one row must not be able to stop every login.
_MOST_MEMORY, _MOST_PASSES, _MOST_LANES = 128 * 1024, 8, 8


class PasswordChecker:
    """Checks and makes hashes, as many at a time as there are cores; refuses when the queue is long."""

    def __init__(self) -> None:
        threads = min(_cores(), _MOST_THREADS)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="argon2", initializer=_step_back)
        self._places = threads * (1 + _WAITING_PER_THREAD)
        # Verified against when there is no user: an unknown address costs as much time as a wrong password.
        self._nobody = _unmatched_hash()

    def ensure_room(self) -> None:
        """Raises TooManyLogins when the queue for hashing is full; called before an attempt is counted."""
        if self._places == 0:
            raise TooManyLogins

    async def hash(self, password: str) -> str:
        """A new hash. Raises TooManyLogins."""
        return await self._run(_HASHER.hash, normalised(password))

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password matches the hash; takes the same time without a hash. Raises TooManyLogins."""
        good = await self._run(_verify, stored or self._nobody, normalised(password))
        return good and stored is not None

    async def _run(self, work: Callable[..., Result], *arguments: str) -> Result:
        self.ensure_room()
        self._places -= 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work, *arguments)
        finally:
            self._places += 1

    def close(self) -> None:
        """Let the threads end."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _unmatched_hash() -> str:
    """A hash with today's parameters that no password is known for.

    Random bytes stand in for the hash, so that making it costs nothing when a process starts.
    """
    salt, digest = (
        base64.b64encode(os.urandom(size)).rstrip(b"=").decode()
        for size in (_HASHER.salt_len, _HASHER.hash_len)
    )
    cost = f"m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${digest}"


def _cores() -> int:
    """Those that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _step_back() -> None:
    """Lower the priority of the hashing thread, so that other requests on a shared core go first.

    On Linux each thread has its own priority.
    """
    if sys.platform == "linux":
        own = threading.get_native_id()
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, own, os.getpriority(os.PRIO_PROCESS, own) + _STEPS_BACK)


def needs_rehash(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def _verify(stored: str, password: str) -> bool:
    try:
        cost = extract_parameters(stored)
        if cost.memory_cost > _MOST_MEMORY or cost.time_cost > _MOST_PASSES or cost.parallelism > _MOST_LANES:
            return False
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
