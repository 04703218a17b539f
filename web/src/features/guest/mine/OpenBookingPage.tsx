import { List, Paper, Stack, Title } from "@mantine/core";
import { LinkAnchor } from "../../../components/links";
import { t } from "../../../text/texts";
import { OpenBooking } from "./OpenBooking";
import { storedBookingIds } from "./stored-bookings";

/** Opens a booking by its pasted link, or one of those that are stored in this browser. */
export function OpenBookingPage() {
  const storedIds = storedBookingIds();
  return (
    <Stack>
      <OpenBooking />
      {storedIds.length > 0 && (
        <Paper
          withBorder
          p="lg"
          maw={520}
          w="100%"
          mx="auto"
          component="section"
          aria-labelledby="kept-bookings"
        >
          <Title order={2} size="h4" id="kept-bookings" mb="xs">
            {t.guest.mine.kept}
          </Title>
          <List>
            {storedIds.map((id) => (
              <List.Item key={id}>
                <LinkAnchor to="/booking/$bookingId" params={{ bookingId: id }} underline="always">
                  {t.guest.mine.keptOf(id.slice(-6))}
                </LinkAnchor>
              </List.Item>
            ))}
          </List>
        </Paper>
      )}
    </Stack>
  );
}
