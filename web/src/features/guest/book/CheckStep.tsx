import { Alert, Anchor, Button, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Problem } from "../../../api/client";
import { Failure } from "../../../components/Failure";
import { PriceLines } from "../../../components/stay/PriceLines";
import { saidStay } from "../../../components/stay/StayField";
import type { Party, Stay } from "../../../components/stay/stay";
import { nightsBetween } from "../../../format/dates";
import { t } from "../../../text/en";
import type { Property } from "../api/properties";
import type { Unit } from "../api/units";
import { useOffer } from "../stay/useOffer";
import type { Step } from "./book-search";
import type { Draft } from "./draft";
import { guestOf } from "./guest-rules";
import { NightsTaken } from "./NightsTaken";
import { isTaken, useBooking } from "./useBooking";

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
  const order = { unitIds: [unit.id], ...stay, ...party, guest: guestOf(draft), notes: draft.notes.trim() };
  const taken = isTaken(booking.error) ? booking.error : null;
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
        <Part name={t.guest.book.steps.stay} onChange={() => onStep("stay")}>
          <Text fw={600}>{unit.name}</Text>
          <Text>
            {saidStay(stay)} ({t.guest.nights(nightsBetween(stay.checkIn, stay.checkOut))})
          </Text>
          <Text>{t.guest.party.said(party.adults, party.children)}</Text>
          <Text size="sm" c="dimmed">
            {t.guest.unit.checkIn(property.checkInTime)}, {t.guest.unit.checkOut(property.checkOutTime).toLowerCase()}
          </Text>
        </Part>
        <Part name={t.guest.book.steps.guest} onChange={() => onStep("guest")}>
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
            draft={draft}
            onStay={choose}
          />
        ) : (
          <>
            {offer.isPending && <Skeleton h={120} />}
            {offer.data && <PriceLines lines={offer.data.priceLines} total={offer.data.total} />}
            {offer.data === null && !booking.isPending && <Alert color="clay">{t.guest.unit.notFree}</Alert>}
            {booking.error && <Lost error={booking.error} />}
            <Text size="sm" c="dimmed">
              {t.guest.book.nothingDue}
            </Text>
            <Group justify="space-between">
              <Button variant="default" size="md" disabled={booking.isPending} onClick={() => onStep("guest")}>
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

function Lost({ error }: { error: Error }) {
  if (error instanceof Problem) return <Failure error={error} />;
  return (
    <Alert color="clay" role="alert" icon={<IconAlertTriangle aria-hidden />}>
      {t.guest.book.unreachable}
    </Alert>
  );
}

function Part({ name, onChange, children }: { name: string; onChange: () => void; children: ReactNode }) {
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" component="section" aria-label={name}>
      <div>
        <Text size="sm" c="dimmed">
          {name}
        </Text>
        {children}
      </div>
      <Anchor component="button" type="button" size="sm" onClick={onChange} aria-label={t.guest.book.change(name)}>
        {t.guest.mine.change}
      </Anchor>
    </Group>
  );
}
