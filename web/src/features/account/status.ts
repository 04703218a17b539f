import { t } from "../../text/en";
import type { Status } from "./bookings";

export const STATUSES = Object.keys(t.account.bookings.statuses) as Status[];

export function isStatus(word: unknown): word is Status {
  return STATUSES.some((status) => status === word);
}
