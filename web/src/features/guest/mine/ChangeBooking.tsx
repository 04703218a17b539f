import { Alert, Button, Group, Input, Paper, Stack, Text, Textarea, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { takenNightsQuery } from "../../../api/calendar";
import { Problem } from "../../../api/client";
import type { Booking } from "../../../api/make-booking";
import type { Property } from "../../../api/properties";
import { Failure } from "../../../components/Failure";
import { PartyFields } from "../../../components/stay/Party";
import { StayField } from "../../../components/stay/StayField";
import { todayIn } from "../../../format/dates";
import { formatMoney } from "../../../format/money";
import { withoutNights } from "../../../format/stay";
import { t } from "../../../text/en";
import { type Access, bookingQuery, changeBooking } from "../api/my-booking";
import { type Change, changeOf, type Wanted } from "./change";

interface Props {
  booking: Booking;
  property: Property;
  access: Access | null;
  /** With the sentence to show, which is empty when nothing was changed. */
  onDone: (sentence: string) => void;
}

function savedText(before: Booking, after: Booking): string {
  const same = before.total.amount === after.total.amount;
  return same ? t.guest.mine.saved : t.guest.mine.savedTotal(formatMoney(before.total), formatMoney(after.total));
}

/** Change dates, party and wishes of one's own booking; of a confirmed one only the wishes. */
export function ChangeBooking({ booking, property, access, onDone }: Props) {
  const { checkIn, checkOut, adults, children, notes } = booking;
  const [wanted, setWanted] = useState<Wanted>({ checkIn, checkOut, adults, children, notes });
  const [unchanged, setUnchanged] = useState(false);
  const cache = useQueryClient();
  const save = useMutation({
    mutationFn: (change: Change) => changeBooking(booking.id, access, change),
    onSuccess: (changed) => {
      cache.setQueryData(bookingQuery(booking.id, access).queryKey, changed);
      void cache.invalidateQueries({ queryKey: ["calendar"] });
      onDone(savedText(booking, changed));
    },
  });
  const stale = save.error instanceof Problem && save.error.code === "stale_version";
  const refused = save.error instanceof Problem ? save.error.fields : {};
  const set = (next: Partial<Wanted>) => {
    setUnchanged(false);
    setWanted({ ...wanted, ...next });
  };
  const reload = async () => {
    await cache.refetchQueries({ queryKey: bookingQuery(booking.id, access).queryKey });
    onDone("");
  };
  return (
    <Paper withBorder p="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const change = changeOf(booking, wanted);
          setUnchanged(change === null);
          if (change && !save.isPending) save.mutate(change);
        }}
      >
        <Stack maw={520}>
          <Title order={2} size="h4">
            {t.guest.mine.changeTitle}
          </Title>
          {booking.status === "PENDING" ? (
            <Move booking={booking} property={property} wanted={wanted} onChange={set} />
          ) : (
            <Text>{t.guest.mine.moveConfirmed}</Text>
          )}
          <Textarea
            label={t.guest.book.wishes}
            autosize
            minRows={3}
            maxLength={4000}
            value={wanted.notes}
            error={refused.notes}
            onChange={(event) => set({ notes: event.currentTarget.value })}
          />
          {unchanged && <Text role="status">{t.guest.mine.unchanged}</Text>}
          {save.error && !stale && <Failure error={save.error} />}
          {stale && (
            <Alert color="clay" role="alert" title={t.guest.mine.stale}>
              <Button variant="light" color="clay" onClick={() => void reload()}>
                {t.guest.mine.reload}
              </Button>
            </Alert>
          )}
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t.guest.mine.save}
            </Button>
            <Button variant="default" onClick={() => onDone("")}>
              {t.guest.mine.dontChange}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}

interface MoveProps {
  booking: Booking;
  property: Property;
  wanted: Wanted;
  onChange: (next: Partial<Wanted>) => void;
}

function Move({ booking, property, wanted, onChange }: MoveProps) {
  const today = todayIn(property.timezone);
  const single = booking.units.length === 1 ? booking.units[0] : undefined;
  const calendar = useQuery({ ...takenNightsQuery(single?.id ?? "", today), enabled: single !== undefined });
  return (
    <>
      <StayField
        label={t.guest.stay.dates}
        stay={wanted}
        today={today}
        onChange={(stay) => stay && onChange(stay)}
        {...(calendar.data ? { taken: withoutNights(calendar.data, booking) } : {})}
      />
      <Input.Wrapper label={t.guest.search.who} labelElement="div">
        <PartyFields party={wanted} onChange={({ adults, children }) => onChange({ adults, children })} />
      </Input.Wrapper>
      <Text size="sm" c="dimmed">
        {t.guest.mine.priceHint}
      </Text>
    </>
  );
}
