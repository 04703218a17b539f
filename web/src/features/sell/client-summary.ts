// The summary of a booking that an agent sends to the client, as plain text.
import type { Booking } from "../../api/bookings";
import type { Property } from "../../api/properties";
import { formatDate, formatMoment, nightsBetween } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { sellTexts } from "../../text/signed-in/sell";
import { t } from "../../text/texts";

export function clientSummary(booking: Booking, property: Property): string {
  const text = sellTexts.summary;
  const nights = t.guest.nights(nightsBetween(booking.checkIn, booking.checkOut));
  const party = t.guest.party.said(booking.adults, booking.children);
  const held = booking.status === "PENDING" && booking.holdExpiresAt;
  return [
    text.booking(booking.code, booking.propertyName),
    [...booking.units.map((unit) => unit.name), nights, party].join(", "),
    text.arrive(formatDate(booking.checkIn), property.checkInTime),
    text.leave(formatDate(booking.checkOut), property.checkOutTime),
    text.guest(booking.guest.name),
    text.total(formatMoney(booking.total)),
    ...(held ? [sellTexts.sold.until(formatMoment(held, property.timezone), property.name)] : []),
  ].join("\n");
}
