import { Badge } from "@mantine/core";
import { t } from "../../text/en";
import type { UnitStatus } from "./units";

export function StatusBadge({ status }: { status: UnitStatus }) {
  return (
    <Badge variant={status === "ACTIVE" ? "light" : "default"} color="forest" tt="none" style={{ flex: "none" }}>
      {t.units.status[status]}
    </Badge>
  );
}
