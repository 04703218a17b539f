import { Alert, Button, List, Stack } from "@mantine/core";
import type { Problem } from "../../api/client";
import { formatMoment } from "../../format/dates";
import { refusalText } from "../../text/public/refusals";
import { t } from "../../text/texts";

interface StaleChange {
  at: string;
  by: string | null;
  action: string;
  fields: string[];
}

/**
 * Says that another user changed the booking: who, when and what, as far as the API tells. Offers to reload
 * it.
 */
export function StaleVersionAlert({
  error,
  timezone,
  onReload,
}: {
  error: Problem;
  timezone: string;
  onReload: () => void;
}) {
  const changes = Array.isArray(error.facts.changes) ? (error.facts.changes as StaleChange[]) : [];
  return (
    <Alert color="clay" role="alert" title={refusalText(error)}>
      <Stack gap="xs" align="flex-start">
        {changes.length > 0 && (
          <List size="sm">
            {changes.map((change) => (
              <List.Item key={`${change.at} ${change.action}`}>{describe(change, timezone)}</List.Item>
            ))}
          </List>
        )}
        <Button variant="light" color="clay" onClick={onReload}>
          {t.change.reload}
        </Button>
      </Stack>
    </Alert>
  );
}

function describe({ at, by, action, fields }: StaleChange, timezone: string): string {
  const parts = [
    t.change.did[action] ?? t.change.changed,
    fields.map((name) => t.change.field[name] ?? name).join(", "),
  ];
  return [formatMoment(at, timezone), by, parts.filter(Boolean).join(": ")].filter(Boolean).join(", ");
}
