// Choosing a stay night by night: the first one begins it, the next one lengthens it as far as every night between is free.
import { addDays, type IsoDate, nightsBetween } from "../../format/dates";
import { MAX_NIGHTS, nightsOf, type Stay } from "../../format/stay";
import { isTaken, type Vacancy } from "./vacancies";

export interface Choice {
  unit: string;
  stay: Stay;
}

/** From one night to another, whichever is first; null when a night between is taken. */
export function between(unit: Vacancy, one: IsoDate, other: IsoDate): Stay | null {
  const [first, last] = one < other ? [one, other] : [other, one];
  const stay = { checkIn: first, checkOut: addDays(last, 1) };
  if (nightsBetween(stay.checkIn, stay.checkOut) > MAX_NIGHTS) return null;
  return nightsOf(stay).some((night) => isTaken(unit, night)) ? null : stay;
}

/** What is chosen after somebody has pointed at a night; unchanged when it is taken. */
export function pick(now: Choice | null, unit: Vacancy, night: IsoDate): Choice | null {
  if (isTaken(unit, night)) return now;
  const alone = { unit: unit.id, stay: { checkIn: night, checkOut: addDays(night, 1) } };
  if (now?.unit !== unit.id) return alone;
  const { checkIn, checkOut } = now.stay;
  // A night that is chosen already begins anew: so a stay gets shorter again.
  if (checkIn <= night && night < checkOut) return alone;
  const stay = between(unit, night, night < checkIn ? addDays(checkOut, -1) : checkIn);
  return stay ? { unit: unit.id, stay } : alone;
}
