// Converts between dates, columns, rows and pixels of the board. Pixels are relative to the first day of the
// first unit.
import { addDays, type IsoDate, nightsBetween } from "../../format/dates";
import type { Stay } from "../../format/stay";

export interface Frame {
  from: IsoDate;
  days: number;
  dayWidth: number;
  rowHeight: number;
}

/** The height of the header row of the board, in pixels. */
export const HEAD_HEIGHT = 48;

export interface Span {
  left: number;
  width: number;
  /** Whether the bar is cut at an edge of the board. */
  cutLeft: boolean;
  cutRight: boolean;
}

/** The column of a date. Negative or too large for a date that is not shown. */
export function columnOf(frame: Frame, date: IsoDate): number {
  return nightsBetween(frame.from, date);
}

export function dateOf(frame: Frame, column: number): IsoDate {
  return addDays(frame.from, column);
}

/** The column at an x position. */
export function columnAt(frame: Frame, x: number): number {
  return clamp(Math.floor(x / frame.dayWidth), 0, frame.days - 1);
}

/** The row at a y position. */
export function rowAt(frame: Frame, y: number, rows: number): number {
  return clamp(Math.floor(y / frame.rowHeight), 0, rows - 1);
}

/**
 * The position of a bar, from the middle of the check-in day to the middle of the check-out day. So the bars
 * of two stays with the same turnover day touch. Null if the stay is not visible.
 */
export function spanOf(frame: Frame, stay: Stay): Span | null {
  const begin = (columnOf(frame, stay.checkIn) + 0.5) * frame.dayWidth;
  const end = (columnOf(frame, stay.checkOut) + 0.5) * frame.dayWidth;
  const right = frame.days * frame.dayWidth;
  if (end <= 0 || begin >= right) return null;
  const left = Math.max(begin, 0);
  return { left, width: Math.min(end, right) - left, cutLeft: begin < 0, cutRight: end > right };
}

/** The stay between the start and the end of a drag over free days. */
export function stayBetween(frame: Frame, from: number, to: number): Stay {
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  return stayOfColumns(frame, columnAt(frame, first), columnAt(frame, last));
}

/** The stay between two columns, at least one night. */
export function stayOfColumns(frame: Frame, arrival: number, departure: number): Stay {
  const [first, last] = [Math.min(arrival, departure), Math.max(arrival, departure)];
  return { checkIn: dateOf(frame, first), checkOut: dateOf(frame, Math.max(last, first + 1)) };
}

export type Grip = "whole" | "start" | "end";

/** The stay after a drag of its bar or of one end by a distance in pixels. At least one night. */
export function dragStay(frame: Frame, stay: Stay, grip: Grip, distance: number): Stay {
  const days = Math.round(distance / frame.dayWidth);
  const longest = nightsBetween(stay.checkIn, stay.checkOut) - 1;
  if (grip === "start") return { ...stay, checkIn: addDays(stay.checkIn, Math.min(days, longest)) };
  if (grip === "end") return { ...stay, checkOut: addDays(stay.checkOut, Math.max(days, -longest)) };
  return { checkIn: addDays(stay.checkIn, days), checkOut: addDays(stay.checkOut, days) };
}

/** Whether two stays share a night. */
export function overlap(one: Stay, other: Stay): boolean {
  return one.checkIn < other.checkOut && other.checkIn < one.checkOut;
}

/** The rows `[first, end)` to render: the visible ones, and `overscan` more on both sides. */
export function visibleRows(
  frame: Frame,
  top: number,
  height: number,
  rows: number,
  overscan = 6,
): [number, number] {
  const first = Math.floor(top / frame.rowHeight) - overscan;
  const end = Math.ceil((top + height) / frame.rowHeight) + overscan;
  return [clamp(first, 0, rows), clamp(end, 0, rows)];
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), Math.max(max, min));
}
