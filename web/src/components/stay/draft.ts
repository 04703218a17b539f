// What a guest has typed so far, kept in this tab: a reload, a lost network or a step back loses nothing.
import { type BookingRequest, type CreatedBooking, createBooking } from "../../api/create-booking";

export interface Draft {
  name: string;
  email: string;
  phone: string;
  notes: string;
  /** One for the whole attempt, so that asking again never books twice. */
  key: string;
  /** The orders that went out under this key, the latest last. */
  sent: BookingRequest[];
}

export type Typed = Pick<Draft, "name" | "email" | "phone" | "notes">;

const place = (unit: string) => `soulter.draft.${unit}`;

export function newDraft(): Draft {
  return { name: "", email: "", phone: "", notes: "", key: crypto.randomUUID(), sent: [] };
}

/** The draft for a unit; a new one, with what is known of the person, when there is none, or none that can be read. */
export function readDraft(
  unit: string,
  known: Partial<Typed> = {},
  storage: Storage = sessionStorage,
): Draft {
  try {
    const found: unknown = JSON.parse(storage.getItem(place(unit)) ?? "null");
    if (typeof found === "object" && found) return { ...newDraft(), ...found };
  } catch {
    // Somebody else's text, or a browser that keeps nothing: begin anew.
  }
  return { ...newDraft(), ...known };
}

export function keepDraft(unit: string, draft: Draft, storage: Storage = sessionStorage): void {
  try {
    storage.setItem(place(unit), JSON.stringify(draft));
  } catch {
    // A full or forbidden storage costs the reload, not the booking.
  }
}

export function forgetDraft(unit: string, storage: Storage = sessionStorage): void {
  storage.removeItem(place(unit));
}

/** The draft with an order that goes out now; the same one twice counts once. */
export function withSent(draft: Draft, order: BookingRequest): Draft {
  const same = JSON.stringify(order);
  return { ...draft, sent: [...draft.sent.filter((before) => JSON.stringify(before) !== same), order] };
}

/** Books what was typed. It is written down before it goes out: also a page that is closed now knows later what it had asked for. */
export function bookDraft(
  draft: Draft,
  order: BookingRequest,
  keep: (draft: Draft) => void,
): Promise<CreatedBooking> {
  keep(withSent(draft, order));
  return createBooking(order, draft.key, draft.sent);
}
