import { Anchor, AppShell, Button, Container, Group } from "@mantine/core";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { useMe, useSignOut } from "../features/session/session";
import { t } from "../text/en";

/** What is around every page: the name, the way to the places one may go, and the way out. */
export function Shell() {
  const me = useMe();
  const signOut = useSignOut();
  const navigate = useNavigate();
  return (
    <AppShell header={{ height: 60 }} padding="md">
      <AppShell.Header>
        <Container size="xl" h="100%">
          <Group h="100%" justify="space-between" wrap="nowrap">
            <Anchor component={Link} to="/" fw={700} c="forest" underline="never">
              {t.appName}
            </Anchor>
            {me ? (
              <Button
                variant="subtle"
                loading={signOut.isPending}
                onClick={() => signOut.mutate(undefined, { onSuccess: () => void navigate({ to: "/" }) })}
              >
                {t.nav.signOut}
              </Button>
            ) : (
              <Button component={Link} to="/sign-in" variant="light">
                {t.nav.signIn}
              </Button>
            )}
          </Group>
        </Container>
      </AppShell.Header>
      <AppShell.Main>
        <Container size="xl" px={0}>
          <Outlet />
        </Container>
      </AppShell.Main>
    </AppShell>
  );
}
