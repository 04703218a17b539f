import { Badge } from "@mantine/core";
import type { UnitStatus } from "../../api/units";
import { unitsTexts } from "../../text/signed-in/units";

export function StatusBadge({ status }: { status: UnitStatus }) {
  return (
    <Badge
      variant={status === "ACTIVE" ? "light" : "default"}
      color="forest"
      tt="none"
      style={{ flex: "none" }}
    >
      {unitsTexts.status[status]}
    </Badge>
  );
}
