import { Textarea, TextInput } from "@mantine/core";
import { t } from "../../text/texts";
import type { Typed } from "./draft";
import type { GuestField } from "./guest-rules";

export const FIELDS = [
  { name: "name", autoComplete: "name", type: "text", required: true, longest: 120 },
  { name: "email", autoComplete: "email", type: "email", required: false, longest: 254 },
  { name: "phone", autoComplete: "tel", type: "tel", required: false, longest: 32 },
] as const;

interface Props {
  typed: Typed;
  /** What the page says about fields. */
  wrong: Partial<Record<GuestField, string>>;
  /** What the API said about fields, by their place in the order. */
  refused: Record<string, string>;
  onType: (typed: Typed) => void;
  notes: { label: string; description: string; minRows: number };
  /** Whether the person at the keyboard is the one who stays: the browser then knows what to write. */
  own: boolean;
  size: "sm" | "md";
}

/** Who stays, how to reach them, and what to know. */
export function GuestFields({ typed, wrong, refused, onType, notes, own, size }: Props) {
  const now: Typed = { name: typed.name, email: typed.email, phone: typed.phone, notes: typed.notes };
  return (
    <>
      {FIELDS.map((field) => (
        <TextInput
          key={field.name}
          name={field.name}
          label={t.guest.book[field.name]}
          type={field.type}
          autoComplete={own ? field.autoComplete : "off"}
          maxLength={field.longest}
          required={field.required}
          size={size}
          value={typed[field.name]}
          error={refused[`guest.${field.name}`] ?? wrong[field.name]}
          onChange={(event) => onType({ ...now, [field.name]: event.currentTarget.value })}
        />
      ))}
      <Textarea
        {...notes}
        autosize
        maxLength={4000}
        size={size}
        value={typed.notes}
        error={refused.notes}
        onChange={(event) => onType({ ...now, notes: event.currentTarget.value })}
      />
    </>
  );
}

/** Goes to the first field that cannot be right. */
export function focusFirstWrong(
  form: HTMLFormElement | null,
  wrong: Partial<Record<GuestField, string>>,
): boolean {
  const first = FIELDS.find((field) => wrong[field.name]);
  if (first) form?.querySelector<HTMLInputElement>(`[name=${first.name}]`)?.focus();
  return first !== undefined;
}
