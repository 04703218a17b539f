import { PasswordInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { RefusableForm } from "../../components/RefusableForm";
import { aboutPassword } from "../../components/refusal";
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
      <RefusableForm
        form={form}
        send={change}
        byCode={byCode}
        submit={text.submit}
        onDone={() => {
          form.reset();
          notifications.show({ message: text.changed });
        }}
      >
        {/* So that a password manager knows whose password this is. */}
        <input type="text" autoComplete="username" value={me?.email ?? ""} readOnly hidden />
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
      </RefusableForm>
    </Section>
  );
}
