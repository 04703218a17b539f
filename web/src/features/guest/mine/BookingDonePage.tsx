import {
  ActionIcon,
  Alert,
  CopyButton,
  Group,
  List,
  Paper,
  Skeleton,
  Stack,
  TextInput,
  Title,
} from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import type { Booking } from "../../../api/bookings";
import { propertyQuery } from "../../../api/properties";
import { ErrorAlert } from "../../../components/ErrorAlert";
import { LinkButton } from "../../../components/links";
import { TabTitle } from "../../../components/PageTitle";
import { BookingConfirmation } from "../../../components/stay/BookingConfirmation";
import { t } from "../../../text/texts";
import { bookingQuery } from "../api/my-booking";
import { CalendarButton } from "./CalendarButton";
import { bookingLink } from "./link";
import { OpenBooking } from "./OpenBooking";
import { storedAccess, storedToken } from "./stored-bookings";

/** Shown after booking: the confirmation, the next steps, and the link that opens the booking later. */
export function BookingDonePage() {
  const { bookingId } = useParams({ from: "/booked/$bookingId" });
  const { earlier } = useSearch({ from: "/booked/$bookingId" });
  const booking = useQuery(bookingQuery(bookingId, storedAccess(bookingId)));
  const property = useQuery({
    ...propertyQuery(booking.data?.propertyId ?? ""),
    enabled: booking.data !== undefined,
  });
  if (booking.error && !storedAccess(bookingId)) return <OpenBooking />;
  const failedQuery = booking.error ? booking : property.error ? property : null;
  if (failedQuery) return <ErrorAlert error={failedQuery.error} onRetry={() => void failedQuery.refetch()} />;
  if (!booking.data || !property.data) return <Skeleton h={420} maw={640} mx="auto" />;
  const token = storedToken(bookingId);
  return (
    <Stack maw={640} mx="auto">
      <TabTitle>{t.guest.mine.titleOf(booking.data.code)}</TabTitle>
      <Paper withBorder p="xl">
        <BookingConfirmation
          booking={booking.data}
          property={property.data}
          texts={t.guest.done}
          guests={t.guest.party.said(booking.data.adults, booking.data.children)}
          isPage
        />
      </Paper>
      {earlier && <Alert color="clay">{t.guest.done.earlier}</Alert>}
      <NextSteps booking={booking.data} byLink={token !== null} />
      {token && <BookingLinkField link={bookingLink(window.location.origin, bookingId, token)} />}
      <Group>
        <LinkButton to="/booking/$bookingId" params={{ bookingId }}>
          {t.guest.done.open}
        </LinkButton>
        <CalendarButton booking={booking.data} />
        <LinkButton to="/" variant="subtle">
          {t.guest.done.search}
        </LinkButton>
      </Group>
    </Stack>
  );
}

function NextSteps({ booking, byLink }: { booking: Booking; byLink: boolean }) {
  const heldTexts = byLink ? t.guest.done.nextHeld : t.guest.done.nextHeldKnown;
  const sentences = booking.status === "PENDING" ? heldTexts : t.guest.done.nextConfirmed;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {t.guest.done.next}
      </Title>
      <List type="ordered" spacing={4}>
        {sentences.map((sentence) => (
          <List.Item key={sentence}>{sentence}</List.Item>
        ))}
      </List>
    </section>
  );
}

function BookingLinkField({ link }: { link: string }) {
  return (
    <TextInput
      label={t.guest.done.link}
      description={t.guest.done.onlyOnce}
      readOnly
      value={link}
      onFocus={(event) => event.currentTarget.select()}
      rightSection={
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <ActionIcon
              variant="subtle"
              aria-label={copied ? t.guest.done.copied : t.guest.done.copy}
              onClick={copy}
            >
              {copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
            </ActionIcon>
          )}
        </CopyButton>
      }
    />
  );
}
