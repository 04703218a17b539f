import { Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { t } from "../text/texts";

interface Question {
  title: string;
  why: string;
  yes: string;
  no?: string;
  onYes: () => void;
}

/** Asks before something that cannot be taken back. */
export function ask({ title, why, yes, no, onYes }: Question): void {
  modals.openConfirmModal({
    title,
    children: <Text>{why}</Text>,
    labels: { confirm: yes, cancel: no ?? t.cancel },
    confirmProps: { color: "clay" },
    onConfirm: onYes,
  });
}
