import { Button, Group, Paper, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { unitQuery } from "../../api/units";
import { formatStay } from "../../components/stay/format-stay";
import { nightsBetween } from "../../format/dates";
import { sellTexts } from "../../text/signed-in/sell";
import { t } from "../../text/texts";
import type { Choice } from "./choice";
import classes from "./sell.module.css";

export const FORM = "new-booking";

/** On a phone the form is below the calendar: what is chosen stays in sight, with the way there, until the form is. */
export function GoOnBar({ choice }: { choice: Choice }) {
  const unit = useQuery(unitQuery(choice.unit));
  const seen = useInSight(FORM);
  if (seen) return null;
  const goOn = () => {
    const form = document.getElementById(FORM);
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
            {formatStay(choice.stay)},{" "}
            {t.guest.nights(nightsBetween(choice.stay.checkIn, choice.stay.checkOut))}
          </Text>
        </div>
        <Button onClick={goOn} flex="none">
          {sellTexts.sale.next}
        </Button>
      </Group>
    </Paper>
  );
}

function useInSight(id: string): boolean {
  const [seen, setSeen] = useState(true);
  useEffect(() => {
    const element = document.getElementById(id);
    if (!element) return;
    const watcher = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting ?? true), {
      rootMargin: "-80px 0px -160px 0px",
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [id]);
  return seen;
}
