import { Button } from "@mantine/core";
import { IconCalendarPlus } from "@tabler/icons-react";
import type { Booking } from "../../../api/bookings";
import { t } from "../../../text/texts";
import { calendarFile } from "./calendar-file";

/** Downloads the stay as a calendar file. */
export function CalendarButton({ booking }: { booking: Booking }) {
  const download = () => {
    const units = booking.units.map((unit) => unit.name).join(", ");
    const file = calendarFile({
      ...booking,
      summary: `${booking.propertyName}: ${units}`,
      description: t.guest.mine.titleOf(booking.code),
    });
    const url = URL.createObjectURL(new Blob([file], { type: "text/calendar;charset=utf-8" }));
    const link = Object.assign(document.createElement("a"), {
      href: url,
      download: `${booking.code}.ics`,
    });
    link.click();
    // Some browsers read the file after the click event has returned.
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return (
    <Button variant="light" leftSection={<IconCalendarPlus size={18} aria-hidden />} onClick={download}>
      {t.guest.done.calendar}
    </Button>
  );
}
