import { Button, Input, Modal, Stack, UnstyledButton } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { IconCalendar } from "@tabler/icons-react";
import { useId } from "react";
import { type IsoDate, nightsBetween } from "../../format/dates";
import type { Stay, StayLimits, TakenNights } from "../../format/stay";
import { t } from "../../text/texts";
import { formatStay } from "./format-stay";
import { LazyStayCalendar, preloadCalendar } from "./LazyStayCalendar";
import classes from "./StayField.module.css";

interface Props {
  label: string;
  stay: Stay | null;
  onChange: (stay: Stay | null) => void;
  today: IsoDate;
  taken?: TakenNights;
  error?: string;
  limits?: StayLimits | undefined;
}

/** A field for the dates of a stay: a button that shows them and opens a calendar. */
export function StayField({ label, stay, onChange, today, taken, error, limits }: Props) {
  const [open, { toggle, close }] = useDisclosure(false);
  const wide = useMediaQuery("(min-width: 48em)", true);
  const id = useId();
  const text = stay
    ? `${formatStay(stay)} ${t.guest.nights(nightsBetween(stay.checkIn, stay.checkOut))}`
    : t.guest.stay.choose;
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
        limits={limits}
        {...(taken ? { taken } : {})}
      />
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
    </Stack>
  );
  const button = (
    <UnstyledButton
      id={id}
      className={classes.field}
      aria-label={`${label}: ${text}`}
      aria-haspopup="dialog"
      aria-expanded={open}
      data-empty={stay ? undefined : true}
      onClick={toggle}
      onPointerEnter={preloadCalendar}
      onFocus={preloadCalendar}
    >
      <IconCalendar size={18} aria-hidden />
      <span className={classes.text}>{stay ? formatStay(stay) : t.guest.stay.choose}</span>{" "}
      {stay && (
        <span className={classes.nights}>{t.guest.nights(nightsBetween(stay.checkIn, stay.checkOut))}</span>
      )}
    </UnstyledButton>
  );
  return (
    <Input.Wrapper label={label} labelProps={{ htmlFor: id }} {...(error ? { error } : {})}>
      {button}
      <Modal opened={open} onClose={close} title={t.guest.stay.dates} fullScreen={!wide} size="auto" centered>
        {calendar}
      </Modal>
    </Input.Wrapper>
  );
}
