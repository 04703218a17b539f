import { Alert, Button, Input, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconCalendarPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { takenNightsQuery } from "../../api/calendar";
import type { Property } from "../../api/properties";
import { type Unit, unitQuery } from "../../api/units";
import { ErrorAlert } from "../../components/ErrorAlert";
import { focusFirstError, GuestFields } from "../../components/stay/GuestFields";
import { toGuestInput, validateGuest } from "../../components/stay/guest-validation";
import { isNightsTaken, NightsTaken } from "../../components/stay/NightsTaken";
import { PartyFields } from "../../components/stay/PartyFields";
import { PriceLines } from "../../components/stay/PriceLines";
import { StayField } from "../../components/stay/StayField";
import { useOffer } from "../../components/stay/useOffer";
import type { IsoDate } from "../../format/dates";
import { formatMoney } from "../../format/money";
import type { Party, Stay } from "../../format/stay";
import { sellTexts } from "../../text/signed-in/sell";
import { t } from "../../text/texts";
import { may, useMe } from "../session/session";
import { FORM_ID } from "./ContinueBar";
import type { SellSearch } from "./search";
import type { Selection } from "./selection";
import { useBookingForm } from "./useBookingForm";

interface Props {
  property: Property;
  selection: Selection | null;
  party: Party;
  today: IsoDate;
  onChange: (next: SellSearch) => void;
}

/** The form for the booking of the selected stay. */
export function BookingSection({ property, selection, party, today, onChange }: Props) {
  const { data, error, refetch } = useQuery({
    ...unitQuery(selection?.unit ?? ""),
    enabled: selection !== null,
  });
  return (
    <Paper
      component="section"
      aria-labelledby={`${FORM_ID}-title`}
      id={FORM_ID}
      withBorder
      p={{ base: "md", sm: "lg" }}
    >
      <Stack>
        <Title order={2} size="h4" id={`${FORM_ID}-title`}>
          {sellTexts.sale.title}
        </Title>
        {!selection && <EmptyState />}
        {selection && !data && !error && <Skeleton h={420} />}
        {selection && error && <ErrorAlert error={error} onRetry={() => void refetch()} />}
        {selection && data && (
          <BookingForm
            unit={data}
            property={property}
            stay={selection.stay}
            party={party}
            today={today}
            onChange={onChange}
          />
        )}
      </Stack>
    </Paper>
  );
}

function EmptyState() {
  return (
    <Stack align="center" ta="center" py="xl" gap="xs">
      <IconCalendarPlus size={44} stroke={1.3} color="var(--mantine-color-forest-6)" aria-hidden />
      <Text fw={600}>{sellTexts.sale.first}</Text>
      <Text size="sm" c="dimmed" maw={300}>
        {sellTexts.sale.firstWhy}
      </Text>
    </Stack>
  );
}

interface BookingFormProps {
  unit: Unit;
  property: Property;
  stay: Stay;
  party: Party;
  today: IsoDate;
  onChange: (next: SellSearch) => void;
}

function BookingForm({ unit, property, stay, party, today, onChange }: BookingFormProps) {
  const { createBooking, draft, updateGuest, serverErrors } = useBookingForm(({ booking, earlier }) =>
    onChange({
      sold: booking.id,
      earlier: earlier || undefined,
      unit: undefined,
      checkIn: undefined,
      checkOut: undefined,
    }),
  );
  const [isSubmitted, setIsSubmitted] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const offer = useOffer(unit, stay, party);
  const errors = validateGuest(draft);
  const submit = () => {
    setIsSubmitted(true);
    if (focusFirstError(form.current, errors) || !offer.data) return;
    createBooking.mutate({
      unitIds: [unit.id],
      ...stay,
      ...party,
      guest: toGuestInput(draft),
      notes: draft.notes.trim(),
    });
  };
  // Resets the error of the previous selection. The input of the form is kept.
  const changeSelection = (next: SellSearch) => {
    createBooking.reset();
    onChange(next);
  };
  return (
    <form
      noValidate
      autoComplete="off"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        <StayFields unit={unit} stay={stay} party={party} today={today} onChange={changeSelection} />
        <GuestFields
          values={draft}
          errors={isSubmitted ? errors : {}}
          serverErrors={serverErrors}
          onChange={updateGuest}
          notes={{ label: sellTexts.sale.note, description: sellTexts.sale.noteHint, minRows: 2 }}
          isOwn={false}
          size="sm"
        />
        {isNightsTaken(createBooking.error) ? (
          <NightsTaken
            problem={createBooking.error}
            unit={unit}
            property={property}
            stay={stay}
            party={party}
            onStay={changeSelection}
            renderUnit={(free) => (
              <Button
                key={free.id}
                variant="light"
                fullWidth
                justify="space-between"
                rightSection={formatMoney(free.total)}
                onClick={() => changeSelection({ unit: free.id })}
              >
                {free.name}
              </Button>
            )}
          />
        ) : (
          <PriceAndSubmit
            unit={unit}
            offer={offer}
            error={createBooking.error}
            isPending={createBooking.isPending}
          />
        )}
      </Stack>
    </form>
  );
}

function StayFields({ unit, stay, party, today, onChange }: Omit<BookingFormProps, "property">) {
  const taken = useQuery(takenNightsQuery(unit.id, today));
  return (
    <>
      <StayField
        label={unit.name}
        stay={stay}
        today={today}
        onChange={(next) => onChange({ checkIn: next?.checkIn, checkOut: next?.checkOut })}
        {...(taken.data ? { taken: taken.data } : {})}
      />
      <Input.Wrapper label={sellTexts.sale.party} labelElement="div">
        <PartyFields party={party} onChange={onChange} stacked />
      </Input.Wrapper>
    </>
  );
}

interface PriceAndSubmitProps {
  unit: Unit;
  offer: ReturnType<typeof useOffer>;
  error: Error | null;
  isPending: boolean;
}

/** The price, the reasons why the stay cannot be booked, and the submit button. */
function PriceAndSubmit({ unit, offer, error, isPending }: PriceAndSubmitProps) {
  const canConfirm = may(useMe(), "bookings:create_confirmed");
  return (
    <>
      {offer.tooMany && <Alert color="clay">{t.guest.unit.tooMany(unit.sleeps)}</Alert>}
      {offer.data === null && !isPending && <Alert color="clay">{t.guest.unit.notFree}</Alert>}
      {offer.error && <ErrorAlert error={offer.error} onRetry={() => void offer.refetch()} />}
      {offer.isFetching && !offer.data && <Skeleton h={120} />}
      {offer.data && <PriceLines lines={offer.data.priceLines} total={offer.data.total} />}
      {error && <ErrorAlert error={error} networkErrorMessage={t.guest.book.unreachable} />}
      {!canConfirm && (
        <Text size="sm" c="dimmed">
          {sellTexts.sale.holdHint}
        </Text>
      )}
      <Button type="submit" size="md" fullWidth loading={isPending} disabled={!offer.data}>
        {error ? sellTexts.sale.again : canConfirm ? sellTexts.sale.book : sellTexts.sale.hold}
      </Button>
    </>
  );
}
