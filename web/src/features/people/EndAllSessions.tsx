import { Button, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { confirmAction } from "../../components/confirm-action";
import { ErrorAlert } from "../../components/ErrorAlert";
import { Section } from "../../components/Section";
import { peopleTexts } from "../../text/signed-in/people";
import { useEndAllSessions } from "./users";

/** Ends the sessions of all users, for example after a leak or the loss of a device. */
export function EndAllSessions() {
  const end = useEndAllSessions();
  const text = peopleTexts.everybody;
  const endAll = () => end.mutate(undefined, { onSuccess: () => notifications.show({ message: text.done }) });
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
            onConfirm: endAll,
          })
        }
      >
        {text.submit}
      </Button>
    </Section>
  );
}
