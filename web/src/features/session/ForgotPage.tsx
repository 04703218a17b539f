import { Anchor, Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link } from "@tanstack/react-router";
import { placeRefusal, RestOfRefusal } from "../../components/refusal";
import { t } from "../../text/en";
import { Card } from "./Card";
import { LookIntoMail } from "./LookIntoMail";
import { useForgot } from "./links";

export function ForgotPage() {
  const forgot = useForgot();
  const form = useForm({ mode: "uncontrolled", initialValues: { email: "" } });
  if (forgot.data) return <LookIntoMail message={forgot.data} onAgain={forgot.reset} />;
  return (
    <Card title={t.session.forgot.title} why={t.session.forgot.why}>
      <form
        onSubmit={form.onSubmit((values) =>
          forgot.mutate(values, { onError: (error) => placeRefusal({ error, form }) }),
        )}
      >
        <Stack>
          <RestOfRefusal error={forgot.error} form={form} />
          <TextInput
            label={t.signIn.email}
            type="email"
            autoComplete="username"
            required
            key={form.key("email")}
            {...form.getInputProps("email")}
          />
          <Button type="submit" loading={forgot.isPending}>
            {t.session.forgot.submit}
          </Button>
          <Anchor component={Link} to="/sign-in" ta="center">
            {t.session.forgot.back}
          </Anchor>
        </Stack>
      </form>
    </Card>
  );
}
