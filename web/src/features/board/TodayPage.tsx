import {
  Alert,
  Anchor,
  Button,
  Card,
  Group,
  Select,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
  Title,
} from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Action } from "../../api/bookings";
import { propertiesQuery } from "../../api/properties";
import { ErrorAlert } from "../../components/ErrorAlert";
import { formatStay } from "../../components/stay/format-stay";
import { addDays, formatDate, type IsoDate, todayIn } from "../../format/dates";
import { staffTexts } from "../../text/signed-in/staff";
import { BookingPanel } from "./BookingPanel";

import classes from "./board.module.css";
import { type DayBooking, dayQuery } from "./queries";
import { StatusBadge } from "./StatusBadge";
import { Steps } from "./Steps";
import type { DaySearch } from "./search";

const words = staffTexts.today;
const ARRIVING: readonly Action[] = ["confirm", "check-in", "no-show"];
const LEAVING: readonly Action[] = ["check-out"];

/** Who comes, who goes, who stays: the list that the day is run by. */
export function TodayPage() {
  const search = useSearch({ from: "/signed-in/today" });
  const navigate = useNavigate({ from: "/today" });
  const { data: places } = useSuspenseQuery(propertiesQuery);
  const place = places.find(({ id }) => id === search.property) ?? places[0];
  const query = useQuery({ ...dayQuery(place?.id ?? "", search.date), enabled: !!place });
  if (!place) return <Alert>{staffTexts.board.noProperty}</Alert>;
  const go = (to: DaySearch) => void navigate({ search: (old) => ({ ...old, ...to }) });
  const date = search.date ?? todayIn(place.timezone);
  const day = query.data;
  const open = (booking: string) => go({ booking });
  return (
    <Stack>
      <Group justify="space-between" align="flex-end">
        <div>
          <Title order={1} size="h2">
            {date === todayIn(place.timezone) ? words.title : formatDate(date)}
          </Title>
          <Text className={classes.quiet}>
            {place.name}, {formatDate(date)}
          </Text>
        </div>
        <Group align="flex-end" gap="xs">
          {places.length > 1 && (
            <Select
              label={staffTexts.property}
              allowDeselect={false}
              data={places.map(({ id, name }) => ({ value: id, label: name }))}
              value={place.id}
              onChange={(id) => id && go({ property: id })}
            />
          )}
          <Button
            variant="default"
            px="sm"
            aria-label={words.previous}
            onClick={() => go({ date: addDays(date, -1) })}
          >
            ‹
          </Button>
          <DateInput
            label={words.day}
            value={date}
            valueFormat="D MMM YYYY"
            w={140}
            onChange={(to) => to && go({ date: to })}
          />
          <Button
            variant="default"
            px="sm"
            aria-label={words.next}
            onClick={() => go({ date: addDays(date, 1) })}
          >
            ›
          </Button>
        </Group>
      </Group>
      {query.error && <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />}
      {day ? (
        <SimpleGrid cols={{ base: 1, md: 3 }}>
          <Column
            title={words.arrivals}
            none={words.noArrivals}
            found={day.arrivals}
            today={day.today}
            only={ARRIVING}
            onOpen={open}
          />
          <Column
            title={words.departures}
            none={words.noDepartures}
            found={day.departures}
            today={day.today}
            only={LEAVING}
            onOpen={open}
          />
          <Column
            title={words.inHouse}
            none={words.noInHouse}
            found={day.inHouse}
            today={day.today}
            only={ARRIVING}
            onOpen={open}
          />
        </SimpleGrid>
      ) : (
        !query.error && <Skeleton h={320} />
      )}
      <BookingPanel
        id={search.booking}
        timezone={place.timezone}
        onClose={() => go({ booking: undefined })}
      />
    </Stack>
  );
}

interface ColumnProps {
  title: string;
  none: string;
  found: DayBooking[];
  today: IsoDate;
  only: readonly Action[];
  onOpen: (id: string) => void;
}

function Column({ title, none, found, today, only, onOpen }: ColumnProps) {
  return (
    <Stack component="section" gap="sm" aria-label={title}>
      <Title order={2} size="h4">
        {title} ({found.length})
      </Title>
      {found.length === 0 && <Text className={classes.quiet}>{none}</Text>}
      {found.map((booking) => (
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
                {words.overdue(formatDate(booking.checkOut))}
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
            <Steps booking={booking} today={today} only={only} />
          </Stack>
        </Card>
      ))}
    </Stack>
  );
}
