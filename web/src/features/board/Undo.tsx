import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Action, Booking } from "../../api/bookings";
import type { Schemas } from "../../api/client";
import { ErrorAlert } from "../../components/ErrorAlert";
import { type IsoDate, todayIn } from "../../format/dates";
import { staffTexts } from "../../text/signed-in/staff";
import { historyQuery, useUndo } from "./queries";

const SECONDS_OFFERED = 10;

const STEP_OF: Readonly<Record<string, Action>> = {
  "booking.confirmed": "confirm",
  "booking.cancelled": "cancel",
  "booking.checked_in": "check-in",
  "booking.completed": "check-out",
  "booking.no_show": "no-show",
};

type Event = Schemas["HistoryEventOut"];

/** Shows what an action did, with a button that undoes it for ten seconds. */
export function useUndoNotification(): (
  booking: Pick<Booking, "id" | "code" | "guest">,
  action: Action,
) => void {
  const { mutate } = useUndo();
  return (booking, action) => {
    const id = `step ${booking.id}`;
    const whose = `${booking.guest.name}, ${booking.code}`;
    const undo = () => {
      notifications.hide(id);
      mutate(
        { id: booking.id, action },
        {
          onSuccess: () => notifications.show({ title: staffTexts.undone, message: whose, color: "forest" }),
          onError: (error) =>
            notifications.show({ title: whose, message: <ErrorAlert error={error} />, color: "red" }),
        },
      );
    };
    notifications.hide(id);
    notifications.show({
      id,
      title: `${staffTexts.done[action]}: ${whose}`,
      message: (
        <Group justify="space-between" gap="xs">
          <Text size="sm">{staffTexts.effect[action]}</Text>
          <Button size="compact-sm" variant="default" onClick={undo}>
            {staffTexts.undo}
          </Button>
        </Group>
      ),
      color: "forest",
      autoClose: SECONDS_OFFERED * 1000,
    });
  };
}

interface Props {
  booking: Booking;
  timezone: string;
  today: IsoDate;
}

/** A button that undoes the last step of a booking, on the day of the step. */
export function UndoLastStep({ booking, timezone, today }: Props) {
  const { data, hasNextPage } = useInfiniteQuery(historyQuery(booking.id));
  const undo = useUndo();
  const action = hasNextPage
    ? undefined
    : undoable(data?.pages.flatMap((page) => page.events) ?? [], timezone, today);
  return (
    <>
      {undo.error && <ErrorAlert error={undo.error} />}
      {action && (
        <Button
          variant="default"
          loading={undo.isPending}
          onClick={() => undo.mutate({ id: booking.id, action })}
        >
          {staffTexts.undoStep[action]}
        </Button>
      )}
    </>
  );
}

/** The last step of these events, oldest first, if it was taken today at the property and has not been undone. */
export function undoable(
  events: Pick<Event, "action" | "at">[],
  timezone: string,
  today: IsoDate,
): Action | undefined {
  const last = events.findLast(({ action }) => action in STEP_OF || action === "booking.undone");
  if (!last || todayIn(timezone, new Date(last.at)) !== today) return undefined;
  return STEP_OF[last.action];
}
