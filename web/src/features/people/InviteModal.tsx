import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { placeRefusal, RestOfRefusal } from "../../components/refusal";
import { t } from "../../text/en";
import { useMe } from "../session/session";
import { FormModal } from "./FormModal";
import { useInvite } from "./invitations";
import { roleChoices, rolesInReach } from "./roles";
import type { Role } from "./users";

export function InviteModal({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const me = useMe();
  const invite = useInvite();
  const form = useForm({ mode: "uncontrolled", initialValues: { name: "", email: "", role: "AGENT" as Role } });
  const text = t.people.form;
  return (
    <FormModal title={text.inviteTitle} opened={opened} busy={invite.isPending} onClose={onClose}>
      <form
        onSubmit={form.onSubmit((wanted) =>
          invite.mutate(wanted, {
            onSuccess: (invitation) => {
              notifications.show({ message: t.people.done.invited(invitation.email) });
              form.reset();
              onClose();
            },
            onError: (error) => placeRefusal({ error, form }),
          }),
        )}
      >
        <Stack>
          <Text c="dimmed">{text.inviteWhy}</Text>
          <RestOfRefusal error={invite.error} form={form} />
          <TextInput label={text.name} required data-autofocus key={form.key("name")} {...form.getInputProps("name")} />
          <TextInput
            label={text.email}
            type="email"
            required
            key={form.key("email")}
            {...form.getInputProps("email")}
          />
          <Select
            label={text.role}
            required
            allowDeselect={false}
            data={roleChoices(rolesInReach(me))}
            key={form.key("role")}
            {...form.getInputProps("role")}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={invite.isPending}>
              {text.inviteSubmit}
            </Button>
          </Group>
        </Stack>
      </form>
    </FormModal>
  );
}
