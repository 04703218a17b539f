import { ActionIcon, CloseButton, Group, Modal, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { photoSource } from "../../../api/photos";
import type { Unit } from "../../../api/units";
import { t } from "../../../text/texts";
import classes from "./Pictures.module.css";

interface Props {
  unit: Unit;
  index: number;
  onIndexChange: (index: number) => void;
  onClose: () => void;
}

/** A full-screen view of the pictures. The arrow keys change the picture, Escape closes the view. */
export function PictureViewer({ unit, index, onIndexChange, onClose }: Props) {
  const count = unit.photos.length;
  const photo = unit.photos[index] ?? "";
  const turnBy = (by: number) => onIndexChange((index + by + count) % count);
  useHotkeys([
    ["ArrowLeft", () => turnBy(-1)],
    ["ArrowRight", () => turnBy(1)],
  ]);
  return (
    <Modal
      opened
      onClose={onClose}
      fullScreen
      withCloseButton={false}
      padding={0}
      attributes={{ content: { "aria-label": t.guest.unit.photos } }}
      styles={{ body: { height: "100%" }, content: { background: "#0f1a18", color: "#fff" } }}
    >
      <div className={classes.large}>
        <Group justify="space-between" p="sm" wrap="nowrap">
          <Text size="sm" aria-live="polite">
            {t.guest.unit.counted(index + 1, count)}
          </Text>
          <CloseButton
            variant="transparent"
            c="white"
            size="lg"
            aria-label={t.close}
            onClick={onClose}
            data-autofocus
          />
        </Group>
        <img
          key={photo}
          {...photoSource(photo)}
          sizes="100vw"
          alt={t.guest.unit.photo(unit.name, index + 1, count)}
          referrerPolicy="no-referrer"
        />
        {count > 1 && (
          <Group justify="center" p="sm">
            <ActionIcon
              variant="white"
              size={44}
              radius="xl"
              aria-label={t.guest.unit.previousPhoto}
              onClick={() => turnBy(-1)}
            >
              <IconChevronLeft aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="white"
              size={44}
              radius="xl"
              aria-label={t.guest.unit.nextPhoto}
              onClick={() => turnBy(1)}
            >
              <IconChevronRight aria-hidden />
            </ActionIcon>
          </Group>
        )}
      </div>
    </Modal>
  );
}
