import { Alert, Anchor, Button, Card, Group, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Action } from "../../api/bookings";
import { propertiesQuery } from "../../api/properties";
import { ErrorAlert } from "../../components/ErrorAlert";
import { StaffPropertySelect } from "../../components/StaffPropertySelect";
import { formatStay } from "../../components/stay/format-stay";
import { addDays, formatDate, type IsoDate, todayIn } from "../../format/dates";
import { staffTexts } from "../../text/signed-in/staff";
import { BookingActions } from "./BookingActions";
import { BookingPanel } from "./BookingPanel";
import classes from "./board.module.css";
import { type DayBooking, dayQuery } from "./queries";
import { StatusBadge } from "./StatusBadge";
import type { DaySearch } from "./search";

const texts = staffTexts.today;
const ARRIVAL_ACTIONS: readonly Action[] = ["confirm", "check-in", "no-show"];
const DEPARTURE_ACTIONS: readonly Action[] = ["check-out"];

/** The arrivals, departures and guests in house on a day. */
export function TodayPage() {
  const search = useSearch({ from: "/signed-in/today" });
  const navigate = useNavigate({ from: "/today" });
  const { data: properties } = useSuspenseQuery(propertiesQuery);
  const property = properties.find(({ id }) => id === search.property) ?? properties[0];
  const query = useQuery({ ...dayQuery(property?.id ?? "", search.date), enabled: !!property });
  if (!property) return <Alert>{staffTexts.board.noProperty}</Alert>;
  const updateSearch = (to: DaySearch) => void navigate({ search: (old) => ({ ...old, ...to }) });
  const date = search.date ?? todayIn(property.timezone);
  const day = query.data;
  const open = (booking: string) => updateSearch({ booking });
  return (
    <Stack>
      <Group justify="space-between" align="flex-end">
        <div>
          <Title order={1} size="h2">
            {date === todayIn(property.timezone) ? texts.title : formatDate(date)}
          </Title>
          <Text className={classes.quiet}>
            {property.name}, {formatDate(date)}
          </Text>
        </div>
        <Group align="flex-end" gap="xs">
          <StaffPropertySelect
            properties={properties}
            value={property.id}
            onChange={(id) => updateSearch({ property: id })}
          />
          <Button
            variant="default"
            px="sm"
            aria-label={texts.previous}
            onClick={() => updateSearch({ date: addDays(date, -1) })}
          >
            ‹
          </Button>
          <DateInput
            label={texts.day}
            value={date}
            valueFormat="D MMM YYYY"
            w={140}
            onChange={(to) => to && updateSearch({ date: to })}
          />
          <Button
            variant="default"
            px="sm"
            aria-label={texts.next}
            onClick={() => updateSearch({ date: addDays(date, 1) })}
          >
            ›
          </Button>
        </Group>
      </Group>
      {query.error && <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />}
      {day ? (
        <SimpleGrid cols={{ base: 1, md: 3 }}>
          <DayColumn
            title={texts.arrivals}
            emptyMessage={texts.noArrivals}
            bookings={day.arrivals}
            today={day.today}
            only={ARRIVAL_ACTIONS}
            onOpen={open}
          />
          <DayColumn
            title={texts.departures}
            emptyMessage={texts.noDepartures}
            bookings={day.departures}
            today={day.today}
            only={DEPARTURE_ACTIONS}
            onOpen={open}
          />
          <DayColumn
            title={texts.inHouse}
            emptyMessage={texts.noInHouse}
            bookings={day.inHouse}
            today={day.today}
            only={ARRIVAL_ACTIONS}
            onOpen={open}
          />
        </SimpleGrid>
      ) : (
        !query.error && <Skeleton h={320} />
      )}
      <BookingPanel
        id={search.booking}
        timezone={property.timezone}
        onClose={() => updateSearch({ booking: undefined })}
      />
    </Stack>
  );
}

interface DayColumnProps {
  title: string;
  emptyMessage: string;
  bookings: DayBooking[];
  today: IsoDate;
  only: readonly Action[];
  onOpen: (id: string) => void;
}

function DayColumn({ title, emptyMessage, bookings, today, only, onOpen }: DayColumnProps) {
  return (
    <Stack component="section" gap="sm" aria-label={title}>
      <Title order={2} size="h4">
        {title} ({bookings.length})
      </Title>
      {bookings.length === 0 && <Text className={classes.quiet}>{emptyMessage}</Text>}
      {bookings.map((booking) => (
        <Card key={booking.id} withBorder padding="md">
          <Stack gap={8}>
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <Anchor component="button" type="button" fw={650} ta="left" onClick={() => onOpen(booking.id)}>
                {booking.guest.name}
              </Anchor>
              <StatusBadge status={booking.status} />
            </Group>
            <Text size="sm" fw={600}>
              {booking.units.map(({ name }) => name).join(", ")}
            </Text>
            <Text size="sm">
              {staffTexts.party(booking.adults, booking.children)}, {formatStay(booking)}
            </Text>
            {booking.status === "CHECKED_IN" && booking.checkOut < today && (
              <Text size="sm" c="red" fw={600}>
                {texts.overdue(formatDate(booking.checkOut))}
              </Text>
            )}
            {(booking.status === "CONFIRMED" || booking.status === "PENDING") && booking.checkIn < today && (
              <Text size="sm" c="red" fw={600}>
                {texts.late(formatDate(booking.checkIn))}
              </Text>
            )}
            <Group gap="md">
              {booking.guest.phone && (
                <Anchor size="sm" href={`tel:${booking.guest.phone.replaceAll(" ", "")}`}>
                  {booking.guest.phone}
                </Anchor>
              )}
              {booking.guest.email && (
                <Anchor size="sm" href={`mailto:${booking.guest.email}`} style={{ overflowWrap: "anywhere" }}>
                  {booking.guest.email}
                </Anchor>
              )}
            </Group>
            {booking.notes && (
              <Text size="sm" className={classes.quiet} lineClamp={3}>
                {booking.notes}
              </Text>
            )}
            <BookingActions booking={booking} today={today} only={only} />
          </Stack>
        </Card>
      ))}
    </Stack>
  );
}
