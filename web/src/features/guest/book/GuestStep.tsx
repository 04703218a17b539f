import { Button, Group, Paper, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useRef, useState } from "react";
import type { Typed } from "../../../components/stay/draft";
import { checkGuest } from "../../../components/stay/guest-rules";
import { t } from "../../../text/en";

interface Props {
  typed: Typed;
  /** What the API said about fields, by their place in the order. */
  refused: Record<string, string>;
  onType: (typed: Typed) => void;
  onBack: () => void;
  onNext: () => void;
}

const FIELDS = [
  { name: "name", autoComplete: "name", type: "text", required: true, longest: 120 },
  { name: "email", autoComplete: "email", type: "email", required: false, longest: 254 },
  { name: "phone", autoComplete: "tel", type: "tel", required: false, longest: 32 },
] as const;

/** The second step: who stays, how to reach them, and what they wish. */
export function GuestStep({ typed, refused, onType, onBack, onNext }: Props) {
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const wrong = tried ? checkGuest(typed) : {};
  const submit = () => {
    const found = checkGuest(typed);
    setTried(true);
    const first = FIELDS.find((field) => found[field.name]);
    if (first) form.current?.querySelector<HTMLInputElement>(`[name=${first.name}]`)?.focus();
    else onNext();
  };
  return (
    <Paper withBorder p="lg">
      <form
        noValidate
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack>
          <div>
            <Title order={2} size="h4">
              {t.guest.book.steps.guest}
            </Title>
            <Text size="sm" c="dimmed">
              {t.guest.book.contactHint}
            </Text>
          </div>
          {FIELDS.map((field) => (
            <TextInput
              key={field.name}
              name={field.name}
              label={t.guest.book[field.name]}
              type={field.type}
              autoComplete={field.autoComplete}
              maxLength={field.longest}
              required={field.required}
              size="md"
              value={typed[field.name]}
              error={refused[`guest.${field.name}`] ?? wrong[field.name]}
              onChange={(event) => onType({ ...pick(typed), [field.name]: event.currentTarget.value })}
            />
          ))}
          <Textarea
            label={t.guest.book.wishes}
            description={t.guest.book.wishesHint}
            autosize
            minRows={3}
            maxLength={4000}
            size="md"
            value={typed.notes}
            error={refused.notes}
            onChange={(event) => onType({ ...pick(typed), notes: event.currentTarget.value })}
          />
          <Group justify="space-between">
            <Button variant="default" size="md" onClick={onBack}>
              {t.guest.book.back}
            </Button>
            <Button type="submit" size="md">
              {t.guest.book.next}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}

function pick({ name, email, phone, notes }: Typed): Typed {
  return { name, email, phone, notes };
}
