// What the search page shows first, asked for before its code is there.
import type { QueryClient } from "@tanstack/react-query";
import { freeUnitsQuery } from "../../../api/availability";
import { photoSource } from "../../../api/photos";
import { propertiesQuery } from "../../../api/properties";
import { type Unit, unitsQuery } from "../../../api/units";
import type { StaySearch } from "../../../components/stay/stay-search";
import { CARD_WIDTHS } from "./card-widths";
import { type Wanted, wantedOf } from "./wanted";

/** Exactly what the page will ask for, by the same reading of the address, and the photo that it is waited for. */
export async function prefetchSearch(cache: QueryClient, search: StaySearch): Promise<void> {
  await cache.prefetchQuery(propertiesQuery);
  const wanted = wantedOf(search, cache.getQueryData(propertiesQuery.queryKey) ?? []);
  if (!wanted) return;
  const photo = (await firstUnit(cache, wanted))?.photos[0];
  if (photo) preloadPhoto(photo);
}

async function firstUnit(
  cache: QueryClient,
  { property, stay, party }: Wanted,
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

/** The same address that the card's image chooses. */
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
