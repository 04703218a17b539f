// Where the photo of a unit is. Our own are paths of the API, in three widths; others are addresses of their own.
import { apiOrigin } from "./client";

const OWN = "/api/photos/";

export type PhotoWidth = 480 | 960 | 1600;

export function photoAddress(photo: string, width: PhotoWidth, origin: string = apiOrigin()): string {
  return photo.startsWith(OWN) ? `${origin}${photo}?width=${width}` : photo;
}

/** Which of our own photos it is; undefined for one that lies elsewhere. */
export function photoId(photo: string): string | undefined {
  return photo.startsWith(OWN) ? photo.slice(OWN.length) : undefined;
}
