import { Anchor, Group } from "@mantine/core";

/** Links for the e-mail address and the phone number of a guest. */
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
