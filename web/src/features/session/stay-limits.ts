// What the visitor may book. The API decides; the calendar does not offer what it would refuse.
import type { Property } from "../../api/properties";
import { addDays, todayIn } from "../../format/dates";
import type { StayLimits } from "../../format/stay";
import { type Me, may, useMe } from "./session";

/** The property's limits for visitors and customers. Whoever sees the calendar of all units, staff and agents, has none. */
export function limitsFor(me: Me | null, property: Property): StayLimits | undefined {
  if (may(me, "calendar:read")) return undefined;
  const latest = addDays(todayIn(property.timezone), property.visitorFurthestDays);
  return { longest: property.visitorLongestStay, latest };
}

export function useStayLimits(property: Property): StayLimits | undefined {
  return limitsFor(useMe(), property);
}
