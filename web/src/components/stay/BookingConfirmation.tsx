import { Stack, Text, Title } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import type { Booking } from "../../api/bookings";
import type { Property } from "../../api/properties";
import { formatMoment } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { formatStay } from "./format-stay";

interface Props {
  booking: Booking;
  property: Property;
  texts: { held: string; booked: string; code: string; until: (moment: string, place: string) => string };
  /** The party or the name of the guest. */
  guests: string;
  /** Whether this is the main content of the page. The heading is then its `h1`. */
  isPage?: boolean;
}

/** Confirms a booking: its code, units, dates and price, and until when it is held. */
export function BookingConfirmation({ booking, property, texts, guests, isPage = false }: Props) {
  const held = booking.status === "PENDING" && booking.holdExpiresAt;
  return (
    <Stack align="center" ta="center" gap={isPage ? "xs" : 4}>
      <IconCircleCheck
        size={isPage ? 56 : 48}
        stroke={1.4}
        color="var(--mantine-color-forest-6)"
        aria-hidden
      />
      <Title order={isPage ? 1 : 2} size={isPage ? "h2" : "h3"}>
        {held ? texts.held : texts.booked}
      </Title>
      <Text size="sm" c="dimmed">
        {texts.code}
      </Text>
      <Text fz={isPage ? 34 : 30} fw={700} lh={1.1} ff="monospace">
        {booking.code}
      </Text>
      <Text>
        {booking.units.map((unit) => unit.name).join(", ")}, {formatStay(booking)}
      </Text>
      <Text>
        {guests}, {formatMoney(booking.total)}
      </Text>
      {held && (
        <Text fw={600} size={isPage ? "md" : "sm"}>
          {texts.until(formatMoment(held, property.timezone), property.name)}
        </Text>
      )}
    </Stack>
  );
}
