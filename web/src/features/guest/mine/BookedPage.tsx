import {
  ActionIcon,
  Alert,
  CopyButton,
  Group,
  List,
  Paper,
  Skeleton,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { IconCheck, IconCircleCheck, IconCopy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { Failure } from "../../../components/Failure";
import { LinkButton } from "../../../components/links";
import { saidStay } from "../../../components/stay/StayField";
import { formatMoment } from "../../../format/dates";
import { formatMoney } from "../../../format/money";
import { t } from "../../../text/en";
import type { Booking } from "../api/make-booking";
import { bookingQuery } from "../api/my-booking";
import { type Property, propertyQuery } from "../api/properties";
import { CalendarButton } from "./CalendarButton";
import { keptAccess, keptToken } from "./kept";
import { bookingLink } from "./link";
import { OpenBooking } from "./OpenBooking";

/** The last step: it is done, what comes next, and the link that opens the booking later. */
export function BookedPage() {
  const { bookingId } = useParams({ from: "/booked/$bookingId" });
  const { earlier } = useSearch({ from: "/booked/$bookingId" });
  const booking = useQuery(bookingQuery(bookingId, keptAccess(bookingId)));
  const property = useQuery({
    ...propertyQuery(booking.data?.propertyId ?? ""),
    enabled: booking.data !== undefined,
  });
  if (booking.error && !keptAccess(bookingId)) return <OpenBooking />;
  const failed = booking.error ? booking : property.error ? property : null;
  if (failed) return <Failure error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!booking.data || !property.data) return <Skeleton h={420} maw={640} mx="auto" />;
  const token = keptToken(bookingId);
  return (
    <Stack maw={640} mx="auto">
      <Done booking={booking.data} property={property.data} />
      {earlier && <Alert color="clay">{t.guest.done.earlier}</Alert>}
      <Next booking={booking.data} />
      {token && <KeptLink link={bookingLink(window.location.origin, bookingId, token)} />}
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

function Done({ booking, property }: { booking: Booking; property: Property }) {
  const held = booking.status === "PENDING" && booking.holdExpiresAt;
  return (
    <Paper withBorder p="xl" ta="center">
      <Stack align="center" gap="xs">
        <IconCircleCheck size={56} stroke={1.4} color="var(--mantine-color-forest-6)" aria-hidden />
        <Title order={1} size="h2">
          {held ? t.guest.done.title : t.guest.done.titleConfirmed}
        </Title>
        <Text size="sm" c="dimmed">
          {t.guest.done.code}
        </Text>
        <Text fz={34} fw={700} lh={1.1} ff="monospace">
          {booking.code}
        </Text>
        <Text>
          {booking.units.map((unit) => unit.name).join(", ")}, {saidStay(booking)}
        </Text>
        <Text>
          {t.guest.party.said(booking.adults, booking.children)}, {formatMoney(booking.total)}
        </Text>
        {held && <Text fw={600}>{t.guest.done.heldUntil(formatMoment(held, property.timezone), property.name)}</Text>}
      </Stack>
    </Paper>
  );
}

function Next({ booking }: { booking: Booking }) {
  const sentences = booking.status === "PENDING" ? t.guest.done.nextHeld : t.guest.done.nextConfirmed;
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

function KeptLink({ link }: { link: string }) {
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
            <ActionIcon variant="subtle" aria-label={copied ? t.guest.done.copied : t.guest.done.copy} onClick={copy}>
              {copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
            </ActionIcon>
          )}
        </CopyButton>
      }
    />
  );
}
