import { Alert, Button, CopyButton, Group, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconShare } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { bookingQuery } from "../../api/bookings";
import type { Property } from "../../api/properties";
import { ErrorAlert } from "../../components/ErrorAlert";
import { LinkButton } from "../../components/links";
import { BookingConfirmation } from "../../components/stay/BookingConfirmation";
import { sellTexts } from "../../text/signed-in/sell";
import { clientSummary } from "./client-summary";
import classes from "./sell.module.css";

interface Props {
  id: string;
  property: Property;
  earlier: boolean;
  onBookAnother: () => void;
}

/** The confirmation, with a summary for the client. */
export function SoldBooking({ id, property, earlier, onBookAnother }: Props) {
  const { data, error, refetch } = useQuery(bookingQuery(id));
  return (
    <Paper component="section" aria-live="polite" withBorder p={{ base: "md", sm: "lg" }}>
      {!data && !error && <Skeleton h={420} />}
      {error && <ErrorAlert error={error} onRetry={() => void refetch()} />}
      {data && (
        <Stack>
          <BookingConfirmation
            booking={data}
            property={property}
            texts={sellTexts.sold}
            guests={data.guest.name}
          />
          {earlier && <Alert color="clay">{sellTexts.sold.earlier}</Alert>}
          <ClientSummary summary={clientSummary(data, property)} />
          <Button size="md" autoFocus onClick={onBookAnother}>
            {sellTexts.sold.another}
          </Button>
          <LinkButton to="/account/bookings/$bookingId" params={{ bookingId: data.id }} variant="light">
            {sellTexts.sold.open}
          </LinkButton>
        </Stack>
      )}
    </Paper>
  );
}

function ClientSummary({ summary }: { summary: string }) {
  return (
    <section>
      <Group justify="space-between" mb={6}>
        <Text fw={600}>{sellTexts.sold.summary}</Text>
        <Group gap={6}>
          <CopyButton value={summary}>
            {({ copied, copy }) => (
              <Button
                size="compact-sm"
                variant="subtle"
                leftSection={
                  copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
                }
                onClick={copy}
              >
                {copied ? sellTexts.sold.copied : sellTexts.sold.copy}
              </Button>
            )}
          </CopyButton>
          {"share" in navigator && (
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconShare size={16} aria-hidden />}
              // `share` rejects if the user closes the share dialog.
              onClick={() => void navigator.share({ text: summary }).catch(() => undefined)}
            >
              {sellTexts.sold.share}
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
