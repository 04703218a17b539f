"""Wire shapes of a change of a booking and of its quote."""

from datetime import date
from typing import Annotated

from pydantic import MISSING, Field
from typing_extensions import TypedDict

from soulter.bookings.changing import Change, Sold
from soulter.bookings.schemas import (
    Adults,
    BookedUnitOut,
    Children,
    GuestIn,
    NightPriceOut,
    UnitIds,
    lines_out,
    units_out,
)
from soulter.core.http.web import Day, MoneyIn, MoneyOut, Paragraphs, Whole, WireIn, money_out
from soulter.pricing.repricing import Pricing


class BookingPatch(WireIn):
    """The fields of a booking to change; omitted fields stay. `version` refuses a booking changed since.

    Without `pricing` and `total`, nights that stay keep their price. Staff may send one of the two.
    """

    unit_ids: UnitIds | MISSING = MISSING
    check_in: Day | MISSING = MISSING
    check_out: Day | MISSING = MISSING
    adults: Adults | MISSING = MISSING
    children: Children | MISSING = MISSING
    guest: GuestIn | MISSING = MISSING
    notes: Paragraphs | MISSING = MISSING
    pricing: Pricing | MISSING = MISSING
    total: MoneyIn | MISSING = MISSING
    version: Annotated[Whole, Field(ge=1, le=2**31)] | MISSING = MISSING

    def change(self) -> Change:
        """Raises GuestUnreachable."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        if isinstance(self.guest, GuestIn):
            given["guest"] = self.guest.details()
        if isinstance(self.total, MoneyIn):
            given["total"] = self.total.money()
        if "unit_ids" in given:
            given["unit_ids"] = tuple(dict.fromkeys(given["unit_ids"]))
        return Change(**given)


class PricedStayOut(TypedDict):
    """A stay for a party in units, with its price explained."""

    checkIn: date
    checkOut: date
    nights: int
    adults: int
    children: int
    units: list[BookedUnitOut]
    total: MoneyOut
    priceLines: list[NightPriceOut]


class ChangeQuoteOut(TypedDict):
    """A booking before and after a change. `difference` is the additional price; it may be negative."""

    before: PricedStayOut
    after: PricedStayOut
    difference: MoneyOut


class ChangeQuoteEnvelope(TypedDict):
    """The quote of a change."""

    quote: ChangeQuoteOut


def change_quote_out(before: Sold, after: Sold) -> ChangeQuoteOut:
    """The wire shape of the quote of a change."""
    difference: MoneyOut = {
        "amount": after.total.minor - before.total.minor,
        "currency": after.total.currency,
    }
    return {"before": _sold_out(before), "after": _sold_out(after), "difference": difference}


def _sold_out(sold: Sold) -> PricedStayOut:
    currency = sold.total.currency
    return {
        "checkIn": sold.stay.check_in,
        "checkOut": sold.stay.check_out,
        "nights": len(sold.stay.nights),
        "adults": sold.adults,
        "children": sold.children,
        "units": units_out(sold.units, currency),
        "total": money_out(sold.total),
        "priceLines": lines_out(sold.units, currency),
    }
