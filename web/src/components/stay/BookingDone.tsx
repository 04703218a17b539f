import { Stack, Text, Title } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import type { Booking } from "../../api/bookings";
import type { Property } from "../../api/properties";
import { formatMoment } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { saidStay } from "./StayField";

interface Props {
  booking: Booking;
  property: Property;
  /** How the one who booked is told. */
  words: { held: string; booked: string; code: string; until: (moment: string, place: string) => string };
  /** Who comes. */
  who: string;
  /** The page is about nothing else. */
  page?: boolean;
}

/** It is booked: the code, what and when, what it costs, and until when it is held. */
export function BookingDone({ booking, property, words, who, page = false }: Props) {
  const held = booking.status === "PENDING" && booking.holdExpiresAt;
  return (
    <Stack align="center" ta="center" gap={page ? "xs" : 4}>
      <IconCircleCheck size={page ? 56 : 48} stroke={1.4} color="var(--mantine-color-forest-6)" aria-hidden />
      <Title order={page ? 1 : 2} size={page ? "h2" : "h3"}>
        {held ? words.held : words.booked}
      </Title>
      <Text size="sm" c="dimmed">
        {words.code}
      </Text>
      <Text fz={page ? 34 : 30} fw={700} lh={1.1} ff="monospace">
        {booking.code}
      </Text>
      <Text>
        {booking.units.map((unit) => unit.name).join(", ")}, {saidStay(booking)}
      </Text>
      <Text>
        {who}, {formatMoney(booking.total)}
      </Text>
      {held && (
        <Text fw={600} size={page ? "md" : "sm"}>
          {words.until(formatMoment(held, property.timezone), property.name)}
        </Text>
      )}
    </Stack>
  );
}
