import { List, Paper, Stack, Title } from "@mantine/core";
import { LinkAnchor } from "../../../components/links";
import { t } from "../../../text/texts";
import { keptBookings } from "./kept";
import { OpenBooking } from "./OpenBooking";

/** The way to a booking from anywhere: paste the link, or take one that this browser remembers. */
export function OpenBookingPage() {
  const kept = keptBookings();
  return (
    <Stack>
      <OpenBooking />
      {kept.length > 0 && (
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
            {kept.map((id) => (
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
