"""Cursors are valid only for the list, sort and filters that they were made for."""

import base64
import json
from datetime import date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import select

from soulter.bookings.availability_schemas import BlockQuery
from soulter.bookings.models import Booking
from soulter.bookings.queries import ORDERS
from soulter.bookings.schemas import BookingQuery
from soulter.core.records import paging
from soulter.core.records.paging import CursorDoesNotFit, PageQuery
from soulter.inventory.queries import LISTING_ORDER
from soulter.inventory.schemas import UnitQuery

KEYS = st.tuples(st.integers(0, 1_000_000), st.uuids())


def cursor_of(query: PageQuery, key: tuple[object, ...]) -> str:
    """The cursor of a full page that ends at `key`."""
    _, page = paging.cut([key] * (query.size + 1), query, lambda row: row)
    assert page.next
    return page.next


def forged(*parts: object) -> UnitQuery:
    """A forged cursor with a valid fingerprint and arbitrary content."""
    text = json.dumps([UnitQuery().mark(), *parts])
    return UnitQuery(cursor=base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))


@given(KEYS, st.integers(1, 100))
def test_a_cursor_gives_back_the_place_that_it_was_made_for(key: tuple[int, UUID], size: int) -> None:
    query = UnitQuery(size=size)
    assert LISTING_ORDER.params(UnitQuery(size=size, cursor=cursor_of(query, key))) == {
        "entries": size + 1,
        "after_0": key[0],
        "after_1": key[1],
    }


@given(st.dates(), st.uuids())
def test_dates_survive_a_cursor(day: date, key: UUID) -> None:
    first = BookingQuery(sort="checkIn")
    params = ORDERS["checkIn"].params(BookingQuery(sort="checkIn", cursor=cursor_of(first, (day, key))))
    assert (params["after_0"], params["after_1"]) == (day, key)


@pytest.mark.parametrize(
    "other",
    [
        UnitQuery(sleeps=2),
        UnitQuery(status="ACTIVE"),
        UnitQuery(property=UUID(int=1)),
        BlockQuery(),
        PageQuery(),
        BookingQuery(),
    ],
    ids=["other filter", "a status", "a property", "blocks", "bare list", "bookings"],
)
def test_a_cursor_does_not_fit_another_list_or_filter(other: PageQuery) -> None:
    cursor = cursor_of(UnitQuery(), (1, UUID(int=7)))
    assert LISTING_ORDER.params(UnitQuery(cursor=cursor))
    with pytest.raises(CursorDoesNotFit):
        LISTING_ORDER.params(other.model_copy(update={"cursor": cursor}))


def test_a_cursor_does_not_fit_another_sort() -> None:
    cursor = cursor_of(BookingQuery(sort="checkIn"), (date(2027, 5, 1), UUID(int=7)))
    with pytest.raises(CursorDoesNotFit):
        ORDERS["-checkIn"].params(BookingQuery(sort="-checkIn", cursor=cursor))


def test_a_page_may_be_larger_than_the_one_before() -> None:
    cursor = cursor_of(UnitQuery(size=2), (1, UUID(int=7)))
    assert LISTING_ORDER.params(UnitQuery(size=50, cursor=cursor))["entries"] == 51


@given(st.text(min_size=1, max_size=400))
def test_no_text_is_a_cursor_by_chance(text: str) -> None:
    with pytest.raises(CursorDoesNotFit):
        LISTING_ORDER.params(UnitQuery(cursor=text))


@given(st.binary(min_size=1, max_size=300))
def test_no_bytes_are_a_cursor_by_chance(raw: bytes) -> None:
    with pytest.raises(CursorDoesNotFit):
        LISTING_ORDER.params(UnitQuery(cursor=base64.urlsafe_b64encode(raw).decode()))


@pytest.mark.parametrize(
    "parts",
    [
        (),
        ("1",),
        ("1", "2", "3"),
        (1, str(UUID(int=1))),
        ("x", str(UUID(int=1))),
        ("1", "x"),
        ("1", None),
        ("", ""),
    ],
)
def test_a_forged_place_is_refused(parts: tuple[object, ...]) -> None:
    with pytest.raises(CursorDoesNotFit):
        LISTING_ORDER.params(forged(*parts))


@pytest.mark.parametrize("rows", [0, 1, 2, 3])
def test_the_last_page_has_no_cursor(rows: int) -> None:
    query = PageQuery(size=2)
    kept, page = paging.cut(list(range(rows)), query, lambda row: (row,))
    assert list(kept) == list(range(min(rows, 2)))
    assert (page.size, page.next is None) == (2, rows <= 2)


@pytest.mark.parametrize(
    "wrong", [{"size": 0}, {"size": 101}, {"size": -1}, {"cursor": "x" * 401}, {"limit": 5}]
)
def test_sizes_and_names_that_we_do_not_know_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        PageQuery(**wrong)


def test_an_order_ends_with_a_unique_column_and_asks_for_one_row_more() -> None:
    for name, order in {**ORDERS, "shop": LISTING_ORDER}.items():
        assert order.columns[-1].key == "id", name
        assert len(order.columns) == len(order.parsers), name
        assert not any(column.expression.nullable for column in order.columns), name
    statement = str(ORDERS["-createdAt"].apply(select(Booking.id), continued=True))
    assert "(bookings.created_at, bookings.id) <" in statement
    assert "ORDER BY bookings.created_at DESC, bookings.id DESC" in statement


def test_moments_in_cursors_keep_their_zone() -> None:
    moment = datetime.fromisoformat("2027-05-01T09:00:00.123456+00:00")
    first = BookingQuery()
    params = ORDERS["-createdAt"].params(
        BookingQuery(cursor=cursor_of(first, (moment.isoformat(), UUID(int=7))))
    )
    assert params["after_0"] == moment


def test_what_a_form_leaves_empty_is_left_out() -> None:
    assert UnitQuery.model_validate({"cursor": "", "sleeps": "", "status": "", "property": ""}) == UnitQuery()
