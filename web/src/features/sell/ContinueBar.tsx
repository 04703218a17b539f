import { Button, Group, Paper, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { unitQuery } from "../../api/units";
import { formatStay } from "../../components/stay/format-stay";
import { nightsBetween } from "../../format/dates";
import { sellTexts } from "../../text/signed-in/sell";
import { t } from "../../text/texts";
import type { Selection } from "./selection";
import classes from "./sell.module.css";

export const FORM_ID = "new-booking";

/**
 * Shows the selected stay with a button that scrolls to the form, as long as the form is not visible, as on a
 * phone.
 */
export function ContinueBar({ selection }: { selection: Selection }) {
  const unit = useQuery(unitQuery(selection.unit));
  const isFormVisible = useIsVisible(FORM_ID);
  if (isFormVisible) return null;
  const scrollToForm = () => {
    const form = document.getElementById(FORM_ID);
    form?.scrollIntoView({ block: "start" });
    form?.querySelector<HTMLInputElement>("[name=name]")?.focus({ preventScroll: true });
  };
  return (
    <Paper className={classes.bar} withBorder shadow="md" role="status">
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Text fw={600} lineClamp={1}>
            {unit.data?.name ?? "…"}
          </Text>
          <Text size="sm">
            {formatStay(selection.stay)},{" "}
            {t.guest.nights(nightsBetween(selection.stay.checkIn, selection.stay.checkOut))}
          </Text>
        </div>
        <Button onClick={scrollToForm} flex="none">
          {sellTexts.sale.next}
        </Button>
      </Group>
    </Paper>
  );
}

function useIsVisible(id: string): boolean {
  const [isFormVisible, setIsVisible] = useState(true);
  useEffect(() => {
    const element = document.getElementById(id);
    if (!element) return;
    const observer = new IntersectionObserver(([entry]) => setIsVisible(entry?.isIntersecting ?? true), {
      rootMargin: "-80px 0px -160px 0px",
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [id]);
  return isFormVisible;
}
