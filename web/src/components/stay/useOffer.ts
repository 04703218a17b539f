// The current offer of a unit for a stay: its price, null if it is not free, or `tooMany` for the party.
import { skipToken, useQuery } from "@tanstack/react-query";
import { offerQuery } from "../../api/availability";
import type { Unit } from "../../api/units";
import type { Party, Stay } from "../../format/stay";

export function useOffer(unit: Pick<Unit, "id" | "propertyId" | "sleeps">, stay: Stay | null, party: Party) {
  const tooMany = party.adults + party.children > unit.sleeps;
  const options = offerQuery(unit.propertyId, unit.id, stay ?? { checkIn: "", checkOut: "" }, party);
  const offer = useQuery(stay && !tooMany ? options : { ...options, queryFn: skipToken });
  return { ...offer, tooMany };
}
