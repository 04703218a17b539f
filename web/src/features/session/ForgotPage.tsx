import { Anchor } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link } from "@tanstack/react-router";
import { ApiForm } from "../../components/ApiForm";
import { t } from "../../text/texts";
import { CheckYourEmail } from "./CheckYourEmail";
import { EmailField } from "./EmailField";
import { useForgot } from "./links";
import { SessionCard } from "./SessionCard";

const texts = t.session.forgot;

export function ForgotPage() {
  const forgot = useForgot();
  const form = useForm({ mode: "uncontrolled", initialValues: { email: "" } });
  if (forgot.isSuccess) return <CheckYourEmail message={t.session.mail.reset} onRestart={forgot.reset} />;
  return (
    <SessionCard title={texts.title} why={texts.why}>
      <ApiForm
        form={form}
        mutation={forgot}
        submitLabel={texts.submit}
        fullWidth
        footer={
          <Anchor component={Link} to="/sign-in" ta="center">
            {texts.back}
          </Anchor>
        }
      >
        <EmailField key={form.key("email")} {...form.getInputProps("email")} />
      </ApiForm>
    </SessionCard>
  );
}
