// A stay as a guest chooses it: nights from check-in up to check-out, which is not a night.
import { addDays, type IsoDate, nightsBetween } from "./dates";

export interface Stay {
  checkIn: IsoDate;
  checkOut: IsoDate;
}

export interface Party {
  adults: number;
  children: number;
}

export type TakenNights = ReadonlySet<IsoDate>;

export const LONGEST_STAY = 365;
export const MOST_PEOPLE = 100;

/** The nights of a stay, each named by the date on which it begins. */
export function nightsOf(stay: Stay): IsoDate[] {
  return Array.from({ length: nightsBetween(stay.checkIn, stay.checkOut) }, (_, i) =>
    addDays(stay.checkIn, i),
  );
}

export function isFree(stay: Stay, taken: TakenNights): boolean {
  return nightsOf(stay).every((night) => !taken.has(night));
}

export function shifted(stay: Stay, days: number): Stay {
  return { checkIn: addDays(stay.checkIn, days), checkOut: addDays(stay.checkOut, days) };
}

/** Without nights that are one's own: a booking may keep them when it moves. */
export function withoutNights(taken: TakenNights, own: Stay): TakenNights {
  const mine = new Set(nightsOf(own));
  return new Set([...taken].filter((night) => !mine.has(night)));
}

/**
 * Whether a date can be picked. As the first date of a stay its night must be free. As the second one only the nights between
 * the two count: a stay may end on the day another begins.
 */
export function canPick(date: IsoDate, first: IsoDate | null, taken: TakenNights): boolean {
  if (first === null) return !taken.has(date);
  if (date === first) return true;
  const stay = date < first ? { checkIn: date, checkOut: first } : { checkIn: first, checkOut: date };
  return nightsBetween(stay.checkIn, stay.checkOut) <= LONGEST_STAY && isFree(stay, taken);
}

/** Free stays of the same length near the one that was wanted, the nearest first. */
export function nearStays(wanted: Stay, taken: TakenNights, today: IsoDate, most = 4, reach = 30): Stay[] {
  const shifts = Array.from({ length: reach }, (_, i) => [i + 1, -(i + 1)]).flat();
  return shifts
    .map((days) => shifted(wanted, days))
    .filter((stay) => stay.checkIn >= today && isFree(stay, taken))
    .slice(0, most);
}
