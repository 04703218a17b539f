import { Anchor, Card, Group, Stack, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ListedBooking } from "../../api/bookings";
import { formatStay } from "../../components/stay/format-stay";
import { formatMoney } from "../../format/money";
import { accountTexts } from "../../text/signed-in/account";
import { StatusBadge } from "./StatusBadge";

const unitsOf = (booking: ListedBooking) => booking.units.map((unit) => unit.name).join(", ");

/** The bookings as a table, for wide screens. */
export function BookingTable({ bookings }: { bookings: ListedBooking[] }) {
  const text = accountTexts.bookings;
  return (
    <Table highlightOnHover verticalSpacing="sm" aria-label={text.title}>
      <Table.Thead>
        <Table.Tr>
          {[text.codeHead, text.guestHead, text.stay, text.unitHead, text.status].map((head) => (
            <Table.Th key={head}>{head}</Table.Th>
          ))}
          <Table.Th ta="right">{text.total}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {bookings.map((booking) => (
          <Table.Tr key={booking.id}>
            <Table.Td>
              <Anchor
                size="sm"
                renderRoot={(props) => (
                  <Link to="/account/bookings/$bookingId" params={{ bookingId: booking.id }} {...props} />
                )}
              >
                {booking.code}
              </Anchor>
            </Table.Td>
            <Table.Td style={{ overflowWrap: "anywhere" }}>{booking.guest.name}</Table.Td>
            <Table.Td>
              {formatStay(booking)}
              <Text size="sm" c="dimmed">
                {text.nights(booking.nights)}, {text.party(booking.adults, booking.children)}
              </Text>
            </Table.Td>
            <Table.Td>{unitsOf(booking)}</Table.Td>
            <Table.Td>
              <StatusBadge status={booking.status} />
            </Table.Td>
            <Table.Td ta="right" fw={600} style={{ whiteSpace: "nowrap" }}>
              {formatMoney(booking.total)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The bookings as cards, for narrow screens. The whole card is the link. */
export function BookingCards({ bookings }: { bookings: ListedBooking[] }) {
  return (
    <Stack gap="sm">
      {bookings.map((booking) => (
        <BookingCard key={booking.id} booking={booking} />
      ))}
    </Stack>
  );
}

function BookingCard({ booking }: { booking: ListedBooking }) {
  const text = accountTexts.bookings;
  return (
    <Card
      renderRoot={(props) => (
        <Link to="/account/bookings/$bookingId" params={{ bookingId: booking.id }} {...props} />
      )}
      withBorder
      padding="md"
    >
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text fw={600} style={{ overflowWrap: "anywhere" }}>
          {unitsOf(booking)}
        </Text>
        <StatusBadge status={booking.status} />
      </Group>
      <Text size="sm">
        {formatStay(booking)} · {text.nights(booking.nights)}
      </Text>
      <Group justify="space-between" wrap="nowrap" align="flex-end">
        <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {booking.code} · {booking.guest.name}
        </Text>
        <Text size="sm" fw={600} style={{ whiteSpace: "nowrap" }}>
          {formatMoney(booking.total)}
        </Text>
      </Group>
    </Card>
  );
}
