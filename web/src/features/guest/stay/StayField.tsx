import { Button, Group, Input, Modal, Popover, Stack, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { IconCalendar } from "@tabler/icons-react";
import { useId } from "react";
import { formatDate, type IsoDate, nightsBetween } from "../../../format/dates";
import { t } from "../../../text/en";
import { LazyStayCalendar, preloadCalendar } from "./LazyStayCalendar";
import classes from "./StayField.module.css";
import type { Stay, TakenNights } from "./stay";

interface Props {
  label: string;
  stay: Stay | null;
  onChange: (stay: Stay | null) => void;
  today: IsoDate;
  taken?: TakenNights;
  error?: string;
}

/** A stay as a sentence: both dates and the nights between. */
export function saidStay(stay: Stay): string {
  return t.guest.stay.range(formatDate(stay.checkIn), formatDate(stay.checkOut));
}

/** The dates of a stay: a button that says them, and a calendar behind it. */
export function StayField({ label, stay, onChange, today, taken, error }: Props) {
  const [open, { toggle, close }] = useDisclosure(false);
  const wide = useMediaQuery("(min-width: 48em)", true);
  const id = useId();
  const calendar = (
    <Stack gap="xs" align="center">
      <LazyStayCalendar
        stay={stay}
        onChange={(chosen) => {
          onChange(chosen);
          close();
        }}
        today={today}
        months={wide ? 2 : 1}
        {...(taken ? { taken } : {})}
      />
      <Group>
        <Text size="sm" c="dimmed">
          {t.guest.stay.pickFirst} {t.guest.stay.pickSecond}
        </Text>
        {stay && (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => {
              onChange(null);
              close();
            }}
          >
            {t.guest.stay.clear}
          </Button>
        )}
      </Group>
    </Stack>
  );
  const button = (
    <UnstyledButton
      id={id}
      className={classes.field}
      aria-label={`${label}: ${stay ? saidStay(stay) : t.guest.stay.choose}`}
      aria-haspopup="dialog"
      aria-expanded={open}
      data-empty={stay ? undefined : true}
      onClick={toggle}
      onPointerEnter={preloadCalendar}
      onFocus={preloadCalendar}
    >
      <IconCalendar size={18} aria-hidden />
      <span className={classes.text}>{stay ? saidStay(stay) : t.guest.stay.choose}</span>
      {stay && <span className={classes.nights}>{t.guest.nights(nightsBetween(stay.checkIn, stay.checkOut))}</span>}
    </UnstyledButton>
  );
  return (
    <Input.Wrapper label={label} labelProps={{ htmlFor: id }} {...(error ? { error } : {})}>
      {wide ? (
        <Popover opened={open} onDismiss={close} position="bottom-start" trapFocus returnFocus shadow="md">
          <Popover.Target>{button}</Popover.Target>
          <Popover.Dropdown aria-label={t.guest.stay.dates}>{calendar}</Popover.Dropdown>
        </Popover>
      ) : (
        <>
          {button}
          <Modal opened={open} onClose={close} title={t.guest.stay.dates} fullScreen>
            {calendar}
          </Modal>
        </>
      )}
    </Input.Wrapper>
  );
}
