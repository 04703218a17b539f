import { Button, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { ask } from "../../components/ask";
import { Failure } from "../../components/Failure";
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
      {end.error && <Failure error={end.error} />}
      <Button
        variant="light"
        color="clay"
        w="fit-content"
        loading={end.isPending}
        onClick={() => ask({ title: text.question, why: text.questionWhy, yes: text.submit, onYes: go })}
      >
        {text.submit}
      </Button>
    </Section>
  );
}
