// The image sources of unit photos. The API serves uploaded photos in several widths; other URLs are used
// unchanged.
import { apiBase } from "./client";

const UPLOADED = "/api/photos/";
const WIDTHS = [480, 960, 1600];

export interface PhotoSource {
  src: string;
  srcSet?: string;
}

export function photoSource(url: string): PhotoSource {
  if (!url.startsWith(UPLOADED)) return { src: url };
  const urlAt = (width: number) => `${apiBase}${url}?width=${width}`;
  return { src: urlAt(960), srcSet: WIDTHS.map((width) => `${urlAt(width)} ${width}w`).join(", ") };
}

/** The id of an uploaded photo. Undefined for a photo on another server. */
export function photoId(url: string): string | undefined {
  return url.startsWith(UPLOADED) ? url.slice(UPLOADED.length) : undefined;
}
