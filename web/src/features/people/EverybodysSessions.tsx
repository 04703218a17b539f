import { Button, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { confirmAction } from "../../components/confirm-action";
import { ErrorAlert } from "../../components/ErrorAlert";
import { Section } from "../../components/Section";
import { peopleTexts } from "../../text/signed-in/people";
import { useEndEverybodysSessions } from "./users";

/** After a leak, or when a device with logins was lost. */
export function EverybodysSessions() {
  const end = useEndEverybodysSessions();
  const text = peopleTexts.everybody;
  const go = () => end.mutate(undefined, { onSuccess: () => notifications.show({ message: text.done }) });
  return (
    <Section title={text.title}>
      <Text>{text.why}</Text>
      {end.error && <ErrorAlert error={end.error} />}
      <Button
        variant="light"
        color="clay"
        w="fit-content"
        loading={end.isPending}
        onClick={() =>
          confirmAction({
            title: text.question,
            message: text.questionWhy,
            confirm: text.submit,
            onConfirm: go,
          })
        }
      >
        {text.submit}
      </Button>
    </Section>
  );
}
