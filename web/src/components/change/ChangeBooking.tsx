import {
  Button,
  Group,
  Input,
  MultiSelect,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
  type BookingAccess,
  type BookingChange,
  changeBooking,
  changeQuoteQuery,
  isStaleVersion,
} from "../../api/booking-change";
import type { Booking } from "../../api/bookings";
import { useApiMutation } from "../../api/cache";
import { takenNightsQuery } from "../../api/calendar";
import { Problem } from "../../api/client";
import { todayIn } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { withoutNights } from "../../format/stay";
import { t } from "../../text/texts";
import { Failure } from "../Failure";
import { PartyFields } from "../stay/Party";
import { StayField } from "../stay/StayField";
import { changeOf, priced, type Wanted, wantedOf } from "./change";
import { QuotedPrice } from "./QuotedPrice";
import { StaleNote } from "./StaleNote";

interface Props {
  booking: Booking;
  timezone: string;
  /** What opens the booking, where nobody is signed in. */
  access?: BookingAccess | null;
  /** The units to choose from, where they can be exchanged. */
  units?: { value: string; label: string }[];
  onSaved: (changed: Booking, sentence: string) => void;
  onClose: () => void;
  onReload: () => void;
}

/** Change dates, party, units, guest and notes of a booking, as far as it lets its reader; with the price before it is saved. */
export function ChangeBooking({
  booking,
  timezone,
  access = null,
  units,
  onSaved,
  onClose,
  onReload,
}: Props) {
  const [wanted, setWanted] = useState<Wanted>(() => wantedOf(booking));
  const [unchanged, setUnchanged] = useState(false);
  const change = changeOf(booking, wanted);
  const asked = priced(change);
  const quote = useQuery(changeQuoteQuery(booking.id, access, asked));
  const save = useApiMutation("PATCH /api/bookings/{booking_id}", {
    mutationFn: (sent: BookingChange) => changeBooking(booking.id, access, sent),
    onSuccess: (changed) => onSaved(changed, savedText(booking, changed)),
  });
  const stale = [save.error, asked && quote.error].find(isStaleVersion);
  const set = (next: Partial<Wanted>) => {
    setUnchanged(false);
    save.reset();
    setWanted({ ...wanted, ...next });
  };
  const waits = asked !== null && (quote.isFetching || quote.error !== null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setUnchanged(change === null);
        if (change && !waits && !save.isPending) save.mutate(change);
      }}
    >
      <Stack maw={560}>
        {booking.actions.includes("move") ? (
          <Move
            booking={booking}
            timezone={timezone}
            wanted={wanted}
            onChange={set}
            {...(units ? { units } : {})}
          />
        ) : (
          <Text>{t.guest.mine.moveConfirmed}</Text>
        )}
        <ContactFields wanted={wanted} refused={refusedFields(save.error)} onChange={set} />
        <Textarea
          label={units ? t.change.notes : t.guest.book.wishes}
          autosize
          minRows={2}
          maxLength={4000}
          value={wanted.notes}
          error={refusedFields(save.error).notes}
          onChange={(event) => set({ notes: event.currentTarget.value })}
        />
        {booking.actions.includes("move") && !stale && (
          <QuotedPrice quote={quote} total={booking.total} asked={asked !== null} />
        )}
        {unchanged && <Text role="status">{t.guest.mine.unchanged}</Text>}
        {save.error && !stale && <Failure error={save.error} />}
        {stale && <StaleNote error={stale} timezone={timezone} onReload={onReload} />}
        <Group>
          <Button type="submit" loading={save.isPending} disabled={waits || stale !== undefined}>
            {t.guest.mine.save}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t.guest.mine.dontChange}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function savedText(before: Booking, after: Booking): string {
  const same = before.total.amount === after.total.amount;
  return same
    ? t.guest.mine.saved
    : t.guest.mine.savedTotal(formatMoney(before.total), formatMoney(after.total));
}

function refusedFields(error: unknown): Record<string, string> {
  return error instanceof Problem ? error.fields : {};
}

interface PartProps {
  wanted: Wanted;
  onChange: (next: Partial<Wanted>) => void;
}

function Move({
  booking,
  timezone,
  wanted,
  onChange,
  units,
}: PartProps & Pick<Props, "booking" | "timezone" | "units">) {
  const today = todayIn(timezone);
  const only = wanted.unitIds?.length === 1 ? wanted.unitIds[0] : undefined;
  const calendar = useQuery({ ...takenNightsQuery(only ?? "", today), enabled: only !== undefined });
  const own = booking.units.some(({ id }) => id === only);
  const taken = calendar.data && (own ? withoutNights(calendar.data, booking) : calendar.data);
  return (
    <>
      <StayField
        label={units ? t.change.dates : t.guest.stay.dates}
        stay={wanted}
        // A stay that has begun keeps its first day; no other one begins in the past.
        today={[booking.checkIn, today].sort()[0] ?? today}
        onChange={(stay) => stay && onChange(stay)}
        {...(taken ? { taken } : {})}
      />
      {units && (
        <MultiSelect
          label={t.change.units}
          required
          searchable
          data={units}
          value={wanted.unitIds ?? []}
          // A booking has at least one unit: the last one is exchanged by adding the other first.
          onChange={(unitIds) => unitIds.length > 0 && onChange({ unitIds })}
        />
      )}
      <Input.Wrapper label={t.guest.search.who} labelElement="div">
        <PartyFields party={wanted} onChange={({ adults, children }) => onChange({ adults, children })} />
      </Input.Wrapper>
    </>
  );
}

function ContactFields({ wanted, refused, onChange }: PartProps & { refused: Record<string, string> }) {
  return (
    <>
      <TextInput
        label={t.guest.book.name}
        required
        maxLength={120}
        value={wanted.name}
        error={refused["guest.name"]}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={t.guest.book.email}
          type="email"
          value={wanted.email}
          error={refused["guest.email"]}
          onChange={(event) => onChange({ email: event.currentTarget.value })}
        />
        <TextInput
          label={t.guest.book.phone}
          type="tel"
          value={wanted.phone}
          error={refused["guest.phone"]}
          onChange={(event) => onChange({ phone: event.currentTarget.value })}
        />
      </SimpleGrid>
    </>
  );
}
