import { Skeleton, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "../text/texts";
import { Failure } from "./Failure";
import { ShowMore } from "./ShowMore";

interface Listed {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

interface Shown {
  list: Listed;
  count: number;
  empty: string;
  children: ReactNode;
}

/** A paged list in each of its states: on its way, failed, empty, there with more to come. */
export function Rows({ list, count, empty, children }: Shown) {
  if (list.isPending) {
    return (
      <Stack gap="sm" role="status" aria-label={t.loading}>
        {[0, 1, 2].map((place) => (
          <Skeleton key={place} height={76} radius="md" />
        ))}
      </Stack>
    );
  }
  if (list.isError && count === 0) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  if (count === 0) return <Text c="dimmed">{empty}</Text>;
  return (
    <Stack gap="sm">
      {children}
      {list.isError && <Failure error={list.error} />}
      <ShowMore list={list} />
    </Stack>
  );
}
