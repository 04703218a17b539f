import { Anchor, Group } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ApiForm } from "../../components/ApiForm";
import { PasswordField } from "../../components/PasswordField";
import { t } from "../../text/texts";
import { EmailField } from "./EmailField";
import { SessionCard } from "./SessionCard";
import { homePath, useSignIn } from "./session";

export function SignInPage() {
  const { back } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const signIn = useSignIn();
  const form = useForm({ mode: "uncontrolled", initialValues: { email: "", password: "" } });
  return (
    <SessionCard title={t.signIn.title} {...(back && { why: t.signIn.goOn })}>
      <ApiForm
        form={form}
        mutation={signIn}
        submitLabel={t.signIn.submit}
        onSuccess={(_, me) => void navigate({ href: back ?? homePath(me) })}
        fullWidth
        footer={<OtherLinks />}
      >
        <EmailField key={form.key("email")} {...form.getInputProps("email")} />
        <PasswordField
          label={t.signIn.password}
          key={form.key("password")}
          {...form.getInputProps("password")}
        />
      </ApiForm>
    </SessionCard>
  );
}

function OtherLinks() {
  return (
    <Group justify="space-between">
      <Anchor component={Link} to="/forgot-password">
        {t.signIn.forgot}
      </Anchor>
      <Anchor component={Link} to="/register">
        {t.signIn.register}
      </Anchor>
    </Group>
  );
}
