// The shared parts of the pages that links in e-mails open.
import { Alert, Anchor, Button } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ComponentProps, ReactNode } from "react";
import { Problem } from "../../api/client";
import { ErrorAlert } from "../../components/ErrorAlert";
import { refusalText } from "../../text/public/refusals";
import { t } from "../../text/texts";
import { pageToken } from "./link-token";
import { SessionCard } from "./SessionCard";

interface Texts {
  title: string;
  why: string;
  done: string;
  doneText: string;
}

interface Props {
  texts: Texts;
  /** The mutation that uses the token of the link. */
  mutation: { isSuccess: boolean; error: unknown };
  /** How to get a new link, shown if this one is invalid. */
  newLink: ReactNode;
  children: (token: string) => ReactNode;
}

/** Shows the form for a link, its success message, or that the link is invalid. */
export function LinkPage({ texts, mutation, newLink, children }: Props) {
  const token = pageToken();
  if (mutation.isSuccess) return <LinkUsed title={texts.done}>{texts.doneText}</LinkUsed>;
  if (!token || isInvalid(mutation.error)) {
    return (
      <LinkInvalid title={texts.title} error={mutation.error}>
        {newLink}
      </LinkInvalid>
    );
  }
  return (
    <SessionCard title={texts.title} why={texts.why}>
      {children(token)}
    </SessionCard>
  );
}

interface ConfirmProps {
  texts: Texts & { submit: string; again: string };
  mutation: Props["mutation"] & { isPending: boolean; mutate: (link: { token: string }) => void };
  newLinkPath: ComponentProps<typeof NewLinkButton>["to"];
}

/** A page that uses the link after a click on a button, because mail scanners open links too. */
export function ConfirmLinkPage({ texts, mutation, newLinkPath }: ConfirmProps) {
  return (
    <LinkPage
      texts={texts}
      mutation={mutation}
      newLink={<NewLinkButton to={newLinkPath}>{texts.again}</NewLinkButton>}
    >
      {(token) => (
        <>
          {mutation.error !== null && <ErrorAlert error={mutation.error} />}
          <Button loading={mutation.isPending} onClick={() => mutation.mutate({ token })}>
            {texts.submit}
          </Button>
        </>
      )}
    </LinkPage>
  );
}

export function NewLinkButton({ to, children }: { to: "/register" | "/forgot-password"; children: string }) {
  return (
    <Button component={Link} to={to}>
      {children}
    </Button>
  );
}

/** The success message, with a link to the sign-in page. */
function LinkUsed({ title, children }: { title: string; children: string }) {
  return (
    <SessionCard title={title}>
      <Alert color="forest" icon={<IconCheck aria-hidden />} role="status">
        {children}
      </Alert>
      <Button component={Link} to="/sign-in">
        {t.session.link.signIn}
      </Button>
    </SessionCard>
  );
}

/** Says why the link is invalid, and how to get a new one. */
function LinkInvalid({ title, error, children }: { title: string; error: unknown; children: ReactNode }) {
  return (
    <SessionCard title={title}>
      <Alert color="clay" icon={<IconAlertTriangle aria-hidden />} role="alert">
        {error instanceof Problem ? refusalText(error) : t.session.link.missing}
      </Alert>
      {children}
      <Anchor component={Link} to="/sign-in" ta="center">
        {t.session.mail.toSignIn}
      </Anchor>
    </SessionCard>
  );
}

/** Whether a retry with the same link would fail again. */
function isInvalid(error: unknown): boolean {
  return error instanceof Problem && ["link_unusable", "email_taken"].includes(error.code);
}
