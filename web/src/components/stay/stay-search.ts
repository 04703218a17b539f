// The search params for property, dates and party. Invalid values are ignored.
import type { IsoDate } from "../../format/dates";
import { MAX_GUESTS, type Party, type Stay } from "../../format/stay";
import { dateParam, idParam, type RawSearch } from "../search-params";

export interface StaySearch {
  where?: string | undefined;
  checkIn?: IsoDate | undefined;
  checkOut?: IsoDate | undefined;
  adults?: number | undefined;
  children?: number | undefined;
}

function isCount(value: unknown, min: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= min && value <= MAX_GUESTS;
}

/** The valid search params of a URL. */
export function readStaySearch(raw: RawSearch): StaySearch {
  const search: StaySearch = {};
  const [where, checkIn, checkOut] = [idParam(raw.where), dateParam(raw.checkIn), dateParam(raw.checkOut)];
  if (where) search.where = where;
  if (checkIn && checkOut && checkIn < checkOut) {
    search.checkIn = checkIn;
    search.checkOut = checkOut;
  }
  if (isCount(raw.adults, 1)) search.adults = raw.adults;
  if (isCount(raw.children, 0)) search.children = raw.children;
  return search;
}

/** The selected stay, unless its check-in is in the past. */
export function stayOf(search: StaySearch, today: IsoDate): Stay | null {
  const { checkIn, checkOut } = search;
  return checkIn && checkOut && checkIn >= today ? { checkIn, checkOut } : null;
}

export function partyOf(search: StaySearch): Party {
  return { adults: search.adults ?? 2, children: search.children ?? 0 };
}
