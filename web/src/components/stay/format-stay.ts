import { formatDate } from "../../format/dates";
import type { Stay } from "../../format/stay";
import { t } from "../../text/texts";

/** `Sun 2 May 2027 – Tue 4 May 2027`. */
export function formatStay(stay: Stay): string {
  return t.guest.stay.range(formatDate(stay.checkIn), formatDate(stay.checkOut));
}
