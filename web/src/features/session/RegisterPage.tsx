import { Anchor, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link } from "@tanstack/react-router";
import { ApiForm } from "../../components/ApiForm";
import { passwordErrorField } from "../../components/form-errors";
import { PasswordField } from "../../components/PasswordField";
import { t } from "../../text/texts";
import { Card } from "./Card";
import { EmailField } from "./EmailField";
import { LookIntoMail } from "./LookIntoMail";
import { useRegister } from "./links";

const fieldByCode = passwordErrorField("password");
const words = t.session.register;

export function RegisterPage() {
  const register = useRegister();
  const form = useForm({ mode: "uncontrolled", initialValues: { name: "", email: "", password: "" } });
  if (register.isSuccess)
    return <LookIntoMail message={t.session.mail.registration} onAgain={register.reset} />;
  return (
    <Card title={words.title} why={words.why}>
      <ApiForm
        form={form}
        mutation={register}
        fieldByCode={fieldByCode}
        submitLabel={words.submit}
        fullWidth
        footer={
          <Anchor component={Link} to="/sign-in" ta="center">
            {words.have}
          </Anchor>
        }
      >
        <TextInput
          label={words.name}
          autoComplete="name"
          required
          key={form.key("name")}
          {...form.getInputProps("name")}
        />
        <EmailField key={form.key("email")} {...form.getInputProps("email")} />
        <PasswordField
          label={words.password}
          isNew
          key={form.key("password")}
          {...form.getInputProps("password")}
        />
      </ApiForm>
    </Card>
  );
}
