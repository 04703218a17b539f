// A stay is the nights from check-in up to check-out. The day of check-out is not a night of the stay.
import { addDays, type IsoDate, nightsBetween } from "./dates";

export interface Stay {
  checkIn: IsoDate;
  checkOut: IsoDate;
}

export interface Party {
  adults: number;
  children: number;
}

/** What the property lets somebody book: the most nights, and the last day on which a stay may begin. */
export interface StayLimits {
  longest: number;
  latest: IsoDate;
}

export type TakenNights = ReadonlySet<IsoDate>;

export const MAX_NIGHTS = 365;
export const MAX_GUESTS = 100;

/** The nights of a stay, each as the date on which it begins. */
export function nightsOf(stay: Stay): IsoDate[] {
  return Array.from({ length: nightsBetween(stay.checkIn, stay.checkOut) }, (_, i) =>
    addDays(stay.checkIn, i),
  );
}

export function isFree(stay: Stay, taken: TakenNights): boolean {
  return nightsOf(stay).every((night) => !taken.has(night));
}

export function shiftStay(stay: Stay, days: number): Stay {
  return { checkIn: addDays(stay.checkIn, days), checkOut: addDays(stay.checkOut, days) };
}

/** The taken nights without those of the booking itself, which it may keep when it is changed. */
export function withoutNights(taken: TakenNights, own: Stay): TakenNights {
  const ownNights = new Set(nightsOf(own));
  return new Set([...taken].filter((night) => !ownNights.has(night)));
}

/**
 * Whether a date can be picked. The first date of a stay needs a free night. The second one needs free nights
 * between the two, because a stay may end on the day another begins.
 */
export function canPick(
  date: IsoDate,
  first: IsoDate | null,
  taken: TakenNights,
  limits?: StayLimits,
): boolean {
  if (first === null) return !taken.has(date) && (limits === undefined || date <= limits.latest);
  if (date === first) return true;
  const stay = date < first ? { checkIn: date, checkOut: first } : { checkIn: first, checkOut: date };
  return nightsBetween(stay.checkIn, stay.checkOut) <= (limits?.longest ?? MAX_NIGHTS) && isFree(stay, taken);
}

/** Free stays of the same length, nearest first. */
export function nearbyStays(
  stay: Stay,
  taken: TakenNights,
  today: IsoDate,
  limit = 4,
  maxShift = 30,
): Stay[] {
  const shifts = Array.from({ length: maxShift }, (_, i) => [i + 1, -(i + 1)]).flat();
  return shifts
    .map((days) => shiftStay(stay, days))
    .filter((nearby) => nearby.checkIn >= today && isFree(nearby, taken))
    .slice(0, limit);
}
