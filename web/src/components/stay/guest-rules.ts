// What the guest's own data must look like before the API is asked; the API has the last word.
import type { Schemas } from "../../api/client";
import { t } from "../../text/texts";
import type { Typed } from "./draft";

const EMAIL = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@.,;<>"]{2,}$/;
const PHONE = /^\+?[0-9][0-9 ()./-]{4,30}$/;

export type GuestField = "name" | "email" | "phone";

/** A sentence for each field that cannot be right. */
export function checkGuest(typed: Pick<Typed, GuestField>): Partial<Record<GuestField, string>> {
  const email = typed.email.trim();
  const phone = typed.phone.trim();
  const found: Partial<Record<GuestField, string>> = {};
  if (!typed.name.trim()) found.name = t.guest.book.nameNeeded;
  if (!email && !phone) found.email = t.guest.book.contactNeeded;
  if (email && !EMAIL.test(email)) found.email = t.guest.book.emailOdd;
  if (phone && !PHONE.test(phone)) found.phone = t.guest.book.phoneOdd;
  return found;
}

/** The guest as the API takes them: what was left empty is left out. */
export function guestOf(typed: Pick<Typed, GuestField>): Schemas["GuestIn"] {
  const email = typed.email.trim();
  const phone = typed.phone.trim();
  return { name: typed.name.trim(), ...(email ? { email } : {}), ...(phone ? { phone } : {}) };
}
