import { Button, Center, Group, Loader, Stack, Text } from "@mantine/core";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Failure } from "../components/Failure";
import { PageTitle } from "../components/PageTitle";
import { homeOf, useMe } from "../features/session/session";
import { t } from "../text/texts";
import { NOT_FOR_YOU } from "./needs";

/** A page that is on its way. */
export function Waiting() {
  return (
    <Center mih={240}>
      <Loader role="status" aria-label={t.loading} />
    </Center>
  );
}

/** A page that could not be loaded: the sentence of the API, and a way to try again. */
export function Crash({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Failure
      error={error}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}

/** No page at this address, or none for this person. */
export function Missing({ data }: { data?: unknown }) {
  if (data === NOT_FOR_YOU) return <End title={t.errors.notForYou}>{t.errors.notForYouHint}</End>;
  return <End title={t.errors.notFound}>{t.errors.notFoundHint}</End>;
}

/** Where the way ends, and how to go on. */
function End({ title, children }: { title: string; children: ReactNode }) {
  const me = useMe();
  return (
    <Stack align="flex-start" maw={560} mx="auto" mt={{ base: "md", sm: "xl" }}>
      <PageTitle>{title}</PageTitle>
      <Text c="dimmed">{children}</Text>
      <Group>
        <Button component={Link} to={me ? homeOf(me) : "/"}>
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
