// What stands in the addresses of the staff's screens: read with care, since anybody can write one.

import { type BookingFilters, isStatus, SORTS } from "../../api/bookings";
import type { IsoDate } from "../../format/dates";

export const LENGTHS = [14, 30, 60];

type Given = Record<string, unknown>;

export interface BoardSearch {
  property?: string | undefined;
  from?: IsoDate | undefined;
  days?: number | undefined;
  booking?: string | undefined;
}

export interface DaySearch {
  property?: string | undefined;
  date?: IsoDate | undefined;
  booking?: string | undefined;
}

export type ListSearch = BookingFilters & { booking?: string | undefined };

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function id(value: unknown): string | undefined {
  return typeof value === "string" && ID.test(value) ? value : undefined;
}

function day(value: unknown): IsoDate | undefined {
  return typeof value === "string" && /^2[01]\d\d-\d\d-\d\d$/.test(value) && isDate(value)
    ? value
    : undefined;
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

// What is left out would come through as it was given: everything is named, and undefined when it does not fit.
export function boardSearch(given: Given): BoardSearch {
  const days = Number(given.days);
  return {
    property: id(given.property),
    from: day(given.from),
    days: LENGTHS.includes(days) ? days : undefined,
    booking: id(given.booking),
  };
}

export function daySearch(given: Given): DaySearch {
  return { property: id(given.property), date: day(given.date), booking: id(given.booking) };
}

export function listSearch(given: Given): ListSearch {
  const q =
    typeof given.q === "string" || typeof given.q === "number" ? String(given.q).trim().slice(0, 100) : "";
  return {
    q: q || undefined,
    status: isStatus(given.status) ? given.status : undefined,
    sort: SORTS.find((sort) => sort === given.sort),
    from: day(given.from),
    to: day(given.to),
    booking: id(given.booking),
  };
}
