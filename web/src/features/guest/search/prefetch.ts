// What the search shows to somebody who opens it without any wishes.
import type { QueryClient } from "@tanstack/react-query";
import { propertiesQuery } from "../../../api/properties";
import { unitsQuery } from "../../../api/units";
import { partyOf } from "../../../components/stay/stay-search";

/** Both at once: the answer to the second question does not wait until the app has time to ask it. */
export async function prefetchSearch(cache: QueryClient): Promise<void> {
  const everywhere = unitsQuery(null, partyOf({}));
  await Promise.all([cache.prefetchQuery(propertiesQuery), cache.prefetchInfiniteQuery(everywhere)]);
  const [property, another] = cache.getQueryData(propertiesQuery.queryKey) ?? [];
  const units = cache.getQueryData(everywhere.queryKey);
  // Of several properties the page shows the first one's, and asks for them.
  if (property && !another && units) cache.setQueryData(unitsQuery(property.id, partyOf({})).queryKey, units);
}
