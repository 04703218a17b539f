import { Alert, Anchor, Button, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import type { Property } from "../../../api/properties";
import type { Unit } from "../../../api/units";
import { ErrorAlert } from "../../../components/ErrorAlert";
import { LinkButton } from "../../../components/links";
import { type Draft, newDraft, saveDraft } from "../../../components/stay/draft";
import { toGuestInput } from "../../../components/stay/guest-validation";
import { isNightsTaken, NightsTaken } from "../../../components/stay/NightsTaken";
import { PriceLines } from "../../../components/stay/PriceLines";
import { formatStay } from "../../../components/stay/StayField";
import { useOffer } from "../../../components/stay/useOffer";
import { nightsBetween } from "../../../format/dates";
import { formatMoney } from "../../../format/money";
import type { Party, Stay } from "../../../format/stay";
import { t } from "../../../text/texts";
import type { Step } from "./book-search";
import { useBooking } from "./useBooking";

interface Props {
  unit: Unit;
  property: Property;
  stay: Stay;
  party: Party;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  onStep: (step: Step) => void;
  onStay: (stay: Stay) => void;
  onRefused: (fields: Record<string, string>) => void;
}

/** The third step: everything at a glance, then book. */
export function CheckStep(props: Props) {
  const { unit, property, stay, party, draft, onDraft, onStep, onStay, onRefused } = props;
  const booking = useBooking({ unit: unit.id, draft, onDraft, onRefused });
  const offer = useOffer(unit, stay, party);
  const order = {
    unitIds: [unit.id],
    ...stay,
    ...party,
    guest: toGuestInput(draft),
    notes: draft.notes.trim(),
  };
  const taken = isNightsTaken(booking.error) ? booking.error : null;
  const choose = (chosen: Stay) => {
    booking.reset();
    onStay(chosen);
  };
  return (
    <Paper withBorder p="lg">
      <Stack>
        <Title order={2} size="h4">
          {t.guest.book.steps.check}
        </Title>
        <Part name={t.guest.book.steps.stay} change={t.guest.book.changeStay} onChange={() => onStep("stay")}>
          <Text fw={600}>{unit.name}</Text>
          <Text>
            {formatStay(stay)} ({t.guest.nights(nightsBetween(stay.checkIn, stay.checkOut))})
          </Text>
          <Text>{t.guest.party.said(party.adults, party.children)}</Text>
          <Text size="sm" c="dimmed">
            {t.guest.unit.checkTimes(property.checkInTime, property.checkOutTime)}
          </Text>
        </Part>
        <Part
          name={t.guest.book.steps.guest}
          change={t.guest.book.changeGuest}
          onChange={() => onStep("guest")}
        >
          <Text fw={600}>{draft.name}</Text>
          {[draft.email, draft.phone].filter(Boolean).map((contact) => (
            <Text key={contact}>{contact}</Text>
          ))}
          {draft.notes && (
            <Text size="sm" style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>
              {draft.notes}
            </Text>
          )}
        </Part>
        {taken ? (
          <NightsTaken
            problem={taken}
            unit={unit}
            property={property}
            stay={stay}
            party={party}
            onStay={choose}
            renderUnit={(free) => (
              <LinkButton
                key={free.id}
                to="/book/$unitId"
                params={{ unitId: free.id }}
                search={{ where: property.id, ...stay, ...party, step: "check" }}
                variant="light"
                fullWidth
                justify="space-between"
                rightSection={formatMoney(free.total)}
                // Another unit is another attempt, with what was typed but a key of its own.
                onClick={() => saveDraft(free.id, { ...draft, key: newDraft().key, sent: [] })}
              >
                {free.name}
              </LinkButton>
            )}
          />
        ) : (
          <>
            {offer.isPending && <Skeleton h={120} />}
            {offer.data && <PriceLines lines={offer.data.priceLines} total={offer.data.total} />}
            {offer.data === null && !booking.isPending && <Alert color="clay">{t.guest.unit.notFree}</Alert>}
            {booking.error && (
              <ErrorAlert error={booking.error} networkErrorMessage={t.guest.book.unreachable} />
            )}
            <Text size="sm" c="dimmed">
              {t.guest.book.nothingDue}
            </Text>
            <Group justify="space-between">
              <Button
                variant="default"
                size="md"
                disabled={booking.isPending}
                onClick={() => onStep("guest")}
              >
                {t.guest.book.back}
              </Button>
              <Button size="md" loading={booking.isPending} onClick={() => booking.mutate(order)}>
                {booking.error ? t.guest.book.again : t.guest.book.submit}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Paper>
  );
}

interface PartProps {
  name: string;
  change: string;
  onChange: () => void;
  children: ReactNode;
}

function Part({ name, change, onChange, children }: PartProps) {
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" component="section" aria-label={name}>
      <div>
        <Text size="sm" c="dimmed">
          {name}
        </Text>
        {children}
      </div>
      <Anchor component="button" type="button" size="sm" onClick={onChange} aria-label={change}>
        {t.guest.mine.change}
      </Anchor>
    </Group>
  );
}
