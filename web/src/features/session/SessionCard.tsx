import { Paper, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { PageTitle } from "../../components/PageTitle";

/** The card of the pages for signing in and registering. */
export function SessionCard({ title, why, children }: { title: string; why?: string; children: ReactNode }) {
  return (
    <Paper maw={440} mx="auto" mt={{ base: 0, sm: "xl" }} p={{ base: "lg", sm: "xl" }} withBorder shadow="xs">
      <Stack>
        <PageTitle>{title}</PageTitle>
        {why && <Text c="dimmed">{why}</Text>}
        {children}
      </Stack>
    </Paper>
  );
}
