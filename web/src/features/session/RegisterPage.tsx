import { Anchor, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link } from "@tanstack/react-router";
import { ApiForm } from "../../components/ApiForm";
import { passwordErrorField } from "../../components/form-errors";
import { PasswordField } from "../../components/PasswordField";
import { t } from "../../text/texts";
import { CheckYourEmail } from "./CheckYourEmail";
import { EmailField } from "./EmailField";
import { useRegister } from "./links";
import { SessionCard } from "./SessionCard";

const fieldByCode = passwordErrorField("password");
const texts = t.session.register;

export function RegisterPage() {
  const register = useRegister();
  const form = useForm({ mode: "uncontrolled", initialValues: { name: "", email: "", password: "" } });
  if (register.isSuccess)
    return <CheckYourEmail message={t.session.mail.registration} onRestart={register.reset} />;
  return (
    <SessionCard title={texts.title} why={texts.why}>
      <ApiForm
        form={form}
        mutation={register}
        fieldByCode={fieldByCode}
        submitLabel={texts.submit}
        fullWidth
        footer={
          <Anchor component={Link} to="/sign-in" ta="center">
            {texts.have}
          </Anchor>
        }
      >
        <TextInput
          label={texts.name}
          autoComplete="name"
          required
          key={form.key("name")}
          {...form.getInputProps("name")}
        />
        <EmailField key={form.key("email")} {...form.getInputProps("email")} />
        <PasswordField
          label={texts.password}
          isNew
          key={form.key("password")}
          {...form.getInputProps("password")}
        />
      </ApiForm>
    </SessionCard>
  );
}
