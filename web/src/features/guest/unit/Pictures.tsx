import { ActionIcon, Box, Group, Text, UnstyledButton } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { lazy, Suspense, useRef, useState } from "react";
import type { Unit } from "../../../api/units";
import { UnitPicture } from "../../../components/picture/UnitPicture";
import { t } from "../../../text/texts";
import classes from "./Pictures.module.css";

const PictureViewer = lazy(async () => ({ default: (await import("./PictureViewer")).PictureViewer }));

// A picture fills the width of a phone. On a wide screen part of the next one is visible.
const SIZES = "(min-width: 48em) 720px, 100vw";

/** A carousel of the pictures of a unit. Each opens the full-screen view. */
export function Pictures({ unit }: { unit: Unit }) {
  const count = unit.photos.length;
  if (count === 0) {
    return (
      <Box className={classes.frame}>
        <UnitPicture unit={unit} wide eager />
      </Box>
    );
  }
  return <Carousel unit={unit} count={count} />;
}

function Carousel({ unit, count }: { unit: Unit; count: number }) {
  const row = useRef<HTMLUListElement>(null);
  const [current, setCurrent] = useState(0);
  const [openIndex, setOpenIndex] = useState<number | null>(null);
  const updateCurrent = () => setCurrent(nearestIndex(row.current));
  const turnBy = (by: number) => scrollTo(row.current, current + by);
  const close = () => {
    const button = row.current?.children[openIndex ?? 0]?.querySelector("button");
    setOpenIndex(null);
    requestAnimationFrame(() => button?.focus());
  };
  return (
    <Box component="section" className={classes.frame} aria-label={t.guest.unit.photos}>
      <ul ref={row} className={classes.row} onScroll={updateCurrent} data-single={count === 1 || undefined}>
        {unit.photos.map((photo, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a URL may occur twice, and the list never changes
          <li key={`${i} ${photo}`} className={classes.photo}>
            <UnstyledButton
              className={classes.open}
              aria-label={t.guest.unit.enlarge(i + 1, count)}
              onClick={() => setOpenIndex(i)}
            >
              <UnitPicture unit={unit} index={i} wide sizes={SIZES} priority={i === 0} eager={i === 1} />
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {count > 1 && <CarouselControls current={current} count={count} onTurn={turnBy} />}
      {openIndex !== null && (
        <Suspense>
          <PictureViewer unit={unit} index={openIndex} onIndexChange={setOpenIndex} onClose={close} />
        </Suspense>
      )}
    </Box>
  );
}

/**
 * The index of the picture whose left edge is nearest to that of the row. The last one if the row is scrolled
 * to its end.
 */
function nearestIndex(row: HTMLUListElement | null): number {
  if (!row) return 0;
  const offsets = Array.from(row.children, (photo) => (photo as HTMLElement).offsetLeft - row.offsetLeft);
  if (row.scrollLeft + row.clientWidth >= row.scrollWidth - 2) return offsets.length - 1;
  const distances = offsets.map((offset) => Math.abs(offset - row.scrollLeft));
  return distances.indexOf(Math.min(...distances));
}

function scrollTo(row: HTMLUListElement | null, index: number): void {
  const photo = row?.children[index];
  if (row && photo instanceof HTMLElement) row.scrollTo({ left: photo.offsetLeft - row.offsetLeft });
}

function CarouselControls({
  current,
  count,
  onTurn,
}: {
  current: number;
  count: number;
  onTurn: (by: number) => void;
}) {
  return (
    <>
      <Group className={classes.turn} justify="space-between" wrap="nowrap">
        <ActionIcon
          variant="white"
          size={42}
          radius="xl"
          aria-label={t.guest.unit.previousPhoto}
          disabled={current === 0}
          onClick={() => onTurn(-1)}
        >
          <IconChevronLeft aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="white"
          size={42}
          radius="xl"
          aria-label={t.guest.unit.nextPhoto}
          disabled={current === count - 1}
          onClick={() => onTurn(1)}
        >
          <IconChevronRight aria-hidden />
        </ActionIcon>
      </Group>
      <Text className={classes.counted} size="sm" aria-live="polite">
        {t.guest.unit.counted(current + 1, count)}
      </Text>
    </>
  );
}
