import { SimpleGrid, Skeleton } from "@mantine/core";
import type { ReactNode } from "react";

export function UnitCards({ children }: { children: ReactNode }) {
  return (
    <SimpleGrid
      cols={{ base: 1, sm: 2, lg: 3 }}
      spacing="lg"
      component="ul"
      p={0}
      m={0}
      style={{ listStyle: "none", alignItems: "start" }}
    >
      {children}
    </SimpleGrid>
  );
}

/** Placeholders with the height of cards, so that the layout does not shift. */
export function CardSkeletons({ count = 6 }: { count?: number }) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="lg" aria-hidden="true">
      {Array.from({ length: count }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <Skeleton key={i} h={430} radius="md" />
      ))}
    </SimpleGrid>
  );
}
