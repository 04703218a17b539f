// The search params for property, dates and party. Invalid values are ignored.
import type { IsoDate } from "../../format/dates";
import { MOST_PEOPLE, type Party, type Stay } from "../../format/stay";

export interface StaySearch {
  where?: string | undefined;
  checkIn?: IsoDate | undefined;
  checkOut?: IsoDate | undefined;
  adults?: number | undefined;
  children?: number | undefined;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isDate(value: unknown): value is IsoDate {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const moment = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(value);
}

function isCount(value: unknown, min: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= min && value <= MOST_PEOPLE;
}

/** The valid search params of a URL. */
export function readStaySearch(raw: Record<string, unknown>): StaySearch {
  const search: StaySearch = {};
  if (typeof raw.where === "string" && UUID.test(raw.where)) search.where = raw.where;
  if (isDate(raw.checkIn) && isDate(raw.checkOut) && raw.checkIn < raw.checkOut) {
    search.checkIn = raw.checkIn;
    search.checkOut = raw.checkOut;
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
