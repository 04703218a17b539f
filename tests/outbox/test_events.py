"""Events: subscribers inside the transaction, and deliveries after the commit."""

import inspect
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, dataclass, fields, is_dataclass, replace
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any, ClassVar
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from soulter import wiring
from soulter.accounts import events as accounts
from soulter.accounts.events import AccountActivated
from soulter.bookings import events as bookings
from soulter.bookings.events import BookingEvent
from soulter.core import ids
from soulter.core.database.transactions import Transaction
from soulter.notices.composers import COMPOSERS
from soulter.outbox import publishing
from soulter.outbox.channels import Outcome
from soulter.outbox.claims import Claimed
from soulter.outbox.dispatch import Dispatcher
from soulter.outbox.events import Event
from soulter.outbox.models import Delivery, DeliveryState, OutboxEvent
from soulter.outbox.publishing import NotConnected, Subscriptions, publish
from soulter.outbox.worker import Worker
from soulter.properties.models import Property
from tests import sql
from tests.world import Client, World


@dataclass(frozen=True, slots=True)
class TentPitched(Event):
    """An event of these tests."""

    SUBJECT: ClassVar[str] = "tent"

    tent: UUID
    property_id: UUID | None = None
    colour: str = "green"


def declared(module: ModuleType) -> list[type[Event]]:
    found = (kind for _, kind in inspect.getmembers(module, inspect.isclass) if issubclass(kind, Event))
    return [kind for kind in found if kind.__module__ == module.__name__ and kind is not BookingEvent]


ALL = [*declared(accounts), *declared(bookings)]


@pytest.fixture(autouse=True)
def reconnect() -> Iterator[None]:
    yield
    publishing.connect(wiring.SUBSCRIPTIONS)


@pytest.mark.parametrize("event_class", ALL)
def test_an_event_is_a_frozen_dataclass_with_a_topic_of_its_own(event_class: type[Event]) -> None:
    assert is_dataclass(event_class)
    event = object.__new__(event_class)
    with pytest.raises(FrozenInstanceError):
        setattr(event, fields(event_class)[0].name, None)
    assert [other for other in ALL if other.topic() == event_class.topic()] == [event_class]


def test_every_event_that_goes_by_mail_has_a_composer() -> None:
    assert {event.topic() for event, channels in wiring.AFTER.items() if "mail" in channels} == set(COMPOSERS)


def test_the_facts_are_the_fields_that_are_neither_subject_nor_property() -> None:
    event = TentPitched(UUID(int=3), UUID(int=4), "red")
    assert (event.topic(), event.subject, event.place) == ("tent.pitched", UUID(int=3), UUID(int=4))
    assert event.facts() == {"colour": "red"}


async def test_an_event_without_declared_subscribers_cannot_be_published(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "_connected", None)
    async with here.database.writing() as session:
        with pytest.raises(NotConnected, match="TentPitched"):
            await publish(session, here.clock.now(), TentPitched(ids.new_id()))


async def test_a_subscriber_inside_the_transaction_can_undo_it(here: World, bilal: Client) -> None:
    async def refuse(_session: Transaction, event: BookingEvent, _now: datetime) -> None:
        raise RuntimeError(event.booking_id)

    publishing.connect(replace(wiring.SUBSCRIPTIONS, within={bookings.BookingMade: (refuse,)}))
    answer = await bilal.post("/api/bookings", json=here.stay())
    assert answer.status_code == 500
    assert await here.nights() == []
    publishing.connect(wiring.SUBSCRIPTIONS)
    assert (await bilal.post("/api/bookings", json=here.stay())).status_code == 201


HAPPENED = [
    *["BookingMade"] * 3,
    "BookingChanged",
    "BookingConfirmed",
    "BookingCancelled",
    "BookingCheckedIn",
    "BookingCompleted",
    "BookingExpired",
    "BookingMade",
    "BookingNotShown",
    "BookingStepUndone",
]


async def test_bookings_publish_all_that_happens_to_them(here: World, sana: Client, bilal: Client) -> None:
    heard: list[BookingEvent] = []

    async def hear(_session: Transaction, event: BookingEvent, _now: datetime) -> None:
        heard.append(event)

    publishing.connect(Subscriptions(within=dict.fromkeys(declared(bookings), (hear,))))
    first, second, third = [await here.book(bilal, 3 + 10 * i) for i in range(3)]
    moved = {"checkOut": str(here.clock.now().date() + timedelta(days=6))}
    assert (await sana.patch(f"/api/bookings/{first['id']}", json=moved)).status_code == 200
    assert (await sana.post(f"/api/bookings/{first['id']}/confirm")).status_code == 200
    assert (await sana.post(f"/api/bookings/{second['id']}/cancel")).status_code == 200
    begins = here.clock.now() + timedelta(days=3, hours=8)
    await here.move_to(begins)
    assert (await sana.post(f"/api/bookings/{first['id']}/check-in")).status_code == 200
    assert (await sana.post(f"/api/bookings/{first['id']}/check-out")).status_code == 200
    for job in (job for job in wiring.JOBS if job.name == "end expired holds"):
        await job.work(here.database, here.clock.now())
    late = await here.book(sana, 3, 2, units=[1])
    assert (await sana.post(f"/api/bookings/{late['id']}/no-show")).status_code == 200
    mistaken = {"action": "no-show"}
    assert (await sana.post(f"/api/bookings/{late['id']}/undo", json=mistaken)).status_code == 200
    names = [type(event).__name__ for event in heard]
    assert names == HAPPENED
    assert set(names) == {kind.__name__ for kind in declared(bookings)}
    assert {event.property_id for event in heard} == {here.property_id}
    assert heard[8].booking_id == UUID(third["id"])
    assert {event.by for event in heard} == {
        "system",
        f"user:{here.users['bilal']}",
        f"user:{here.users['sana']}",
    }


