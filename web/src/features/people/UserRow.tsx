import { Avatar, Badge, Group, Stack, Text } from "@mantine/core";
import { peopleTexts } from "../../text/signed-in/people";
import { t } from "../../text/texts";
import { useMe } from "../session/session";
import { UserMenu } from "./UserMenu";
import type { User } from "./users";

export function UserRow({ user }: { user: User }) {
  const me = useMe();
  const isOwn = me?.id === user.id;
  return (
    <Group component="article" aria-label={user.name} wrap="nowrap" justify="space-between" py="xs">
      <Group wrap="nowrap" miw={0}>
        <Avatar name={user.name} color={user.active ? "forest" : "gray"} aria-hidden />
        <Stack gap={2} miw={0}>
          <Group gap="xs">
            <Text fw={600} {...(!user.active && { c: "dimmed" })}>
              {user.name}
            </Text>
            <Badge variant="light" color="gray">
              {t.roles[user.role]}
            </Badge>
            {isOwn && <Badge variant="light">{peopleTexts.you}</Badge>}
            {!user.active && (
              <Badge variant="light" color="clay">
                {peopleTexts.inactive}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {user.email}
            {user.phone && ` · ${user.phone}`}
          </Text>
        </Stack>
      </Group>
      {!isOwn && <UserMenu user={user} />}
    </Group>
  );
}
