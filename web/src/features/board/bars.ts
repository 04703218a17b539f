// The bars of the board: bookings and blocks, by unit, in the order of their dates.
import { formatStay } from "../../components/stay/format-stay";
import type { Stay } from "../../format/stay";
import { staffTexts } from "../../text/signed-in/staff";
import type { Board, BoardBlock, BoardBooking, BoardUnit } from "./queries";

export interface Bar extends Stay {
  /** Unique, because a booking has a bar for each of its units. */
  key: string;
  id: string;
  unitId: string;
  text: string;
  look: BoardBooking["status"] | "BLOCK";
  booking?: BoardBooking;
  block?: BoardBlock;
}

/** Whether a booking with this status can be moved. The API rejects the others. */
export function isMovable(status: BoardBooking["status"]): boolean {
  return status === "PENDING" || status === "CONFIRMED" || status === "CHECKED_IN";
}

/** The bars of each unit. */
export function barsOf(board: Board): Map<string, Bar[]> {
  const barsByUnit = new Map<string, Bar[]>(board.units.map((unit) => [unit.id, []]));
  for (const booking of board.bookings) {
    for (const unitId of booking.unitIds) barsByUnit.get(unitId)?.push(barOfBooking(booking, unitId));
  }
  for (const block of board.blocks) barsByUnit.get(block.unitId)?.push(barOfBlock(block));
  for (const bars of barsByUnit.values()) bars.sort((a, b) => (a.checkIn < b.checkIn ? -1 : 1));
  return barsByUnit;
}

function barOfBooking(booking: BoardBooking, unitId: string): Bar {
  const part = booking.nights?.find((nights) => nights.unitId === unitId);
  const stay = part
    ? { checkIn: part.from, checkOut: part.to }
    : { checkIn: booking.checkIn, checkOut: booking.heldUntil ?? booking.checkOut };
  return {
    ...stay,
    key: `${booking.id} ${unitId}`,
    id: booking.id,
    unitId,
    text: booking.guestName,
    look: booking.status,
    booking,
  };
}

function barOfBlock(block: BoardBlock): Bar {
  const stay = { checkIn: block.from, checkOut: block.to };
  return {
    ...stay,
    key: block.id,
    id: block.id,
    unitId: block.unitId,
    text: block.reason,
    look: "BLOCK",
    block,
  };
}

/**
 * The label of a bar. Created for visible bars only, because formatting dates takes longer than rendering a
 * bar.
 */
export function labelOf(bar: Bar, unit: string): string {
  if (bar.look === "BLOCK") return staffTexts.board.block(bar.text, unit, formatStay(bar));
  return staffTexts.board.bar(bar.text, staffTexts.status[bar.look], unit, formatStay(bar));
}

/** The bar that contains a night. */
export function barAt(bars: readonly Bar[], night: string): Bar | undefined {
  return bars.find((bar) => bar.checkIn <= night && night < bar.checkOut);
}

/** The names of the bookings and blocks that have the taken nights. */
export function holdersOf(
  board: Board,
  taken: readonly { unitId: string; night: string }[],
  exceptId: string,
): string[] {
  const bars = barsOf(board);
  const names = new Set<string>();
  for (const { unitId, night } of taken) {
    const bar = barAt(
      (bars.get(unitId) ?? []).filter(({ id }) => id !== exceptId),
      night,
    );
    if (bar)
      names.add(
        bar.booking ? `${bar.booking.guestName} (${bar.booking.code})` : staffTexts.move.blockedFor(bar.text),
      );
  }
  return [...names];
}

/** The units with one of them replaced by another. */
export function replaceUnit(unitIds: readonly string[], from: string, to: string): string[] {
  return [...new Set(unitIds.map((id) => (id === from ? to : id)))];
}

export function unitName(units: readonly BoardUnit[], id: string): string {
  return units.find((unit) => unit.id === id)?.name ?? "";
}
