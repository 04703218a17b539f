import { Anchor } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link } from "@tanstack/react-router";
import { ApiForm } from "../../components/ApiForm";
import { t } from "../../text/texts";
import { Card } from "./Card";
import { EmailField } from "./EmailField";
import { LookIntoMail } from "./LookIntoMail";
import { useForgot } from "./links";

const words = t.session.forgot;

export function ForgotPage() {
  const forgot = useForgot();
  const form = useForm({ mode: "uncontrolled", initialValues: { email: "" } });
  if (forgot.isSuccess) return <LookIntoMail message={t.session.mail.reset} onAgain={forgot.reset} />;
  return (
    <Card title={words.title} why={words.why}>
      <ApiForm
        form={form}
        mutation={forgot}
        submitLabel={words.submit}
        fullWidth
        footer={
          <Anchor component={Link} to="/sign-in" ta="center">
            {words.back}
          </Anchor>
        }
      >
        <EmailField key={form.key("email")} {...form.getInputProps("email")} />
      </ApiForm>
    </Card>
  );
}
