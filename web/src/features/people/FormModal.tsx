import { Modal } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  title: string;
  opened: boolean;
  isPending: boolean;
  onClose: () => void;
  children: ReactNode;
}

/**
 * A modal with a form. It ignores Escape while the form is sent, because the password prompt may be open
 * above it.
 */
export function FormModal({ title, opened, isPending, onClose, children }: Props) {
  return (
    <Modal
      title={title}
      opened={opened}
      onClose={onClose}
      closeOnEscape={!isPending}
      closeOnClickOutside={!isPending}
      trapFocus={!isPending}
    >
      {children}
    </Modal>
  );
}
