import { Modal } from "@mantine/core";
import type { ReactNode } from "react";

interface Opened {
  title: string;
  opened: boolean;
  busy: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** A form over the page. While it is being sent, Escape belongs to the question for the password that may lie above it. */
export function FormModal({ title, opened, busy, onClose, children }: Opened) {
  return (
    <Modal
      title={title}
      opened={opened}
      onClose={onClose}
      closeOnEscape={!busy}
      closeOnClickOutside={!busy}
      trapFocus={!busy}
    >
      {children}
    </Modal>
  );
}
