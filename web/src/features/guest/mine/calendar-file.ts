// A stay as an iCalendar file (RFC 5545), as an all-day event without a time zone.
import type { Booking } from "../../../api/bookings";

type Event = Pick<
  Booking,
  "id" | "code" | "propertyName" | "status" | "checkIn" | "checkOut" | "version" | "updatedAt"
> & {
  summary: string;
  description: string;
};

/** Escapes the special characters of a text value. */
function escapeText(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll(";", "\\;")
    .replaceAll(",", "\\,")
    .replaceAll(/\r\n|\r|\n/g, "\\n");
}

/** Folds a line to at most 75 bytes. A continuation line begins with a space. */
function foldLine(line: string): string {
  const encoder = new TextEncoder();
  const parts: string[] = [];
  let part = "";
  for (const character of line) {
    const maxBytes = parts.length === 0 ? 75 : 74;
    if (encoder.encode(part + character).length > maxBytes) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part].join("\r\n ");
}

const date = (iso: string) => iso.replaceAll("-", "");
const moment = (iso: string) => `${new Date(iso).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;

/**
 * The content of the file. A later file of the same booking updates the event, because its UID stays the
 * same.
 */
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
    `SUMMARY:${escapeText(event.summary)}`,
    `LOCATION:${escapeText(event.propertyName)}`,
    `DESCRIPTION:${escapeText(event.description)}`,
    `STATUS:${event.status === "PENDING" ? "TENTATIVE" : "CONFIRMED"}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${foldLine(line)}\r\n`).join("");
}
