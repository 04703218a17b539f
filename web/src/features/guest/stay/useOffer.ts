// What a chosen stay in one unit costs now, or that it cannot be had.
import { skipToken, useQuery } from "@tanstack/react-query";
import type { Party, Stay } from "../../../components/stay/stay";
import { offerQuery } from "../api/availability";
import type { Unit } from "../api/units";

export function useOffer(unit: Unit, stay: Stay | null, party: Party) {
  const tooMany = party.adults + party.children > unit.sleeps;
  const wanted = offerQuery(unit.propertyId, unit.id, stay ?? { checkIn: "", checkOut: "" }, party);
  const offer = useQuery(stay && !tooMany ? wanted : { ...wanted, queryFn: skipToken });
  return { ...offer, tooMany };
}
