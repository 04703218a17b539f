import { Button, Center, Group, Loader, Stack, Text } from "@mantine/core";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { ErrorAlert } from "../components/ErrorAlert";
import { PageTitle } from "../components/PageTitle";
import { homePath, useMe } from "../features/session/session";
import { t } from "../text/texts";
import { NOT_ALLOWED } from "./guards";

/** Shown while a page loads. */
export function PagePending() {
  return (
    <Center mih={240}>
      <Loader role="status" aria-label={t.loading} />
    </Center>
  );
}

/** Shown when a page cannot be loaded: the API's message and a button that tries again. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <ErrorAlert
      error={error}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}

/** Shown when the address has no page, or the signed-in user lacks the permission for it. */
export function PageNotFound({ data }: { data?: unknown }) {
  if (data === NOT_ALLOWED)
    return <MessagePage title={t.errors.notForYou}>{t.errors.notForYouHint}</MessagePage>;
  return <MessagePage title={t.errors.notFound}>{t.errors.notFoundHint}</MessagePage>;
}

/** A message with links to pages that the user can open. */
function MessagePage({ title, children }: { title: string; children: ReactNode }) {
  const me = useMe();
  return (
    <Stack align="flex-start" maw={560} mx="auto" mt={{ base: "md", sm: "xl" }}>
      <PageTitle>{title}</PageTitle>
      <Text c="dimmed">{children}</Text>
      <Group>
        <Button component={Link} to={me ? homePath(me) : "/"}>
          {t.errors.home}
        </Button>
        {!me && (
          <Button component={Link} to="/booking" variant="light">
            {t.nav.myBooking}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
