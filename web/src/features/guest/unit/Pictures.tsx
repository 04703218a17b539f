import { ActionIcon, Box, Group } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import type { Unit } from "../../../api/units";
import { UnitPicture } from "../../../components/picture/UnitPicture";
import { t } from "../../../text/en";
import classes from "./Pictures.module.css";

/** The pictures of a unit, one at a time. */
export function Pictures({ unit }: { unit: Unit }) {
  const [index, setIndex] = useState(0);
  const count = unit.photos.length;
  const turn = (by: number) => setIndex((index + by + count) % count);
  return (
    <Box className={classes.frame}>
      <UnitPicture key={index} unit={unit} index={index} width={1600} wide eager />
      {count > 1 && (
        <Group className={classes.turn} justify="space-between" wrap="nowrap">
          <ActionIcon
            variant="white"
            size={42}
            radius="xl"
            aria-label={t.guest.unit.previousPhoto}
            onClick={() => turn(-1)}
          >
            <IconChevronLeft aria-hidden />
          </ActionIcon>
          <ActionIcon variant="white" size={42} radius="xl" aria-label={t.guest.unit.nextPhoto} onClick={() => turn(1)}>
            <IconChevronRight aria-hidden />
          </ActionIcon>
        </Group>
      )}
    </Box>
  );
}
