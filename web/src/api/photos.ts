// Where the photos of a unit are: those that were uploaded come from the API in several widths, others from elsewhere as they are.
import { apiBase } from "./client";

const WIDTHS = [480, 960, 1600];

export interface PhotoSource {
  src: string;
  srcSet?: string;
}

export function photoSource(photo: string): PhotoSource {
  if (!photo.startsWith("/")) return { src: photo };
  const at = (width: number) => `${apiBase}${photo}?width=${width}`;
  return { src: at(960), srcSet: WIDTHS.map((width) => `${at(width)} ${width}w`).join(", ") };
}
