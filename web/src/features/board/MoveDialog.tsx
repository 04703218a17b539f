import { Alert, Button, Group, List, Modal, Select, SimpleGrid, Stack, Text } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "../../api/client";
import { Failure } from "../../components/Failure";
import { addDays, formatDate, nightsBetween } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { t } from "../../text/en";
import { exchanged, holders, stayText, unitName } from "./bars";
import classes from "./board.module.css";
import type { Stay } from "./geometry";
import { type Board, type BoardBooking, type Booking, bookingQuery, useMove } from "./queries";

export interface Proposal {
  booking: Pick<BoardBooking, "id" | "code" | "guestName" | "version" | "unitIds"> & Stay;
  /** The unit whose bar was taken, and where everything shall be. */
  unitId: string;
  toUnitId: string;
  stay: Stay;
}

const words = t.staff.move;

/** What was, what shall be, and the question whether it shall; the same form serves who does not drag. */
export function MoveDialog({ proposal, board, onClose }: { proposal: Proposal; board: Board; onClose: () => void }) {
  const { booking } = proposal;
  const [wanted, setWanted] = useState({ unitId: proposal.toUnitId, ...proposal.stay });
  // What it was when it was taken; the board itself shows it at its new place while the API is asked.
  const [before] = useState<Stay>({ checkIn: booking.checkIn, checkOut: booking.checkOut });
  const detail = useQuery(bookingQuery(booking.id));
  const move = useMove();
  const total = detail.data?.total;
  const save = () =>
    move.mutate(
      {
        id: booking.id,
        version: booking.version,
        checkIn: wanted.checkIn,
        checkOut: wanted.checkOut,
        unitIds: exchanged(booking.unitIds, proposal.unitId, wanted.unitId),
      },
      {
        onSuccess: (after) => {
          notifications.show({ title: words.done, message: priceChange(total, after), color: "forest" });
          onClose();
        },
      },
    );
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={{ "aria-label": t.staff.close }}
      title={`${words.title}: ${booking.guestName}, ${booking.code}`}
      size="lg"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Stack>
          {move.error && <Refusal error={move.error} board={board} bookingId={booking.id} />}
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <Side title={words.was} unit={unitName(board.units, proposal.unitId)} stay={before} />
            <Side title={words.becomes} unit={unitName(board.units, wanted.unitId)} stay={wanted} strong />
          </SimpleGrid>
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <DateInput
              label={words.checkIn}
              required
              value={wanted.checkIn}
              valueFormat="D MMM YYYY"
              maxDate={addDays(wanted.checkOut, -1)}
              onChange={(checkIn) => checkIn && setWanted({ ...wanted, checkIn })}
            />
            <DateInput
              label={words.checkOut}
              required
              value={wanted.checkOut}
              valueFormat="D MMM YYYY"
              minDate={addDays(wanted.checkIn, 1)}
              onChange={(checkOut) => checkOut && setWanted({ ...wanted, checkOut })}
            />
            <Select
              label={t.staff.unit}
              allowDeselect={false}
              searchable
              data={board.units.map((unit) => ({ value: unit.id, label: unit.name }))}
              value={wanted.unitId}
              onChange={(unitId) => unitId && setWanted({ ...wanted, unitId })}
            />
          </SimpleGrid>
          <Text size="sm">
            {total && `${words.price}: ${formatMoney(total)}. `}
            {words.priceNote}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t.staff.back}
            </Button>
            <Button type="submit" loading={move.isPending} disabled={isStale(move.error)} data-autofocus>
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
      <Text fw={strong ? 650 : 400}>{stayText(stay)}</Text>
      <Text size="sm">{t.staff.nights(nightsBetween(stay.checkIn, stay.checkOut))}</Text>
    </div>
  );
}

function isStale(error: unknown): boolean {
  return error instanceof Problem && error.code === "stale_version";
}

/** The API's sentence, and who has the nights. */
function Refusal({ error, board, bookingId }: { error: Error; board: Board; bookingId: string }) {
  const nights = error instanceof Problem && Array.isArray(error.facts.nights) ? error.facts.nights : [];
  const names = holders(board, nights as { unitId: string; night: string }[], bookingId);
  return (
    <>
      <Failure error={error} />
      {names.length > 0 && (
        <Alert color="clay" title={words.takenBy}>
          <List size="sm">
            {names.map((name) => (
              <List.Item key={name}>{name}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {isStale(error) && <Text size="sm">{words.reloaded}</Text>}
    </>
  );
}

function priceChange(before: Booking["total"] | undefined, after: Booking): string {
  const now = formatMoney(after.total);
  const dates = `${formatDate(after.checkIn)} – ${formatDate(after.checkOut)}. `;
  if (!before || before.amount === after.total.amount) return dates + words.sameTotal(now);
  return dates + words.newTotal(formatMoney(before), now);
}
