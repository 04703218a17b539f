import { Skeleton, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "../text/texts";
import { ErrorAlert } from "./ErrorAlert";
import { ShowMoreButton } from "./ShowMoreButton";

interface PagedQuery {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

interface Props {
  query: PagedQuery;
  count: number;
  emptyMessage: string;
  children: ReactNode;
}

/** The states of an infinite query: loading, failed, empty, or rows with a button for the next page. */
export function PagedList({ query, count, emptyMessage, children }: Props) {
  if (query.isPending) {
    return (
      <Stack gap="sm" role="status" aria-label={t.loading}>
        {[0, 1, 2].map((index) => (
          <Skeleton key={index} height={76} radius="md" />
        ))}
      </Stack>
    );
  }
  if (query.isError && count === 0)
    return <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />;
  if (count === 0) return <Text c="dimmed">{emptyMessage}</Text>;
  return (
    <Stack gap="sm">
      {children}
      {query.isError && <ErrorAlert error={query.error} />}
      <ShowMoreButton query={query} />
    </Stack>
  );
}
