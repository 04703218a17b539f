import { notifications } from "@mantine/notifications";
import type { ComponentProps } from "react";
import { ApiForm } from "./ApiForm";
import { Section } from "./Section";

type FormProps<Values extends object, Result> = Omit<
  ComponentProps<typeof ApiForm<Values, Result>>,
  "fullWidth" | "footer"
>;

/** A section with a form. Shows a notification when the form is saved. */
export function FormSection<Values extends object, Result>({
  title,
  savedMessage,
  onSuccess,
  ...form
}: FormProps<Values, Result> & { title: string; savedMessage: string }) {
  return (
    <Section title={title}>
      <ApiForm
        {...form}
        onSuccess={(values, result) => {
          onSuccess?.(values, result);
          notifications.show({ message: savedMessage });
        }}
      />
    </Section>
  );
}
