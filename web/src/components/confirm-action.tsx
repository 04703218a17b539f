import { Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { t } from "../text/texts";

interface Props {
  title: string;
  message: string;
  confirm: string;
  cancel?: string;
  color?: string;
  onConfirm: () => void;
}

/** Opens a dialog that asks for confirmation before an action. */
export function confirmAction({ title, message, confirm, cancel, color = "clay", onConfirm }: Props): void {
  modals.openConfirmModal({
    title,
    children: <Text>{message}</Text>,
    labels: { confirm, cancel: cancel ?? t.cancel },
    confirmProps: { color },
    onConfirm,
  });
}
