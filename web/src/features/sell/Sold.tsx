import { Alert, Button, CopyButton, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconCheck, IconCircleCheck, IconCopy, IconShare } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type BookingDetail, bookingQuery } from "../../api/bookings";
import type { Property } from "../../api/properties";
import { Failure } from "../../components/Failure";
import { LinkButton } from "../../components/links";
import { saidStay } from "../../components/stay/StayField";
import { formatMoment } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { t } from "../../text/en";
import classes from "./sell.module.css";
import { summaryOf } from "./summary";

interface Props {
  id: string;
  property: Property;
  earlier: boolean;
  onAnother: () => void;
}

/** It is done: the code, what to tell the client, and the next one. */
export function Sold({ id, property, earlier, onAnother }: Props) {
  const { data, error, refetch } = useQuery(bookingQuery(id));
  return (
    <Paper component="section" aria-live="polite" withBorder p={{ base: "md", sm: "lg" }}>
      {!data && !error && <Skeleton h={420} />}
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data && (
        <Stack>
          <Done booking={data} property={property} />
          {earlier && <Alert color="clay">{t.sell.sold.earlier}</Alert>}
          <ForClient summary={summaryOf(data, property)} />
          <Button size="md" autoFocus onClick={onAnother}>
            {t.sell.sold.another}
          </Button>
          <LinkButton to="/account/bookings/$bookingId" params={{ bookingId: data.id }} variant="light">
            {t.sell.sold.open}
          </LinkButton>
        </Stack>
      )}
    </Paper>
  );
}

function Done({ booking, property }: { booking: BookingDetail; property: Property }) {
  const held = booking.status === "PENDING" && booking.holdExpiresAt;
  return (
    <Stack align="center" ta="center" gap={4}>
      <IconCircleCheck size={48} stroke={1.4} color="var(--mantine-color-forest-6)" aria-hidden />
      <Title order={2} size="h3">
        {held ? t.sell.sold.held : t.sell.sold.booked}
      </Title>
      <Text size="sm" c="dimmed">
        {t.sell.sold.code}
      </Text>
      <Text fz={30} fw={700} lh={1.1} ff="monospace">
        {booking.code}
      </Text>
      <Text>
        {booking.units.map((unit) => unit.name).join(", ")}, {saidStay(booking)}
      </Text>
      <Text>
        {booking.guest.name}, {formatMoney(booking.total)}
      </Text>
      {held && (
        <Text fw={600} size="sm">
          {t.sell.sold.until(formatMoment(held, property.timezone), property.name)}
        </Text>
      )}
    </Stack>
  );
}

function ForClient({ summary }: { summary: string }) {
  return (
    <section>
      <Group justify="space-between" mb={6}>
        <Text fw={600}>{t.sell.sold.summary}</Text>
        <Group gap={6}>
          <CopyButton value={summary}>
            {({ copied, copy }) => (
              <Button
                size="compact-sm"
                variant="subtle"
                leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
                onClick={copy}
              >
                {copied ? t.sell.sold.copied : t.sell.sold.copy}
              </Button>
            )}
          </CopyButton>
          {"share" in navigator && (
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconShare size={16} aria-hidden />}
              // Who closes the list of ways to share has not failed.
              onClick={() => void navigator.share({ text: summary }).catch(() => undefined)}
            >
              {t.sell.sold.share}
            </Button>
          )}
        </Group>
      </Group>
      <Text size="sm" className={classes.summary}>
        {summary}
      </Text>
    </section>
  );
}
