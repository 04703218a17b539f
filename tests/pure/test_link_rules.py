"""Rules of a link: which contacts of a booking whoever has it may replace."""

from uuid import UUID

import pytest

from soulter.bookings.errors import ContactOpensBooking
from soulter.bookings.link_rules import Contact, MadeWith, check_contact

BOOKING, OTHER_BOOKING = UUID(int=1), UUID(int=2)
EMAIL, OTHER_EMAIL = "ayesha@example.com", "ayesha.s@example.com"
PHONE, OTHER_PHONE = "+92 300 5550100", "+92 300 9999999"


def check(made: Contact, there: Contact, wanted: Contact, *, confirmed: bool = False) -> None:
    """Judge a change of a booking that was made with some contacts and has others by now."""
    check_contact(BOOKING, MadeWith.of(BOOKING, made), there, wanted, confirmed=confirmed)


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
    check(there, there, wanted, confirmed=confirmed)


ONE_OF_TWO: list[Contact] = [(EMAIL, OTHER_PHONE), (OTHER_EMAIL, PHONE), (EMAIL, None), (None, PHONE)]


@pytest.mark.parametrize("wanted", ONE_OF_TWO)
def test_of_a_hold_one_contact_may_be_replaced_or_removed(wanted: Contact) -> None:
    check((EMAIL, PHONE), (EMAIL, PHONE), wanted, confirmed=False)


@pytest.mark.parametrize("wanted", ONE_OF_TWO)
def test_of_a_confirmed_booking_none_may_be_replaced_or_removed(wanted: Contact) -> None:
    with pytest.raises(ContactOpensBooking, match="is confirmed: ask the property"):
        check((EMAIL, PHONE), (EMAIL, PHONE), wanted, confirmed=True)


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
@pytest.mark.parametrize(
    ("confirmed", "sentence"), [(False, "made with has to stay"), (True, "is confirmed")]
)
def test_a_contact_that_stays_nowhere_is_refused(
    there: Contact, wanted: Contact, confirmed: bool, sentence: str
) -> None:
    with pytest.raises(ContactOpensBooking, match=sentence):
        check(there, there, wanted, confirmed=confirmed)


STEPS: list[tuple[Contact, Contact, Contact]] = [
    ((EMAIL, PHONE), (OTHER_EMAIL, PHONE), (OTHER_EMAIL, OTHER_PHONE)),
    ((EMAIL, PHONE), (EMAIL, OTHER_PHONE), (OTHER_EMAIL, OTHER_PHONE)),
    ((EMAIL, PHONE), (OTHER_EMAIL, PHONE), (OTHER_EMAIL, None)),
    ((EMAIL, None), (EMAIL, PHONE), (None, PHONE)),
    ((EMAIL, None), (EMAIL, PHONE), (OTHER_EMAIL, PHONE)),
    ((None, PHONE), (EMAIL, PHONE), (EMAIL, None)),
    ((None, PHONE), (EMAIL, PHONE), (EMAIL, OTHER_PHONE)),
]


@pytest.mark.parametrize(("made", "there", "wanted"), STEPS)
def test_what_was_added_or_replaced_does_not_stand_for_what_the_booking_was_made_with(
    made: Contact, there: Contact, wanted: Contact
) -> None:
    check(made, made, there)
    with pytest.raises(ContactOpensBooking, match="made with has to stay"):
        check(made, there, wanted)


@pytest.mark.parametrize("wanted", [(EMAIL, PHONE), (EMAIL, None), ("third@example.com", PHONE)])
def test_a_replaced_contact_may_come_back_and_be_replaced_again(wanted: Contact) -> None:
    there = (EMAIL, OTHER_PHONE) if wanted[1] is None else (OTHER_EMAIL, PHONE)
    check((EMAIL, PHONE), there, wanted)


def test_another_spelling_is_the_same_contact() -> None:
    check((EMAIL, PHONE), (EMAIL, PHONE), (EMAIL, "00923005550100"))
    assert MadeWith.of(BOOKING, (EMAIL, PHONE)) == MadeWith.of(BOOKING, (EMAIL.upper(), "+923005550100"))


def test_hashes_of_one_contact_differ_by_booking_and_by_kind() -> None:
    one, other = MadeWith.of(BOOKING, (EMAIL, PHONE)), MadeWith.of(OTHER_BOOKING, (EMAIL, PHONE))
    assert len({*one, *other}) == 4
    assert one.columns() == {"made_email_hash": one.email_hash, "made_phone_hash": one.phone_hash}
    assert MadeWith.of(BOOKING, (None, "")) == (None, None)


@pytest.mark.parametrize("wanted", [(EMAIL, OTHER_PHONE), (None, PHONE)])
def test_a_booking_of_an_earlier_release_keeps_one_of_its_present_contacts(wanted: Contact) -> None:
    check((None, None), (EMAIL, PHONE), wanted)
    with pytest.raises(ContactOpensBooking):
        check((None, None), (EMAIL, PHONE), (OTHER_EMAIL, OTHER_PHONE))
