import { Button } from "@mantine/core";
import { IconCalendarPlus } from "@tabler/icons-react";
import type { Booking } from "../../../api/bookings";
import { t } from "../../../text/texts";
import { calendarFile } from "./calendar-file";

/** The stay as a file for one's own calendar, made here. */
export function CalendarButton({ booking }: { booking: Booking }) {
  const save = () => {
    const units = booking.units.map((unit) => unit.name).join(", ");
    const file = calendarFile({
      ...booking,
      summary: `${booking.propertyName}: ${units}`,
      description: t.guest.mine.titleOf(booking.code),
    });
    const address = URL.createObjectURL(new Blob([file], { type: "text/calendar;charset=utf-8" }));
    const link = Object.assign(document.createElement("a"), {
      href: address,
      download: `${booking.code}.ics`,
    });
    link.click();
    // Some browsers read the file only after the click has returned.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  return (
    <Button variant="light" leftSection={<IconCalendarPlus size={18} aria-hidden />} onClick={save}>
      {t.guest.done.calendar}
    </Button>
  );
}
