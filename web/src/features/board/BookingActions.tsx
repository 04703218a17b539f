import { Button, Group } from "@mantine/core";
import { isStatusAction, useBookingAction } from "../../api/booking-actions";
import type { Action, Booking } from "../../api/bookings";
import { confirmAction } from "../../components/confirm-action";
import { ErrorAlert } from "../../components/ErrorAlert";
import type { IsoDate } from "../../format/dates";
import { staffTexts } from "../../text/signed-in/staff";
import type { DayBooking } from "./queries";
import { useUndoNotification } from "./Undo";

interface Props {
  booking: Booking | DayBooking;
  today: IsoDate;
  /** Limits the actions, for an item of a list. */
  only?: readonly Action[];
}

const BUTTON_PROPS: Record<Action, { variant: string; color: string }> = {
  confirm: { variant: "filled", color: "forest" },
  "check-in": { variant: "filled", color: "forest" },
  "check-out": { variant: "filled", color: "forest" },
  "no-show": { variant: "light", color: "clay" },
  cancel: { variant: "light", color: "red" },
};
const ARRIVAL_ACTIONS: readonly Action[] = ["check-in", "no-show"];

/** Buttons for the actions that the API allows. Those of the arrival are hidden before the check-in date. */
export function BookingActions({ booking, today, only }: Props) {
  const bookingAction = useBookingAction();
  const notify = useUndoNotification();
  const actions = booking.actions
    .filter(isStatusAction)
    .filter(
      (action) =>
        (!only || only.includes(action)) && !(ARRIVAL_ACTIONS.includes(action) && today < booking.checkIn),
    );
  const perform = (action: Action) =>
    bookingAction.mutate({ id: booking.id, action }, { onSuccess: () => notify(booking, action) });
  const confirmOrPerform = (action: Action) => {
    const message = confirmationOf(action, booking, today);
    if (!message) return perform(action);
    confirmAction({
      title: `${staffTexts.action[action]}: ${booking.guest.name}`,
      message,
      confirm: staffTexts.action[action],
      cancel: staffTexts.back,
      color: BUTTON_PROPS[action].color,
      onConfirm: () => perform(action),
    });
  };
  return (
    <>
      {bookingAction.error && <ErrorAlert error={bookingAction.error} />}
      {actions.length > 0 && (
        <Group gap="xs">
          {actions.map((action) => (
            <Button
              key={action}
              {...BUTTON_PROPS[action]}
              aria-label={only ? `${staffTexts.action[action]}: ${booking.guest.name}` : undefined}
              loading={bookingAction.isPending && bookingAction.variables.action === action}
              disabled={bookingAction.isPending}
              onClick={() => confirmOrPerform(action)}
            >
              {staffTexts.action[action]}
            </Button>
          ))}
        </Group>
      )}
    </>
  );
}

function confirmationOf(action: Action, booking: { checkOut: IsoDate }, today: IsoDate): string | undefined {
  if (action === "cancel" || action === "no-show") return staffTexts.sure[action];
  return action === "check-out" && today < booking.checkOut ? staffTexts.sure["check-out"] : undefined;
}
