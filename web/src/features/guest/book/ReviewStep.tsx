import { Alert, Anchor, Button, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import type { Property } from "../../../api/properties";
import type { Unit } from "../../../api/units";
import { ErrorAlert } from "../../../components/ErrorAlert";
import { LinkButton } from "../../../components/links";
import { type Draft, newDraft, saveDraft } from "../../../components/stay/draft";
import { formatStay } from "../../../components/stay/format-stay";
import { toGuestInput } from "../../../components/stay/guest-validation";
import { isNightsTaken, NightsTaken } from "../../../components/stay/NightsTaken";
import { PriceLines } from "../../../components/stay/PriceLines";
import { useOffer } from "../../../components/stay/useOffer";
import { nightsBetween } from "../../../format/dates";
import { formatMoney } from "../../../format/money";
import type { Party, Stay } from "../../../format/stay";
import { t } from "../../../text/texts";
import type { Step } from "./book-search";
import { useCreateBooking } from "./useCreateBooking";

interface Props {
  unit: Unit;
  property: Property;
  stay: Stay;
  party: Party;
  draft: Draft;
  onDraftChange: (draft: Draft) => void;
  onStep: (step: Step) => void;
  onStayChange: (stay: Stay) => void;
  onFieldErrors: (fields: Record<string, string>) => void;
}

/** The third step: a review of all details, and the button that books. */
export function ReviewStep(props: Props) {
  const { unit, property, stay, party, draft, onDraftChange, onStep, onStayChange, onFieldErrors } = props;
  const createBooking = useCreateBooking({ unit: unit.id, draft, onDraftChange, onFieldErrors });
  const offer = useOffer(unit, stay, party);
  const request = {
    unitIds: [unit.id],
    ...stay,
    ...party,
    guest: toGuestInput(draft),
    notes: draft.notes.trim(),
  };
  const takenError = isNightsTaken(createBooking.error) ? createBooking.error : null;
  const changeStay = (chosen: Stay) => {
    createBooking.reset();
    onStayChange(chosen);
  };
  return (
    <Paper withBorder p="lg">
      <Stack>
        <Title order={2} size="h4">
          {t.guest.book.steps.check}
        </Title>
        <ReviewSection
          name={t.guest.book.steps.stay}
          change={t.guest.book.changeStay}
          onChange={() => onStep("stay")}
        >
          <Text fw={600}>{unit.name}</Text>
          <Text>
            {formatStay(stay)} ({t.guest.nights(nightsBetween(stay.checkIn, stay.checkOut))})
          </Text>
          <Text>{t.guest.party.said(party.adults, party.children)}</Text>
          <Text size="sm" c="dimmed">
            {t.guest.unit.checkTimes(property.checkInTime, property.checkOutTime)}
          </Text>
        </ReviewSection>
        <ReviewSection
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
        </ReviewSection>
        {takenError ? (
          <NightsTaken
            problem={takenError}
            unit={unit}
            property={property}
            stay={stay}
            party={party}
            onStay={changeStay}
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
                // A booking of another unit keeps the input but needs its own idempotency key.
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
            {offer.data === null && !createBooking.isPending && (
              <Alert color="clay">{t.guest.unit.notFree}</Alert>
            )}
            {createBooking.error && (
              <ErrorAlert error={createBooking.error} networkErrorMessage={t.guest.book.unreachable} />
            )}
            <Text size="sm" c="dimmed">
              {t.guest.book.nothingDue}
            </Text>
            <Group justify="space-between">
              <Button
                variant="default"
                size="md"
                disabled={createBooking.isPending}
                onClick={() => onStep("guest")}
              >
                {t.guest.book.back}
              </Button>
              <Button
                size="md"
                loading={createBooking.isPending}
                onClick={() => createBooking.mutate(request)}
              >
                {createBooking.error ? t.guest.book.again : t.guest.book.submit}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Paper>
  );
}

interface ReviewSectionProps {
  name: string;
  change: string;
  onChange: () => void;
  children: ReactNode;
}

function ReviewSection({ name, change, onChange, children }: ReviewSectionProps) {
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
