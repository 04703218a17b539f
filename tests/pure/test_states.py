"""The state table of a booking."""

import ast
import inspect
import types
from datetime import date, timedelta

import pytest

from soulter.access.actor import Actor, BookingLink
from soulter.access.roles import Role
from soulter.bookings import states
from soulter.bookings.errors import StatusForbids, TooEarly, TooLate
from soulter.bookings.states import STEPS, TABLE, Action, Frees, Status
from soulter.core.dates import Stay

ALLOWED = {
    Status.PENDING: {Status.CONFIRMED, Status.CANCELLED},  # and EXPIRED, by the clock
    Status.CONFIRMED: {Status.CHECKED_IN, Status.CANCELLED, Status.NO_SHOW},
    Status.CHECKED_IN: {Status.COMPLETED},
    Status.COMPLETED: set(),
    Status.CANCELLED: set(),
    Status.EXPIRED: set(),
    Status.NO_SHOW: set(),
}
OWN = {Status.PENDING: ["cancel"], Status.CONFIRMED: ["cancel"]}
STAFF = {
    Status.PENDING: ["confirm", "cancel"],
    Status.CONFIRMED: ["cancel", "check-in", "no-show"],
    Status.CHECKED_IN: ["check-out"],
}

SPOKEN = {
    Action.CONFIRM: "confirmed",
    Action.CANCEL: "cancelled",
    Action.CHECK_IN: "checked in",
    Action.CHECK_OUT: "checked out",
    Action.NO_SHOW: "marked as no-show",
}


def test_a_status_is_stored_and_sent_by_its_name() -> None:
    assert [status.value for status in Status] == [status.name for status in Status] == [*ALLOWED]


INCOMPLETE = "^the state table of bookings is incomplete: every status needs a row, every action a step$"


def _load(tree: ast.Module) -> types.ModuleType:
    module = types.ModuleType(states.__name__)
    exec(compile(tree, inspect.getsourcefile(states) or "", "exec"), module.__dict__)
    return module


def _without(table: str, key: str) -> ast.Module:
    """The module's source with one row of one of its tables taken out."""
    tree = ast.parse(inspect.getsource(states))
    for statement in tree.body:
        if not isinstance(statement, (ast.AnnAssign, ast.Assign)):
            continue
        target = statement.target if isinstance(statement, ast.AnnAssign) else statement.targets[0]
        if isinstance(target, ast.Name) and target.id == table:
            rows = statement.value
            assert isinstance(rows, ast.Dict)
            kept = [
                (k, v)
                for k, v in zip(rows.keys, rows.values, strict=True)
                if not (isinstance(k, ast.Attribute) and k.attr == key)
            ]
            assert len(kept) == len(rows.keys) - 1
            rows.keys, rows.values = [k for k, _ in kept], [v for _, v in kept]
            return tree
    raise AssertionError(f"no table {table}")


def test_the_whole_source_can_be_loaded() -> None:
    assert _load(ast.parse(inspect.getsource(states))).TABLE.keys() == TABLE.keys()


@pytest.mark.parametrize("status", list(Status))
def test_a_status_without_a_row_stops_the_start(status: Status) -> None:
    with pytest.raises(ImportError, match=INCOMPLETE):
        _load(_without("TABLE", status.name))


@pytest.mark.parametrize("action", list(Action))
def test_a_step_without_a_word_for_it_stops_the_start(action: Action) -> None:
    with pytest.raises(ImportError, match=INCOMPLETE):
        _load(_without("_SPOKEN", action.name))


@pytest.mark.parametrize("status", list(Status))
def test_a_booking_changes_only_along_the_steps_of_the_table(status: Status) -> None:
    assert {step.to for step in TABLE[status].values()} == ALLOWED[status]


def test_nothing_leads_back_and_nobody_can_expire_a_booking() -> None:
    reached: dict[Status, set[Status]] = {}
    for status in reversed(list(ALLOWED)):
        reached[status] = ALLOWED[status].union(*(reached.get(after, set()) for after in ALLOWED[status]))
    assert all(status not in after for status, after in reached.items())
    assert Status.EXPIRED not in {step.to for step in STEPS.values()}


@pytest.mark.parametrize(
    ("action", "frees"),
    [
        (Action.CONFIRM, Frees.NOTHING),
        (Action.CANCEL, Frees.ALL),
        (Action.CHECK_IN, Frees.NOTHING),
        (Action.CHECK_OUT, Frees.FROM_TODAY),
        (Action.NO_SHOW, Frees.FROM_RUNNING_NIGHT),
    ],
)
def test_a_step_has_one_meaning_wherever_it_is_possible(action: Action, frees: Frees) -> None:
    assert {row[action] for row in TABLE.values() if action in row} == {STEPS[action]}
    assert STEPS[action].frees is frees


