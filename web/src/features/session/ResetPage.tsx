import { useForm } from "@mantine/form";
import { ApiForm, withInput } from "../../components/ApiForm";
import { passwordErrorField } from "../../components/form-errors";
import { PasswordField } from "../../components/PasswordField";
import { t } from "../../text/texts";
import { LinkPage, NewLinkButton } from "./LinkPage";
import { useReset } from "./links";

const fieldByCode = passwordErrorField("password");
const texts = t.session.reset;

export function ResetPage() {
  const reset = useReset();
  const form = useForm({ mode: "uncontrolled", initialValues: { password: "" } });
  return (
    <LinkPage
      texts={texts}
      mutation={reset}
      newLink={<NewLinkButton to="/forgot-password">{texts.again}</NewLinkButton>}
    >
      {(token) => (
        <ApiForm
          form={form}
          mutation={withInput(reset, ({ password }: { password: string }) => ({ token, password }))}
          fieldByCode={fieldByCode}
          submitLabel={texts.submit}
          fullWidth
        >
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
