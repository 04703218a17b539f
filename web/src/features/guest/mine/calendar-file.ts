// A stay as a calendar file (RFC 5545): whole days, which have no time zone.
import type { Booking } from "../../../api/bookings";

type Event = Pick<
  Booking,
  "id" | "code" | "propertyName" | "status" | "checkIn" | "checkOut" | "version" | "updatedAt"
> & {
  summary: string;
  description: string;
};

/** Commas, semicolons, backslashes and line breaks mean something in a calendar file. */
function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll(";", "\\;")
    .replaceAll(",", "\\,")
    .replaceAll(/\r\n|\r|\n/g, "\\n");
}

/** A line has at most 75 bytes; what follows a break begins with a space. */
function folded(line: string): string {
  const bytes = new TextEncoder();
  const parts: string[] = [];
  let part = "";
  for (const character of line) {
    const most = parts.length === 0 ? 75 : 74;
    if (bytes.encode(part + character).length > most) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part].join("\r\n ");
}

const date = (iso: string) => iso.replaceAll("-", "");
const moment = (iso: string) => `${new Date(iso).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;

/** The file; opening a later one of the same booking moves the event instead of adding another. */
export function calendarFile(event: Event): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Soulter//Guest//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    "BEGIN:VEVENT",
    `UID:booking-${event.id}@soulter`,
    `DTSTAMP:${moment(event.updatedAt)}`,
    `SEQUENCE:${event.version}`,
    `DTSTART;VALUE=DATE:${date(event.checkIn)}`,
    `DTEND;VALUE=DATE:${date(event.checkOut)}`,
    `SUMMARY:${escaped(event.summary)}`,
    `LOCATION:${escaped(event.propertyName)}`,
    `DESCRIPTION:${escaped(event.description)}`,
    `STATUS:${event.status === "PENDING" ? "TENTATIVE" : "CONFIRMED"}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}
