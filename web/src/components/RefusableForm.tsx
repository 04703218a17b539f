import { Button, Group, Stack } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { type FieldOfCode, placeRefusal, RestOfRefusal } from "./refusal";

interface Then<Answer> {
  onSuccess: (answer: Answer) => void;
  onError: (error: Error) => void;
}

interface Sent<Values, Answer> {
  mutate: (values: Values, then: Then<Answer>) => void;
  error: unknown;
  isPending: boolean;
}

/** A mutation that takes something else than what stands in the form: what is sent of what was typed. */
export function sentAs<Values, Given, Answer>(
  { mutate, error, isPending }: Sent<Given, Answer>,
  given: (typed: Values) => Given,
): Sent<Values, Answer> {
  return { mutate: (typed, then) => mutate(given(typed), then), error, isPending };
}

interface Props<Values extends object, Answer> {
  form: UseFormReturnType<Values>;
  send: Sent<Values, Answer>;
  byCode?: FieldOfCode;
  submit: string;
  onDone?: (typed: Values, answer: Answer) => void;
  /** The form is all that the page has: its button is as wide as its fields. */
  wide?: boolean;
  /** What stands below the button. */
  below?: ReactNode;
  children: ReactNode;
}

/** A form whose refusals stand at their fields, or above them when they are about none; the button is at its end. */
export function RefusableForm<Values extends object, Answer>(props: Props<Values, Answer>) {
  const { form, send, byCode, submit, onDone, wide = false, below, children } = props;
  const place = byCode ? { form, byCode } : { form };
  const button = (
    <Button type="submit" loading={send.isPending}>
      {submit}
    </Button>
  );
  return (
    <form
      onSubmit={form.onSubmit((values) =>
        send.mutate(values, {
          onSuccess: (answer) => onDone?.(values, answer),
          onError: (error) => placeRefusal({ error, ...place }),
        }),
      )}
    >
      <Stack>
        <RestOfRefusal error={send.error} {...place} />
        {children}
        {wide ? button : <Group justify="flex-end">{button}</Group>}
        {below}
      </Stack>
    </form>
  );
}
