// What is drawn on the lines of the board: bookings and blocks as bars, by unit, in the order of their days.
import { formatStay } from "../../components/stay/format-stay";
import type { Stay } from "../../format/stay";
import { staffTexts } from "../../text/signed-in/staff";
import type { Board, BoardBlock, BoardBooking, BoardUnit } from "./queries";

export interface Bar extends Stay {
  /** One for each unit of a booking. */
  key: string;
  id: string;
  unitId: string;
  text: string;
  look: BoardBooking["status"] | "BLOCK";
  booking?: BoardBooking;
  block?: BoardBlock;
}

/** Whether dates and units of a booking may still be changed: the API refuses the others. */
export function isMovable(status: BoardBooking["status"]): boolean {
  return status === "PENDING" || status === "CONFIRMED";
}

/** The bars of each unit. */
export function barsOf(board: Board): Map<string, Bar[]> {
  const found = new Map<string, Bar[]>(board.units.map((unit) => [unit.id, []]));
  for (const booking of board.bookings) {
    for (const unitId of booking.unitIds) found.get(unitId)?.push(barOfBooking(booking, unitId));
  }
  for (const block of board.blocks) found.get(block.unitId)?.push(barOfBlock(block));
  for (const bars of found.values()) bars.sort((one, other) => (one.checkIn < other.checkIn ? -1 : 1));
  return found;
}

function barOfBooking(booking: BoardBooking, unitId: string): Bar {
  const stay = { checkIn: booking.checkIn, checkOut: booking.heldUntil ?? booking.checkOut };
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

/** A bar in words, made only for those in sight: writing a date costs more than drawing a bar. */
export function labelOf(bar: Bar, unit: string): string {
  if (bar.look === "BLOCK") return staffTexts.board.block(bar.text, unit, formatStay(bar));
  return staffTexts.board.bar(bar.text, staffTexts.status[bar.look], unit, formatStay(bar));
}

/** The bar that has a night of a unit. */
export function barAt(bars: readonly Bar[], night: string): Bar | undefined {
  return bars.find((bar) => bar.checkIn <= night && night < bar.checkOut);
}

/** Who has nights that somebody else wanted: the names behind a refusal. */
export function holders(
  board: Board,
  taken: readonly { unitId: string; night: string }[],
  but: string,
): string[] {
  const bars = barsOf(board);
  const found = new Set<string>();
  for (const { unitId, night } of taken) {
    const bar = barAt(
      (bars.get(unitId) ?? []).filter((other) => other.id !== but),
      night,
    );
    if (bar)
      found.add(
        bar.booking ? `${bar.booking.guestName} (${bar.booking.code})` : staffTexts.move.blockedFor(bar.text),
      );
  }
  return [...found];
}

/** The units of a booking after one of them was exchanged. */
export function exchanged(unitIds: readonly string[], from: string, to: string): string[] {
  return [...new Set(unitIds.map((id) => (id === from ? to : id)))];
}

export function unitName(units: readonly BoardUnit[], id: string): string {
  return units.find((unit) => unit.id === id)?.name ?? "";
}
