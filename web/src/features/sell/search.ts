// The search params of the page on which agents book for clients.
import { dateParam, idParam, type RawSearch } from "../../components/search-params";
import { readStaySearch, type StaySearch } from "../../components/stay/stay-search";
import type { IsoDate } from "../../format/dates";

export const DAY_COUNTS = [14, 30] as const;
export type DayCount = (typeof DAY_COUNTS)[number];

export interface SellSearch extends StaySearch {
  by?: "dates" | undefined;
  from?: IsoDate | undefined;
  days?: DayCount | undefined;
  unit?: string | undefined;
  sold?: string | undefined;
  earlier?: true | undefined;
}

export function readSellSearch(raw: RawSearch): SellSearch {
  const { where, checkIn, checkOut, adults, children } = readStaySearch(raw);
  return {
    where,
    checkIn,
    checkOut,
    adults,
    children,
    by: raw.by === "dates" ? "dates" : undefined,
    from: dateParam(raw.from),
    days: DAY_COUNTS.find((length) => length === raw.days),
    unit: idParam(raw.unit),
    sold: idParam(raw.sold),
    earlier: raw.earlier === true ? true : undefined,
  };
}