def test_arriving_and_staying_away_wait_for_the_day_of_arrival() -> None:
    assert {action for action, step in STEPS.items() if step.from_check_in} == {
        Action.CHECK_IN,
        Action.NO_SHOW,
    }
    assert {action for action, step in STEPS.items() if step.ends_hold} == {Action.CONFIRM}


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (Actor(), {}),
        (Actor(link=BookingLink("hash", "guest@example.com")), OWN),
        (Actor(Role.CUSTOMER), OWN),
        (Actor(Role.AGENT), OWN),
        (Actor(Role.ADMIN), STAFF),
        (Actor(Role.SUPER_ADMIN), STAFF),
    ],
    ids=["visitor", "link", "customer", "agent", "admin", "owner"],
)
def test_each_role_is_offered_its_own_steps_and_no_others(
    actor: Actor, expected: dict[Status, list[str]]
) -> None:
    assert {status: states.possible(status, actor) for status in Status} == {
        status: expected.get(status, []) for status in Status
    }


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("action", list(Action))
def test_a_step_is_taken_from_the_table_or_refused_with_what_is_possible(
    status: Status, action: Action
) -> None:
    actor = Actor(Role.ADMIN)
    if action in TABLE[status]:
        assert states.step_from(status, action, actor) is TABLE[status][action]
        return
    with pytest.raises(StatusForbids) as refusal:
        states.step_from(status, action, actor)
    assert refusal.value.facts == {
        "booking_status": status,
        "action": SPOKEN[action],
        "possible": STAFF.get(status, []),
    }


@pytest.mark.parametrize(
    ("action", "spoken"),
    [
        (Action.CONFIRM, "cannot be confirmed"),
        (Action.CANCEL, "cannot be cancelled"),
        (Action.CHECK_IN, "cannot be checked in"),
        (Action.CHECK_OUT, "cannot be checked out"),
        (Action.NO_SHOW, "cannot be marked as no-show"),
    ],
)
def test_a_refusal_says_what_was_asked_for(action: Action, spoken: str) -> None:
    with pytest.raises(
        StatusForbids, match=f"A booking that is completed {spoken}. Nothing can be done with it any more."
    ):
        states.step_from(Status.COMPLETED, action, Actor(Role.ADMIN))


@pytest.mark.parametrize("action", list(Action))
def test_a_step_has_a_participle_for_sentences(action: Action) -> None:
    assert states.spoken(action) == SPOKEN[action]


STAY = Stay(date(2027, 5, 10), date(2027, 5, 13))


@pytest.mark.parametrize("days", [-400, -1, 0, 2, 3, 400])
@pytest.mark.parametrize("action", [Action.CONFIRM, Action.CANCEL, Action.CHECK_OUT])
def test_other_steps_wait_for_no_day(action: Action, days: int) -> None:
    day = STAY.check_in + timedelta(days=days)
    states.check_day(action, STAY, day, day)


@pytest.mark.parametrize(
    ("action", "days"), [(Action.CHECK_IN, (0, 1, 2)), (Action.NO_SHOW, (0, 1, 2, 3, 400))]
)
def test_the_day_has_come(action: Action, days: tuple[int, ...]) -> None:
    for day in days:
        states.check_day(action, STAY, STAY.check_in + timedelta(days=day), STAY.check_in)


@pytest.mark.parametrize(
    ("action", "spoken"), [(Action.CHECK_IN, "checked in"), (Action.NO_SHOW, "marked as no-show")]
)
@pytest.mark.parametrize("days", [1, 2, 400])
def test_nobody_arrives_or_stays_away_before_the_day_of_arrival(
    action: Action, spoken: str, days: int
) -> None:
    today = STAY.check_in - timedelta(days=days)
    with pytest.raises(TooEarly, match=f"can be {spoken} from its check-in date") as refusal:
        states.check_day(action, STAY, today, today)
    assert refusal.value.facts == {"action": spoken, "check_in": STAY.check_in, "today": today}


@pytest.mark.parametrize("days", [0, 1, 400])
def test_nobody_arrives_once_the_last_night_is_over(days: int) -> None:
    today = STAY.check_out + timedelta(days=days)
    with pytest.raises(TooLate) as refusal:
        states.check_day(Action.CHECK_IN, STAY, today, today)
    assert refusal.value.facts == {"check_out": STAY.check_out, "today": today}


def test_the_last_night_can_be_begun_until_the_cut_off() -> None:
    today = STAY.check_out
    states.check_day(Action.CHECK_IN, STAY, today, today - timedelta(days=1))
    with pytest.raises(TooLate):
        states.check_day(Action.CHECK_IN, STAY, today, today)
