import { Alert, Badge, Button, Grid, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { Booking } from "../../../api/bookings";
import type { Property } from "../../../api/properties";
import { ChangeBookingForm } from "../../../components/change/ChangeBookingForm";
import { TabTitle } from "../../../components/PageTitle";
import { SmallPicture } from "../../../components/picture/SmallPicture";
import { Section } from "../../../components/Section";
import { PriceLines } from "../../../components/stay/PriceLines";
import { formatDate, formatMoment } from "../../../format/dates";
import { formatMoney } from "../../../format/money";
import { t } from "../../../text/texts";
import { type BookingAccess, bookingQuery } from "../api/my-booking";
import { CalendarButton } from "./CalendarButton";
import { CancelBooking } from "./CancelBooking";
import { forgetBooking } from "./kept";

const COLOURS = { PENDING: "clay", CONFIRMED: "forest", CHECKED_IN: "forest" } as Record<string, string>;

interface Props {
  booking: Booking;
  property: Property;
  access: BookingAccess | null;
  /** The contact that opens the booking is another one now. */
  onContact: (contact: string) => void;
}

/** Everything about one's own booking, and what can be done with it now. */
export function BookingView({ booking, property, access, onContact }: Props) {
  const cache = useQueryClient();
  const [changing, setChanging] = useState(false);
  const [told, setTold] = useState("");
  const open = booking.status === "PENDING" || booking.status === "CONFIRMED";
  const onSaved = (changed: Booking, sentence: string) => {
    const { email, phone } = changed.guest;
    const stays =
      !access || [email, phone].includes(access.contact) || email === access.contact.trim().toLowerCase();
    const contact = stays ? access?.contact : (email ?? phone ?? "");
    const next = access && contact ? { ...access, contact } : access;
    cache.setQueryData(bookingQuery(booking.id, next).queryKey, changed);
    if (!stays && contact) onContact(contact);
    setTold(stays || !contact ? sentence : `${sentence} ${t.guest.mine.opensWith(contact)}`);
    setChanging(false);
  };
  return (
    <Stack maw={900} mx="auto">
      <TabTitle>{t.guest.mine.titleOf(booking.code)}</TabTitle>
      <Group justify="space-between" align="center">
        <Group wrap="nowrap" gap="md">
          {booking.units[0] && <SmallPicture id={booking.units[0].id} name={booking.units[0].name} />}
          <Title order={1} size="h2">
            {t.guest.mine.titleOf(booking.code)}
          </Title>
        </Group>
        <Badge size="lg" variant="light" tt="none" autoContrast color={COLOURS[booking.status] ?? "gray"}>
          {t.guest.mine.status[booking.status]}
        </Badge>
      </Group>
      <div aria-live="polite">{told && <Alert color="forest">{told}</Alert>}</div>
      {booking.status === "EXPIRED" && <Alert color="clay">{t.guest.mine.expired}</Alert>}
      {changing ? (
        <Section title={t.guest.mine.changeTitle}>
          <ChangeBookingForm
            booking={booking}
            timezone={property.timezone}
            access={access}
            onSaved={onSaved}
            onClose={() => setChanging(false)}
            onReload={() => {
              void cache
                .refetchQueries({ queryKey: bookingQuery(booking.id, access).queryKey })
                .then(() => setChanging(false));
            }}
          />
        </Section>
      ) : (
        <Facts booking={booking} property={property} />
      )}
      {!changing && (
        <Group>
          {booking.actions.includes("change") && (
            <Button
              onClick={() => {
                setTold("");
                setChanging(true);
              }}
            >
              {t.guest.mine.change}
            </Button>
          )}
          {open && <CalendarButton booking={booking} />}
          {booking.actions.includes("cancel") && (
            <CancelBooking booking={booking} access={access} onDone={() => setTold(t.guest.mine.cancelled)} />
          )}
          {access && <ForgetButton id={booking.id} />}
        </Group>
      )}
    </Stack>
  );
}

function Facts({ booking, property }: Pick<Props, "booking" | "property">) {
  const contact = [booking.guest.email, booking.guest.phone].filter(Boolean).join(", ");
  const moment = (at: string) => t.guest.mine.atPlace(formatMoment(at, property.timezone), property.name);
  return (
    <Paper withBorder p="lg">
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, sm: 7 }}>
          <Stack component="dl" gap="sm" m={0}>
            {booking.status === "PENDING" && booking.holdExpiresAt && (
              <Fact name={t.guest.mine.heldUntil}>{moment(booking.holdExpiresAt)}</Fact>
            )}
            <Fact name={t.guest.mine.place}>
              {booking.units.map((unit) => unit.name).join(", ")}, {booking.propertyName}
            </Fact>
            <Fact name={t.guest.stay.arrive}>
              {t.guest.mine.arriveOn(formatDate(booking.checkIn), property.checkInTime)}
            </Fact>
            <Fact name={t.guest.stay.leave}>
              {t.guest.mine.leaveOn(formatDate(booking.checkOut), property.checkOutTime)}
            </Fact>
            <Fact name={t.guest.mine.party}>{t.guest.party.said(booking.adults, booking.children)}</Fact>
            <Fact name={t.guest.mine.guest}>
              {booking.guest.name}, {contact}
            </Fact>
            <Fact name={t.guest.mine.wishes}>{booking.notes || t.guest.mine.noWishes}</Fact>
            <Fact name={t.guest.mine.bookedOn}>{moment(booking.createdAt)}</Fact>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 5 }}>
          {booking.priceLines.length > 0 ? (
            <PriceLines lines={booking.priceLines} total={booking.total} />
          ) : (
            <Text fw={700}>{formatMoney(booking.total)}</Text>
          )}
        </Grid.Col>
      </Grid>
    </Paper>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>
        {children}
      </Text>
    </div>
  );
}

function ForgetButton({ id }: { id: string }) {
  const navigate = useNavigate();
  return (
    <Button
      variant="subtle"
      color="gray"
      onClick={() => {
        forgetBooking(id);
        void navigate({ to: "/booking", replace: true });
      }}
    >
      {t.guest.mine.forget}
    </Button>
  );
}
