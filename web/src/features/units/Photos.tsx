import { ActionIcon, Badge, Group, Paper, SimpleGrid, Text, VisuallyHidden } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArrowLeft, IconArrowRight, IconTrash } from "@tabler/icons-react";
import { type ComponentPropsWithoutRef, useEffect, useState } from "react";
import { photoSource } from "../../api/photos";
import type { Unit } from "../../api/units";
import { confirmAction } from "../../components/confirm-action";
import { ErrorAlert } from "../../components/ErrorAlert";
import { Section } from "../../components/Section";
import { unitsTexts } from "../../text/signed-in/units";
import { moveItem } from "./order";
import { PhotoUpload } from "./PhotoUpload";
import { useOrderPhotos, useRemovePhoto } from "./photos";
import { MoveButton } from "./UnitListItem";
import classes from "./units.module.css";
import { useDragOrder } from "./useDragOrder";

const texts = unitsTexts.photos;

/** The photos of a unit, in the order in which guests see them. */
export function Photos({ unit }: { unit: Unit }) {
  const { photos } = unit;
  const order = useOrderPhotos(unit);
  const remove = useRemovePhoto(unit);
  const [lastMove, setLastMove] = useState<{ photo: string; arrow: string } | null>(null);
  const move = (from: number, to: number, arrow = "earlier") => {
    const photo = photos[from];
    if (!photo || to < 0 || to >= photos.length) return;
    order.mutate(moveItem(photos, from, to));
    setLastMove({ photo, arrow });
  };
  const drag = useDragOrder("photo", move);
  // A button loses the focus when its item moves in the document.
  useEffect(() => {
    if (lastMove) document.getElementById(`${lastMove.arrow}-${lastMove.photo}`)?.focus();
  }, [lastMove]);
  const confirmRemove = (photo: string) =>
    confirmAction({
      title: texts.removeTitle,
      message: texts.removeWhy,
      confirm: texts.removeYes,
      onConfirm: () =>
        remove.mutate(photo, { onSuccess: () => notifications.show({ message: texts.removed }) }),
    });
  const movedIndex = lastMove && !order.isError ? photos.indexOf(lastMove.photo) : -1;
  const error = order.error ?? remove.error;
  return (
    <Section title={texts.title}>
      {error && <ErrorAlert error={error} />}
      {photos.length === 0 && <Text c="dimmed">{texts.none}</Text>}
      {photos.length > 0 && (
        <SimpleGrid cols={2} spacing="sm" role="list" aria-label={texts.title}>
          {photos.map((photo, index) => (
            <Picture
              key={photo}
              photo={photo}
              position={index + 1}
              of={photos.length}
              drag={drag(index)}
              onMove={(by) => move(index, index + by, by < 0 ? "earlier" : "later")}
              onRemove={() => confirmRemove(photo)}
            />
          ))}
        </SimpleGrid>
      )}
      <VisuallyHidden role="status">
        {movedIndex >= 0 && texts.moved(movedIndex + 1, photos.length)}
      </VisuallyHidden>
      <PhotoUpload unitId={unit.id} />
    </Section>
  );
}

interface PictureProps {
  photo: string;
  /** Counted from 1. */
  position: number;
  of: number;
  drag: ComponentPropsWithoutRef<"div">;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function Picture({ photo, position, of, drag, onMove, onRemove }: PictureProps) {
  return (
    <Paper role="listitem" className={classes.photo} {...drag}>
      <img
        {...photoSource(photo)}
        sizes="240px"
        alt={texts.photo(position, of)}
        draggable={false}
        referrerPolicy="no-referrer"
      />
      {position === 1 && (
        <Badge className={classes.cover} variant="white" tt="none">
          {texts.cover}
        </Badge>
      )}
      <Group justify="space-between" p={6} gap={4} wrap="nowrap">
        <Group gap={4} wrap="nowrap">
          <MoveButton
            id={`earlier-${photo}`}
            label={texts.earlier(position)}
            isDisabled={position === 1}
            onClick={() => onMove(-1)}
          >
            <IconArrowLeft size={18} aria-hidden />
          </MoveButton>
          <MoveButton
            id={`later-${photo}`}
            label={texts.later(position)}
            isDisabled={position === of}
            onClick={() => onMove(1)}
          >
            <IconArrowRight size={18} aria-hidden />
          </MoveButton>
        </Group>
        <ActionIcon
          variant="subtle"
          color="clay"
          size={36}
          aria-label={texts.remove(position)}
          onClick={onRemove}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Group>
    </Paper>
  );
}
