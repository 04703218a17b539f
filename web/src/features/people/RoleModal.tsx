import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { ErrorAlert } from "../../components/ErrorAlert";
import { peopleTexts } from "../../text/signed-in/people";
import { t } from "../../text/texts";
import { useMe } from "../session/session";
import { FormModal } from "./FormModal";
import { isRole, roleChoices, rolesInReach } from "./roles";
import { type User, useChangeRole } from "./users";

interface Opened {
  user: User;
  opened: boolean;
  onClose: () => void;
}

export function RoleModal({ user, opened, onClose }: Opened) {
  const me = useMe();
  const change = useChangeRole(user);
  const [role, setRole] = useState(user.role);
  const text = peopleTexts.form;
  return (
    <FormModal title={text.roleTitle(user.name)} opened={opened} busy={change.isPending} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(role, {
            onSuccess: () => {
              notifications.show({ message: peopleTexts.done.role(user.name, t.roles[role]) });
              onClose();
            },
          });
        }}
      >
        <Stack>
          <Text c="dimmed">{text.roleWhy}</Text>
          {change.error && <ErrorAlert error={change.error} />}
          <Select
            label={text.role}
            required
            allowDeselect={false}
            data={roleChoices(rolesInReach(me))}
            value={role}
            onChange={(wanted) => isRole(wanted) && setRole(wanted)}
          />
          <Group justify="flex-end">
            <Button type="submit" disabled={role === user.role} loading={change.isPending}>
              {text.roleSubmit}
            </Button>
          </Group>
        </Stack>
      </form>
    </FormModal>
  );
}
