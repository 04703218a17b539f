// What a guest changed of a booking: only that is sent, with the version it was seen in.
import type { Schemas } from "../../../api/client";
import type { Booking } from "../../../api/make-booking";
import type { Party, Stay } from "../../../format/stay";

export interface Wanted extends Stay, Party {
  notes: string;
}

export type Change = Schemas["BookingPatch"];

/** The change, or null when nothing is different. */
export function changeOf(booking: Booking, wanted: Wanted): Change | null {
  const change: Change = {};
  if (wanted.checkIn !== booking.checkIn || wanted.checkOut !== booking.checkOut) {
    change.checkIn = wanted.checkIn;
    change.checkOut = wanted.checkOut;
  }
  if (wanted.adults !== booking.adults) change.adults = wanted.adults;
  if (wanted.children !== booking.children) change.children = wanted.children;
  if (wanted.notes.trim() !== booking.notes) change.notes = wanted.notes.trim();
  return Object.keys(change).length > 0 ? { ...change, version: booking.version } : null;
}
