// Some changes require that the user has entered their password recently. They are repeated after a password
// prompt.
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

/**
 * `useApiMutation` for operations that may fail with `password_needed`. Prompts for the password and repeats
 * them.
 */
export function useReauthenticatedMutation<Data, Variables = void>(
  change: ApiChange | ((variables: Variables) => ApiChange),
  options: ApiMutationOptions<Data, Variables, unknown> & {
    mutationFn: (variables: Variables) => Promise<Data>;
  },
): UseMutationResult<Data, Error, Variables> {
  return useApiMutation(change, {
    ...options,
    mutationFn: (variables) => withReauthentication(() => options.mutationFn(variables)),
  });
}

/**
 * Sends a request. If the API requires the password first, prompts for it and sends the request once more.
 */
export async function withReauthentication<Data>(
  send: () => Promise<Data>,
  prompt = promptForPassword,
): Promise<Data> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof Problem && error.code === "password_needed")) throw error;
    if (!(await prompt())) throw new Problem(403, "password_withheld", t.session.confirm.withheld);
    return send();
  }
}

/** Resolves to whether the user has confirmed their password. */
function promptForPassword(): Promise<boolean> {
  return new Promise((resolve) => {
    const id = modals.open({
      title: t.session.confirm.title,
      // Above the modal that contains the form, if there is one.
      zIndex: 400,
      onClose: () => resolve(false),
      children: (
        <PasswordPrompt
          onConfirmed={() => {
            resolve(true);
            modals.close(id);
          }}
          onCancel={() => modals.close(id)}
        />
      ),
    });
  });
}

function PasswordPrompt({ onConfirmed, onCancel }: { onConfirmed: () => void; onCancel: () => void }) {
  const form = useForm({ mode: "uncontrolled", initialValues: { password: "" } });
  const confirm = useApiMutation("POST /api/auth/confirm", {
    mutationFn: (values: { password: string }) => api.POST("/api/auth/confirm", { body: values }),
    onSuccess: onConfirmed,
    onError: (error) => setFormErrors({ error, form, fieldByCode }),
  });
  return (
    <form onSubmit={form.onSubmit((values) => confirm.mutate(values))}>
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
          <Button variant="default" onClick={onCancel}>
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
