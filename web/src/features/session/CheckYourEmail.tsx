import { Alert, Anchor, Button, Text } from "@mantine/core";
import { IconMailOpened } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { t } from "../../text/texts";
import { SessionCard } from "./SessionCard";

/** Shown after an e-mail address was submitted. The message does not reveal whether an account exists. */
export function CheckYourEmail({ message, onRestart }: { message: string; onRestart: () => void }) {
  return (
    <SessionCard title={t.session.mail.title}>
      <Alert color="forest" icon={<IconMailOpened aria-hidden />} role="status">
        {message}
      </Alert>
      <Text c="dimmed">{t.session.mail.nothing}</Text>
      <Button variant="default" onClick={onRestart}>
        {t.session.mail.again}
      </Button>
      <Anchor component={Link} to="/sign-in" ta="center">
        {t.session.mail.toSignIn}
      </Anchor>
    </SessionCard>
  );
}
