// Where, when and how many, as they stand in an address: shareable, and forgiving about what somebody wrote there.
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

export function isDate(given: unknown): given is IsoDate {
  if (typeof given !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(given)) return false;
  const moment = new Date(`${given}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(given);
}

function isCount(given: unknown, least: number): given is number {
  return typeof given === "number" && Number.isInteger(given) && given >= least && given <= MOST_PEOPLE;
}

/** What of an address means something. */
export function readStaySearch(given: Record<string, unknown>): StaySearch {
  const found: StaySearch = {};
  if (typeof given.where === "string" && UUID.test(given.where)) found.where = given.where;
  if (isDate(given.checkIn) && isDate(given.checkOut) && given.checkIn < given.checkOut) {
    found.checkIn = given.checkIn;
    found.checkOut = given.checkOut;
  }
  if (isCount(given.adults, 1)) found.adults = given.adults;
  if (isCount(given.children, 0)) found.children = given.children;
  return found;
}

/** The stay that was chosen, if it can still begin. */
export function stayOf(search: StaySearch, today: IsoDate): Stay | null {
  const { checkIn, checkOut } = search;
  return checkIn && checkOut && checkIn >= today ? { checkIn, checkOut } : null;
}

export function partyOf(search: StaySearch): Party {
  return { adults: search.adults ?? 2, children: search.children ?? 0 };
}
