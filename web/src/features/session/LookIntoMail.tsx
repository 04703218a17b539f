import { Alert, Anchor, Button, Text } from "@mantine/core";
import { IconMailOpened } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { t } from "../../text/texts";
import { Card } from "./Card";

/** What is said after an address was typed: the same sentence whether or not there is an account. */
export function LookIntoMail({ message, onAgain }: { message: string; onAgain: () => void }) {
  return (
    <Card title={t.session.mail.title}>
      <Alert color="forest" icon={<IconMailOpened aria-hidden />} role="status">
        {message}
      </Alert>
      <Text c="dimmed">{t.session.mail.nothing}</Text>
      <Button variant="default" onClick={onAgain}>
        {t.session.mail.again}
      </Button>
      <Anchor component={Link} to="/sign-in" ta="center">
        {t.session.mail.toSignIn}
      </Anchor>
    </Card>
  );
}
