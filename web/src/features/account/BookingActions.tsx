import { Button, Group, Stack } from "@mantine/core";
import type { Action, Booking } from "../../api/bookings";
import { ask } from "../../components/ask";
import { Failure } from "../../components/Failure";
import { accountTexts } from "../../text/signed-in/account";
import { useBookingAction } from "./bookings";

/** The steps that the API says one may take now, and no others. */
export function BookingActions({ booking, onChange }: { booking: Booking; onChange: () => void }) {
  const step = useBookingAction(booking.id);
  const text = accountTexts.bookings;
  const take = (action: Action) =>
    action === "cancel"
      ? ask({
          title: text.cancelTitle,
          why: text.cancelWhy,
          yes: text.actions.cancel,
          no: text.keep,
          onYes: () => step.mutate(action),
        })
      : step.mutate(action);
  return (
    <Stack w="100%">
      {step.error && <Failure error={step.error} />}
      <Group>
        {booking.actions.includes("change") && <Button onClick={onChange}>{text.change}</Button>}
        {booking.actions.filter(isStep).map((action) => (
          <Button
            key={action}
            variant="light"
            {...(action === "cancel" && { color: "clay" })}
            loading={step.isPending && step.variables === action}
            onClick={() => take(action)}
          >
            {text.actions[action]}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}

function isStep(action: Booking["actions"][number]): action is Action {
  return action !== "change" && action !== "move";
}
