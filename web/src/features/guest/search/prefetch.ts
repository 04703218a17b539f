// Requests the data of the search page before its code has loaded.
import type { QueryClient } from "@tanstack/react-query";
import { freeUnitsQuery } from "../../../api/availability";
import { photoSource } from "../../../api/photos";
import { propertiesQuery } from "../../../api/properties";
import { type Unit, unitsQuery } from "../../../api/units";
import type { StaySearch } from "../../../components/stay/stay-search";
import { CARD_WIDTHS } from "./card-widths";
import { resolveSearch, type SearchContext } from "./resolve-search";

/** Prefetches the queries that the page will use, and preloads its first photo. */
export async function prefetchSearch(cache: QueryClient, search: StaySearch): Promise<void> {
  await cache.prefetchQuery(propertiesQuery);
  const context = resolveSearch(search, cache.getQueryData(propertiesQuery.queryKey) ?? []);
  if (!context) return;
  const photo = (await firstUnit(cache, context))?.photos[0];
  if (photo) preloadPhoto(photo);
}

async function firstUnit(
  cache: QueryClient,
  { property, stay, party }: SearchContext,
): Promise<Pick<Unit, "photos"> | undefined> {
  if (stay) {
    const free = freeUnitsQuery(property.id, stay, party);
    await cache.prefetchInfiniteQuery(free);
    return cache.getQueryData(free.queryKey)?.pages[0]?.units[0];
  }
  const units = unitsQuery(property.id, party);
  await cache.prefetchInfiniteQuery(units);
  return cache.getQueryData(units.queryKey)?.pages[0]?.units[0];
}

/** Preloads the source that the image of the card will select. */
function preloadPhoto(photo: string): void {
  const { src, srcSet } = photoSource(photo);
  const link = document.createElement("link");
  link.rel = "preload";
  link.as = "image";
  link.fetchPriority = "high";
  link.referrerPolicy = "no-referrer";
  if (srcSet) {
    link.imageSrcset = srcSet;
    link.imageSizes = CARD_WIDTHS;
  } else link.href = src;
  document.head.append(link);
}
