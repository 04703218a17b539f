// Selects a stay night by night: the first night starts it, the next one extends it if all nights between are
// free.
import { addDays, type IsoDate, nightsBetween } from "../../format/dates";
import { MAX_NIGHTS, nightsOf, type Stay } from "../../format/stay";
import { isTaken, type Vacancy } from "./vacancies";

export interface Selection {
  unit: string;
  stay: Stay;
}

/** The stay between two nights in any order. Null if it contains a taken night or is too long. */
export function stayBetween(unit: Vacancy, one: IsoDate, other: IsoDate): Stay | null {
  const [first, last] = one < other ? [one, other] : [other, one];
  const stay = { checkIn: first, checkOut: addDays(last, 1) };
  if (nightsBetween(stay.checkIn, stay.checkOut) > MAX_NIGHTS) return null;
  return nightsOf(stay).some((night) => isTaken(unit, night)) ? null : stay;
}

/** The selection after a click on a night. Unchanged if the night is taken. */
export function selectNight(current: Selection | null, unit: Vacancy, night: IsoDate): Selection | null {
  if (isTaken(unit, night)) return current;
  const oneNight = { unit: unit.id, stay: { checkIn: night, checkOut: addDays(night, 1) } };
  if (current?.unit !== unit.id) return oneNight;
  const { checkIn, checkOut } = current.stay;
  // A night of the selection starts a new one, so that a stay can be shortened.
  if (checkIn <= night && night < checkOut) return oneNight;
  const stay = stayBetween(unit, night, night < checkIn ? addDays(checkOut, -1) : checkIn);
  return stay ? { unit: unit.id, stay } : oneNight;
}

/** The state of a night in the grid. */
export function nightState(
  unit: Vacancy,
  night: IsoDate,
  selection: Selection | null,
): "free" | "taken" | "chosen" {
  if (isTaken(unit, night)) return "taken";
  const chosen =
    selection?.unit === unit.id && selection.stay.checkIn <= night && night < selection.stay.checkOut;
  return chosen ? "chosen" : "free";
}
