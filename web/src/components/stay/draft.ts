// The draft of a booking in session storage, so that a reload or a lost connection loses no input.
import { type BookingRequest, type CreatedBooking, createBooking } from "../../api/create-booking";

export interface Draft {
  name: string;
  email: string;
  phone: string;
  notes: string;
  /** The idempotency key of this booking. A retry with the same key does not book twice. */
  key: string;
  /** The requests that were sent with this key, oldest first. */
  sent: BookingRequest[];
}

export type GuestInput = Pick<Draft, "name" | "email" | "phone" | "notes">;

const storageKey = (unit: string) => `soulter.draft.${unit}`;

export function newDraft(): Draft {
  return { name: "", email: "", phone: "", notes: "", key: crypto.randomUUID(), sent: [] };
}

/** The saved draft of a unit. A new one with the defaults if there is none or it cannot be read. */
export function readDraft(
  unit: string,
  defaults: Partial<GuestInput> = {},
  storage: Storage = sessionStorage,
): Draft {
  try {
    const stored: unknown = JSON.parse(storage.getItem(storageKey(unit)) ?? "null");
    if (typeof stored === "object" && stored) return { ...newDraft(), ...stored };
  } catch {
    // The stored text is not a draft, or the browser blocks storage.
  }
  return { ...newDraft(), ...defaults };
}

export function saveDraft(unit: string, draft: Draft, storage: Storage = sessionStorage): void {
  try {
    storage.setItem(storageKey(unit), JSON.stringify(draft));
  } catch {
    // Without storage the booking still works, but a reload loses the input.
  }
}

export function deleteDraft(unit: string, storage: Storage = sessionStorage): void {
  storage.removeItem(storageKey(unit));
}

/** The draft with a request that is about to be sent. An equal request is not added twice. */
export function withAttempt(draft: Draft, request: BookingRequest): Draft {
  const serialized = JSON.stringify(request);
  return {
    ...draft,
    sent: [...draft.sent.filter((attempt) => JSON.stringify(attempt) !== serialized), request],
  };
}

/** Creates the booking. Saves the request first, so that a page that is closed now can repeat it later. */
export function submitDraft(
  draft: Draft,
  request: BookingRequest,
  save: (draft: Draft) => void,
): Promise<CreatedBooking> {
  save(withAttempt(draft, request));
  return createBooking(request, draft.key, draft.sent);
}
