import { Badge } from "@mantine/core";
import type { UnitStatus } from "../../api/units";
import { t } from "../../text/texts";

export function StatusBadge({ status }: { status: UnitStatus }) {
  return (
    <Badge variant={status === "ACTIVE" ? "light" : "default"} color="forest" tt="none" style={{ flex: "none" }}>
      {t.units.status[status]}
    </Badge>
  );
}
