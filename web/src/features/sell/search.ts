// What stands in the address of the seller's page: what is looked at, and what is chosen so far.
import { isDate, readStaySearch, type StaySearch } from "../../components/stay/stay-search";
import type { IsoDate } from "../../format/dates";

export const LENGTHS = [14, 30] as const;
export type Length = (typeof LENGTHS)[number];

export interface SellSearch extends StaySearch {
  by?: "dates" | undefined;
  from?: IsoDate | undefined;
  days?: Length | undefined;
  unit?: string | undefined;
  sold?: string | undefined;
  earlier?: true | undefined;
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const id = (value: unknown) => (typeof value === "string" && ID.test(value) ? value : undefined);

// What is left out would come through as it was given: everything is named, and undefined when it does not fit.
export function readSellSearch(given: Record<string, unknown>): SellSearch {
  const { where, checkIn, checkOut, adults, children } = readStaySearch(given);
  return {
    where,
    checkIn,
    checkOut,
    adults,
    children,
    by: given.by === "dates" ? "dates" : undefined,
    from: isDate(given.from) ? given.from : undefined,
    days: LENGTHS.find((length) => length === given.days),
    unit: id(given.unit),
    sold: id(given.sold),
    earlier: given.earlier === true ? true : undefined,
  };
}
