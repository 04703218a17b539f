import { Anchor, Button, Drawer, Group, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { type Booking, bookingQuery } from "../../api/bookings";
import { ErrorAlert } from "../../components/ErrorAlert";
import { formatStay } from "../../components/stay/format-stay";
import { formatDate, formatMoment, type IsoDate, todayIn } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { staffTexts } from "../../text/signed-in/staff";
import { BookingActions } from "./BookingActions";
import { ChangeBookingModal } from "./ChangeBookingModal";
import { History } from "./History";
import { StatusBadge } from "./StatusBadge";
import { UndoLastStep } from "./Undo";

interface Props {
  id: string | undefined;
  timezone: string;
  onClose: () => void;
}

const texts = staffTexts.panel;

/** A panel with all details of a booking and its actions. */
export function BookingPanel({ id, timezone, onClose }: Props) {
  const query = useQuery({ ...bookingQuery(id ?? ""), enabled: !!id });
  const booking = query.data;
  return (
    <Drawer
      opened={!!id}
      onClose={onClose}
      position="right"
      size="md"
      title={booking ? `${booking.guest.name}, ${booking.code}` : texts.title}
    >
      {query.error && <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />}
      {booking ? (
        <Content booking={booking} timezone={timezone} today={todayIn(timezone)} />
      ) : (
        !query.error && <Skeleton h={320} />
      )}
    </Drawer>
  );
}

interface ContentProps {
  booking: Booking;
  timezone: string;
  today: IsoDate;
}

function Content({ booking, timezone, today }: ContentProps) {
  const [isChanging, setIsChanging] = useState(false);
  const { guest } = booking;
  return (
    <Stack gap="lg">
      <Group>
        <StatusBadge status={booking.status} />
        {booking.status === "PENDING" && booking.holdExpiresAt && (
          <Text size="sm">
            {texts.hold} {formatMoment(booking.holdExpiresAt, timezone)}
          </Text>
        )}
      </Group>
      <BookingActions booking={booking} today={today} />
      <UndoLastStep booking={booking} timezone={timezone} today={today} />
      {booking.actions.includes("change") && (
        <Button variant="default" onClick={() => setIsChanging(true)}>
          {texts.change}
        </Button>
      )}
      {isChanging && (
        <ChangeBookingModal booking={booking} timezone={timezone} onClose={() => setIsChanging(false)} />
      )}
      <PanelSection title={texts.stay}>
        <Text>{formatStay(booking)}</Text>
        <Text size="sm">
          {staffTexts.nights(booking.nights)}, {staffTexts.party(booking.adults, booking.children)}
        </Text>
        {booking.units.map((unit) => (
          <Text key={unit.id}>{unit.name}</Text>
        ))}
      </PanelSection>
      <PanelSection title={texts.guest}>
        <Text>{guest.name}</Text>
        {guest.email && <Anchor href={`mailto:${guest.email}`}>{guest.email}</Anchor>}
        {guest.phone && <Anchor href={`tel:${guest.phone.replaceAll(" ", "")}`}>{guest.phone}</Anchor>}
      </PanelSection>
      <PanelSection title={texts.price}>
        <PriceTable booking={booking} />
      </PanelSection>
      {booking.notes && (
        <PanelSection title={texts.notes}>
          <Text style={{ whiteSpace: "pre-wrap" }}>{booking.notes}</Text>
        </PanelSection>
      )}
      <PanelSection title={texts.source}>
        <Text>{booking.agent ? `${booking.agent.name}` : staffTexts.channel[booking.source]}</Text>
      </PanelSection>
      <PanelSection title={texts.history}>
        <History booking={booking} timezone={timezone} />
      </PanelSection>
    </Stack>
  );
}

function PanelSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap={4} align="flex-start">
      <Title order={3} size="h5">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

function PriceTable({ booking }: { booking: Booking }) {
  const names = new Map(booking.units.map((unit) => [unit.id, unit.name]));
  return (
    <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={0} aria-label={texts.perNight}>
      <Table.Tbody>
        {booking.priceLines.map((line) => (
          <Table.Tr key={`${line.unitId} ${line.night}`}>
            <Table.Td>
              {formatDate(line.night)}
              {booking.units.length > 1 && `, ${names.get(line.unitId)}`}
            </Table.Td>
            <Table.Td ta="right">{formatMoney(line.price)}</Table.Td>
          </Table.Tr>
        ))}
        <Table.Tr fw={650}>
          <Table.Td>{texts.total}</Table.Td>
          <Table.Td ta="right">{formatMoney(booking.total)}</Table.Td>
        </Table.Tr>
      </Table.Tbody>
    </Table>
  );
}
