import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { ErrorAlert } from "../../components/ErrorAlert";
import { peopleTexts } from "../../text/signed-in/people";
import { t } from "../../text/texts";
import { useMe } from "../session/session";
import { FormModal } from "./FormModal";
import { assignableRoles, isRole, roleOptions } from "./roles";
import { type User, useChangeRole } from "./users";

interface Props {
  user: User;
  opened: boolean;
  onClose: () => void;
}

export function RoleModal({ user, opened, onClose }: Props) {
  const me = useMe();
  const change = useChangeRole(user);
  const [role, setRole] = useState(user.role);
  const text = peopleTexts.form;
  return (
    <FormModal
      title={text.roleTitle(user.name)}
      opened={opened}
      isPending={change.isPending}
      onClose={onClose}
    >
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
            data={roleOptions(assignableRoles(me))}
            value={role}
            onChange={(value) => isRole(value) && setRole(value)}
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
