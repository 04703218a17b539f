// What staff decide about the price of a change, as a form keeps it and as it is sent.
import type { BookingChange } from "../../api/booking-change";
import { parseMoney } from "../../format/money";

/** `AGREED`: nights that stay keep their price. `TOTAL`: the total that somebody typed. */
export type PriceRule = "AGREED" | "KEEP" | "NEW" | "TOTAL";

export interface PriceDecision {
  rule: PriceRule;
  /** What was typed for `TOTAL`. */
  total: string;
}

export const AS_AGREED: PriceDecision = { rule: "AGREED", total: "" };

/** The fields of a change for a decision. Null while the typed total is no amount of this currency. */
export function decidedPrice(
  { rule, total }: PriceDecision,
  currency: string,
): Pick<BookingChange, "pricing" | "total"> | null {
  if (rule === "AGREED") return {};
  if (rule !== "TOTAL") return { pricing: rule };
  const amount = parseMoney(total, currency);
  return amount && { total: amount };
}
