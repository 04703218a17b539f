import { Anchor, Group } from "@mantine/core";

/** How somebody is reached: by mail, by phone. */
export function Contact({ guest }: { guest: { email: string | null; phone: string | null } }) {
  return (
    <Group gap="md">
      {guest.email && (
        <Anchor size="sm" href={`mailto:${guest.email}`} style={{ overflowWrap: "anywhere" }}>
          {guest.email}
        </Anchor>
      )}
      {guest.phone && (
        <Anchor size="sm" href={`tel:${guest.phone.replace(/[^\d+]/g, "")}`} style={{ whiteSpace: "nowrap" }}>
          {guest.phone}
        </Anchor>
      )}
    </Group>
  );
}
