"""Pieces of work that are no requests, named where they are done; whoever traces makes spans of them, and nobody else hears of them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Final

Opener = Callable[[str, str | None], AbstractContextManager[object]]

openers: Final[list[Opener]] = []
"""Called with the name of a piece of work and the id of the request that it follows from, and entered while it is done."""


@contextmanager
def span(name: str, request_id: str | None = None) -> Iterator[None]:
    """This is one piece of work. Its name is from our own code, and quotes nobody."""
    with ExitStack() as stack:
        for opener in openers:
            stack.enter_context(opener(name, request_id))
        yield
