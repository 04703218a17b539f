import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { unitsTexts } from "../../text/signed-in/units";

const words = unitsTexts.leave;

/** Asks before somebody leaves what they have not saved; the browser asks before the whole app is left. */
export function Leaving({ isUnsaved }: { isUnsaved: () => boolean }) {
  const blocker = useBlocker({ shouldBlockFn: isUnsaved, enableBeforeUnload: isUnsaved, withResolver: true });
  return (
    <Modal title={words.title} opened={blocker.status === "blocked"} onClose={() => blocker.reset?.()}>
      <Stack>
        <Text>{words.why}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => blocker.reset?.()} data-autofocus>
            {words.no}
          </Button>
          <Button color="clay" onClick={() => blocker.proceed?.()}>
            {words.yes}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
