"""Random walks through the lifecycle of bookings: the ledger holds exactly the expected nights."""

import re

import pytest

from soulter.bookings import lifecycle
from soulter.bookings.states import Frees
from tests.api.random_walk import LEADS, Walker
from tests.world import World

WALKS, STEPS = 30, 15


@pytest.mark.parametrize("seed", range(WALKS))
async def test_the_ledger_matches_the_model_after_every_step(here: World, seed: int) -> None:
    await _walk(Walker(here, seed), STEPS)


async def test_a_walk_takes_every_step_and_meets_every_refusal_worth_meeting(here: World) -> None:
    """A walk whose steps always fail or always succeed would prove nothing."""
    walker = Walker(here, 5)
    await _walk(walker, STEPS * 10)
    told = "\n".join(walker.story)
    assert [
        action
        for action in LEADS
        if not re.search(rf"does {action} with a (?!{LEADS[action][1]}).* -> 200", told)
    ] == []
    assert {found.status for found in walker.bookings.values()} >= {
        "COMPLETED",
        "CANCELLED",
        "EXPIRED",
        "NO_SHOW",
    }
    refusals = (
        "nights_taken",
        "status_forbids",
        "hold_expired",
        "too_early",
        "stay_in_the_past",
        "role_not_allowed",
        "booking_not_found",
    )
    assert [code for code in refusals if code not in told] == []


async def test_a_step_that_does_not_free_its_nights_is_detected(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-test: when the effects of a step are switched off, the walk fails."""
    monkeypatch.setattr(lifecycle, "_free", _keep_everything)
    with pytest.raises(AssertionError, match=r"does (cancel|check-out|no-show)"):
        await _walk(Walker(here, 1), STEPS * 10)


async def _walk(walker: Walker, steps: int) -> None:
    for _ in range(steps):
        await walker.step()


async def _keep_everything(_session: object, _booking: object, _frees: Frees, _today: object) -> None:
    return
