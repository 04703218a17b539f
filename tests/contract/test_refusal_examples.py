"""The examples for the web app's table of refusals are up to date."""

import pytest

from soulter.core.errors import Conflict
from tests.contract import refusal_examples


def test_the_examples_are_what_the_api_says_today() -> None:
    told = "run .venv/bin/python -m tests.contract.refusal_examples, then npm test in web"
    assert refusal_examples.FILE.read_text(encoding="utf-8") == refusal_examples.expected(), told
    assert refusal_examples.FIELDS.read_text(encoding="utf-8") == refusal_examples.expected_fields(), told


def test_a_refusal_made_of_facts_needs_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    class RoofLeaks(Conflict):
        """A refusal that nobody gave an example of."""

        def __init__(self, rooms: int) -> None:
            super().__init__(f"{rooms} rooms are wet.", rooms=rooms)

    monkeypatch.setattr(refusal_examples, "refusals", lambda: [RoofLeaks])
    with pytest.raises(LookupError, match="RoofLeaks"):
        refusal_examples.expected()
