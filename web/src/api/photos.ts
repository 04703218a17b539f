// Where the photos of a unit are: those that were uploaded come from the API in several widths, others from elsewhere as they are.
import { apiBase } from "./client";

const OWN = "/api/photos/";
const WIDTHS = [480, 960, 1600];

export interface PhotoSource {
  src: string;
  srcSet?: string;
}

export function photoSource(photo: string): PhotoSource {
  if (!photo.startsWith(OWN)) return { src: photo };
  const at = (width: number) => `${apiBase}${photo}?width=${width}`;
  return { src: at(960), srcSet: WIDTHS.map((width) => `${at(width)} ${width}w`).join(", ") };
}

/** Which of our own photos it is; undefined for one that lies elsewhere. */
export function photoId(photo: string): string | undefined {
  return photo.startsWith(OWN) ? photo.slice(OWN.length) : undefined;
}
