// The booking as it stands in its address: the stay, the party, and how far one is.
import { readStaySearch, type StaySearch } from "../../../components/stay/stay-search";

export const STEPS = ["stay", "guest", "check"] as const;
export type Step = (typeof STEPS)[number];

export interface BookSearch extends StaySearch {
  step?: Step;
}

export function readBookSearch(given: Record<string, unknown>): BookSearch {
  const step = STEPS.find((known) => known === given.step);
  return { ...readStaySearch(given), ...(step ? { step } : {}) };
}
