import { Alert, Anchor, Group, SimpleGrid, Skeleton, Stack, Text } from "@mantine/core";
import { IconClockHour4 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type BookingDetail, bookingQuery } from "../../api/bookings";
import { propertiesQuery } from "../../api/properties";
import { Failure } from "../../components/Failure";
import { LinkButton } from "../../components/links";
import { PageTitle } from "../../components/PageTitle";
import { Section } from "../../components/Section";
import { formatDate, formatMoment } from "../../format/dates";
import { t } from "../../text/en";
import { BookingActions } from "./BookingActions";
import { PriceLines } from "./PriceLines";
import { StatusBadge } from "./StatusBadge";

export function BookingPage() {
  const { bookingId } = useParams({ from: "/signed-in/account/bookings/$bookingId" });
  const booking = useQuery(bookingQuery(bookingId));
  return (
    <Stack gap="lg">
      <Anchor component={Link} to="/account/bookings">
        {t.account.bookings.back}
      </Anchor>
      {booking.isPending && <Skeleton height={320} radius="md" role="status" aria-label={t.loading} />}
      {booking.error && !booking.data && <Failure error={booking.error} onRetry={() => void booking.refetch()} />}
      {booking.data && <Shown booking={booking.data} />}
    </Stack>
  );
}

function Shown({ booking }: { booking: BookingDetail }) {
  const text = t.account.bookings;
  const property = useQuery(propertiesQuery).data?.find((one) => one.id === booking.propertyId);
  return (
    <>
      <PageTitle actions={<StatusBadge status={booking.status} />}>{text.code(booking.code)}</PageTitle>
      {booking.status === "PENDING" && booking.holdExpiresAt && property && (
        <Alert color="clay" icon={<IconClockHour4 aria-hidden />}>
          {text.held(formatMoment(booking.holdExpiresAt, property.timezone))}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Section title={text.stay}>
          <Text fw={600}>
            {booking.units.map((unit) => unit.name).join(", ")}, {booking.propertyName}
          </Text>
          <SimpleGrid component="dl" m={0} cols={2} spacing="sm">
            <Fact name={text.arrival}>{at(booking.checkIn, property?.checkInTime)}</Fact>
            <Fact name={text.departure}>{at(booking.checkOut, property?.checkOutTime)}</Fact>
            <Fact name={text.who}>{text.party(booking.adults, booking.children)}</Fact>
            <Fact name={text.guest}>{booking.guest.name}</Fact>
            {booking.notes && <Fact name={text.notes}>{booking.notes}</Fact>}
          </SimpleGrid>
          <Group>
            <BookingActions booking={booking} />
            {(booking.status === "PENDING" || booking.status === "CONFIRMED") && (
              <LinkButton to="/booking/$bookingId" params={{ bookingId: booking.id }} variant="default">
                {text.change}
              </LinkButton>
            )}
          </Group>
        </Section>
        <Section title={text.price}>
          <PriceLines booking={booking} />
        </Section>
      </SimpleGrid>
    </>
  );
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0}>
        {children}
      </Text>
    </div>
  );
}

function at(date: string, time: string | undefined): string {
  return time ? `${formatDate(date)}, ${time}` : formatDate(date);
}
