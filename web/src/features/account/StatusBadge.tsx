import { Badge } from "@mantine/core";
import type { Status } from "../../api/bookings";
import { accountTexts } from "../../text/signed-in/account";

const COLOURS: Record<Status, string> = {
  PENDING: "clay",
  CONFIRMED: "forest",
  CHECKED_IN: "forest",
  COMPLETED: "gray",
  CANCELLED: "gray",
  EXPIRED: "gray",
  NO_SHOW: "clay",
};

/** The status of a booking. */
export function StatusBadge({ status }: { status: Status }) {
  return (
    <Badge variant="light" color={COLOURS[status]}>
      {accountTexts.bookings.statuses[status]}
    </Badge>
  );
}
