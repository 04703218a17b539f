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
import { type ReactNode, useState } from "react";
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
import { todayIn } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { type StayLimits, withoutNights } from "../../format/stay";
import { t } from "../../text/texts";
import { ErrorAlert } from "../ErrorAlert";
import { fieldErrors } from "../form-errors";
import { PartyFields } from "../stay/PartyFields";
import { StayField } from "../stay/StayField";
import { type BookingDraft, changeOf, draftOf, pricePart } from "./booking-draft";
import { decidedPrice, type PriceDecision } from "./price-decision";
import { QuotedPrice } from "./QuotedPrice";
import { StaleVersionAlert } from "./StaleVersionAlert";

interface Props {
  booking: Booking;
  timezone: string;
  /** What the reader may book, where the property limits it. */
  limits?: StayLimits | undefined;
  /** The credentials of the booking's link, for a guest who is not signed in. */
  access?: BookingAccess | null;
  /** The units to choose from. Without them the units of the booking cannot be changed. */
  units?: { value: string; label: string }[];
  /** The fields for staff who decide the price. */
  priceChoice?: (price: PriceDecision, onChange: (price: PriceDecision) => void) => ReactNode;
  onSaved: (changed: Booking, message: string) => void;
  onClose: () => void;
  onReload: () => void;
}

/**
 * A form that changes dates, party, units, guest and notes of a booking, as far as its `actions` allow. Shows
 * the new price before saving.
 */
export function ChangeBookingForm({
  booking,
  timezone,
  access = null,
  limits,
  units,
  priceChoice,
  onSaved,
  onClose,
  onReload,
}: Props) {
  const [draft, setDraft] = useState<BookingDraft>(() => draftOf(booking));
  const [isUnchanged, setIsUnchanged] = useState(false);
  const change = changeOf(booking, draft);
  const pricedChange = pricePart(change);
  const quote = useQuery(changeQuoteQuery(booking.id, access, pricedChange));
  const save = useApiMutation("PATCH /api/bookings/{booking_id}", {
    mutationFn: (input: BookingChange) => changeBooking(booking.id, access, input),
    onSuccess: (changed) => onSaved(changed, savedText(booking, changed)),
  });
  const staleError = [save.error, pricedChange && quote.error].find(isStaleVersion);
  const update = (next: Partial<BookingDraft>) => {
    setIsUnchanged(false);
    save.reset();
    setDraft({ ...draft, ...next });
  };
  const isPriceMissing = decidedPrice(draft.price, booking.total.currency) === null;
  const isBlocked = isPriceMissing || (pricedChange !== null && (quote.isFetching || quote.error !== null));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setIsUnchanged(change === null);
        if (change && !isBlocked && !save.isPending) save.mutate(change);
      }}
    >
      <Stack maw={560}>
        {booking.actions.includes("move") ? (
          <StayFields
            booking={booking}
            timezone={timezone}
            limits={limits}
            draft={draft}
            onChange={update}
            {...(units ? { units } : {})}
          />
        ) : (
          <Text>{t.guest.mine.moveConfirmed}</Text>
        )}
        <ContactFields draft={draft} errors={fieldErrors(save.error)} onChange={update} />
        <Textarea
          label={units ? t.change.notes : t.guest.book.wishes}
          autosize
          minRows={2}
          maxLength={4000}
          value={draft.notes}
          error={fieldErrors(save.error).notes}
          onChange={(event) => update({ notes: event.currentTarget.value })}
        />
        {booking.actions.includes("move") && priceChoice?.(draft.price, (price) => update({ price }))}
        {booking.actions.includes("move") && !staleError && (
          <QuotedPrice quote={quote} total={booking.total} isChanged={pricedChange !== null} />
        )}
        {isUnchanged && <Text role="status">{t.guest.mine.unchanged}</Text>}
        {save.error && !staleError && <ErrorAlert error={save.error} />}
        {staleError && <StaleVersionAlert error={staleError} timezone={timezone} onReload={onReload} />}
        <Group>
          <Button type="submit" loading={save.isPending} disabled={isBlocked || staleError !== undefined}>
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

interface PartProps {
  draft: BookingDraft;
  onChange: (next: Partial<BookingDraft>) => void;
}

function StayFields({
  booking,
  timezone,
  limits,
  draft,
  onChange,
  units,
}: PartProps & Pick<Props, "booking" | "timezone" | "limits" | "units">) {
  const today = todayIn(timezone);
  const onlyUnit = draft.unitIds?.length === 1 ? draft.unitIds[0] : undefined;
  const calendar = useQuery({ ...takenNightsQuery(onlyUnit ?? "", today), enabled: onlyUnit !== undefined });
  const isOwn = booking.units.some(({ id }) => id === onlyUnit);
  const taken = calendar.data && (isOwn ? withoutNights(calendar.data, booking) : calendar.data);
  return (
    <>
      <StayField
        label={units ? t.change.dates : t.guest.stay.dates}
        stay={draft}
        // A stay that has begun may keep its check-in date. Other stays cannot begin in the past.
        today={[booking.checkIn, today].sort()[0] ?? today}
        onChange={(stay) => stay && onChange(stay)}
        limits={limits}
        {...(taken ? { taken } : {})}
      />
      {units && (
        <MultiSelect
          label={t.change.units}
          required
          searchable
          data={units}
          value={draft.unitIds ?? []}
          // A booking has at least one unit, so its only unit cannot be removed before another is added.
          onChange={(unitIds) => unitIds.length > 0 && onChange({ unitIds })}
        />
      )}
      <Input.Wrapper label={t.guest.search.who} labelElement="div">
        <PartyFields party={draft} onChange={({ adults, children }) => onChange({ adults, children })} />
      </Input.Wrapper>
    </>
  );
}

function ContactFields({ draft, errors, onChange }: PartProps & { errors: Record<string, string> }) {
  return (
    <>
      <TextInput
        label={t.guest.book.name}
        required
        maxLength={120}
        value={draft.name}
        error={errors["guest.name"]}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={t.guest.book.email}
          type="email"
          value={draft.email}
          error={errors["guest.email"]}
          onChange={(event) => onChange({ email: event.currentTarget.value })}
        />
        <TextInput
          label={t.guest.book.phone}
          type="tel"
          value={draft.phone}
          error={errors["guest.phone"]}
          onChange={(event) => onChange({ phone: event.currentTarget.value })}
        />
      </SimpleGrid>
    </>
  );
}
