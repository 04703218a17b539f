import { Paper, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { PageTitle } from "../../components/PageTitle";

/** The one column that everything about signing in stands in. */
export function Card({ title, why, children }: { title: string; why?: string; children: ReactNode }) {
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
