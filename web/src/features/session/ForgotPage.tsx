import { Anchor } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link } from "@tanstack/react-router";
import { RefusableForm } from "../../components/RefusableForm";
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
      <RefusableForm
        form={form}
        send={forgot}
        submit={words.submit}
        wide
        below={
          <Anchor component={Link} to="/sign-in" ta="center">
            {words.back}
          </Anchor>
        }
      >
        <EmailField key={form.key("email")} {...form.getInputProps("email")} />
      </RefusableForm>
    </Card>
  );
}
