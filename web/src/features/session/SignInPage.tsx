import { Anchor, Button, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Failure } from "../../components/Failure";
import { t } from "../../text/en";
import { Card } from "./Card";
import { homeOf, useSignIn } from "./session";

export function SignInPage() {
  const { back } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const signIn = useSignIn();
  const form = useForm({ mode: "uncontrolled", initialValues: { email: "", password: "" } });
  return (
    <Card title={t.signIn.title} {...(back && { why: t.signIn.goOn })}>
      <form
        onSubmit={form.onSubmit((values) =>
          signIn.mutate(values, { onSuccess: (me) => void navigate({ href: back ?? homeOf(me) }) }),
        )}
      >
        <Stack>
          {signIn.error && <Failure error={signIn.error} />}
          <TextInput
            label={t.signIn.email}
            type="email"
            autoComplete="username"
            required
            key={form.key("email")}
            {...form.getInputProps("email")}
          />
          <PasswordInput
            label={t.signIn.password}
            autoComplete="current-password"
            required
            key={form.key("password")}
            {...form.getInputProps("password")}
          />
          <Button type="submit" loading={signIn.isPending}>
            {t.signIn.submit}
          </Button>
          <Group justify="space-between">
            <Anchor component={Link} to="/forgot-password">
              {t.signIn.forgot}
            </Anchor>
            <Anchor component={Link} to="/register">
              {t.signIn.register}
            </Anchor>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
