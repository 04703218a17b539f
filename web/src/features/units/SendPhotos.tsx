import { Button, CloseButton, FileButton, Group, Paper, Progress, Stack, Text } from "@mantine/core";
import { IconPhotoPlus } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { Problem } from "../../api/client";
import { refusalText } from "../../text/public/refusals";
import { unitsTexts } from "../../text/signed-in/units";
import { t } from "../../text/texts";
import { Leaving } from "./Leaving";
import { type Sent, useSending } from "./photos";
import classes from "./units.module.css";

const words = unitsTexts.photos;
const PROGRESS = { waiting: 5, shrinking: 35, sending: 75 } as const;

/** Where photos are dropped or chosen, several at once, with what becomes of each. */
export function SendPhotos({ unitId }: { unitId: string }) {
  const { files, add, retry, dismiss, isBusy } = useSending(unitId);
  const [isOver, setOver] = useState(false);
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  return (
    <>
      {files.length > 0 && (
        <Stack gap="xs" aria-live="polite">
          {files.map((sent) => (
            <FileLine
              key={sent.key}
              sent={sent}
              onRetry={() => retry(sent)}
              onDismiss={() => dismiss(sent.key)}
            />
          ))}
        </Stack>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is for pointers; the button inside does the same */}
      <div
        className={classes.drop}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          if (!hasFiles(event)) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          if (!hasFiles(event)) return;
          event.preventDefault();
          setOver(false);
          add([...event.dataTransfer.files]);
        }}
      >
        <Stack gap="sm" align="center">
          <Text size="sm" c="dimmed">
            {words.hint}
          </Text>
          <FileButton multiple accept="image/*" onChange={add} inputProps={{ "aria-label": words.choose }}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconPhotoPlus size={18} aria-hidden />}>
                {words.choose}
              </Button>
            )}
          </FileButton>
        </Stack>
      </div>
      <Leaving isUnsaved={() => isBusy} />
    </>
  );
}

function reasonOf({ state, error }: Sent): string | null {
  if (state === "unreadable") return words.unreadable;
  if (state !== "refused") return null;
  return error instanceof Problem ? refusalText(error) : t.errors.unreachable;
}

function FileLine({ sent, onRetry, onDismiss }: { sent: Sent; onRetry: () => void; onDismiss: () => void }) {
  const reason = reasonOf(sent);
  return (
    <Paper withBorder p="sm" role="group" aria-label={sent.file.name}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm" fw={600} className={classes.file}>
          {sent.file.name}
        </Text>
        {reason && <CloseButton aria-label={words.dismiss(sent.file.name)} onClick={onDismiss} />}
      </Group>
      {sent.state !== "refused" && sent.state !== "unreadable" && (
        <>
          <Text size="sm" c="dimmed">
            {words[sent.state]}
          </Text>
          <Progress value={PROGRESS[sent.state]} animated aria-label={sent.file.name} mt={4} />
        </>
      )}
      {reason && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {reason}
        </Text>
      )}
      {sent.state === "refused" && (
        <Button size="compact-sm" variant="subtle" mt={4} onClick={onRetry}>
          {t.errors.retry}
        </Button>
      )}
    </Paper>
  );
}
