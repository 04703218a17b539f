// Reads search params of a URL, which may contain anything. Invalid values become undefined.
//
// A `validateSearch` has to set invalid params to undefined, because the router passes on params that it
// leaves out.
import type { IsoDate } from "../format/dates";

export type RawSearch = Record<string, unknown>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function idParam(value: unknown): string | undefined {
  return typeof value === "string" && UUID.test(value) ? value : undefined;
}

/** An existing date of the years 2000 to 2199. */
export function dateParam(value: unknown): IsoDate | undefined {
  if (typeof value !== "string" || !/^2[01]\d\d-\d\d-\d\d$/.test(value)) return undefined;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) ? value : undefined;
}

/**
 * The text of a search field, at most 100 characters. The router parses a text that looks like a number as a
 * number.
 */
export function textParam(value: unknown): string | undefined {
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  return text.slice(0, 100) || undefined;
}
