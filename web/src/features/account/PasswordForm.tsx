import { useForm } from "@mantine/form";
import { FormSection } from "../../components/FormSection";
import { PasswordField } from "../../components/PasswordField";
import { aboutPassword } from "../../components/refusal";
import { accountTexts } from "../../text/signed-in/account";
import { useMe } from "../session/session";
import { useChangePassword } from "./profile";

const byCode = { ...aboutPassword("newPassword"), wrong_password: "currentPassword" };
const words = accountTexts.password;

export function PasswordForm() {
  const me = useMe();
  const change = useChangePassword();
  const form = useForm({ mode: "uncontrolled", initialValues: { currentPassword: "", newPassword: "" } });
  return (
    <FormSection
      title={words.title}
      form={form}
      send={change}
      byCode={byCode}
      submit={words.submit}
      saved={words.changed}
      onDone={() => form.reset()}
    >
      {/* So that a password manager knows whose password this is. */}
      <input type="text" autoComplete="username" value={me?.email ?? ""} readOnly hidden />
      <PasswordField
        label={words.current}
        key={form.key("currentPassword")}
        {...form.getInputProps("currentPassword")}
      />
      <PasswordField
        label={words.next}
        chosen
        key={form.key("newPassword")}
        {...form.getInputProps("newPassword")}
      />
    </FormSection>
  );
}
