// Validates the data of a guest before it is sent. The API validates it again.
import type { Schemas } from "../../api/client";
import { t } from "../../text/texts";
import type { GuestInput } from "./draft";

const EMAIL = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@.,;<>"]{2,}$/;
const PHONE = /^\+?[0-9][0-9 ()./-]{4,30}$/;

export type GuestField = "name" | "email" | "phone";

/** The message of each invalid field. */
export function validateGuest(values: Pick<GuestInput, GuestField>): Partial<Record<GuestField, string>> {
  const email = values.email.trim();
  const phone = values.phone.trim();
  const errors: Partial<Record<GuestField, string>> = {};
  if (!values.name.trim()) errors.name = t.guest.book.nameNeeded;
  if (!email && !phone) errors.email = t.guest.book.contactNeeded;
  if (email && !EMAIL.test(email)) errors.email = t.guest.book.emailOdd;
  if (phone && !PHONE.test(phone)) errors.phone = t.guest.book.phoneOdd;
  return errors;
}

/** The guest for the API, without empty fields. */
export function toGuestInput(values: Pick<GuestInput, GuestField>): Schemas["GuestIn"] {
  const email = values.email.trim();
  const phone = values.phone.trim();
  return { name: values.name.trim(), ...(email ? { email } : {}), ...(phone ? { phone } : {}) };
}
