import { Button, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link } from "@tanstack/react-router";
import { aboutPassword, placeRefusal, RestOfRefusal } from "../../components/refusal";
import { t } from "../../text/en";
import { Card } from "./Card";
import { isUseless, LinkUsed, LinkUseless } from "./LinkPage";
import { tokenOfPage } from "./link-token";
import { useReset } from "./links";
import { NewPassword } from "./NewPassword";

const byCode = aboutPassword("password");

export function ResetPage() {
  const reset = useReset();
  const token = tokenOfPage();
  const form = useForm({ mode: "uncontrolled", initialValues: { password: "" } });
  const text = t.session.reset;
  if (reset.isSuccess) return <LinkUsed title={text.done}>{text.doneText}</LinkUsed>;
  if (!token || isUseless(reset.error)) {
    return (
      <LinkUseless title={text.title} error={reset.error}>
        <Button component={Link} to="/forgot-password">
          {text.again}
        </Button>
      </LinkUseless>
    );
  }
  return (
    <Card title={text.title} why={text.why}>
      <form
        onSubmit={form.onSubmit(({ password }) =>
          reset.mutate({ token, password }, { onError: (error) => placeRefusal({ error, form, byCode }) }),
        )}
      >
        <Stack>
          <RestOfRefusal error={reset.error} form={form} byCode={byCode} />
          <NewPassword label={text.password} key={form.key("password")} {...form.getInputProps("password")} />
          <Button type="submit" loading={reset.isPending}>
            {text.submit}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
