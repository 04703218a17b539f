// The link to a booking: its id in the path, its token after the `#`, which no server ever sees.
const LINK = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?#([\w.~-]+)/i;

export function bookingLink(origin: string, id: string, token: string): string {
  return `${origin}/booking/${id}#${token}`;
}

/** Id and token of a link that somebody pasted, with or without what mail programs put around it. */
export function readLink(pasted: string): { id: string; token: string } | null {
  const [, id, token] = LINK.exec(pasted.replaceAll(/\s/g, "")) ?? [];
  return id && token ? { id: id.toLowerCase(), token } : null;
}
