import { Group, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import { t } from "../text/en";

/** The one first heading of a page, also what the browser's tab says; actions of the page stand next to it. */
export function PageTitle({ children, actions }: { children: string; actions?: ReactNode }) {
  useDocumentTitle(`${children} · ${t.appName}`);
  return (
    <Group justify="space-between" align="center">
      <Title order={1} size="h2">
        {children}
      </Title>
      {actions}
    </Group>
  );
}
