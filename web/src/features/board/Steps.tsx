import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { isStatusAction, useBookingAction } from "../../api/booking-actions";
import type { Action, Booking } from "../../api/bookings";
import { confirmAction } from "../../components/confirm-action";
import { ErrorAlert } from "../../components/ErrorAlert";
import type { IsoDate } from "../../format/dates";
import { staffTexts } from "../../text/signed-in/staff";
import type { DayBooking } from "./queries";

interface Props {
  booking: Booking | DayBooking;
  today: IsoDate;
  /** Only these, and smaller: for a line of a list. */
  only?: readonly Action[];
}

const LOOKS: Record<Action, { variant: string; color: string }> = {
  confirm: { variant: "filled", color: "forest" },
  "check-in": { variant: "filled", color: "forest" },
  "check-out": { variant: "filled", color: "forest" },
  "no-show": { variant: "light", color: "clay" },
  cancel: { variant: "light", color: "red" },
};
const OF_ARRIVAL: readonly Action[] = ["check-in", "no-show"];

/** What can be done with a booking today: the API says what its status allows, the calendar what its day allows. */
export function Steps({ booking, today, only }: Props) {
  const step = useBookingAction();
  const offered = booking.actions
    .filter(isStatusAction)
    .filter(
      (action) =>
        (!only || only.includes(action)) && !(OF_ARRIVAL.includes(action) && today < booking.checkIn),
    );
  const take = (action: Action) =>
    step.mutate(
      { id: booking.id, action },
      {
        onSuccess: () =>
          notifications.show({
            title: staffTexts.done[action],
            message: `${booking.guest.name}, ${booking.code}`,
            color: "forest",
          }),
      },
    );
  const ask = (action: Action) => {
    const question = questionOf(action, booking, today);
    if (!question) return take(action);
    confirmAction({
      title: `${staffTexts.action[action]}: ${booking.guest.name}`,
      message: question,
      confirm: staffTexts.action[action],
      cancel: staffTexts.back,
      color: LOOKS[action].color,
      onConfirm: () => take(action),
    });
  };
  return (
    <>
      {step.error && <ErrorAlert error={step.error} />}
      {offered.length > 0 && (
        <Group gap="xs">
          {offered.map((action) => (
            <Button
              key={action}
              {...LOOKS[action]}
              aria-label={only ? `${staffTexts.action[action]}: ${booking.guest.name}` : undefined}
              loading={step.isPending && step.variables.action === action}
              disabled={step.isPending}
              onClick={() => ask(action)}
            >
              {staffTexts.action[action]}
            </Button>
          ))}
        </Group>
      )}
    </>
  );
}

function questionOf(action: Action, booking: { checkOut: IsoDate }, today: IsoDate): string | undefined {
  if (action === "cancel" || action === "no-show") return staffTexts.sure[action];
  return action === "check-out" && today < booking.checkOut ? staffTexts.sure["check-out"] : undefined;
}
