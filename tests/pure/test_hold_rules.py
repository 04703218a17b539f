"""What visitors may hold: length, units, total, share of a night, and the duration of a hold."""

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulter.bookings import hold_rules
from soulter.bookings.hold_errors import (
    MoreUnitsThanGuests,
    TooMuchHeld,
    VisitorArrivalTooFar,
    VisitorShareHeld,
    VisitorShareTooSmall,
    VisitorStayTooLong,
    VisitorUnitsTooMany,
)
from soulter.bookings.hold_rules import (
    NOTHING_HELD,
    OF_CONTACT,
    OF_NETWORK,
    SHORTEST_HOLD,
    Amount,
    Held,
    HeldNight,
    VisitorSettings,
)
from soulter.core.dates import Stay

NOW = datetime(2027, 5, 1, 9, 0, tzinfo=UTC)
TODAY = date(2027, 5, 1)
SETTINGS = VisitorSettings(share_percent=40, longest_stay=28, furthest_days=365, most_units=5)

every_settings = st.builds(
    VisitorSettings,
    share_percent=st.integers(1, 100),
    longest_stay=st.integers(1, 365),
    furthest_days=st.integers(1, 1095),
    most_units=st.integers(1, 50),
)


def stay(first: int, nights: int) -> Stay:
    begin = TODAY + timedelta(days=first)
    return Stay(begin, begin + timedelta(days=nights))


@given(settings=every_settings, data=st.data())
def test_whatever_the_property_allows_is_taken(settings: VisitorSettings, data: st.DataObject) -> None:
    units = data.draw(st.integers(1, settings.most_units))
    wanted = stay(
        data.draw(st.integers(0, settings.furthest_days)), data.draw(st.integers(1, settings.longest_stay))
    )
    hold_rules.check_request(settings, wanted, TODAY, units, data.draw(st.integers(units, 100)))


def test_a_stay_longer_than_visitors_may_book_is_refused_with_both_lengths() -> None:
    with pytest.raises(VisitorStayTooLong, match="at most 28 nights at once; this stay has 29") as refusal:
        hold_rules.check_request(SETTINGS, stay(0, 29), TODAY, 1, 1)
    assert refusal.value.facts == {"nights": 29, "longest": 28}
    with pytest.raises(VisitorStayTooLong, match="at most 1 night at once"):
        hold_rules.check_request(SETTINGS._replace(longest_stay=1), stay(0, 2), TODAY, 1, 1)


def test_an_arrival_further_away_than_visitors_may_book_is_refused_with_the_latest_one() -> None:
    with pytest.raises(VisitorArrivalTooFar, match="until 2028-04-30") as refusal:
        hold_rules.check_request(SETTINGS, stay(366, 1), TODAY, 1, 1)
    assert refusal.value.facts == {"check_in": date(2028, 5, 1), "latest": date(2028, 4, 30)}


def test_more_units_than_visitors_may_book_are_refused_with_both_numbers() -> None:
    with pytest.raises(VisitorUnitsTooMany, match="at most 5 units at once; this booking has 6") as refusal:
        hold_rules.check_request(SETTINGS, stay(0, 1), TODAY, 6, 6)
    assert refusal.value.facts == {"units": 6, "most": 5}


@pytest.mark.parametrize(
    ("units", "guests", "sentence"), [(2, 1, "2 units for 1 guest"), (5, 4, "5 units for 4 guests")]
)
def test_more_units_than_people_are_refused_with_both_numbers(units: int, guests: int, sentence: str) -> None:
    with pytest.raises(MoreUnitsThanGuests, match=sentence) as refusal:
        hold_rules.check_request(SETTINGS, stay(0, 1), TODAY, units, guests)
    assert refusal.value.facts == {"units": units, "guests": guests}


@given(settings=every_settings, general=st.sampled_from([OF_CONTACT, OF_NETWORK]))
def test_the_largest_booking_that_a_property_allows_fits_where_nothing_is_held(
    settings: VisitorSettings, general: Amount
) -> None:
    most = hold_rules.at_most(general, settings)
    largest = Amount(settings.most_units, settings.most_units * settings.longest_stay)
    hold_rules.check_held(NOTHING_HELD, largest, most, NOW)
    assert most.units >= general.units
    assert most.nights >= general.nights


@given(
    units=st.integers(1, 40),
    nights=st.integers(1, 500),
    wanted=st.builds(Amount, st.integers(1, 40), st.integers(1, 500)),
    seconds=st.integers(1, 3600),
)
def test_nobody_gets_beyond_what_may_be_held_at_once(
    units: int, nights: int, wanted: Amount, seconds: int
) -> None:
    held = Held(Amount(units, nights), NOW + timedelta(seconds=seconds))
    if units + wanted.units <= OF_CONTACT.units and nights + wanted.nights <= OF_CONTACT.nights:
        hold_rules.check_held(held, wanted, OF_CONTACT, NOW)
        return
    with pytest.raises(TooMuchHeld) as refusal:
        hold_rules.check_held(held, wanted, OF_CONTACT, NOW)
    assert refusal.value.facts == {"retry_after": seconds}
    assert ("Retry-After", str(seconds)) in refusal.value.headers


