import { useForm } from "@mantine/form";
import { ApiForm, withInput } from "../../components/ApiForm";
import { passwordErrorField } from "../../components/form-errors";
import { PasswordField } from "../../components/PasswordField";
import { t } from "../../text/texts";
import { AnotherLink, LinkPage } from "./LinkPage";
import { useReset } from "./links";

const fieldByCode = passwordErrorField("password");
const words = t.session.reset;

export function ResetPage() {
  const reset = useReset();
  const form = useForm({ mode: "uncontrolled", initialValues: { password: "" } });
  return (
    <LinkPage
      words={words}
      use={reset}
      again={<AnotherLink to="/forgot-password">{words.again}</AnotherLink>}
    >
      {(token) => (
        <ApiForm
          form={form}
          mutation={withInput(reset, ({ password }: { password: string }) => ({ token, password }))}
          fieldByCode={fieldByCode}
          submitLabel={words.submit}
          fullWidth
        >
          <PasswordField
            label={words.password}
            isNew
            key={form.key("password")}
            {...form.getInputProps("password")}
          />
        </ApiForm>
      )}
    </LinkPage>
  );
}
