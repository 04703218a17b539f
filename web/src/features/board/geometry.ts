// Where things are on the board: dates and pixels, rows and heights. Pure, in pixels of the days' area.
import { addDays, type IsoDate, nightsBetween } from "../../format/dates";
import type { Stay } from "../../format/stay";

export interface Frame {
  from: IsoDate;
  days: number;
  dayWidth: number;
  rowHeight: number;
}

export interface Span {
  left: number;
  width: number;
  /** Whether it goes on beyond what is shown. */
  cutLeft: boolean;
  cutRight: boolean;
}

/** The column of a date; outside of 0 to days - 1 for one that is not shown. */
export function columnOf(frame: Frame, date: IsoDate): number {
  return nightsBetween(frame.from, date);
}

export function dateOf(frame: Frame, column: number): IsoDate {
  return addDays(frame.from, column);
}

/** The column under an x. */
export function columnAt(frame: Frame, x: number): number {
  return within(Math.floor(x / frame.dayWidth), 0, frame.days - 1);
}

/** The row under a y, of so many rows. */
export function rowAt(frame: Frame, y: number, rows: number): number {
  return within(Math.floor(y / frame.rowHeight), 0, rows - 1);
}

/** From noon to noon: one guest leaves and the next one comes in the same column, and their bars touch. Null when not in sight. */
export function spanOf(frame: Frame, stay: Stay): Span | null {
  const begin = (columnOf(frame, stay.checkIn) + 0.5) * frame.dayWidth;
  const end = (columnOf(frame, stay.checkOut) + 0.5) * frame.dayWidth;
  const right = frame.days * frame.dayWidth;
  if (end <= 0 || begin >= right) return null;
  const left = Math.max(begin, 0);
  return { left, width: Math.min(end, right) - left, cutLeft: begin < 0, cutRight: end > right };
}

/** The stay between two places that somebody dragged from and to: from the day of arrival to that of departure. */
export function stayBetween(frame: Frame, from: number, to: number): Stay {
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  return stayOfColumns(frame, columnAt(frame, first), columnAt(frame, last));
}

/** At least one night. */
export function stayOfColumns(frame: Frame, arrival: number, departure: number): Stay {
  const [first, last] = [Math.min(arrival, departure), Math.max(arrival, departure)];
  return { checkIn: dateOf(frame, first), checkOut: dateOf(frame, Math.max(last, first + 1)) };
}

export type Grip = "whole" | "start" | "end";

/** A stay after it, or one of its ends, was dragged so far; never shorter than a night. */
export function dragged(frame: Frame, stay: Stay, grip: Grip, distance: number): Stay {
  const days = Math.round(distance / frame.dayWidth);
  const longest = nightsBetween(stay.checkIn, stay.checkOut) - 1;
  if (grip === "start") return { ...stay, checkIn: addDays(stay.checkIn, Math.min(days, longest)) };
  if (grip === "end") return { ...stay, checkOut: addDays(stay.checkOut, Math.max(days, -longest)) };
  return { checkIn: addDays(stay.checkIn, days), checkOut: addDays(stay.checkOut, days) };
}

/** How close to an edge a drag begins to scroll, and how fast it scrolls at the edge, in pixels a second. */
const EDGE = 56;
const FASTEST = 900;

/** How fast to scroll along one axis while something is dragged at `place` between two edges: backwards is negative, inside it is 0. */
export function edgeSpeed(place: number, begin: number, end: number): number {
  const zone = Math.min(EDGE, (end - begin) / 6);
  if (zone <= 0) return 0;
  const near = Math.max(begin + zone - place, 0) / zone;
  const far = Math.max(place - (end - zone), 0) / zone;
  return FASTEST * (Math.min(far, 1) ** 2 - Math.min(near, 1) ** 2);
}

/** Whether a night is in both; a turnover day is in neither. */
export function overlap(one: Stay, other: Stay): boolean {
  return one.checkIn < other.checkOut && other.checkIn < one.checkOut;
}

/** Rows `[first, end)` that are in sight, and some more on either side. */
export function rowsInSight(
  frame: Frame,
  top: number,
  height: number,
  rows: number,
  spare = 6,
): [number, number] {
  const first = Math.floor(top / frame.rowHeight) - spare;
  const end = Math.ceil((top + height) / frame.rowHeight) + spare;
  return [within(first, 0, rows), within(end, 0, rows)];
}

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(most, least));
}
