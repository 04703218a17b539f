// What somebody changed of a booking: only that is sent, with the version it was seen in.
import type { BookingChange } from "../../api/booking-change";
import type { Booking } from "../../api/bookings";
import type { Party, Stay } from "../../format/stay";

export interface Wanted extends Stay, Party {
  notes: string;
  name: string;
  email: string;
  phone: string;
  /** Where the units can be chosen. */
  unitIds?: string[];
}

/** Everything as it is. */
export function wantedOf(booking: Booking): Wanted {
  const { checkIn, checkOut, adults, children, notes, guest } = booking;
  const contact = { name: guest.name, email: guest.email ?? "", phone: guest.phone ?? "" };
  return {
    checkIn,
    checkOut,
    adults,
    children,
    notes,
    ...contact,
    unitIds: booking.units.map(({ id }) => id),
  };
}

/** The change, or null when nothing is different. */
export function changeOf(booking: Booking, wanted: Wanted): BookingChange | null {
  const change: BookingChange = {};
  if (wanted.checkIn !== booking.checkIn || wanted.checkOut !== booking.checkOut) {
    change.checkIn = wanted.checkIn;
    change.checkOut = wanted.checkOut;
  }
  if (wanted.adults !== booking.adults) change.adults = wanted.adults;
  if (wanted.children !== booking.children) change.children = wanted.children;
  if (wanted.unitIds && !isSameSet(wanted.unitIds, unitIdsOf(booking))) change.unitIds = wanted.unitIds;
  const guest = {
    name: wanted.name.trim(),
    email: wanted.email.trim() || null,
    phone: wanted.phone.trim() || null,
  };
  const { name, email, phone } = booking.guest;
  if (guest.name !== name || guest.email !== email || guest.phone !== phone) change.guest = guest;
  if (wanted.notes.trim() !== booking.notes) change.notes = wanted.notes.trim();
  return Object.keys(change).length > 0 ? { ...change, version: booking.version } : null;
}

/** What of a change has to do with the price, in the version it was seen in; null when nothing has. */
export function priced(change: BookingChange | null): BookingChange | null {
  if (!change) return null;
  const { guest, notes, version, ...rest } = change;
  return Object.keys(rest).length > 0 ? { ...rest, ...(version === undefined ? {} : { version }) } : null;
}

function unitIdsOf(booking: Booking): string[] {
  return booking.units.map(({ id }) => id);
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one));
}
