import { ActionIcon, Box, Group, Text, UnstyledButton } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { lazy, Suspense, useRef, useState } from "react";
import type { Unit } from "../../../api/units";
import { UnitPicture } from "../../../components/picture/UnitPicture";
import { t } from "../../../text/texts";
import classes from "./Pictures.module.css";

const LargePictures = lazy(async () => ({ default: (await import("./LargePictures")).LargePictures }));

// One fills the phone; on a wide screen the next one looks in.
const SIZES = "(min-width: 48em) 720px, 100vw";

/** The pictures of a unit in a row: swiped or turned, each opens large. */
export function Pictures({ unit }: { unit: Unit }) {
  const count = unit.photos.length;
  if (count === 0) {
    return (
      <Box className={classes.frame}>
        <UnitPicture unit={unit} wide eager />
      </Box>
    );
  }
  return <Row unit={unit} count={count} />;
}

function Row({ unit, count }: { unit: Unit; count: number }) {
  const row = useRef<HTMLUListElement>(null);
  const [now, setNow] = useState(0);
  const [large, setLarge] = useState<number | null>(null);
  const look = () => setNow(nearest(row.current));
  const turn = (by: number) => scrollTo(row.current, now + by);
  const close = () => {
    const seen = row.current?.children[large ?? 0]?.querySelector("button");
    setLarge(null);
    requestAnimationFrame(() => seen?.focus());
  };
  return (
    <Box component="section" className={classes.frame} aria-label={t.guest.unit.photos}>
      <ul ref={row} className={classes.row} onScroll={look} data-single={count === 1 || undefined}>
        {unit.photos.map((photo, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an address may stand twice, and the row never changes
          <li key={`${i} ${photo}`} className={classes.photo}>
            <UnstyledButton
              className={classes.open}
              aria-label={t.guest.unit.enlarge(i + 1, count)}
              onClick={() => setLarge(i)}
            >
              <UnitPicture unit={unit} index={i} wide sizes={SIZES} priority={i === 0} eager={i === 1} />
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {count > 1 && <Turn now={now} count={count} onTurn={turn} />}
      {large !== null && (
        <Suspense>
          <LargePictures unit={unit} index={large} onIndex={setLarge} onClose={close} />
        </Suspense>
      )}
    </Box>
  );
}

/** The picture whose left edge is nearest to that of the row; the last one when there is no further to go. */
function nearest(row: HTMLUListElement | null): number {
  if (!row) return 0;
  const places = Array.from(row.children, (photo) => (photo as HTMLElement).offsetLeft - row.offsetLeft);
  if (row.scrollLeft + row.clientWidth >= row.scrollWidth - 2) return places.length - 1;
  const away = places.map((place) => Math.abs(place - row.scrollLeft));
  return away.indexOf(Math.min(...away));
}

function scrollTo(row: HTMLUListElement | null, index: number): void {
  const photo = row?.children[index];
  if (row && photo instanceof HTMLElement) row.scrollTo({ left: photo.offsetLeft - row.offsetLeft });
}

function Turn({ now, count, onTurn }: { now: number; count: number; onTurn: (by: number) => void }) {
  return (
    <>
      <Group className={classes.turn} justify="space-between" wrap="nowrap">
        <ActionIcon
          variant="white"
          size={42}
          radius="xl"
          aria-label={t.guest.unit.previousPhoto}
          disabled={now === 0}
          onClick={() => onTurn(-1)}
        >
          <IconChevronLeft aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="white"
          size={42}
          radius="xl"
          aria-label={t.guest.unit.nextPhoto}
          disabled={now === count - 1}
          onClick={() => onTurn(1)}
        >
          <IconChevronRight aria-hidden />
        </ActionIcon>
      </Group>
      <Text className={classes.counted} size="sm" aria-live="polite">
        {t.guest.unit.counted(now + 1, count)}
      </Text>
    </>
  );
}
