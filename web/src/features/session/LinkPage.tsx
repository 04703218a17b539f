// What the pages have in common that links in mails lead to.
import { Alert, Anchor, Button } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Problem } from "../../api/client";
import { t } from "../../text/en";
import { Card } from "./Card";

/** It worked; from here one signs in, with the password that only the person knows. */
export function LinkUsed({ title, children }: { title: string; children: string }) {
  return (
    <Card title={title}>
      <Alert color="forest" icon={<IconCheck aria-hidden />} role="status">
        {children}
      </Alert>
      <Button component={Link} to="/sign-in">
        {t.session.link.signIn}
      </Button>
    </Card>
  );
}

/** The link is used, expired or incomplete: why, and the way to another one. */
export function LinkUseless({ title, error, children }: { title: string; error: unknown; children: ReactNode }) {
  return (
    <Card title={title}>
      <Alert color="clay" icon={<IconAlertTriangle aria-hidden />} role="alert">
        {error instanceof Problem ? error.message : t.session.link.missing}
      </Alert>
      {children}
      <Anchor component={Link} to="/sign-in" ta="center">
        {t.session.mail.toSignIn}
      </Anchor>
    </Card>
  );
}

/** Whether trying this link again can only fail. */
export function isUseless(error: unknown): boolean {
  return error instanceof Problem && ["link_unusable", "email_taken"].includes(error.code);
}
