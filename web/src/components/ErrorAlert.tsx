import { Alert, Button, Group } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Problem } from "../api/client";
import { refusalText } from "../text/public/refusals";
import { t } from "../text/texts";

interface Props {
  error: unknown;
  /** The message when the API did not respond. */
  networkErrorMessage?: string;
  onRetry?: () => void;
}

/** Shows why a request failed, with a button that retries it. */
export function ErrorAlert({ error, networkErrorMessage = t.errors.unreachable, onRetry }: Props) {
  const message = error instanceof Problem ? refusalText(error) : networkErrorMessage;
  return (
    <Alert color="clay" icon={<IconAlertTriangle aria-hidden />} role="alert">
      <Group justify="space-between">
        {message}
        {onRetry && (
          <Button variant="light" color="clay" onClick={onRetry}>
            {t.errors.retry}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
