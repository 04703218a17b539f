import { Group, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import { t } from "../text/texts";

/** What the browser's tab says on pages whose heading looks different. */
export function TabTitle({ children }: { children: string }) {
  useDocumentTitle(`${children} · ${t.appName}`);
  return null;
}

/** The one first heading of a page, also what the browser's tab says; actions of the page stand next to it. */
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
