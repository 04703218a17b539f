import { ActionIcon, Group, Paper, Stack, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical } from "@tabler/icons-react";
import type { ComponentPropsWithoutRef } from "react";
import type { Unit } from "../../api/units";
import { LinkAnchor } from "../../components/links";
import { UnitPicture } from "../../components/picture/UnitPicture";
import { formatMoney } from "../../format/money";
import { unitsTexts } from "../../text/signed-in/units";
import { StatusBadge } from "./StatusBadge";
import classes from "./units.module.css";

interface Props {
  unit: Unit;
  isFirst: boolean;
  isLast: boolean;
  drag: ComponentPropsWithoutRef<"div">;
  onMove: (by: -1 | 1) => void;
}

const words = unitsTexts;

/** A unit in the list, to be opened, and to be moved by dragging or by its arrows. */
export function UnitLine({ unit, isFirst, isLast, drag, onMove }: Props) {
  return (
    <Paper
      withBorder
      p="sm"
      role="listitem"
      aria-label={unit.name}
      className={classes.line}
      data-out={unit.status === "INACTIVE" || undefined}
      {...drag}
    >
      <Group wrap="nowrap" gap="sm">
        <span className={classes.grip} title={words.drag(unit.name)}>
          <IconGripVertical size={18} aria-hidden />
        </span>
        <div className={classes.picture}>
          <UnitPicture unit={unit} sizes="120px" />
        </div>
        <Stack gap={2} flex={1} miw={0}>
          <Group gap="xs" wrap="wrap">
            <LinkAnchor
              to="/units/$unitId/edit"
              params={{ unitId: unit.id }}
              fw={650}
              style={{ overflowWrap: "anywhere" }}
            >
              {unit.name}
            </LinkAnchor>
            <StatusBadge status={unit.status} />
          </Group>
          <Text size="sm" c="dimmed">
            {words.sleeps(unit.sleeps)}
          </Text>
          <Text size="sm">
            <strong>{formatMoney(unit.price)}</strong> {words.perNight}
          </Text>
        </Stack>
        <Group gap={4} wrap="nowrap">
          <Arrow id={`up-${unit.id}`} label={words.up(unit.name)} none={isFirst} onClick={() => onMove(-1)}>
            <IconArrowUp size={18} aria-hidden />
          </Arrow>
          <Arrow id={`down-${unit.id}`} label={words.down(unit.name)} none={isLast} onClick={() => onMove(1)}>
            <IconArrowDown size={18} aria-hidden />
          </Arrow>
        </Group>
      </Group>
    </Paper>
  );
}

interface ArrowProps {
  id: string;
  label: string;
  /** There is nowhere to go. The arrow stays where the focus can be. */
  none: boolean;
  onClick: () => void;
  children: React.ReactNode;
}

export function Arrow({ id, label, none, onClick, children }: ArrowProps) {
  return (
    <ActionIcon
      id={id}
      variant="default"
      size={36}
      aria-label={label}
      {...(none && { "aria-disabled": true, "data-disabled": true })}
      onClick={() => !none && onClick()}
    >
      {children}
    </ActionIcon>
  );
}
