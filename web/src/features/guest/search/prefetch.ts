// What the search shows to somebody who opens it without any wishes.
import type { QueryClient } from "@tanstack/react-query";
import { propertiesQuery } from "../../../api/properties";
import { unitsQuery } from "../../../api/units";
import { partyOf } from "../../../components/stay/stay-search";

export async function prefetchSearch(cache: QueryClient): Promise<void> {
  await cache.prefetchQuery(propertiesQuery);
  const property = cache.getQueryData(propertiesQuery.queryKey)?.[0];
  if (property) await cache.prefetchInfiniteQuery(unitsQuery(property.id, partyOf({})));
}
