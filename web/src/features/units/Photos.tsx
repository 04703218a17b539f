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
import { moved } from "./order";
import { useOrderPhotos, useRemovePhoto } from "./photos";
import { SendPhotos } from "./SendPhotos";
import { Arrow } from "./UnitLine";
import classes from "./units.module.css";
import { useDragOrder } from "./useDragOrder";

const words = unitsTexts.photos;

/** The photos of a unit, in the order in which guests see them. */
export function Photos({ unit }: { unit: Unit }) {
  const { photos } = unit;
  const order = useOrderPhotos(unit);
  const remove = useRemovePhoto(unit);
  const [last, setLast] = useState<{ photo: string; arrow: string } | null>(null);
  const move = (from: number, to: number, arrow = "earlier") => {
    const photo = photos[from];
    if (!photo || to < 0 || to >= photos.length) return;
    order.mutate(moved(photos, from, to));
    setLast({ photo, arrow });
  };
  const drag = useDragOrder("photo", move);
  // A button loses the focus when its item moves in the document.
  useEffect(() => {
    if (last) document.getElementById(`${last.arrow}-${last.photo}`)?.focus();
  }, [last]);
  const askRemove = (photo: string) =>
    confirmAction({
      title: words.removeTitle,
      message: words.removeWhy,
      confirm: words.removeYes,
      onConfirm: () =>
        remove.mutate(photo, { onSuccess: () => notifications.show({ message: words.removed }) }),
    });
  const place = last && !order.isError ? photos.indexOf(last.photo) : -1;
  const refusal = order.error ?? remove.error;
  return (
    <Section title={words.title}>
      {refusal && <ErrorAlert error={refusal} />}
      {photos.length === 0 && <Text c="dimmed">{words.none}</Text>}
      {photos.length > 0 && (
        <SimpleGrid cols={2} spacing="sm" role="list" aria-label={words.title}>
          {photos.map((photo, at) => (
            <Picture
              key={photo}
              photo={photo}
              place={at + 1}
              of={photos.length}
              drag={drag(at)}
              onMove={(by) => move(at, at + by, by < 0 ? "earlier" : "later")}
              onRemove={() => askRemove(photo)}
            />
          ))}
        </SimpleGrid>
      )}
      <VisuallyHidden role="status">{place >= 0 && words.moved(place + 1, photos.length)}</VisuallyHidden>
      <SendPhotos unitId={unit.id} />
    </Section>
  );
}

interface Shown {
  photo: string;
  place: number;
  of: number;
  drag: ComponentPropsWithoutRef<"div">;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function Picture({ photo, place, of, drag, onMove, onRemove }: Shown) {
  return (
    <Paper role="listitem" className={classes.photo} {...drag}>
      <img
        {...photoSource(photo)}
        sizes="240px"
        alt={words.photo(place, of)}
        draggable={false}
        referrerPolicy="no-referrer"
      />
      {place === 1 && (
        <Badge className={classes.cover} variant="white" tt="none">
          {words.cover}
        </Badge>
      )}
      <Group justify="space-between" p={6} gap={4} wrap="nowrap">
        <Group gap={4} wrap="nowrap">
          <Arrow
            id={`earlier-${photo}`}
            label={words.earlier(place)}
            none={place === 1}
            onClick={() => onMove(-1)}
          >
            <IconArrowLeft size={18} aria-hidden />
          </Arrow>
          <Arrow
            id={`later-${photo}`}
            label={words.later(place)}
            none={place === of}
            onClick={() => onMove(1)}
          >
            <IconArrowRight size={18} aria-hidden />
          </Arrow>
        </Group>
        <ActionIcon
          variant="subtle"
          color="clay"
          size={36}
          aria-label={words.remove(place)}
          onClick={onRemove}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Group>
    </Paper>
  );
}
