import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useRef, useState } from "react";
import type { GuestInput } from "../../../components/stay/draft";
import { focusFirstError, GuestFields } from "../../../components/stay/GuestFields";
import { validateGuest } from "../../../components/stay/guest-validation";
import { t } from "../../../text/texts";

interface Props {
  typed: GuestInput;
  /** What the API said about fields, by their place in the order. */
  refused: Record<string, string>;
  onType: (typed: GuestInput) => void;
  onBack: () => void;
  onNext: () => void;
}

/** The second step: who stays, how to reach them, and what they wish. */
export function GuestStep({ typed, refused, onType, onBack, onNext }: Props) {
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const wrong = tried ? validateGuest(typed) : {};
  const submit = () => {
    const found = validateGuest(typed);
    setTried(true);
    if (!focusFirstError(form.current, found)) onNext();
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
          <GuestFields
            values={typed}
            errors={wrong}
            serverErrors={refused}
            onChange={onType}
            notes={{ label: t.guest.book.wishes, description: t.guest.book.wishesHint, minRows: 3 }}
            isOwn
            size="md"
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
