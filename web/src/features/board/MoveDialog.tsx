import { Alert, Button, Group, List, Modal, SimpleGrid, Skeleton, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { changeQuoteQuery, isStaleVersion } from "../../api/booking-change";
import type { Booking } from "../../api/bookings";
import { useInvalidate } from "../../api/cache";
import { Problem } from "../../api/client";
import { QuotedPrice } from "../../components/change/QuotedPrice";
import { StaleVersionAlert } from "../../components/change/StaleVersionAlert";
import { ErrorAlert } from "../../components/ErrorAlert";
import { formatStay } from "../../components/stay/format-stay";
import { nightsBetween } from "../../format/dates";
import { formatMoney } from "../../format/money";
import type { Stay } from "../../format/stay";
import { staffTexts } from "../../text/signed-in/staff";
import { exchanged, holders, unitName } from "./bars";
import classes from "./board.module.css";
import { Place } from "./Place";
import { type Board, type BoardBooking, useMove } from "./queries";

export interface Proposal {
  booking: Pick<BoardBooking, "id" | "code" | "guestName" | "version" | "unitIds"> & Stay;
  /** The unit whose bar was taken, and where everything shall be. */
  unitId: string;
  toUnitId: string;
  stay: Stay;
}

const words = staffTexts.move;

/** What was, what shall be, and the question whether it shall; the same form serves who does not drag. */
export function MoveDialog({
  proposal,
  board,
  onClose,
}: {
  proposal: Proposal;
  board: Board;
  onClose: () => void;
}) {
  const { booking } = proposal;
  const [wanted, setWanted] = useState({ unitId: proposal.toUnitId, ...proposal.stay });
  // What it was when it was taken; the board itself shows it at its new place while the API is asked.
  const [before] = useState<Stay>({ checkIn: booking.checkIn, checkOut: booking.checkOut });
  // The board shows the booking at its new place while it is saved; what is wanted of it was decided before.
  const [{ id, version, unitIds }] = useState(booking);
  const change = {
    version,
    checkIn: wanted.checkIn,
    checkOut: wanted.checkOut,
    unitIds: exchanged(unitIds, proposal.unitId, wanted.unitId),
  };
  const quote = useQuery(changeQuoteQuery(id, null, change));
  const reload = useInvalidate("PATCH /api/bookings/{booking_id}");
  const move = useMove();
  const stale = [move.error, quote.error].find(isStaleVersion);
  const waits = quote.isFetching || quote.error !== null || !quote.data;
  const save = () =>
    move.mutate(
      { id, ...change },
      {
        onSuccess: (after) => {
          const message = priceChange(quote.data?.before.total, after);
          notifications.show({ title: words.done, message, color: "forest" });
          onClose();
        },
      },
    );
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={{ "aria-label": staffTexts.close }}
      title={`${words.title}: ${booking.guestName}, ${booking.code}`}
      size="lg"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!waits) save();
        }}
      >
        <Stack>
          {stale && (
            <StaleVersionAlert
              error={stale}
              timezone={board.property.timezone}
              onReload={() => void reload().then(onClose)}
            />
          )}
          {move.error && !stale && <Refusal error={move.error} board={board} bookingId={id} />}
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <Side title={words.was} unit={unitName(board.units, proposal.unitId)} stay={before} />
            <Side title={words.becomes} unit={unitName(board.units, wanted.unitId)} stay={wanted} strong />
          </SimpleGrid>
          <Place
            labels={{ from: words.checkIn, to: words.checkOut }}
            units={board.units}
            wanted={wanted}
            onChange={(place) => setWanted({ ...wanted, ...place })}
          />
          {unitIds.length > 1 && <Text size="sm">{words.together(unitIds.length)}</Text>}
          {quote.error && !stale && <Refusal error={quote.error} board={board} bookingId={id} />}
          {quote.data && !quote.error && (
            <QuotedPrice quote={quote} total={quote.data.before.total} isChanged />
          )}
          {quote.isPending && !quote.error && <Skeleton h={88} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} data-autofocus>
              {staffTexts.back}
            </Button>
            <Button type="submit" loading={move.isPending} disabled={waits || stale !== undefined}>
              {words.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Side({ title, unit, stay, strong }: { title: string; unit: string; stay: Stay; strong?: boolean }) {
  return (
    <div>
      <Text size="sm" className={classes.quiet}>
        {title}
      </Text>
      <Text fw={strong ? 650 : 500}>{unit}</Text>
      <Text fw={strong ? 650 : 400}>{formatStay(stay)}</Text>
      <Text size="sm">{staffTexts.nights(nightsBetween(stay.checkIn, stay.checkOut))}</Text>
    </div>
  );
}

/** The API's sentence, and who has the nights. */
function Refusal({ error, board, bookingId }: { error: Error; board: Board; bookingId: string }) {
  const nights = error instanceof Problem && Array.isArray(error.facts.nights) ? error.facts.nights : [];
  const names = holders(board, nights as { unitId: string; night: string }[], bookingId);
  return (
    <>
      <ErrorAlert error={error} />
      {names.length > 0 && (
        <Alert color="clay" title={words.takenBy}>
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
  if (!before || before.amount === after.total.amount) return dates + words.sameTotal(now);
  return dates + words.newTotal(formatMoney(before), now);
}
