// What this browser remembers of a guest's bookings. The link stays; the contact, its second half, only while the tab is open,
// so that whoever opens this browser next cannot read a booking by the link alone.
import type { BookingAccess } from "../api/my-booking";

const linkOf = (id: string) => `soulter.booking.${id}`;
const contactOf = (id: string) => `soulter.contact.${id}`;

function quietly<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null; // a browser that keeps nothing: the link in the address still works
  }
}

export function keepLink(id: string, token: string): void {
  quietly(() => localStorage.setItem(linkOf(id), token));
}

export function keptToken(id: string): string | null {
  return quietly(() => localStorage.getItem(linkOf(id)));
}

export function keepContact(id: string, contact: string): void {
  quietly(() => sessionStorage.setItem(contactOf(id), contact));
}

export function keptAccess(id: string): BookingAccess | null {
  const token = keptToken(id);
  const contact = quietly(() => sessionStorage.getItem(contactOf(id)));
  return token && contact ? { token, contact } : null;
}

export function forgetBooking(id: string): void {
  quietly(() => localStorage.removeItem(linkOf(id)));
  quietly(() => sessionStorage.removeItem(contactOf(id)));
}

/** The bookings whose links this browser has. */
export function keptBookings(): string[] {
  const prefix = linkOf("");
  const keys = quietly(() => Object.keys(localStorage)) ?? [];
  return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}
