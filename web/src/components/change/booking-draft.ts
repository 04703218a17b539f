// The values of the form that changes a booking, and the change to send: only the fields that differ.
import type { BookingChange } from "../../api/booking-change";
import type { Booking } from "../../api/bookings";
import type { Party, Stay } from "../../format/stay";
import { AS_AGREED, decidedPrice, type PriceDecision } from "./price-decision";

export interface BookingDraft extends Stay, Party {
  notes: string;
  name: string;
  email: string;
  phone: string;
  unitIds: string[];
  /** What staff decide about the price; guests leave it as agreed. */
  price: PriceDecision;
}

/** The current values of a booking. */
export function draftOf(booking: Booking): BookingDraft {
  const { checkIn, checkOut, adults, children, notes, guest } = booking;
  const contact = { name: guest.name, email: guest.email ?? "", phone: guest.phone ?? "" };
  return {
    checkIn,
    checkOut,
    adults,
    children,
    notes,
    ...contact,
    unitIds: unitIdsOf(booking),
    price: AS_AGREED,
  };
}

/** The fields that differ, with the version that was read. Null when nothing differs. */
export function changeOf(booking: Booking, draft: BookingDraft): BookingChange | null {
  const change: BookingChange = {};
  if (draft.checkIn !== booking.checkIn || draft.checkOut !== booking.checkOut) {
    change.checkIn = draft.checkIn;
    change.checkOut = draft.checkOut;
  }
  if (draft.adults !== booking.adults) change.adults = draft.adults;
  if (draft.children !== booking.children) change.children = draft.children;
  if (!isSameSet(draft.unitIds, unitIdsOf(booking))) change.unitIds = draft.unitIds;
  const guest = {
    name: draft.name.trim(),
    email: draft.email.trim() || null,
    phone: draft.phone.trim() || null,
  };
  const { name, email, phone } = booking.guest;
  if (guest.name !== name || guest.email !== email || guest.phone !== phone) change.guest = guest;
  Object.assign(change, decidedPrice(draft.price, booking.total.currency));
  if (draft.notes.trim() !== booking.notes) change.notes = draft.notes.trim();
  return Object.keys(change).length > 0 ? { ...change, version: booking.version } : null;
}

/** The part of a change that can affect the price, with its version. Null when nothing can. */
export function pricePart(change: BookingChange | null): BookingChange | null {
  if (!change) return null;
  const { guest, notes, version, ...rest } = change;
  return Object.keys(rest).length > 0 ? { ...rest, ...(version === undefined ? {} : { version }) } : null;
}

/** The units of the last night: whoever moved during the stay is in these. */
function unitIdsOf({ priceLines }: Booking): string[] {
  const last = priceLines
    .map(({ night }) => night)
    .sort()
    .at(-1);
  return [...new Set(priceLines.filter(({ night }) => night === last).map(({ unitId }) => unitId))];
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
