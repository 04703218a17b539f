import { Button, Group, Stack } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { type FieldByCode, FormErrorAlert, setFormErrors } from "./form-errors";

interface Callbacks<Result> {
  onSuccess: (result: Result) => void;
  onError: (error: Error) => void;
}

interface FormMutation<Values, Result> {
  mutate: (values: Values, callbacks: Callbacks<Result>) => void;
  error: unknown;
  isPending: boolean;
}

/** Adapts a mutation to a form: `toInput` converts the values of the form to the input of the mutation. */
export function withInput<Values, Input, Result>(
  { mutate, error, isPending }: FormMutation<Input, Result>,
  toInput: (values: Values) => Input,
): FormMutation<Values, Result> {
  return { mutate: (values, callbacks) => mutate(toInput(values), callbacks), error, isPending };
}

interface Props<Values extends object, Result> {
  form: UseFormReturnType<Values>;
  mutation: FormMutation<Values, Result>;
  fieldByCode?: FieldByCode;
  submitLabel: string;
  onSuccess?: (values: Values, result: Result) => void;
  /** Whether the submit button is as wide as the fields, on pages that consist of the form. */
  fullWidth?: boolean;
  /** Shown below the submit button. */
  footer?: ReactNode;
  children: ReactNode;
}

/**
 * A form that submits a mutation. Errors are shown at their fields, or above the form if they concern no
 * field.
 */
export function ApiForm<Values extends object, Result>(props: Props<Values, Result>) {
  const { form, mutation, fieldByCode, submitLabel, onSuccess, fullWidth = false, footer, children } = props;
  const errorTarget = fieldByCode ? { form, fieldByCode } : { form };
  const button = (
    <Button type="submit" loading={mutation.isPending}>
      {submitLabel}
    </Button>
  );
  return (
    <form
      onSubmit={form.onSubmit((values) =>
        mutation.mutate(values, {
          onSuccess: (result) => onSuccess?.(values, result),
          onError: (error) => setFormErrors({ error, ...errorTarget }),
        }),
      )}
    >
      <Stack>
        <FormErrorAlert error={mutation.error} {...errorTarget} />
        {children}
        {fullWidth ? button : <Group justify="flex-end">{button}</Group>}
        {footer}
      </Stack>
    </form>
  );
}
