import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useRef, useState } from "react";
import type { GuestInput } from "../../../components/stay/draft";
import { focusFirstError, GuestFields } from "../../../components/stay/GuestFields";
import { validateGuest } from "../../../components/stay/guest-validation";
import { t } from "../../../text/texts";

interface Props {
  values: GuestInput;
  /** The messages of the API, by their path in the request. */
  serverErrors: Record<string, string>;
  onChange: (values: GuestInput) => void;
  onBack: () => void;
  onNext: () => void;
}

/** The second step: name, contact and wishes of the guest. */
export function GuestStep({ values, serverErrors, onChange, onBack, onNext }: Props) {
  const [isSubmitted, setIsSubmitted] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const errors = isSubmitted ? validateGuest(values) : {};
  const submit = () => {
    const errorsNow = validateGuest(values);
    setIsSubmitted(true);
    if (!focusFirstError(form.current, errorsNow)) onNext();
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
            values={values}
            errors={errors}
            serverErrors={serverErrors}
            onChange={onChange}
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
