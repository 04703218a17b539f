// The image sources of unit photos, which the API serves in several widths.
import { apiBase } from "./client";

const PHOTOS = "/api/photos/";
const WIDTHS = [480, 960, 1600];

export interface PhotoSource {
  src: string;
  srcSet: string;
}

export function photoSource(url: string): PhotoSource {
  const urlAt = (width: number) => `${apiBase}${url}?width=${width}`;
  return { src: urlAt(960), srcSet: WIDTHS.map((width) => `${urlAt(width)} ${width}w`).join(", ") };
}

export function photoId(url: string): string {
  return url.slice(PHOTOS.length);
}
