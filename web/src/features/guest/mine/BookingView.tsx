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
import { useStayLimits } from "../../session/stay-limits";
import { type BookingAccess, bookingQuery } from "../api/my-booking";
import { CalendarButton } from "./CalendarButton";
import { CancelBooking } from "./CancelBooking";
import { removeStoredBooking } from "./stored-bookings";

const COLOURS = { PENDING: "clay", CONFIRMED: "forest", CHECKED_IN: "forest" } as Record<string, string>;

interface Props {
  booking: Booking;
  property: Property;
  access: BookingAccess | null;
  /** The change has replaced the contact that opens the booking. */
  onContactChange: (contact: string) => void;
}

/** The details of the guest's own booking, with the actions that are possible now. */
export function BookingView({ booking, property, access, onContactChange }: Props) {
  const cache = useQueryClient();
  const limits = useStayLimits(property);
  const [isChanging, setIsChanging] = useState(false);
  const [message, setMessage] = useState("");
  const isOpen = booking.status === "PENDING" || booking.status === "CONFIRMED";
  const onSaved = (changed: Booking, savedMessage: string) => {
    const { email, phone } = changed.guest;
    const opensWithSameContact =
      !access || [email, phone].includes(access.contact) || email === access.contact.trim().toLowerCase();
    const contact = opensWithSameContact ? access?.contact : (email ?? phone ?? "");
    const nextAccess = access && contact ? { ...access, contact } : access;
    cache.setQueryData(bookingQuery(booking.id, nextAccess).queryKey, changed);
    if (!opensWithSameContact && contact) onContactChange(contact);
    setMessage(
      opensWithSameContact || !contact ? savedMessage : `${savedMessage} ${t.guest.mine.opensWith(contact)}`,
    );
    setIsChanging(false);
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
      <div aria-live="polite">{message && <Alert color="forest">{message}</Alert>}</div>
      {booking.status === "EXPIRED" && <Alert color="clay">{t.guest.mine.expired}</Alert>}
      {isChanging ? (
        <Section title={t.guest.mine.changeTitle}>
          <ChangeBookingForm
            booking={booking}
            timezone={property.timezone}
            limits={limits}
            access={access}
            onSaved={onSaved}
            onClose={() => setIsChanging(false)}
            onReload={() => {
              void cache
                .refetchQueries({ queryKey: bookingQuery(booking.id, access).queryKey })
                .then(() => setIsChanging(false));
            }}
          />
        </Section>
      ) : (
        <Facts booking={booking} property={property} />
      )}
      {!isChanging && (
        <Group>
          {booking.actions.includes("change") && (
            <Button
              onClick={() => {
                setMessage("");
                setIsChanging(true);
              }}
            >
              {t.guest.mine.change}
            </Button>
          )}
          {isOpen && <CalendarButton booking={booking} />}
          {booking.actions.includes("cancel") && (
            <CancelBooking
              booking={booking}
              access={access}
              onDone={() => setMessage(t.guest.mine.cancelled)}
            />
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
        removeStoredBooking(id);
        void navigate({ to: "/booking", replace: true });
      }}
    >
      {t.guest.mine.forget}
    </Button>
  );
}
