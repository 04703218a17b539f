import { Button, Center, Loader, Stack, Title } from "@mantine/core";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { Failure } from "../components/Failure";
import { t } from "../text/en";

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

/** No page at this address. */
export function Missing() {
  return (
    <Stack align="flex-start">
      <Title order={1}>{t.errors.notFound}</Title>
      <Button component={Link} to="/">
        {t.errors.home}
      </Button>
    </Stack>
  );
}
