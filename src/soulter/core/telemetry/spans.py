"""Named pieces of background work. Tracing makes spans of them; without tracing they cost nothing."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Final

Opener = Callable[[str, str | None], AbstractContextManager[object]]

openers: Final[list[Opener]] = []
"""Called with the name of the work and the id of the request that caused it; entered while the work runs."""


@contextmanager
def span(name: str, request_id: str | None = None) -> Iterator[None]:
    """Mark a piece of work. Its name comes from our own code and holds no input."""
    with ExitStack() as stack:
        for opener in openers:
            stack.enter_context(opener(name, request_id))
        yield