@pytest.mark.parametrize(
    ("wait", "seconds"), [(timedelta(microseconds=1), 1), (timedelta(seconds=1.5), 2), (timedelta(0), 1)]
)
def test_the_wait_is_never_a_moment_too_short(wait: timedelta, seconds: int) -> None:
    with pytest.raises(TooMuchHeld) as refusal:
        hold_rules.check_held(Held(OF_CONTACT, NOW + wait), Amount(1, 1), OF_CONTACT, NOW)
    assert refusal.value.facts == {"retry_after": seconds}


@pytest.mark.parametrize(
    ("free", "percent", "most"),
    [(0, 40, 0), (1, 1, 1), (1, 40, 1), (2, 40, 1), (3, 40, 2), (10, 40, 4), (300, 40, 120), (7, 100, 7)],
)
def test_the_share_is_rounded_up(free: int, percent: int, most: int) -> None:
    assert hold_rules.share(free, percent) == most


@given(free=st.integers(1, 10_000), percent=st.integers(1, 100))
def test_the_share_is_the_least_number_that_is_not_below_it(free: int, percent: int) -> None:
    assert 1 <= hold_rules.share(free, percent) == math.ceil(free * percent / 100 - 1e-9) <= free


@given(
    settings=every_settings,
    for_sale=st.integers(1, 60),
    asked=st.lists(st.integers(1, 6), max_size=80),
    data=st.data(),
)
def test_whatever_visitors_ask_for_the_rest_of_the_night_stays_for_sale(
    settings: VisitorSettings, for_sale: int, asked: list[int], data: st.DataObject
) -> None:
    taken, held = data.draw(st.integers(0, for_sale)), 0
    ends = NOW + timedelta(minutes=10)
    for units in asked:
        night = HeldNight(TODAY, held, taken, ends if held else None)
        try:
            hold_rules.check_share([night], units, for_sale, settings, NOW)
        except (VisitorShareHeld, VisitorShareTooSmall):
            continue
        held += units
    assert held * 100 < (for_sale - taken) * settings.share_percent + 100


def test_a_full_night_names_itself_and_the_wait_for_the_last_of_several() -> None:
    nights = [
        HeldNight(TODAY + timedelta(days=i), held, 0, NOW + timedelta(minutes=minutes))
        for i, (held, minutes) in enumerate([(4, 5), (3, 50), (4, 20)])
    ]
    with pytest.raises(VisitorShareHeld, match="Sat 1 May 2027, Mon 3 May 2027") as refusal:
        hold_rules.check_share(nights, 1, 10, SETTINGS, NOW)
    assert refusal.value.facts == {"nights": [nights[0].night, nights[2].night], "retry_after": 1200}


def test_more_units_than_the_share_of_a_night_is_a_refusal_that_no_waiting_helps() -> None:
    nights = [HeldNight(TODAY + timedelta(days=i), 0, 8 if i < 8 else 0, None) for i in range(9)]
    with pytest.raises(VisitorShareTooSmall, match=r"at most 1 unit together on .* and more") as refusal:
        hold_rules.check_share(nights, 2, 10, SETTINGS, NOW)
    assert refusal.value.facts == {"nights": [night.night for night in nights[:8]], "most": 1}
    assert refusal.value.headers == []
    with pytest.raises(VisitorShareTooSmall) as refusal:
        hold_rules.check_share([HeldNight(TODAY, 0, 5, None)], 1, 3, SETTINGS, NOW)
    assert refusal.value.facts["most"] == 0


@given(full=st.integers(5, 10_080), held=st.integers(0, 60), more=st.integers(0, 60))
def test_a_hold_is_shorter_the_more_is_held_and_never_too_short(full: int, held: int, more: int) -> None:
    def minutes(units: int) -> int:
        return hold_rules.hold_minutes(full, [(Amount(units, units), OF_CONTACT), (Amount(0, 0), OF_NETWORK)])

    assert minutes(0) == full
    assert min(full, SHORTEST_HOLD) <= minutes(held + more) <= minutes(held) <= full


def test_the_fuller_of_the_limits_decides_how_long_a_hold_lasts() -> None:
    of_contact, of_network = Amount(5, 15), Amount(3, 405)
    assert hold_rules.hold_minutes(60, [(of_contact, OF_CONTACT)]) == 30
    assert hold_rules.hold_minutes(200, [(of_contact, OF_CONTACT), (of_network, OF_NETWORK)]) == 20
    assert hold_rules.hold_minutes(60, []) == 60


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ayesha@Example.com", " ayesha@example.com"),
        ("+92 300 5550100", "+92-300-555.01.00"),
        ("+92 300 5550100", "0092 (300) 5550100"),
    ],
)
def test_a_contact_in_another_spelling_is_the_same_contact(one: str, other: str) -> None:
    assert hold_rules.normalised(one) == hold_rules.normalised(other)


def test_other_contacts_are_other_contacts() -> None:
    assert len({*map(hold_rules.normalised, ("a@example.com", "b@example.com", "12345", "12346"))}) == 4
