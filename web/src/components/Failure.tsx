import { Alert, Button, Group } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Problem } from "../api/client";
import { refusalText } from "../text/public/refusals";
import { t } from "../text/texts";

interface Props {
  error: unknown;
  /** What to say and to do when there was no answer. */
  unreachable?: string;
  onRetry?: () => void;
}

/** The API's own sentence, or that it cannot be reached; with a way to try again. */
export function Failure({ error, unreachable = t.errors.unreachable, onRetry }: Props) {
  const sentence = error instanceof Problem ? refusalText(error) : unreachable;
  return (
    <Alert color="clay" icon={<IconAlertTriangle aria-hidden />} role="alert">
      <Group justify="space-between">
        {sentence}
        {onRetry && (
          <Button variant="light" color="clay" onClick={onRetry}>
            {t.errors.retry}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
