import { Alert, Anchor, SimpleGrid, Skeleton, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconClockHour4 } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { type Booking, bookingQuery } from "../../api/bookings";
import { useInvalidate } from "../../api/cache";
import { type Property, propertiesQuery } from "../../api/properties";
import { ChangeBookingForm } from "../../components/change/ChangeBookingForm";
import { ErrorAlert } from "../../components/ErrorAlert";
import { PageTitle } from "../../components/PageTitle";
import { Section } from "../../components/Section";
import { formatDate, formatMoment } from "../../format/dates";
import { accountTexts } from "../../text/signed-in/account";
import { t } from "../../text/texts";
import { useMe } from "../session/session";
import { limitsFor } from "../session/stay-limits";
import { BookingActions } from "./BookingActions";
import { PriceLines } from "./PriceLines";
import { StatusBadge } from "./StatusBadge";

export function BookingPage() {
  const { bookingId } = useParams({ from: "/signed-in/account/bookings/$bookingId" });
  const booking = useQuery(bookingQuery(bookingId));
  // The hold and the check-in times need the property. The page waits for it, so that they do not shift the
  // layout.
  const properties = useQuery(propertiesQuery);
  const isPending = !booking.error && (booking.isPending || properties.isPending);
  return (
    <Stack gap="lg">
      <Anchor component={Link} to="/account/bookings">
        {accountTexts.bookings.back}
      </Anchor>
      {isPending && <Skeleton height={320} radius="md" role="status" aria-label={t.loading} />}
      {booking.error && !booking.data && (
        <ErrorAlert error={booking.error} onRetry={() => void booking.refetch()} />
      )}
      {booking.data && !isPending && <BookingDetails booking={booking.data} properties={properties.data} />}
    </Stack>
  );
}

function BookingDetails({ booking, properties }: { booking: Booking; properties: Property[] | undefined }) {
  const text = accountTexts.bookings;
  const property = properties?.find(({ id }) => id === booking.propertyId);
  const [isChanging, setIsChanging] = useState(false);
  const cache = useQueryClient();
  const me = useMe();
  const reload = useInvalidate("PATCH /api/bookings/{booking_id}");
  if (isChanging && property) {
    return (
      <>
        <PageTitle actions={<StatusBadge status={booking.status} />}>{text.code(booking.code)}</PageTitle>
        <Section title={t.guest.mine.changeTitle}>
          <ChangeBookingForm
            booking={booking}
            timezone={property.timezone}
            limits={limitsFor(me, property)}
            onSaved={(changed, message) => {
              cache.setQueryData(bookingQuery(booking.id).queryKey, changed);
              notifications.show({ message, color: "forest" });
              setIsChanging(false);
            }}
            onClose={() => setIsChanging(false)}
            onReload={() => void reload().then(() => setIsChanging(false))}
          />
        </Section>
      </>
    );
  }
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
            <Fact name={text.arrival}>{dateAndTime(booking.checkIn, property?.checkInTime)}</Fact>
            <Fact name={text.departure}>{dateAndTime(booking.checkOut, property?.checkOutTime)}</Fact>
            <Fact name={text.who}>{text.party(booking.adults, booking.children)}</Fact>
            <Fact name={text.guest}>{booking.guest.name}</Fact>
            {booking.notes && <Fact name={text.notes}>{booking.notes}</Fact>}
          </SimpleGrid>
          <BookingActions booking={booking} onChange={() => setIsChanging(true)} />
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

function dateAndTime(date: string, time: string | undefined): string {
  return time ? `${formatDate(date)}, ${time}` : formatDate(date);
}
