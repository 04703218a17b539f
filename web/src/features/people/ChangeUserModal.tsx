import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { placeRefusal, RestOfRefusal } from "../../components/refusal";
import { t } from "../../text/en";
import { FormModal } from "./FormModal";
import { type User, useChangeUser } from "./users";

interface Opened {
  user: User;
  opened: boolean;
  onClose: () => void;
}

export function ChangeUserModal({ user, opened, onClose }: Opened) {
  const change = useChangeUser(user);
  const form = useForm({ mode: "uncontrolled", initialValues: { name: user.name, phone: user.phone ?? "" } });
  const text = t.people.form;
  return (
    <FormModal title={text.changeTitle(user.name)} opened={opened} busy={change.isPending} onClose={onClose}>
      <form
        onSubmit={form.onSubmit(({ name, phone }) =>
          change.mutate(
            { name, phone: phone.trim() || null },
            {
              onSuccess: () => {
                notifications.show({ message: t.people.done.changed(name) });
                onClose();
              },
              onError: (error) => placeRefusal({ error, form }),
            },
          ),
        )}
      >
        <Stack>
          <RestOfRefusal error={change.error} form={form} />
          <TextInput label={text.name} required data-autofocus key={form.key("name")} {...form.getInputProps("name")} />
          <TextInput label={text.phone} type="tel" key={form.key("phone")} {...form.getInputProps("phone")} />
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              {t.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </FormModal>
  );
}
