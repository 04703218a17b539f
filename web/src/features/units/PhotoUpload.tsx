import { Button, CloseButton, FileButton, Group, Paper, Progress, Stack, Text } from "@mantine/core";
import { IconPhotoPlus } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { Problem } from "../../api/client";
import { refusalText } from "../../text/public/refusals";
import { unitsTexts } from "../../text/signed-in/units";
import { t } from "../../text/texts";
import { type Upload, usePhotoUpload } from "./photos";
import { UnsavedChangesGuard } from "./UnsavedChangesGuard";
import classes from "./units.module.css";

const texts = unitsTexts.photos;
const PROGRESS = { waiting: 5, shrinking: 35, sending: 75 } as const;

/** Uploads photos that are dropped or selected, and shows the state of each upload. */
export function PhotoUpload({ unitId }: { unitId: string }) {
  const { uploads, add, retry, dismiss, isBusy } = usePhotoUpload(unitId);
  const [isDraggedOver, setIsDraggedOver] = useState(false);
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  return (
    <>
      {uploads.length > 0 && (
        <Stack gap="xs" aria-live="polite">
          {uploads.map((upload) => (
            <UploadStatus
              key={upload.key}
              upload={upload}
              onRetry={() => retry(upload)}
              onDismiss={() => dismiss(upload.key)}
            />
          ))}
        </Stack>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same as dropping */}
      <div
        className={classes.drop}
        data-over={isDraggedOver || undefined}
        onDragOver={(event) => {
          if (!hasFiles(event)) return;
          event.preventDefault();
          setIsDraggedOver(true);
        }}
        onDragLeave={() => setIsDraggedOver(false)}
        onDrop={(event) => {
          if (!hasFiles(event)) return;
          event.preventDefault();
          setIsDraggedOver(false);
          add([...event.dataTransfer.files]);
        }}
      >
        <Stack gap="sm" align="center">
          <Text size="sm" c="dimmed">
            {texts.hint}
          </Text>
          <FileButton
            multiple
            accept="image/*,.heic,.heif"
            onChange={add}
            inputProps={{ "aria-label": texts.choose }}
          >
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconPhotoPlus size={18} aria-hidden />}>
                {texts.choose}
              </Button>
            )}
          </FileButton>
        </Stack>
      </div>
      <UnsavedChangesGuard isUnsaved={() => isBusy} />
    </>
  );
}

function errorMessage({ state, error }: Upload): string | null {
  if (state === "unreadable") return texts.unreadable;
  if (state !== "refused") return null;
  return error instanceof Problem ? refusalText(error) : t.errors.unreachable;
}

function UploadStatus({
  upload,
  onRetry,
  onDismiss,
}: {
  upload: Upload;
  onRetry: () => void;
  onDismiss: () => void;
}) {
  const message = errorMessage(upload);
  return (
    <Paper withBorder p="sm" role="group" aria-label={upload.file.name}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm" fw={600} className={classes.file}>
          {upload.file.name}
        </Text>
        {message && <CloseButton aria-label={texts.dismiss(upload.file.name)} onClick={onDismiss} />}
      </Group>
      {upload.state !== "refused" && upload.state !== "unreadable" && (
        <>
          <Text size="sm" c="dimmed">
            {texts[upload.state]}
          </Text>
          <Progress value={PROGRESS[upload.state]} animated aria-label={upload.file.name} mt={4} />
        </>
      )}
      {message && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {message}
        </Text>
      )}
      {upload.state === "refused" && (
        <Button size="compact-sm" variant="subtle" mt={4} onClick={onRetry}>
          {t.errors.retry}
        </Button>
      )}
    </Paper>
  );
}
