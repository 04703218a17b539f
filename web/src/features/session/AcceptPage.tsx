import { Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { ApiForm, withInput } from "../../components/ApiForm";
import { passwordErrorField } from "../../components/form-errors";
import { PasswordField } from "../../components/PasswordField";
import { t } from "../../text/texts";
import { LinkPage } from "./LinkPage";
import { useAccept } from "./links";

const fieldByCode = passwordErrorField("password");
const texts = t.session.accept;

export function AcceptPage() {
  const accept = useAccept();
  const form = useForm({ mode: "uncontrolled", initialValues: { name: "", password: "" } });
  return (
    <LinkPage texts={texts} mutation={accept} newLink={<Text>{texts.again}</Text>}>
      {(token) => (
        <ApiForm
          form={form}
          mutation={withInput(accept, ({ name, password }: { name: string; password: string }) => ({
            token,
            password,
            name: name.trim() || null,
          }))}
          fieldByCode={fieldByCode}
          submitLabel={texts.submit}
          fullWidth
        >
          <TextInput
            label={texts.name}
            description={texts.nameHint}
            autoComplete="name"
            key={form.key("name")}
            {...form.getInputProps("name")}
          />
          <PasswordField
            label={texts.password}
            isNew
            key={form.key("password")}
            {...form.getInputProps("password")}
          />
        </ApiForm>
      )}
    </LinkPage>
  );
}
