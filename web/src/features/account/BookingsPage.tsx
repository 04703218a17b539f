import { Button, Card, Group, Select, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { PageTitle } from "../../components/PageTitle";
import { Rows } from "../../components/Rows";
import { formatDate } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { t } from "../../text/en";
import { type Booking, bookingsQuery } from "./bookings";
import { StatusBadge } from "./StatusBadge";
import { isStatus, STATUSES } from "./status";

export function BookingsPage() {
  const { status } = useSearch({ from: "/signed-in/account/bookings" });
  const navigate = useNavigate();
  const list = useInfiniteQuery(bookingsQuery(status));
  const text = t.account.bookings;
  const bookings = list.data?.pages.flatMap((page) => page.bookings) ?? [];
  return (
    <Stack gap="lg">
      <PageTitle
        actions={
          <Button component={Link} to="/" variant="light">
            {text.find}
          </Button>
        }
      >
        {text.title}
      </PageTitle>
      <Select
        label={text.status}
        placeholder={text.any}
        maw={240}
        clearable
        clearButtonProps={{ "aria-label": text.any }}
        data={STATUSES.map((value) => ({ value, label: text.statuses[value] }))}
        value={status ?? null}
        onChange={(wanted) =>
          void navigate({ to: "/account/bookings", search: isStatus(wanted) ? { status: wanted } : {}, replace: true })
        }
      />
      <Rows list={list} count={bookings.length} empty={status ? text.emptyFiltered : text.empty}>
        {bookings.map((booking) => (
          <BookingCard key={booking.id} booking={booking} />
        ))}
      </Rows>
    </Stack>
  );
}

function BookingCard({ booking }: { booking: Booking }) {
  const text = t.account.bookings;
  return (
    <Card
      renderRoot={(props) => <Link to="/account/bookings/$bookingId" params={{ bookingId: booking.id }} {...props} />}
      withBorder
      padding="md"
    >
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={4} miw={0}>
          <Text fw={600}>{booking.units.map((unit) => unit.name).join(", ")}</Text>
          <Text size="sm">
            {formatDate(booking.checkIn)} – {formatDate(booking.checkOut)} · {text.nights(booking.nights)}
          </Text>
          <Text size="sm" c="dimmed">
            {booking.code} · {booking.guest.name}
          </Text>
        </Stack>
        <Stack gap={4} align="flex-end">
          <StatusBadge status={booking.status} />
          <Text size="sm" fw={600} style={{ whiteSpace: "nowrap" }}>
            {formatMoney(booking.total)}
          </Text>
        </Stack>
      </Group>
    </Card>
  );
}
