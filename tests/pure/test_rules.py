"""Rules of booking: parties, past days, contacts of a link, and the end of a hold."""

from datetime import UTC, date, datetime, timedelta

import pytest

from soulter.bookings import rules
from soulter.bookings.errors import ContactOpensBooking, StayInThePast, TooManyGuests
from soulter.bookings.rules import Contact
from soulter.core.dates import Stay

NOW = datetime(2027, 5, 10, 9, 0, tzinfo=UTC)
STAY = Stay(date(2027, 5, 10), date(2027, 5, 12))
EMAIL, OTHER_EMAIL = "ayesha@example.com", "ayesha.s@example.com"
PHONE, OTHER_PHONE = "+92 300 5550100", "+92 300 9999999"


@pytest.mark.parametrize(
    ("adults", "children", "sleeps"),
    [(1, 0, [2]), (2, 0, [2]), (2, 4, [2, 4]), (6, 0, [2, 4]), (1, 1, [1, 1])],
)
def test_a_party_that_has_beds_is_taken(adults: int, children: int, sleeps: list[int]) -> None:
    rules.check_party(adults, children, sleeps)


@pytest.mark.parametrize(
    ("adults", "children", "sleeps", "guests"),
    [(3, 0, [2], 3), (2, 1, [2], 3), (1, 2, [2], 3), (4, 3, [2, 4], 7)],
)
def test_a_party_without_beds_is_refused_with_both_numbers(
    adults: int, children: int, sleeps: list[int], guests: int
) -> None:
    with pytest.raises(TooManyGuests) as refusal:
        rules.check_party(adults, children, sleeps)
    assert refusal.value.facts == {"guests": guests, "sleeps": sum(sleeps)}


@pytest.mark.parametrize("days", [0, 1, 400])
def test_a_stay_may_begin_today_or_later(days: int) -> None:
    rules.check_not_past(STAY, STAY.check_in - timedelta(days=days))


@pytest.mark.parametrize("days", [1, 2, 400])
def test_a_stay_that_began_is_refused_with_both_dates(days: int) -> None:
    today = STAY.check_in + timedelta(days=days)
    with pytest.raises(StayInThePast) as refusal:
        rules.check_not_past(STAY, today)
    assert refusal.value.facts == {"check_in": STAY.check_in, "today": today}


@pytest.mark.parametrize(
    ("there", "wanted"),
    [
        ((EMAIL, PHONE), (EMAIL, PHONE)),
        ((EMAIL, None), (EMAIL, PHONE)),
        ((None, PHONE), (EMAIL, PHONE)),
        ((None, PHONE), (None, PHONE)),
    ],
    ids=["both stay", "a phone number is added", "an address is added", "one stays alone"],
)
@pytest.mark.parametrize("confirmed", [False, True])
def test_contacts_that_are_there_may_stay_and_a_missing_one_may_come(
    there: Contact, wanted: Contact, confirmed: bool
) -> None:
    rules.check_contact(there, wanted, confirmed=confirmed)


ONE_OF_TWO: list[Contact] = [(EMAIL, OTHER_PHONE), (OTHER_EMAIL, PHONE), (EMAIL, None), (None, PHONE)]


@pytest.mark.parametrize("wanted", ONE_OF_TWO)
def test_of_a_hold_one_contact_may_be_replaced_or_removed(wanted: Contact) -> None:
    rules.check_contact((EMAIL, PHONE), wanted, confirmed=False)


@pytest.mark.parametrize("wanted", ONE_OF_TWO)
def test_of_a_confirmed_booking_none_may_be_replaced_or_removed(wanted: Contact) -> None:
    with pytest.raises(ContactOpensBooking, match="is confirmed: ask the property"):
        rules.check_contact((EMAIL, PHONE), wanted, confirmed=True)


NOTHING_STAYS: list[tuple[Contact, Contact]] = [
    ((EMAIL, PHONE), (OTHER_EMAIL, OTHER_PHONE)),
    ((EMAIL, PHONE), (OTHER_EMAIL, None)),
    ((EMAIL, None), (OTHER_EMAIL, None)),
    ((EMAIL, None), (None, PHONE)),
    ((None, PHONE), (EMAIL, None)),
    ((None, PHONE), (EMAIL, OTHER_PHONE)),
    ((None, None), (EMAIL, PHONE)),
    ((EMAIL, PHONE), (PHONE, EMAIL)),
]


@pytest.mark.parametrize(("there", "wanted"), NOTHING_STAYS)
@pytest.mark.parametrize(("confirmed", "sentence"), [(False, "one of them stays"), (True, "is confirmed")])
def test_a_contact_that_stays_nowhere_is_refused(
    there: Contact, wanted: Contact, confirmed: bool, sentence: str
) -> None:
    with pytest.raises(ContactOpensBooking, match=sentence):
        rules.check_contact(there, wanted, confirmed=confirmed)


@pytest.mark.parametrize("minutes", [1, 60, 1440])
def test_a_hold_ends_after_its_minutes(minutes: int) -> None:
    assert rules.hold_until(NOW, minutes) == NOW + timedelta(seconds=60 * minutes)


@pytest.mark.parametrize(("seconds", "lapsed"), [(-1, True), (0, True), (1, False)])
def test_a_hold_lapses_with_its_last_moment(seconds: int, lapsed: bool) -> None:
    assert rules.hold_has_lapsed(NOW + timedelta(seconds=seconds), NOW) is lapsed


def test_what_is_no_hold_does_not_lapse() -> None:
    assert rules.hold_has_lapsed(None, NOW) is False
