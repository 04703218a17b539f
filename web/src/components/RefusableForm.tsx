import { Button, Group, Stack } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { type FieldOfCode, placeRefusal, RestOfRefusal } from "./refusal";

interface Sent<Values> {
  mutate: (values: Values, options: { onSuccess: () => void; onError: (error: Error) => void }) => void;
  error: unknown;
  isPending: boolean;
}

interface Props<Values extends object> {
  form: UseFormReturnType<Values>;
  send: Sent<Values>;
  byCode?: FieldOfCode;
  submit: string;
  onDone: () => void;
  children: ReactNode;
}

/** A form whose refusals stand at their fields, or above them when they are about none; the button is at its end. */
export function RefusableForm<Values extends object>({ form, send, byCode, submit, onDone, children }: Props<Values>) {
  const place = byCode ? { form, byCode } : { form };
  return (
    <form
      onSubmit={form.onSubmit((values) =>
        send.mutate(values, { onSuccess: onDone, onError: (error) => placeRefusal({ error, ...place }) }),
      )}
    >
      <Stack>
        <RestOfRefusal error={send.error} {...place} />
        {children}
        <Group justify="flex-end">
          <Button type="submit" loading={send.isPending}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
