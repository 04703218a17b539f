import { Group, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import { t } from "../text/texts";

/** Sets the title of the browser tab, on pages that render their own heading. */
export function TabTitle({ children }: { children: string }) {
  useDocumentTitle(`${children} · ${t.appName}`);
  return null;
}

/** The `h1` of a page with the actions of the page beside it. Sets the title of the browser tab too. */
export function PageTitle({ children, actions }: { children: string; actions?: ReactNode }) {
  return (
    <Group justify="space-between" align="center">
      <TabTitle>{children}</TabTitle>
      <Title order={1} size="h2">
        {children}
      </Title>
      {actions}
    </Group>
  );
}
