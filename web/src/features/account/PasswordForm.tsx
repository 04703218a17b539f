import { useForm } from "@mantine/form";
import { FormSection } from "../../components/FormSection";
import { passwordErrorField } from "../../components/form-errors";
import { PasswordField } from "../../components/PasswordField";
import { accountTexts } from "../../text/signed-in/account";
import { useMe } from "../session/session";
import { useChangePassword } from "./profile";

const fieldByCode = { ...passwordErrorField("newPassword"), wrong_password: "currentPassword" };
const texts = accountTexts.password;

export function PasswordForm() {
  const me = useMe();
  const change = useChangePassword();
  const form = useForm({ mode: "uncontrolled", initialValues: { currentPassword: "", newPassword: "" } });
  return (
    <FormSection
      title={texts.title}
      form={form}
      mutation={change}
      fieldByCode={fieldByCode}
      submitLabel={texts.submit}
      savedMessage={texts.changed}
      onSuccess={() => form.reset()}
    >
      {/* Password managers read the account from this field. */}
      <input type="text" autoComplete="username" value={me?.email ?? ""} readOnly hidden />
      <PasswordField
        label={texts.current}
        key={form.key("currentPassword")}
        {...form.getInputProps("currentPassword")}
      />
      <PasswordField
        label={texts.next}
        isNew
        key={form.key("newPassword")}
        {...form.getInputProps("newPassword")}
      />
    </FormSection>
  );
}
