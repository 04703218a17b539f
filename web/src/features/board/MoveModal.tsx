import { Alert, Button, Group, List, Modal, SimpleGrid, Skeleton, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { changeQuoteQuery, isStaleVersion } from "../../api/booking-change";
import type { Booking } from "../../api/bookings";
import { useInvalidate } from "../../api/cache";
import { Problem } from "../../api/client";
import { AS_AGREED, decidedPrice, type PriceDecision } from "../../components/change/price-decision";
import { QuotedPrice } from "../../components/change/QuotedPrice";
import { StaleVersionAlert } from "../../components/change/StaleVersionAlert";
import { ErrorAlert } from "../../components/ErrorAlert";
import { formatStay } from "../../components/stay/format-stay";
import { nightsBetween } from "../../format/dates";
import { formatMoney } from "../../format/money";
import type { Stay } from "../../format/stay";
import { staffTexts } from "../../text/signed-in/staff";
import { may, useMe } from "../session/session";
import { holdersOf, replaceUnit, unitName } from "./bars";
import classes from "./board.module.css";
import { PriceChoice } from "./PriceChoice";
import { type Board, type BoardBooking, useMoveBooking } from "./queries";
import { StayAndUnitFields } from "./StayAndUnitFields";

export interface MoveProposal {
  booking: Pick<BoardBooking, "id" | "code" | "guestName" | "version" | "unitIds"> & Stay;
  /** The unit of the dragged bar, and the unit and dates where it was dropped. */
  unitId: string;
  toUnitId: string;
  stay: Stay;
}

const texts = staffTexts.move;

/**
 * Asks for confirmation of a move, with the dates and units before and after it, which can still be edited.
 */
export function MoveModal({
  proposal,
  board,
  onClose,
}: {
  proposal: MoveProposal;
  board: Board;
  onClose: () => void;
}) {
  const { booking } = proposal;
  const [target, setTarget] = useState({ unitId: proposal.toUnitId, ...proposal.stay });
  // State, because the optimistic update changes the booking while it is saved.
  const [before] = useState<Stay>({ checkIn: booking.checkIn, checkOut: booking.checkOut });
  const [{ id, version, unitIds }] = useState(booking);
  const [price, setPrice] = useState<PriceDecision>(AS_AGREED);
  const me = useMe();
  const decided = decidedPrice(price, board.property.currency);
  const change = {
    ...decided,
    version,
    checkIn: target.checkIn,
    checkOut: target.checkOut,
    unitIds: replaceUnit(unitIds, proposal.unitId, target.unitId),
  };
  const quote = useQuery(changeQuoteQuery(id, null, change));
  const reload = useInvalidate("PATCH /api/bookings/{booking_id}");
  const move = useMoveBooking();
  const staleError = [move.error, quote.error].find(isStaleVersion);
  const isBlocked = decided === null || quote.isFetching || quote.error !== null || !quote.data;
  const save = () =>
    move.mutate(
      { id, ...change },
      {
        onSuccess: (after) => {
          const message = priceChange(quote.data?.before.total, after);
          notifications.show({ title: texts.done, message, color: "forest" });
          onClose();
        },
      },
    );
  return (
    <Modal opened onClose={onClose} title={`${texts.title}: ${booking.guestName}, ${booking.code}`} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBlocked) save();
        }}
      >
        <Stack>
          {staleError && (
            <StaleVersionAlert
              error={staleError}
              timezone={board.property.timezone}
              onReload={() => void reload().then(onClose)}
            />
          )}
          {move.error && !staleError && <MoveError error={move.error} board={board} bookingId={id} />}
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <StaySummary title={texts.was} unit={unitName(board.units, proposal.unitId)} stay={before} />
            <StaySummary
              title={texts.becomes}
              unit={unitName(board.units, target.unitId)}
              stay={target}
              isBold
            />
          </SimpleGrid>
          <StayAndUnitFields
            labels={{ from: texts.checkIn, to: texts.checkOut }}
            units={board.units}
            value={target}
            onChange={(changed) => setTarget({ ...target, ...changed })}
          />
          {unitIds.length > 1 && <Text size="sm">{texts.together(unitIds.length)}</Text>}
          {may(me, "bookings:set_price") && (
            <PriceChoice currency={board.property.currency} value={price} onChange={setPrice} />
          )}
          {quote.error && !staleError && <MoveError error={quote.error} board={board} bookingId={id} />}
          {quote.data && !quote.error && (
            <QuotedPrice quote={quote} total={quote.data.before.total} isChanged />
          )}
          {quote.isPending && !quote.error && <Skeleton h={88} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} data-autofocus>
              {staffTexts.back}
            </Button>
            <Button type="submit" loading={move.isPending} disabled={isBlocked || staleError !== undefined}>
              {texts.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function StaySummary({
  title,
  unit,
  stay,
  isBold,
}: {
  title: string;
  unit: string;
  stay: Stay;
  isBold?: boolean;
}) {
  return (
    <div>
      <Text size="sm" className={classes.quiet}>
        {title}
      </Text>
      <Text fw={isBold ? 650 : 500}>{unit}</Text>
      <Text fw={isBold ? 650 : 400}>{formatStay(stay)}</Text>
      <Text size="sm">{staffTexts.nights(nightsBetween(stay.checkIn, stay.checkOut))}</Text>
    </div>
  );
}

/** The error, with the bookings and blocks that have the nights. */
function MoveError({ error, board, bookingId }: { error: Error; board: Board; bookingId: string }) {
  const nights = error instanceof Problem && Array.isArray(error.facts.nights) ? error.facts.nights : [];
  const names = holdersOf(board, nights as { unitId: string; night: string }[], bookingId);
  return (
    <>
      <ErrorAlert error={error} />
      {names.length > 0 && (
        <Alert color="clay" title={texts.takenBy}>
          <List size="sm">
            {names.map((name) => (
              <List.Item key={name}>{name}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </>
  );
}

function priceChange(before: Booking["total"] | undefined, after: Booking): string {
  const now = formatMoney(after.total);
  const dates = `${formatStay(after)}. `;
  if (!before || before.amount === after.total.amount) return dates + texts.sameTotal(now);
  return dates + texts.newTotal(formatMoney(before), now);
}
