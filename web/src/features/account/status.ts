import type { Status } from "../../api/bookings";
import type { Schemas } from "../../api/client";
import { t } from "../../text/en";

export const STATUSES = Object.keys(t.account.bookings.statuses) as Status[];
export const SORTS = ["-createdAt", "createdAt", "checkIn", "-checkIn"] as const satisfies Schemas["Sort"][];

export function isStatus(word: unknown): word is Status {
  return STATUSES.some((status) => status === word);
}
