import { Badge, Card, Drawer, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ListedBooking } from "../../api/bookings";
import { ErrorAlert } from "../../components/ErrorAlert";
import { LinkAnchor } from "../../components/links";
import { ShowMoreButton } from "../../components/ShowMoreButton";
import { formatStay } from "../../components/stay/format-stay";
import { formatMoney } from "../../format/money";
import { guestsTexts } from "../../text/signed-in/guests";
import { staffTexts } from "../../text/signed-in/staff";
import { t } from "../../text/texts";
import { Contact } from "./Contact";
import { guestBookingsQuery } from "./guests";

const texts = guestsTexts;

/** A panel with the contact and the bookings of a guest. */
export function GuestPanel({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const query = useInfiniteQuery({ ...guestBookingsQuery(id ?? ""), enabled: !!id });
  const bookings = query.data?.pages.flatMap((page) => page.bookings);
  const newest = bookings?.reduce(
    (newest, booking) => (newest.createdAt >= booking.createdAt ? newest : booking),
    bookings[0] as ListedBooking,
  );
  return (
    <Drawer
      opened={!!id}
      onClose={onClose}
      position="right"
      size="md"
      title={newest?.guest.name ?? texts.panel}
    >
      {query.error && <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />}
      {!bookings && !query.error && <Skeleton height={320} role="status" aria-label={t.loading} />}
      {bookings?.length === 0 && <Text>{texts.gone}</Text>}
      {newest && (
        <Stack gap="lg">
          <Stack gap={4} align="flex-start">
            <Title order={3} size="h5">
              {texts.contact}
            </Title>
            <Contact guest={newest.guest} />
          </Stack>
          <Stack gap="sm">
            <Title order={3} size="h5">
              {texts.bookings}
            </Title>
            {bookings?.map((booking) => (
              <BookingCard key={booking.id} booking={booking} />
            ))}
            <ShowMoreButton query={query} />
          </Stack>
        </Stack>
      )}
    </Drawer>
  );
}

function BookingCard({ booking }: { booking: ListedBooking }) {
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" wrap="nowrap">
        <LinkAnchor
          to="/bookings"
          search={{ booking: booking.id }}
          fw={650}
          aria-label={texts.open(booking.code)}
        >
          {booking.code}
        </LinkAnchor>
        <Badge variant="default" tt="none">
          {staffTexts.status[booking.status]}
        </Badge>
      </Group>
      <Text size="sm">{formatStay(booking)}</Text>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{booking.units.map(({ name }) => name).join(", ")}</Text>
        <Text size="sm" fw={600} style={{ whiteSpace: "nowrap" }}>
          {formatMoney(booking.total)}
        </Text>
      </Group>
    </Card>
  );
}
