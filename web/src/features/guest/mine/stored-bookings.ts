// The guest's bookings that this browser stores. The token is stored permanently, the contact only for the
// tab: the token alone does not open a booking, so the next user of a shared browser cannot.
import type { BookingAccess } from "../api/my-booking";

const tokenKey = (id: string) => `soulter.booking.${id}`;
const contactKey = (id: string) => `soulter.contact.${id}`;

function withoutStorageErrors<T>(access: () => T): T | null {
  try {
    return access();
  } catch {
    return null; // The browser blocks storage. The link in the URL still works.
  }
}

export function storeToken(id: string, token: string): void {
  withoutStorageErrors(() => localStorage.setItem(tokenKey(id), token));
}

export function storedToken(id: string): string | null {
  return withoutStorageErrors(() => localStorage.getItem(tokenKey(id)));
}

export function storeContact(id: string, contact: string): void {
  withoutStorageErrors(() => sessionStorage.setItem(contactKey(id), contact));
}

export function storedAccess(id: string): BookingAccess | null {
  const token = storedToken(id);
  const contact = withoutStorageErrors(() => sessionStorage.getItem(contactKey(id)));
  return token && contact ? { token, contact } : null;
}

export function removeStoredBooking(id: string): void {
  withoutStorageErrors(() => localStorage.removeItem(tokenKey(id)));
  withoutStorageErrors(() => sessionStorage.removeItem(contactKey(id)));
}

/** The ids of the bookings whose tokens are stored. */
export function storedBookingIds(): string[] {
  const prefix = tokenKey("");
  const keys = withoutStorageErrors(() => Object.keys(localStorage)) ?? [];
  return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}
