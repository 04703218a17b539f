// The link to a booking: its id is in the path, its token in the hash, which browsers do not send to servers.
const LINK = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?#([\w.~-]+)/i;

export function bookingLink(origin: string, id: string, token: string): string {
  return `${origin}/booking/${id}#${token}`;
}

/** The id and the token of a pasted link. Ignores line breaks and brackets that mail programs add. */
export function parseLink(pasted: string): { id: string; token: string } | null {
  const [, id, token] = LINK.exec(pasted.replaceAll(/\s/g, "")) ?? [];
  return id && token ? { id: id.toLowerCase(), token } : null;
}
