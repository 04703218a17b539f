import { Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { PasswordField } from "../../components/PasswordField";
import { RefusableForm, sentAs } from "../../components/RefusableForm";
import { aboutPassword } from "../../components/refusal";
import { t } from "../../text/texts";
import { LinkPage } from "./LinkPage";
import { useAccept } from "./links";

const byCode = aboutPassword("password");
const words = t.session.accept;

export function AcceptPage() {
  const accept = useAccept();
  const form = useForm({ mode: "uncontrolled", initialValues: { name: "", password: "" } });
  return (
    <LinkPage words={words} use={accept} again={<Text>{words.again}</Text>}>
      {(token) => (
        <RefusableForm
          form={form}
          send={sentAs(accept, ({ name, password }: { name: string; password: string }) => ({
            token,
            password,
            name: name.trim() || null,
          }))}
          byCode={byCode}
          submit={words.submit}
          wide
        >
          <TextInput
            label={words.name}
            description={words.nameHint}
            autoComplete="name"
            key={form.key("name")}
            {...form.getInputProps("name")}
          />
          <PasswordField
            label={words.password}
            chosen
            key={form.key("password")}
            {...form.getInputProps("password")}
          />
        </RefusableForm>
      )}
    </LinkPage>
  );
}
