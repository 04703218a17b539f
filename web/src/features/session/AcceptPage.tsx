import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { aboutPassword, placeRefusal, RestOfRefusal } from "../../components/refusal";
import { t } from "../../text/en";
import { Card } from "./Card";
import { isUseless, LinkUsed, LinkUseless } from "./LinkPage";
import { tokenOfPage } from "./link-token";
import { useAccept } from "./links";
import { NewPassword } from "./NewPassword";

const byCode = aboutPassword("password");

export function AcceptPage() {
  const accept = useAccept();
  const token = tokenOfPage();
  const form = useForm({ mode: "uncontrolled", initialValues: { name: "", password: "" } });
  const text = t.session.accept;
  if (accept.isSuccess) return <LinkUsed title={text.done}>{text.doneText}</LinkUsed>;
  if (!token || isUseless(accept.error)) {
    return (
      <LinkUseless title={text.title} error={accept.error}>
        <Text>{text.again}</Text>
      </LinkUseless>
    );
  }
  return (
    <Card title={text.title} why={text.why}>
      <form
        onSubmit={form.onSubmit(({ name, password }) =>
          accept.mutate(
            { token, password, name: name.trim() || null },
            { onError: (error) => placeRefusal({ error, form, byCode }) },
          ),
        )}
      >
        <Stack>
          <RestOfRefusal error={accept.error} form={form} byCode={byCode} />
          <TextInput
            label={text.name}
            description={text.nameHint}
            autoComplete="name"
            key={form.key("name")}
            {...form.getInputProps("name")}
          />
          <NewPassword label={text.password} key={form.key("password")} {...form.getInputProps("password")} />
          <Button type="submit" loading={accept.isPending}>
            {text.submit}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
