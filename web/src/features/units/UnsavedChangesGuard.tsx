import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { unitsTexts } from "../../text/signed-in/units";

const texts = unitsTexts.leave;

/**
 * Asks for confirmation before the user leaves a page with unsaved changes. The browser asks before it closes
 * the tab.
 */
export function UnsavedChangesGuard({ isUnsaved }: { isUnsaved: () => boolean }) {
  const blocker = useBlocker({ shouldBlockFn: isUnsaved, enableBeforeUnload: isUnsaved, withResolver: true });
  return (
    <Modal title={texts.title} opened={blocker.status === "blocked"} onClose={() => blocker.reset?.()}>
      <Stack>
        <Text>{texts.why}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => blocker.reset?.()} data-autofocus>
            {texts.no}
          </Button>
          <Button color="clay" onClick={() => blocker.proceed?.()}>
            {texts.yes}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
