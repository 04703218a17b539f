import { notifications } from "@mantine/notifications";
import type { ComponentProps } from "react";
import { RefusableForm } from "./RefusableForm";
import { Section } from "./Section";

type Form<Values extends object, Answer> = Omit<
  ComponentProps<typeof RefusableForm<Values, Answer>>,
  "wide" | "below"
>;

/** A part of a page that is a form, and says when it is saved. */
export function FormSection<Values extends object, Answer>({
  title,
  saved,
  onDone,
  ...form
}: Form<Values, Answer> & { title: string; saved: string }) {
  return (
    <Section title={title}>
      <RefusableForm
        {...form}
        onDone={(typed, answer) => {
          onDone?.(typed, answer);
          notifications.show({ message: saved });
        }}
      />
    </Section>
  );
}
