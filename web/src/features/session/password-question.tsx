// Some changes need a password that was typed a short while ago. Whatever asks for it is done again once it was typed.
import { Button, Group, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { modals } from "@mantine/modals";
import type { UseMutationResult } from "@tanstack/react-query";
import { type ApiChange, type ApiMutationOptions, useApiMutation } from "../../api/cache";
import { api, Problem } from "../../api/client";
import { FormErrorAlert, setFormErrors } from "../../components/form-errors";
import { PasswordField } from "../../components/PasswordField";
import { t } from "../../text/texts";

const fieldByCode = { wrong_password: "password" };

/** `useApiMutation` for what may answer 403 `password_needed`: asks for the password and then does it once more. */
export function usePasswordedMutation<Data, Given = void>(
  change: ApiChange | ((given: Given) => ApiChange),
  options: ApiMutationOptions<Data, Given, unknown> & { mutationFn: (given: Given) => Promise<Data> },
): UseMutationResult<Data, Error, Given> {
  return useApiMutation(change, {
    ...options,
    mutationFn: (given) => withPassword(() => options.mutationFn(given)),
  });
}

/** Does something; when the API wants the password first, asks for it and does it once more. */
export async function withPassword<Data>(act: () => Promise<Data>, ask = askForPassword): Promise<Data> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Problem && error.code === "password_needed")) throw error;
    if (!(await ask())) throw new Problem(403, "password_withheld", t.session.confirm.withheld);
    return act();
  }
}

/** Whether the person typed their password, rightly. */
function askForPassword(): Promise<boolean> {
  return new Promise((answer) => {
    const id = modals.open({
      title: t.session.confirm.title,
      // Above the modal that asked, if there is one.
      zIndex: 400,
      onClose: () => answer(false),
      children: (
        <PasswordQuestion
          onTyped={() => {
            answer(true);
            modals.close(id);
          }}
          onLeave={() => modals.close(id)}
        />
      ),
    });
  });
}

function PasswordQuestion({ onTyped, onLeave }: { onTyped: () => void; onLeave: () => void }) {
  const form = useForm({ mode: "uncontrolled", initialValues: { password: "" } });
  const confirm = useApiMutation("POST /api/auth/confirm", {
    mutationFn: (typed: { password: string }) => api.POST("/api/auth/confirm", { body: typed }),
    onSuccess: onTyped,
    onError: (error) => setFormErrors({ error, form, fieldByCode }),
  });
  return (
    <form onSubmit={form.onSubmit((typed) => confirm.mutate(typed))}>
      <Stack>
        <Text>{t.session.confirm.why}</Text>
        <FormErrorAlert error={confirm.error} form={form} fieldByCode={fieldByCode} />
        <PasswordField
          label={t.session.confirm.password}
          data-autofocus
          key={form.key("password")}
          {...form.getInputProps("password")}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onLeave}>
            {t.session.confirm.cancel}
          </Button>
          <Button type="submit" loading={confirm.isPending}>
            {t.session.confirm.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
