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
import type { Choice } from "./choice";
import { FORM } from "./GoOnBar";
import type { SellSearch } from "./search";
import { useSale } from "./useSale";

interface Props {
  property: Property;
  choice: Choice | null;
  party: Party;
  today: IsoDate;
  onChange: (next: SellSearch) => void;
}

/** Everything that a booking for a client needs, on one page. */
export function Sale({ property, choice, party, today, onChange }: Props) {
  const { data, error, refetch } = useQuery({ ...unitQuery(choice?.unit ?? ""), enabled: choice !== null });
  return (
    <Paper
      component="section"
      aria-labelledby={`${FORM}-title`}
      id={FORM}
      withBorder
      p={{ base: "md", sm: "lg" }}
    >
      <Stack>
        <Title order={2} size="h4" id={`${FORM}-title`}>
          {sellTexts.sale.title}
        </Title>
        {!choice && <Begin />}
        {choice && !data && !error && <Skeleton h={420} />}
        {choice && error && <ErrorAlert error={error} onRetry={() => void refetch()} />}
        {choice && data && (
          <Form
            unit={data}
            property={property}
            stay={choice.stay}
            party={party}
            today={today}
            onChange={onChange}
          />
        )}
      </Stack>
    </Paper>
  );
}

function Begin() {
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

interface FormProps {
  unit: Unit;
  property: Property;
  stay: Stay;
  party: Party;
  today: IsoDate;
  onChange: (next: SellSearch) => void;
}

function Form({ unit, property, stay, party, today, onChange }: FormProps) {
  const { sale, draft, type, refused } = useSale(({ booking, earlier }) =>
    onChange({
      sold: booking.id,
      earlier: earlier || undefined,
      unit: undefined,
      checkIn: undefined,
      checkOut: undefined,
    }),
  );
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const offer = useOffer(unit, stay, party);
  const wrong = validateGuest(draft);
  const submit = () => {
    setTried(true);
    if (focusFirstError(form.current, wrong) || !offer.data) return;
    sale.mutate({
      unitIds: [unit.id],
      ...stay,
      ...party,
      guest: toGuestInput(draft),
      notes: draft.notes.trim(),
    });
  };
  // Other nights or another unit are asked for anew; what was typed stays.
  const instead = (next: SellSearch) => {
    sale.reset();
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
        <ChosenStay unit={unit} stay={stay} party={party} today={today} onChange={instead} />
        <GuestFields
          values={draft}
          errors={tried ? wrong : {}}
          serverErrors={refused}
          onChange={type}
          notes={{ label: sellTexts.sale.note, description: sellTexts.sale.noteHint, minRows: 2 }}
          isOwn={false}
          size="sm"
        />
        {isNightsTaken(sale.error) ? (
          <NightsTaken
            problem={sale.error}
            unit={unit}
            property={property}
            stay={stay}
            party={party}
            onStay={instead}
            renderUnit={(free) => (
              <Button
                key={free.id}
                variant="light"
                fullWidth
                justify="space-between"
                rightSection={formatMoney(free.total)}
                onClick={() => instead({ unit: free.id })}
              >
                {free.name}
              </Button>
            )}
          />
        ) : (
          <Conclusion unit={unit} offer={offer} error={sale.error} busy={sale.isPending} />
        )}
      </Stack>
    </form>
  );
}

function ChosenStay({ unit, stay, party, today, onChange }: Omit<FormProps, "property">) {
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

interface ConclusionProps {
  unit: Unit;
  offer: ReturnType<typeof useOffer>;
  error: Error | null;
  busy: boolean;
}

/** The price explained, what stands in the way, and the button. */
function Conclusion({ unit, offer, error, busy }: ConclusionProps) {
  const confirms = may(useMe(), "bookings:create_confirmed");
  return (
    <>
      {offer.tooMany && <Alert color="clay">{t.guest.unit.tooMany(unit.sleeps)}</Alert>}
      {offer.data === null && !busy && <Alert color="clay">{t.guest.unit.notFree}</Alert>}
      {offer.error && <ErrorAlert error={offer.error} onRetry={() => void offer.refetch()} />}
      {offer.isFetching && !offer.data && <Skeleton h={120} />}
      {offer.data && <PriceLines lines={offer.data.priceLines} total={offer.data.total} />}
      {error && <ErrorAlert error={error} networkErrorMessage={t.guest.book.unreachable} />}
      {!confirms && (
        <Text size="sm" c="dimmed">
          {sellTexts.sale.holdHint}
        </Text>
      )}
      <Button type="submit" size="md" fullWidth loading={busy} disabled={!offer.data}>
        {error ? sellTexts.sale.again : confirms ? sellTexts.sale.book : sellTexts.sale.hold}
      </Button>
    </>
  );
}
