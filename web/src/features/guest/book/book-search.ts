// The search params of the booking form: the stay, the party and the step.
import type { RawSearch } from "../../../components/search-params";
import { readStaySearch, type StaySearch } from "../../../components/stay/stay-search";

export const STEPS = ["stay", "guest", "check"] as const;
export type Step = (typeof STEPS)[number];

export interface BookSearch extends StaySearch {
  step?: Step;
}

export function readBookSearch(raw: RawSearch): BookSearch {
  const step = STEPS.find((known) => known === raw.step);
  return { ...readStaySearch(raw), ...(step ? { step } : {}) };
}
