// What an address of the search asks for.
import type { Property } from "../../../api/properties";
import { partyOf, type StaySearch, stayOf } from "../../../components/stay/stay-search";
import { type IsoDate, todayIn } from "../../../format/dates";
import type { Party, Stay } from "../../../format/stay";

export interface Wanted {
  property: Property;
  today: IsoDate;
  stay: Stay | null;
  party: Party;
}

/** Null where there is no property at all. One that does not exist, or none, is the first one. */
export function wantedOf(search: StaySearch, properties: Property[]): Wanted | null {
  const property = properties.find((one) => one.id === search.where) ?? properties[0];
  if (!property) return null;
  const today = todayIn(property.timezone);
  return { property, today, stay: stayOf(search, today), party: partyOf(search) };
}
