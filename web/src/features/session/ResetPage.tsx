import { useForm } from "@mantine/form";
import { PasswordField } from "../../components/PasswordField";
import { RefusableForm, sentAs } from "../../components/RefusableForm";
import { aboutPassword } from "../../components/refusal";
import { t } from "../../text/texts";
import { AnotherLink, LinkPage } from "./LinkPage";
import { useReset } from "./links";

const byCode = aboutPassword("password");
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
        <RefusableForm
          form={form}
          send={sentAs(reset, ({ password }: { password: string }) => ({ token, password }))}
          byCode={byCode}
          submit={words.submit}
          wide
        >
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
