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

const texts = unitsTexts;

/** A unit in the list. It links to the page of the unit, and is moved by dragging or with its buttons. */
export function UnitListItem({ unit, isFirst, isLast, drag, onMove }: Props) {
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
        <span className={classes.grip} title={texts.drag(unit.name)}>
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
            {texts.sleeps(unit.sleeps)}
          </Text>
          <Text size="sm">
            <strong>{formatMoney(unit.price)}</strong> {texts.perNight}
          </Text>
        </Stack>
        <Group gap={4} wrap="nowrap">
          <MoveButton
            id={`up-${unit.id}`}
            label={texts.up(unit.name)}
            isDisabled={isFirst}
            onClick={() => onMove(-1)}
          >
            <IconArrowUp size={18} aria-hidden />
          </MoveButton>
          <MoveButton
            id={`down-${unit.id}`}
            label={texts.down(unit.name)}
            isDisabled={isLast}
            onClick={() => onMove(1)}
          >
            <IconArrowDown size={18} aria-hidden />
          </MoveButton>
        </Group>
      </Group>
    </Paper>
  );
}

interface MoveButtonProps {
  id: string;
  label: string;
  /** Disabled with `aria-disabled`, so that it keeps the focus. */
  isDisabled: boolean;
  onClick: () => void;
  children: React.ReactNode;
}

export function MoveButton({ id, label, isDisabled, onClick, children }: MoveButtonProps) {
  return (
    <ActionIcon
      id={id}
      variant="default"
      size={36}
      aria-label={label}
      {...(isDisabled && { "aria-disabled": true, "data-disabled": true })}
      onClick={() => !isDisabled && onClick()}
    >
      {children}
    </ActionIcon>
  );
}
