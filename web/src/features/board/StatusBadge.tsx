import type { Status } from "../../api/bookings";
import { t } from "../../text/texts";
import classes from "./board.module.css";

export function StatusBadge({ status }: { status: Status }) {
  return (
    <span className={classes.badge} data-look={status}>
      {t.staff.status[status]}
    </span>
  );
}

const DRAWN = ["PENDING", "CONFIRMED", "CHECKED_IN", "COMPLETED", "NO_SHOW"] as const;

/** What the colours of the board mean. */
export function Legend() {
  return (
    <ul
      aria-label={t.staff.board.legend}
      style={{ display: "flex", flexWrap: "wrap", gap: 8, listStyle: "none", margin: 0, padding: 0 }}
    >
      {DRAWN.map((status) => (
        <li key={status}>
          <StatusBadge status={status} />
        </li>
      ))}
      <li>
        <span className={classes.badge} data-look="BLOCK">
          {t.staff.board.blocked}
        </span>
      </li>
    </ul>
  );
}
