import { Button, Group, PasswordInput, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { aboutPassword, placeRefusal, RestOfRefusal } from "../../components/refusal";
import { Section } from "../../components/Section";
import { t } from "../../text/en";
import { useMe } from "../session/session";
import { useChangePassword } from "./profile";

const byCode = { ...aboutPassword("newPassword"), wrong_password: "currentPassword" };

export function PasswordForm() {
  const me = useMe();
  const change = useChangePassword();
  const text = t.account.password;
  const form = useForm({ mode: "uncontrolled", initialValues: { currentPassword: "", newPassword: "" } });
  return (
    <Section title={text.title}>
      <form
        onSubmit={form.onSubmit((passwords) =>
          change.mutate(passwords, {
            onSuccess: () => {
              form.reset();
              notifications.show({ message: text.changed });
            },
            onError: (error) => placeRefusal({ error, form, byCode }),
          }),
        )}
      >
        <Stack>
          {/* So that a password manager knows whose password this is. */}
          <input type="text" autoComplete="username" value={me?.email ?? ""} readOnly hidden />
          <RestOfRefusal error={change.error} form={form} byCode={byCode} />
          <PasswordInput
            label={text.current}
            autoComplete="current-password"
            required
            key={form.key("currentPassword")}
            {...form.getInputProps("currentPassword")}
          />
          <PasswordInput
            label={text.next}
            description={text.hint}
            autoComplete="new-password"
            required
            key={form.key("newPassword")}
            {...form.getInputProps("newPassword")}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              {text.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
