import type { Status } from "../../api/bookings";
import { staffTexts } from "../../text/signed-in/staff";
import classes from "./board.module.css";

export function StatusBadge({ status }: { status: Status }) {
  return (
    <span className={classes.badge} data-look={status}>
      {staffTexts.status[status]}
    </span>
  );
}

const ON_BOARD = ["PENDING", "CONFIRMED", "CHECKED_IN", "COMPLETED", "NO_SHOW"] as const;

/** The legend of the colors of the board. */
export function Legend() {
  return (
    <ul
      aria-label={staffTexts.board.legend}
      style={{ display: "flex", flexWrap: "wrap", gap: 8, listStyle: "none", margin: 0, padding: 0 }}
    >
      {ON_BOARD.map((status) => (
        <li key={status}>
          <StatusBadge status={status} />
        </li>
      ))}
      <li>
        <span className={classes.badge} data-look="BLOCK">
          {staffTexts.board.blocked}
        </span>
      </li>
    </ul>
  );
}
