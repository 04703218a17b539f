// What the pages have in common that links in mails lead to.
import { Alert, Anchor, Button } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Problem } from "../../api/client";
import { ErrorAlert } from "../../components/ErrorAlert";
import { refusalText } from "../../text/public/refusals";
import { t } from "../../text/texts";
import { Card } from "./Card";
import { tokenOfPage } from "./link-token";

interface Words {
  title: string;
  why: string;
  done: string;
  doneText: string;
}

interface Props {
  words: Words;
  /** What uses the link. */
  use: { isSuccess: boolean; error: unknown };
  /** The way to another link. */
  again: ReactNode;
  children: (token: string) => ReactNode;
}

/** The link can be used, is used, or is good for nothing. */
export function LinkPage({ words, use, again, children }: Props) {
  const token = tokenOfPage();
  if (use.isSuccess) return <LinkUsed title={words.done}>{words.doneText}</LinkUsed>;
  if (!token || isUseless(use.error)) {
    return (
      <LinkUseless title={words.title} error={use.error}>
        {again}
      </LinkUseless>
    );
  }
  return (
    <Card title={words.title} why={words.why}>
      {children(token)}
    </Card>
  );
}

interface ClickProps {
  words: Words & { submit: string; again: string };
  use: Props["use"] & { isPending: boolean; mutate: (link: { token: string }) => void };
  toAgain: "/register" | "/forgot-password";
}

/** A button and not the opening itself uses the link: programs that look into mails open links too. */
export function LinkClickPage({ words, use, toAgain }: ClickProps) {
  return (
    <LinkPage words={words} use={use} again={<AnotherLink to={toAgain}>{words.again}</AnotherLink>}>
      {(token) => (
        <>
          {use.error !== null && <ErrorAlert error={use.error} />}
          <Button loading={use.isPending} onClick={() => use.mutate({ token })}>
            {words.submit}
          </Button>
        </>
      )}
    </LinkPage>
  );
}

export function AnotherLink({ to, children }: { to: ClickProps["toAgain"]; children: string }) {
  return (
    <Button component={Link} to={to}>
      {children}
    </Button>
  );
}

/** It worked; from here one signs in, with the password that only the person knows. */
function LinkUsed({ title, children }: { title: string; children: string }) {
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
function LinkUseless({ title, error, children }: { title: string; error: unknown; children: ReactNode }) {
  return (
    <Card title={title}>
      <Alert color="clay" icon={<IconAlertTriangle aria-hidden />} role="alert">
        {error instanceof Problem ? refusalText(error) : t.session.link.missing}
      </Alert>
      {children}
      <Anchor component={Link} to="/sign-in" ta="center">
        {t.session.mail.toSignIn}
      </Anchor>
    </Card>
  );
}

/** Whether trying this link again can only fail. */
function isUseless(error: unknown): boolean {
  return error instanceof Problem && ["link_unusable", "email_taken"].includes(error.code);
}