async def test_asking_for_a_step_again_publishes_nothing(here: World, sana: Client) -> None:
    booking = await here.book(sana)
    heard: list[BookingEvent] = []

    async def hear(_session: Transaction, event: BookingEvent, _now: datetime) -> None:
        heard.append(event)

    publishing.connect(Subscriptions(within={bookings.BookingCancelled: (hear,)}))
    for _ in range(2):
        assert (await sana.post(f"/api/bookings/{booking['id']}/cancel")).status_code == 200
    assert len(heard) == 1


class Channel:
    """A channel for these tests with prepared answers."""

    def __init__(self, state: DeliveryState, recipient: str) -> None:
        self.outcome = Outcome(state, recipient, None if state is DeliveryState.DELIVERED else "away")
        self.taken: list[Claimed] = []

    async def deliver(self, delivery: Claimed) -> Outcome:
        self.taken.append(delivery)
        return self.outcome


async def test_each_channel_has_a_delivery_with_its_own_state(here: World) -> None:
    channels = {"mail": Channel(DeliveryState.DELIVERED, "a"), "hook": Channel(DeliveryState.WAITING, "b")}
    publishing.connect(Subscriptions(after={TentPitched: ("mail", "hook")}))
    async with here.database.writing() as session:
        await publish(session, here.clock.now(), TentPitched(ids.new_id(), here.property_id))
    dispatcher = Dispatcher(here.database, here.clock, channels)
    assert await Worker(here.database, here.clock, dispatcher, ()).once() == 2
    rows = await sql.fetch(here.database.reader, select(Delivery).order_by(Delivery.channel.desc()))
    told = [(row.channel, row.state, row.attempts, row.recipient, row.last_error) for row in rows]
    assert told == [
        ("mail", DeliveryState.DELIVERED, 1, "a", None),
        ("hook", DeliveryState.WAITING, 1, "b", "away"),
    ]
    [event] = await sql.fetch(here.database.reader, select(OutboxEvent))
    assert {taken.facts["colour"] for channel in channels.values() for taken in channel.taken} == {"green"}
    assert {row.event_id for row in rows} == {event.id}


async def test_a_channel_that_waits_holds_up_no_other(here: World) -> None:
    """Order is kept per subject and channel: the next event goes by mail while the hook is unavailable."""
    mail, hook = Channel(DeliveryState.DELIVERED, "a"), Channel(DeliveryState.WAITING, "b")
    publishing.connect(Subscriptions(after={TentPitched: ("mail", "hook")}))
    tent = ids.new_id()
    async with here.database.writing() as session:
        for colour in ("red", "blue"):
            await publish(session, here.clock.now(), TentPitched(tent, None, colour))
    dispatcher = Dispatcher(here.database, here.clock, {"mail": mail, "hook": hook})
    await Worker(here.database, here.clock, dispatcher, ()).once()
    assert [taken.facts["colour"] for taken in mail.taken] == ["red", "blue"]
    assert [taken.facts["colour"] for taken in hook.taken] == ["red"]


async def test_an_event_that_no_channel_takes_is_not_stored(here: World) -> None:
    publishing.connect(Subscriptions())
    async with here.database.writing() as session:
        await publish(session, here.clock.now(), TentPitched(ids.new_id()))
    assert await sql.fetch(here.database.reader, select(OutboxEvent.id)) == []


async def test_a_delivery_carries_the_property_of_its_event_or_the_only_one(here: World) -> None:
    async def place_of(event: Event) -> UUID | None:
        publishing.connect(replace(wiring.SUBSCRIPTIONS, after={type(event): ("mail",)}))
        async with here.database.writing() as session:
            await publish(session, here.clock.now(), event)
        latest = select(OutboxEvent.property_id).order_by(OutboxEvent.id.desc()).limit(1)
        [[found]] = await sql.fetch(here.database.reader, latest)
        return found  # type: ignore[no-any-return]

    elsewhere = ids.new_id()
    assert await place_of(TentPitched(ids.new_id(), elsewhere)) == elsewhere
    assert await place_of(AccountActivated(here.users["sana"])) == here.property_id
    [first] = await sql.fetch(here.database.reader, select(Property.__table__))
    row: dict[str, Any] = {**first._mapping, "id": ids.new_id(), "slug": "second"}
    async with here.database.writing() as session:
        await sql.execute(session, insert(Property), row)
    assert await place_of(AccountActivated(here.users["sana"])) is None
