import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { placeRefusal, RestOfRefusal } from "../../components/refusal";
import { Section } from "../../components/Section";
import { t } from "../../text/en";
import { useMe } from "../session/session";
import { useChangeProfile } from "./profile";

export function ProfileForm() {
  const me = useMe();
  const change = useChangeProfile();
  const text = t.account.profile;
  const form = useForm({ mode: "uncontrolled", initialValues: { name: me?.name ?? "", phone: me?.phone ?? "" } });
  return (
    <Section title={text.title}>
      <form
        onSubmit={form.onSubmit(({ name, phone }) =>
          change.mutate(
            { name, phone: phone.trim() || null },
            {
              onSuccess: () => notifications.show({ message: text.saved }),
              onError: (error) => placeRefusal({ error, form }),
            },
          ),
        )}
      >
        <Stack>
          <RestOfRefusal error={change.error} form={form} />
          <TextInput label={text.email} value={me?.email ?? ""} readOnly variant="filled" />
          <TextInput
            label={text.name}
            autoComplete="name"
            required
            key={form.key("name")}
            {...form.getInputProps("name")}
          />
          <TextInput
            label={text.phone}
            description={text.phoneHint}
            type="tel"
            autoComplete="tel"
            key={form.key("phone")}
            {...form.getInputProps("phone")}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              {t.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
