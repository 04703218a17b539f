import { ActionIcon, Anchor, AppShell, Burger, Button, Container, Drawer, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconTent, IconTicket } from "@tabler/icons-react";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { useMe, useSignOut } from "../features/session/session";
import { t } from "../text/texts";
import { ColorScheme } from "./ColorScheme";
import { NavigationLinks } from "./NavigationLinks";
import classes from "./shell.module.css";

/** The frame of every page: header, main navigation and sign-out. */
export function Shell() {
  const me = useMe();
  const main = useRef<HTMLElement>(null);
  const [open, drawer] = useDisclosure();
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 220, breakpoint: "sm", collapsed: { mobile: true, desktop: !me } }}
      padding="md"
    >
      <button type="button" className={classes.skip} onClick={() => main.current?.focus()}>
        {t.nav.skip}
      </button>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            {me && (
              <Burger
                opened={open}
                onClick={drawer.toggle}
                hiddenFrom="sm"
                size="sm"
                aria-label={t.nav.menu}
              />
            )}
            <Anchor component={Link} to="/" fw={700} fz="lg" underline="never">
              <Group gap={6} wrap="nowrap">
                <IconTent aria-hidden />
                {t.appName}
              </Group>
            </Anchor>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <ColorScheme />
            <SignInOrOut />
          </Group>
        </Group>
      </AppShell.Header>
      {me && (
        <AppShell.Navbar p="sm" aria-label={t.nav.main} visibleFrom="sm">
          <NavigationLinks />
        </AppShell.Navbar>
      )}
      <Drawer
        opened={open && me !== null}
        onClose={drawer.close}
        title={t.nav.menu}
        size="xs"
        hiddenFrom="sm"
      >
        <nav aria-label={t.nav.main}>
          <NavigationLinks onNavigate={drawer.close} />
        </nav>
      </Drawer>
      <AppShell.Main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <Container size="xl" px={0}>
          <Outlet />
        </Container>
      </AppShell.Main>
    </AppShell>
  );
}

function SignInOrOut() {
  const me = useMe();
  const navigate = useNavigate();
  const signOut = useSignOut(() => navigate({ to: "/" }));
  if (!me) {
    return (
      <>
        <Button component={Link} to="/booking" variant="subtle" visibleFrom="xs">
          {t.nav.myBooking}
        </Button>
        <ActionIcon
          component={Link}
          to="/booking"
          variant="subtle"
          size="lg"
          hiddenFrom="xs"
          aria-label={t.nav.myBooking}
          title={t.nav.myBooking}
        >
          <IconTicket size={20} aria-hidden />
        </ActionIcon>
        <Button component={Link} to="/sign-in" variant="light">
          {t.nav.signIn}
        </Button>
      </>
    );
  }
  return (
    <Button variant="subtle" loading={signOut.isPending} onClick={() => signOut.mutate()}>
      {t.nav.signOut}
    </Button>
  );
}
