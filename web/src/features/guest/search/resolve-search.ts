// The search params of the search page, resolved with the list of properties.
import type { Property } from "../../../api/properties";
import { partyOf, type StaySearch, stayOf } from "../../../components/stay/stay-search";
import { type IsoDate, todayIn } from "../../../format/dates";
import type { Party, Stay } from "../../../format/stay";

export interface SearchContext {
  property: Property;
  today: IsoDate;
  stay: Stay | null;
  party: Party;
}

/** Null if there are no properties. A missing or unknown property is replaced by the first one. */
export function resolveSearch(search: StaySearch, properties: Property[]): SearchContext | null {
  const property = properties.find(({ id }) => id === search.where) ?? properties[0];
  if (!property) return null;
  const today = todayIn(property.timezone);
  return { property, today, stay: stayOf(search, today), party: partyOf(search) };
}
