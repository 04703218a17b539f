import { Button, Paper, PasswordInput, Stack, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Failure } from "../../components/Failure";
import { t } from "../../text/en";
import { homeOf, useSignIn } from "./session";

export function SignInPage() {
  const { back } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const signIn = useSignIn();
  const form = useForm({ mode: "uncontrolled", initialValues: { email: "", password: "" } });
  return (
    <Paper maw={420} mx="auto" mt="xl" p="xl" withBorder>
      <form
        onSubmit={form.onSubmit((values) =>
          signIn.mutate(values, { onSuccess: (me) => void navigate({ href: back ?? homeOf(me) }) }),
        )}
      >
        <Stack>
          <Title order={1} size="h2">
            {t.signIn.title}
          </Title>
          {back && <p>{t.signIn.ended}</p>}
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
        </Stack>
      </form>
    </Paper>
  );
}
