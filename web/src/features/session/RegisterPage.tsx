import { Anchor, Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link } from "@tanstack/react-router";
import { aboutPassword, placeRefusal, RestOfRefusal } from "../../components/refusal";
import { t } from "../../text/en";
import { Card } from "./Card";
import { LookIntoMail } from "./LookIntoMail";
import { useRegister } from "./links";
import { NewPassword } from "./NewPassword";

const byCode = aboutPassword("password");

export function RegisterPage() {
  const register = useRegister();
  const form = useForm({ mode: "uncontrolled", initialValues: { name: "", email: "", password: "" } });
  if (register.data) return <LookIntoMail message={register.data} onAgain={register.reset} />;
  return (
    <Card title={t.session.register.title} why={t.session.register.why}>
      <form
        onSubmit={form.onSubmit((values) =>
          register.mutate(values, { onError: (error) => placeRefusal({ error, form, byCode }) }),
        )}
      >
        <Stack>
          <RestOfRefusal error={register.error} form={form} byCode={byCode} />
          <TextInput
            label={t.session.register.name}
            autoComplete="name"
            required
            key={form.key("name")}
            {...form.getInputProps("name")}
          />
          <TextInput
            label={t.session.register.email}
            type="email"
            autoComplete="username"
            required
            key={form.key("email")}
            {...form.getInputProps("email")}
          />
          <NewPassword
            label={t.session.register.password}
            key={form.key("password")}
            {...form.getInputProps("password")}
          />
          <Button type="submit" loading={register.isPending}>
            {t.session.register.submit}
          </Button>
          <Anchor component={Link} to="/sign-in" ta="center">
            {t.session.register.have}
          </Anchor>
        </Stack>
      </form>
    </Card>
  );
}
