import { Anchor, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link } from "@tanstack/react-router";
import { ApiForm } from "../../components/ApiForm";
import { t } from "../../text/texts";
import { CheckYourEmail } from "./CheckYourEmail";
import { EmailField } from "./EmailField";
import { useRegister } from "./links";
import { SessionCard } from "./SessionCard";

const texts = t.session.register;

export function RegisterPage() {
  const register = useRegister();
  const form = useForm({ mode: "uncontrolled", initialValues: { name: "", email: "" } });
  if (register.isSuccess)
    return <CheckYourEmail message={t.session.mail.registration} onRestart={register.reset} />;
  return (
    <SessionCard title={texts.title} why={texts.why}>
      <ApiForm
        form={form}
        mutation={register}
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
      </ApiForm>
    </SessionCard>
  );
}
